#include "core/net/ClockOffset.h"

#include <algorithm>

namespace core::net {

void ClockOffset::add(const RoundTrip &times, Timestamp venueTime)
{
    const Duration roundTrip = times.steadyReceived - times.steadySent;
    if (roundTrip < Duration::zero() || roundTrip > m_limits.roundTrip)
        return;
    const Sample sample{roundTrip, times.steadySent + roundTrip / 2, venueTime, times.steadyReceived};
    if (contradicts(sample))
        m_samples.clear();
    m_samples.push_back(sample);
    while (m_samples.size() > m_limits.samples || sample.middle - m_samples.front().middle > m_limits.oldest)
        m_samples.pop_front();
}

bool ClockOffset::contradicts(const Sample &sample) const
{
    const Sample *before = best();
    if (!before)
        return false;
    const Duration difference = sample.venueTime - (before->venueTime + (sample.middle - before->middle));
    // Each may be wrong by half its way.
    const Duration explained = (sample.roundTrip + before->roundTrip) / 2 + m_limits.jump;
    return difference > explained || difference < -explained;
}

const ClockOffset::Sample *ClockOffset::best() const
{
    const auto found = std::min_element(m_samples.begin(), m_samples.end(),
                                        [](const Sample &a, const Sample &b) { return a.roundTrip < b.roundTrip; });
    return found == m_samples.end() ? nullptr : &*found;
}

Timestamp ClockOffset::correctedNow(const Clock &clock) const
{
    const Sample *sample = best();
    return sample ? sample->venueTime + (clock.steady() - sample->middle) : clock.now();
}

std::optional<Duration> ClockOffset::offset(const Clock &clock) const
{
    if (m_samples.empty())
        return std::nullopt;
    return correctedNow(clock) - clock.now();
}

std::optional<Duration> ClockOffset::age(const Clock &clock) const
{
    if (m_samples.empty())
        return std::nullopt;
    return clock.steady() - m_samples.back().received;
}

ClockVerdict ClockOffset::verdict(const Clock &clock) const
{
    const auto difference = offset(clock);
    if (!difference || *age(clock) > m_limits.oldest)
        return ClockVerdict::NoEntries;
    if (*difference < -m_limits.ahead || *difference > m_limits.behind)
        return ClockVerdict::NoEntries;
    const bool isFar = *difference > m_limits.warn || *difference < -m_limits.warn;
    return isFar ? ClockVerdict::Warn : ClockVerdict::Good;
}

} // namespace core::net
