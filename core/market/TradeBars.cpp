#include "core/market/TradeBars.h"

#include <algorithm>
#include <utility>

namespace core {

void TradeBars::Making::add(const Trade &trade)
{
    if (trade.addsVolume)
        volume += trade.size;
    if (!trade.setsLast && !trade.setsRange)
        return;
    const bool isFirst = !bar;
    if (isFirst) {
        bar = Bar{span.open, span.close, trade.price, trade.price, trade.price, trade.price};
        openedAt = closedAt = trade.at;
    }
    // A price that sets only the range gives way to the first one that sets the last.
    const bool begins = trade.setsLast && !hasLast;
    if (begins || (trade.setsLast && trade.at < openedAt)) {
        bar->open = trade.price;
        openedAt = trade.at;
    }
    if (begins || (trade.setsLast && trade.at >= closedAt)) {
        bar->close = trade.price;
        closedAt = trade.at;
    }
    hasLast = hasLast || trade.setsLast;
    // Open and close lie within the range, whatever the rule for conditions says.
    bar->high = std::max({bar->high, trade.price, bar->open, bar->close});
    bar->low = std::min({bar->low, trade.price, bar->open, bar->close});
}

std::optional<Bar> TradeBars::Making::made() const
{
    if (!bar)
        return std::nullopt;
    Bar made = *bar;
    made.volume = volume.value().toDouble();
    return made;
}

BarSpan TradeBars::spanOf(Timestamp at, bool &isInside)
{
    isInside = at >= m_span.open && at < m_span.close;
    if (isInside)
        return m_span;
    const auto span = barSpanAt(at, m_timeframe, m_session);
    isInside = span.has_value();
    if (isInside)
        m_span = *span;
    return m_span;
}

std::optional<Bar> TradeBars::add(const Trade &trade)
{
    bool isInside = false;
    const BarSpan span = spanOf(trade.at, isInside);
    if (!isInside) {
        ++m_outside;
        return closeBy(trade.at);
    }
    if (span.open < m_closedUntil || (m_making && span.open < m_making->span.open)) {
        addLate(trade, span);
        return std::nullopt;
    }
    std::optional<Bar> closed;
    if (!m_making || m_making->span != span) {
        closed = close();
        m_making = Making{.span = span};
    }
    m_making->add(trade);
    return closed;
}

void TradeBars::addLate(const Trade &trade, const BarSpan &span)
{
    ++m_late;
    if (!m_closed || m_closed->span != span)
        return;
    const auto before = m_closed->made();
    m_closed->add(trade);
    m_isRevised = m_isRevised || m_closed->made() != before;
}

std::optional<BarRevision> TradeBars::takeRevision()
{
    const auto now = m_isRevised ? m_closed->made() : std::nullopt;
    if (!now || !std::exchange(m_isRevised, false))
        return std::nullopt;
    return BarRevision{std::exchange(*m_told, *now), *now};
}

std::optional<Bar> TradeBars::closeBy(Timestamp now)
{
    return m_making && now >= m_making->span.close + m_grace ? close() : std::nullopt;
}

std::optional<Bar> TradeBars::forming() const
{
    return m_making ? m_making->made() : std::nullopt;
}

std::optional<Bar> TradeBars::close()
{
    if (!m_making)
        return std::nullopt;
    m_closedUntil = m_making->span.close;
    const auto bar = m_making->made();
    m_closed = bar ? std::exchange(m_making, std::nullopt) : std::nullopt;
    m_making.reset();
    m_told = bar;
    m_isRevised = false;
    return bar;
}

} // namespace core
