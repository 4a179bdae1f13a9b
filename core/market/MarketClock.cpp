#include "core/market/MarketClock.h"

#include <algorithm>

namespace core {

Timestamp MarketClock::now() const
{
    if (!m_newest)
        return m_machine.now();
    return std::max(m_reached, *m_newest + (m_machine.steady() - m_seenAt));
}

void MarketClock::saw(Timestamp stamp)
{
    if (m_pace == Pace::Real && std::chrono::abs(stamp - m_machine.now()) > farthest) {
        ++m_refused;
        return;
    }
    if (m_newest && stamp <= *m_newest)
        return;
    m_reached = m_newest || m_pace == Pace::Real ? now() : stamp;
    m_newest = stamp;
    m_seenAt = m_machine.steady();
}

} // namespace core
