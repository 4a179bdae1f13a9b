#include "core/brokers/bybit/BybitBook.h"

#include <algorithm>

namespace core::bybit {

namespace {

constexpr std::int64_t afterRestart = 1;

/// `isBefore`: which of two prices is the better one.
template <class IsBefore>
void put(std::vector<BookLevel> &levels, const BookLevel &level, IsBefore isBefore)
{
    const auto isBetter = [&](const BookLevel &a, const BookLevel &b) { return isBefore(a.price, b.price); };
    const auto place = std::lower_bound(levels.begin(), levels.end(), level, isBetter);
    const bool isThere = place != levels.end() && place->price == level.price;
    if (level.quantity.isZero()) {
        if (isThere)
            levels.erase(place);
    } else if (isThere) {
        place->quantity = level.quantity;
    } else {
        levels.insert(place, level);
    }
}

bool isHigher(Price a, Price b)
{
    return a > b;
}

bool isLower(Price a, Price b)
{
    return a < b;
}

} // namespace

bool BybitBook::isCrossed() const
{
    return !m_bids.empty() && !m_asks.empty() && m_bids.front().price >= m_asks.front().price;
}

BybitBook::Outcome BybitBook::settle(const BookMessage &message, Outcome outcome)
{
    for (const BookLevel &level : message.bids)
        put(m_bids, level, isHigher);
    for (const BookLevel &level : message.asks)
        put(m_asks, level, isLower);
    m_update = message.update;
    m_sequence = message.sequence;
    m_at = message.matchedAt.value_or(message.at);
    m_isGood = !isCrossed();
    return m_isGood ? outcome : Outcome::Crossed;
}

BybitBook::Outcome BybitBook::replace(const BookMessage &message)
{
    m_bids.clear();
    m_asks.clear();
    return settle(message, Outcome::Replaced);
}

BybitBook::Outcome BybitBook::change(const BookMessage &message)
{
    if (!m_isGood)
        return Outcome::InDoubt;
    if (message.update == m_update)
        return Outcome::Repeated;
    if (message.update != m_update + 1 || message.sequence < m_sequence) {
        m_isGood = false;
        return Outcome::Gap;
    }
    return settle(message, Outcome::Changed);
}

BybitBook::Outcome BybitBook::apply(const BookMessage &message)
{
    return message.isSnapshot || message.update == afterRestart ? replace(message) : change(message);
}

std::optional<Quote> BybitBook::quote() const
{
    if (!m_isGood || m_bids.empty() || m_asks.empty())
        return std::nullopt;
    return Quote{.bid = m_bids.front().price, .ask = m_asks.front().price, .at = m_at};
}

} // namespace core::bybit
