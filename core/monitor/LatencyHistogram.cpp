#include "core/monitor/LatencyHistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace core {

namespace latencybuckets {

std::size_t indexOf(Duration value)
{
    const auto nanos = static_cast<std::uint64_t>(std::max<std::int64_t>(value.count(), 0));
    const int octave = std::max(int(std::bit_width(nanos)) - 1, subBits);
    if (octave >= octaves)
        return count - 1;
    const int shift = octave - subBits;
    return (std::size_t(shift) << subBits) + std::size_t(nanos >> shift);
}

Duration upperEnd(std::size_t index)
{
    constexpr std::size_t first = std::size_t(1) << (subBits + 1);
    if (index < first)
        return Duration(static_cast<std::int64_t>(index));
    const int shift = int(index >> subBits) - 1;
    const std::uint64_t lower = std::uint64_t((index & ((1U << subBits) - 1)) + (1U << subBits)) << shift;
    return Duration(static_cast<std::int64_t>(lower + (std::uint64_t(1) << shift) - 1));
}

} // namespace latencybuckets

void LatencyHistogram::add(Duration value)
{
    const Duration taken = std::max(value, Duration::zero());
    ++m_buckets[latencybuckets::indexOf(taken)];
    ++m_count;
    m_sum += taken;
    m_max = std::max(m_max, taken);
}

void LatencyHistogram::merge(const LatencyHistogram &other)
{
    for (std::size_t i = 0; i < m_buckets.size(); ++i)
        m_buckets[i] += other.m_buckets[i];
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_max = std::max(m_max, other.m_max);
}

std::optional<Duration> LatencyHistogram::percentile(double q) const
{
    if (isEmpty())
        return std::nullopt;
    const double share = std::clamp(q, 0.0, 1.0);
    const auto rank = std::max<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(share * double(m_count))), 1);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i + 1 < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= rank)
            return std::min(latencybuckets::upperEnd(i), m_max);
    }
    return m_max; // the last bucket has no end of its own
}

std::optional<Duration> LatencyHistogram::max() const
{
    return isEmpty() ? std::nullopt : std::optional(m_max);
}

} // namespace core
