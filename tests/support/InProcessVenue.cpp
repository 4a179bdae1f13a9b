#include "tests/support/InProcessVenue.h"

namespace support {

using namespace core;

void InProcessVenue::every(Duration beat, const app::AlarmOwner &owner, std::function<void()> what)
{
    m_time.set(beat, owner, [this, beat, &owner, what = std::move(what)] {
        what();
        every(beat, owner, what);
    });
}

/// When the next step of the market is due in real time.
std::optional<Duration> InProcessVenue::nextStepAt()
{
    const auto next = m_speed > 0 ? m_venues.played().nextAt() : std::nullopt;
    if (!next)
        return std::nullopt;
    return (*next - m_marketStart + Duration(m_speed - 1)) / m_speed;
}

/// Orders are stamped with the market's time, which goes on between its steps.
void InProcessVenue::passMarketTime()
{
    if (m_speed > 0)
        m_venues.played().passTime(m_marketStart + m_time.now() * m_speed);
}

bool InProcessVenue::playNext(Duration end)
{
    const auto due = m_time.nextAt();
    const auto step = nextStepAt();
    const bool isMarket = step && (!due || *step <= *due);
    if (!isMarket && !due)
        return false;
    const Duration at = isMarket ? *step : *due;
    if (at > end)
        return false;
    m_time.moveTo(at);
    passMarketTime();
    if (isMarket)
        m_venues.played().playNext();
    else
        m_time.playNext();
    return true;
}

bool InProcessVenue::playUntil(const std::function<bool()> &holds, Duration atMost)
{
    const Duration end = m_time.now() + atMost;
    while (!holds()) {
        if (playNext(end))
            continue;
        m_time.moveTo(end);
        passMarketTime();
        return holds();
    }
    return true;
}

} // namespace support
