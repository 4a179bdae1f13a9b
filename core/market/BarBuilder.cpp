#include "core/market/BarBuilder.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <utility>

namespace core {

std::optional<BarSpan> barSpanAt(Timestamp at, Timeframe timeframe, SessionKind session)
{
    const Duration length = lengthOf(timeframe);
    if (session == SessionKind::AlwaysOpen) {
        const Timestamp midnight = std::chrono::floor<std::chrono::days>(at);
        const Timestamp open = midnight + (at - midnight) / length * length;
        return BarSpan{open, open + length};
    }
    const auto day = sessionOf(newYorkDate(at));
    if (!day || at < day->open || at >= day->close)
        return std::nullopt;
    const Timestamp open = day->open + (at - day->open) / length * length;
    return BarSpan{open, std::min(open + length, day->close)};
}

std::optional<Bar> BarBuilder::add(const Bar &finer)
{
    const auto span = barSpanAt(finer.openTime, m_timeframe, m_session);
    if (!span)
        return closeBy(finer.openTime + grace); // no part of any, but it begins after the end of the running one
    if (span->open < m_closedUntil || (m_span && span->open < m_span->open)) {
        ++m_late;
        return std::nullopt;
    }
    std::optional<Bar> closed;
    if (m_span != span)
        closed = close();
    m_span = span;
    m_parts.emplace(finer.openTime, finer);
    return closed;
}

std::optional<Bar> BarBuilder::closeBy(Timestamp now)
{
    return m_span && now >= m_span->close + grace ? close() : std::nullopt;
}

std::optional<Bar> BarBuilder::forming() const
{
    if (!m_span)
        return std::nullopt;
    Bar bar = m_parts.begin()->second;
    bar.openTime = m_span->open;
    bar.closeTime = m_span->close;
    bar.close = m_parts.rbegin()->second.close;
    bar.volume = 0;
    for (const auto &[at, part] : m_parts) {
        bar.high = std::max(bar.high, part.high);
        bar.low = std::min(bar.low, part.low);
        bar.volume += part.volume;
        bar.isRepaired = bar.isRepaired || part.isRepaired;
    }
    return bar;
}

std::optional<Bar> BarBuilder::close()
{
    auto bar = forming();
    if (!bar)
        return std::nullopt;
    m_closedUntil = bar->closeTime;
    m_span.reset();
    m_parts.clear();
    return bar;
}

} // namespace core
