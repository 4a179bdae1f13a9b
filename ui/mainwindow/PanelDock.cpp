#include "ui/mainwindow/PanelDock.h"

#include "ui/widgets/ModeFrame.h"

#include <QPainter>
#include <QVBoxLayout>

namespace ui {

/// Holds the content; as wide as the mode frame around it while floating, else nothing.
class PanelDock::Frame : public QWidget {
public:
    Frame(QWidget *content, QWidget *parent)
        : QWidget(parent), m_layout(new QVBoxLayout(this)), m_look(modeLook(core::Destination::Demo))
    {
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->addWidget(content);
    }
    void setFramed(bool isFramed)
    {
        const int width = isFramed ? ModeFrame::width : 0;
        m_layout->setContentsMargins(width, width, width, width);
        update();
    }
    void setLook(const ModeLook &look)
    {
        m_look = look;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_layout->contentsMargins().isNull())
            return;
        QPainter painter(this);
        painter.setClipRegion(QRegion(rect()) - QRegion(contentsRect().marginsRemoved(m_layout->contentsMargins())));
        paintMode(painter, rect(), m_look);
    }

private:
    QVBoxLayout *m_layout;
    ModeLook m_look;
};

PanelDock::PanelDock(const QString &name, const QString &title, QWidget *content, QWidget *parent)
    : QDockWidget(title, parent), m_frame(new Frame(content, this)), m_content(content)
{
    setObjectName(name);
    setAccessibleName(title);
    setWidget(m_frame);
    setFeatures(DockWidgetMovable | DockWidgetFloatable | DockWidgetClosable);
    connect(this, &QDockWidget::topLevelChanged, this, &PanelDock::adoptFloating);
    adoptFloating(false);
}

void PanelDock::setMode(core::Destination destination)
{
    m_frame->setLook(modeLook(destination));
    if (isFloating())
        setWindowTitle(QStringLiteral("[%1] %2").arg(modeLook(destination).word, accessibleName()));
    else
        setWindowTitle(accessibleName());
}

void PanelDock::adoptFloating(bool isFloating)
{
    m_frame->setFramed(isFloating);
    QWidget *old = titleBarWidget();
    setTitleBarWidget(isFloating ? nullptr : new QWidget(this)); // an empty one takes no room
    if (old)
        old->deleteLater();
}

} // namespace ui
