#include "ui/account/LimitBar.h"

#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>

namespace ui {

LimitBar::LimitBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LimitBar::setShare(double share)
{
    if (share == m_share)
        return;
    m_share = share;
    setAccessibleDescription(tr("%1 % of the limit").arg(qRound(share * 100)));
    update();
}

QSize LimitBar::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, std::max(3, fontMetrics().height() / 4)};
}

void LimitBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double radius = height() / 2.0;
    painter.setBrush(colour(Role::CardBorder));
    painter.drawRoundedRect(QRectF(rect()), radius, radius);
    const Role role = m_share >= 1 ? Role::Alarm : m_share >= 0.8 ? Role::Warning : Role::Accent;
    painter.setBrush(colour(role));
    QRectF used(rect());
    used.setWidth(used.width() * std::clamp(m_share, 0.0, 1.0));
    painter.drawRoundedRect(used, radius, radius);
}

} // namespace ui
