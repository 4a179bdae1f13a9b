#include "core/market/TradeFigures.h"

#include "core/market/NewYorkTime.h"

#include <algorithm>

namespace core {

namespace {

std::optional<Price> average(Money turnover, Quantity volume)
{
    if (volume.sign() <= 0)
        return std::nullopt;
    return Price(turnover.value().over(WideDecimal(volume.value())).narrowed(Rounding::HalfEven));
}

Money turnoverOf(const Trade &trade)
{
    return Money(WideDecimal::product(trade.price.value(), trade.size.value()));
}

} // namespace

RunningSession::Place RunningSession::place(Timestamp at)
{
    if (at >= m_running.open && at < m_running.close)
        return Place::Within;
    if (at < m_running.open)
        return Place::Before;
    const Timestamp midnight = std::chrono::floor<std::chrono::days>(at);
    const auto session = m_kind == SessionKind::AlwaysOpen
                             ? std::optional(Session{midnight, midnight + std::chrono::days(1)})
                             : sessionOf(newYorkDate(at));
    if (!session || at < session->open || at >= session->close)
        return Place::Outside;
    m_running = *session;
    return Place::New;
}

void SessionVwap::add(const Trade &trade)
{
    const auto place = trade.addsVolume ? m_session.place(trade.at) : RunningSession::Place::Outside;
    if (place == RunningSession::Place::New) {
        m_turnover = {};
        m_volume = {};
    } else if (place != RunningSession::Place::Within) {
        return;
    }
    m_turnover += turnoverOf(trade);
    m_volume += trade.size;
}

std::optional<Price> SessionVwap::value() const
{
    return average(m_turnover, m_volume);
}

void RollingVwap::add(const Trade &trade)
{
    if (!trade.addsVolume)
        return;
    const Part part{trade.at, turnoverOf(trade), trade.size};
    const auto place = std::upper_bound(m_parts.begin(), m_parts.end(), trade.at,
                                        [](Timestamp at, const Part &each) { return at < each.at; });
    m_parts.insert(place, part);
    m_turnover += part.turnover;
    m_volume += part.size;
    forget();
}

void RollingVwap::forget()
{
    while (m_parts.front().at <= m_parts.back().at - m_span) {
        m_turnover -= m_parts.front().turnover;
        m_volume -= m_parts.front().size;
        m_parts.pop_front();
    }
}

std::optional<Price> RollingVwap::value() const
{
    return average(m_turnover, m_volume);
}

void VolumeDelta::add(const Trade &trade)
{
    const auto place = trade.addsVolume ? m_session.place(trade.at) : RunningSession::Place::Outside;
    if (place == RunningSession::Place::New)
        m_bought = m_sold = m_withoutSide = {};
    else if (place != RunningSession::Place::Within)
        return;
    Quantity &side = !trade.taker ? m_withoutSide : *trade.taker == Side::Buy ? m_bought : m_sold;
    side += trade.size;
}

} // namespace core
