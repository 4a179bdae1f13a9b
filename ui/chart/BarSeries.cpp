#include "ui/chart/BarSeries.h"

#include "core/market/NewYorkTime.h"

#include <QDate>
#include <QLocale>

#include <algorithm>

namespace ui {

using namespace std::chrono;

namespace {

core::Timestamp wallClock(core::Timestamp at, MarketZone zone)
{
    return zone == MarketZone::NewYork ? at + core::newYorkOffset(at) : at;
}

template <class Unit>
bool crosses(core::Timestamp before, core::Timestamp after, Unit unit)
{
    return before.time_since_epoch() / unit != after.time_since_epoch() / unit;
}

/// The greatest calendar unit that begins between two wall-clock moments.
TimeTurn turnBetween(core::Timestamp before, core::Timestamp after)
{
    const year_month_day from(floor<days>(before));
    const year_month_day to(floor<days>(after));
    if (from.year() != to.year())
        return TimeTurn::Year;
    if (from.month() != to.month())
        return TimeTurn::Month;
    if (from.day() != to.day())
        return TimeTurn::Day;
    if (crosses(before, after, hours(6)))
        return TimeTurn::SixHours;
    if (crosses(before, after, hours(1)))
        return TimeTurn::Hour;
    if (crosses(before, after, minutes(30)))
        return TimeTurn::HalfHour;
    if (crosses(before, after, minutes(15)))
        return TimeTurn::Quarter;
    return crosses(before, after, minutes(5)) ? TimeTurn::FiveMinutes : TimeTurn::None;
}

} // namespace

BarSeries::Change BarSeries::update(const core::SeriesView &view)
{
    const bool isSameBars = view.id == m_id && view.bars == m_bars && m_bars;
    if (isSameBars && view.forming == m_forming)
        return Change::None;
    const bool isSameCount = isSameBars && view.forming.has_value() == m_forming.has_value();
    m_id = view.id;
    m_zone = zoneOf(view.id.instrument);
    if (view.bars && view.bars != m_bars)
        m_pyramid.build(*view.bars);
    m_bars = view.bars;
    m_forming = view.forming;
    if (isSameCount)
        return Change::FormingOnly;
    noteTurns();
    return Change::Bars;
}

const core::Bar &BarSeries::at(int position) const
{
    return isForming(position) ? *m_forming : (*m_bars)[std::size_t(position)];
}

BarSpan BarSeries::over(int first, int last) const
{
    if (isForming(first))
        return BarSpan(*m_forming);
    const int lastClosed = std::min(last, closedCount() - 1);
    BarSpan span = m_pyramid.over(*m_bars, std::size_t(first), std::size_t(lastClosed));
    if (last > lastClosed)
        span.append(BarSpan(*m_forming));
    return span;
}

std::optional<int> BarSeries::positionOf(core::Timestamp at) const
{
    if (count() == 0 || at < this->at(0).openTime)
        return std::nullopt;
    if (m_forming && at >= m_forming->openTime)
        return closedCount();
    if (closedCount() == 0)
        return std::nullopt;
    const auto after = std::upper_bound(
        m_bars->begin(), m_bars->end(), at,
        [](core::Timestamp moment, const core::Bar &bar) { return moment < bar.openTime; });
    return int(after - m_bars->begin()) - 1;
}

void BarSeries::noteTurns()
{
    m_turns.assign(std::size_t(count()), TimeTurn::None);
    for (std::vector<int> &positions : m_byTurn)
        positions.clear();
    core::Timestamp before{};
    for (int position = 0; position < count(); ++position) {
        const core::Timestamp now = wallClock(at(position).openTime, m_zone);
        if (position > 0)
            m_turns[std::size_t(position)] = turnBetween(before, now);
        if (turnAt(position) != TimeTurn::None)
            m_byTurn[std::size_t(turnAt(position))].push_back(position);
        before = now;
    }
}

QString BarSeries::tickText(int position) const
{
    const core::Timestamp wall = wallClock(at(position).openTime, m_zone);
    const year_month_day date(floor<days>(wall));
    const QDate day(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())));
    const QLocale locale;
    switch (turnAt(position)) {
    case TimeTurn::Year: return QString::number(day.year());
    case TimeTurn::Month: return locale.toString(day, QStringLiteral("MMM"));
    case TimeTurn::Day: return locale.toString(day, QStringLiteral("d MMM"));
    default: return timeText(at(position).openTime, m_zone).left(5);
    }
}

} // namespace ui
