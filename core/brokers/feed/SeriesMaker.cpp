#include "core/brokers/feed/SeriesMaker.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

namespace core {

using namespace std::chrono;

SeriesMaker::SeriesMaker(SeriesId series, SessionKind session, Timestamp from)
    : m_series(std::move(series)), m_session(session), m_from(from), m_builder(m_series.timeframe, session)
{
}

std::optional<Bar> SeriesMaker::ifNew(std::optional<Bar> bar)
{
    if (!bar || bar->closeTime <= m_last)
        return std::nullopt;
    m_last = bar->closeTime;
    return bar;
}

std::optional<Bar> SeriesMaker::add(const Bar &finer)
{
    if (m_series.timeframe != Timeframe::M1)
        return ifNew(m_builder.add(finer));
    const auto span = barSpanAt(finer.openTime, Timeframe::M1, m_session);
    if (!span || span->open != finer.openTime)
        return std::nullopt;
    Bar minute = finer;
    minute.closeTime = span->close;
    return ifNew(minute);
}

std::vector<Bar> SeriesMaker::begin(const std::vector<Bar> &older, const std::vector<Bar> &minutes, Timestamp now)
{
    std::vector<Bar> closed;
    const auto take = [&](std::optional<Bar> bar) {
        if (bar)
            closed.push_back(*bar);
    };
    for (const Bar &bar : older)
        if (bar.openTime < m_from && bar.closeTime <= now)
            take(add(bar));
    for (const Bar &bar : minutes)
        if (bar.openTime >= m_from && bar.closeTime <= now)
            take(add(bar));
    take(closeBy(now));
    return closed;
}

std::optional<Bar> SeriesMaker::onMinute(const Bar &minute)
{
    return minute.openTime < m_from ? std::nullopt : add(minute);
}

std::optional<Bar> SeriesMaker::closeBy(Timestamp now)
{
    return ifNew(m_builder.closeBy(now));
}

std::optional<Timestamp> SeriesMaker::dueBy(Timestamp now) const
{
    const auto end = m_builder.runningEnd();
    return end && now >= *end + BarBuilder::grace ? end : std::nullopt;
}

Timestamp pastBegin(Timestamp now, Timeframe timeframe, SessionKind session, int bars)
{
    const Duration length = lengthOf(timeframe);
    if (session == SessionKind::AlwaysOpen || timeframe == Timeframe::W1)
        return now - (bars + 2) * length;
    constexpr Duration sessionLength = minutes(390);
    const auto perSession = length >= days(1) ? 1 : (sessionLength + length - nanoseconds(1)) / length;
    auto sessions = (bars + perSession - 1) / perSession + 1;
    sys_days day = newYorkDate(now);
    for (; sessions > 0; day -= days(1))
        sessions -= isTradingDay(day) ? 1 : 0;
    return fromNewYork(day, {});
}

} // namespace core
