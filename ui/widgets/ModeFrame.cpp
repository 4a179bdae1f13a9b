#include "ui/widgets/ModeFrame.h"

#include <QPainter>
#include <QVBoxLayout>

namespace ui {

ModeFrame::ModeFrame(QWidget *parent)
    : QWidget(parent), m_layout(new QVBoxLayout(this)), m_look(modeLook(core::Destination::Demo))
{
    m_layout->setContentsMargins(width, width, width, width);
    m_layout->setSpacing(0);
}

void ModeFrame::setContent(QWidget *content)
{
    m_layout->addWidget(content);
}

QString ModeFrame::titleFor(core::Destination destination, const QString &account)
{
    const QString word = modeLook(destination).word;
    return account.isEmpty() ? QStringLiteral("[%1] Countersign").arg(word)
                             : QStringLiteral("[%1 · %2] Countersign").arg(word, account);
}

void ModeFrame::setMode(core::Destination destination, const QString &account)
{
    m_look = modeLook(destination);
    const QString title = titleFor(destination, account);
    if (window()->windowTitle() != title) {
        window()->setWindowTitle(title);
        window()->setAccessibleName(title);
        window()->setAccessibleDescription(m_look.sentence);
    }
    update();
}

void ModeFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRegion inside(rect().adjusted(width, width, -width, -width));
    painter.setClipRegion(QRegion(rect()) - inside);
    paintMode(painter, rect(), m_look);
}

} // namespace ui
