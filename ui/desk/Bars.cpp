#include "ui/desk/Bars.h"

#include "ui/format/Numbers.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// The usual guards: adverse drift asks anew at 0.15 R and refuses at 0.35 R, drift towards the stop
// at 0.40 R and 0.75 R. The guards themselves decide; the marks only give a sense of distance.
constexpr double softAdverse = 0.15;
constexpr double hardAdverse = 0.35;
constexpr double softThesis = -0.40;
constexpr double hardThesis = -0.75;
constexpr double leftEnd = -0.85;
constexpr double rightEnd = 0.45;

Role driftColour(double drift)
{
    if (drift >= hardAdverse || drift <= hardThesis)
        return Role::Alarm;
    return drift >= softAdverse || drift <= softThesis ? Role::Warning : Role::Good;
}

} // namespace

Urgency urgencyOf(core::Duration left, core::Duration life)
{
    using namespace std::chrono_literals;
    if (left <= std::max<core::Duration>(life / 5, 10s))
        return Urgency::Red;
    return left <= life / 2 ? Urgency::Amber : Urgency::Calm;
}

TimeLeftBar::TimeLeftBar(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(4);
}

void TimeLeftBar::setTimes(core::Duration left, core::Duration life)
{
    m_share = life.count() > 0 ? std::clamp(double(left.count()) / double(life.count()), 0.0, 1.0) : 0;
    m_urgency = urgencyOf(left, life);
    update();
}

void TimeLeftBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(Role::CardBorder));
    painter.drawRoundedRect(QRectF(rect()), 2, 2);
    const Role role = m_urgency == Urgency::Red     ? Role::Alarm
                      : m_urgency == Urgency::Amber ? Role::Warning
                                                    : Role::Accent;
    painter.setBrush(colour(role));
    painter.drawRoundedRect(QRectF(0, 0, width() * m_share, height()), 2, 2);
}

DriftBar::DriftBar(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(14);
    setMinimumWidth(120);
}

void DriftBar::setDrift(std::optional<double> drift)
{
    if (m_drift == drift)
        return;
    m_drift = drift && std::isfinite(*drift) ? drift : std::nullopt;
    setAccessibleName(tr("Drift %1").arg(riskMultipleText(m_drift)));
    update();
}

void DriftBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto place = [this](double drift) {
        return (std::clamp(drift, leftEnd, rightEnd) - leftEnd) / (rightEnd - leftEnd) * width();
    };
    const double middle = height() / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(Role::CardBorder));
    painter.drawRoundedRect(QRectF(0, middle - 2, width(), 4), 2, 2);
    for (const double limit : {hardThesis, softThesis, softAdverse, hardAdverse}) {
        const bool isHard = limit == hardThesis || limit == hardAdverse;
        painter.setPen(QPen(colour(isHard ? Role::Alarm : Role::Warning), isHard ? 2 : 1));
        painter.drawLine(QPointF(place(limit), middle - 4), QPointF(place(limit), middle + 4));
    }
    painter.setPen(QPen(colour(Role::Muted), 1));
    painter.drawLine(QPointF(place(0), 0), QPointF(place(0), height()));
    if (!m_drift)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(driftColour(*m_drift)));
    painter.drawEllipse(QPointF(place(*m_drift), middle), 5, 5);
}

} // namespace ui
