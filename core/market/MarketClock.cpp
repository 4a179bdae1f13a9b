#include "core/market/MarketClock.h"

#include <algorithm>
#include <utility>

namespace core {

Timestamp MarketClock::now() const
{
    if (!m_newest)
        return m_machine.now();
    return std::max(m_reached, *m_newest + (m_machine.steady() - m_seenAt));
}

/// A machine that has slept is behind in this clock's own time, one whose clock was set in the machine's.
bool MarketClock::isNear(Timestamp stamp) const
{
    return std::chrono::abs(stamp - m_machine.now()) <= farthest || std::chrono::abs(stamp - now()) <= farthest;
}

bool MarketClock::saw(Timestamp stamp)
{
    if (m_pace == Pace::Real && !isNear(stamp)) {
        ++m_refused;
        return false;
    }
    if (!m_newest && m_pace == Pace::Real)
        m_reached = now();
    move(stamp);
    return true;
}

bool MarketClock::trust(Timestamp venueTime)
{
    const auto claimed = std::exchange(m_claimed, std::nullopt);
    const bool isSecond =
        claimed && std::chrono::abs(venueTime - (*claimed + (m_machine.steady() - m_claimedAt))) <= farthest;
    if (m_pace == Pace::Real && venueTime - now() > farthest && !isSecond) {
        m_claimed = venueTime;
        m_claimedAt = m_machine.steady();
        ++m_refused;
        return false;
    }
    move(venueTime);
    return true;
}

void MarketClock::move(Timestamp stamp)
{
    if (m_newest && stamp <= *m_newest)
        return;
    if (m_newest)
        m_reached = now();
    m_newest = stamp;
    m_seenAt = m_machine.steady();
}

} // namespace core
