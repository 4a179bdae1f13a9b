#include "ui/widgets/ModeDialog.h"

#include "ui/widgets/ModeFrame.h"

#include <QPainter>

namespace ui {

void ModeDialog::setTitle(const QString &title)
{
    m_title = title;
    showTitle();
}

void ModeDialog::wear(core::Destination destination)
{
    if (m_destination == destination)
        return;
    m_destination = destination;
    showTitle();
    update();
}

void ModeDialog::showTitle()
{
    const QString title =
        m_destination ? QStringLiteral("[%1] %2").arg(modeLook(*m_destination).word, m_title) : m_title;
    if (windowTitle() == title)
        return;
    setWindowTitle(title);
    setAccessibleName(title);
}

void ModeDialog::paintEvent(QPaintEvent *event)
{
    QDialog::paintEvent(event);
    if (!m_destination)
        return;
    constexpr int frame = ModeFrame::width;
    QPainter painter(this);
    painter.setClipRegion(QRegion(rect()) - QRegion(rect().adjusted(frame, frame, -frame, -frame)));
    paintMode(painter, rect(), modeLook(*m_destination));
}

} // namespace ui
