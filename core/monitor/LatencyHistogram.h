#pragma once

#include "core/base/Timestamp.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace core {

/// The buckets of a latency histogram: every nanosecond up to 63 has its own, above that each power
/// of two is cut into 32 equal ones. So a bucket is never wider than 1/32 (3.1 %) of its lower end.
/// From 2^42 ns (73 minutes) on everything falls into the last one.
namespace latencybuckets {

inline constexpr int subBits = 5;
inline constexpr int octaves = 42;
inline constexpr std::size_t count = std::size_t((octaves - subBits) << subBits) + (1U << subBits);

/// Negative times count as zero.
[[nodiscard]] std::size_t indexOf(Duration value);
/// The largest time that falls into the bucket.
[[nodiscard]] Duration upperEnd(std::size_t index);

} // namespace latencybuckets

/// How long something took, many times over: percentiles from log buckets in fixed memory (about
/// 10 kB), in the manner of G. Tene's HdrHistogram. Adding costs a few nanoseconds and never fails.
class LatencyHistogram {
public:
    void add(Duration value);
    /// As if everything the other one has seen had been added here.
    void merge(const LatencyHistogram &other);

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    /// The time that the share `q` (0 to 1) of all values does not exceed: the value of rank
    /// ceil(q · count), at least the first. Reported as the upper end of its bucket, so never below
    /// the true value and at most 1/32 (3.1 %) above it; exact up to 63 ns, and never above `max`.
    /// Nothing while empty.
    [[nodiscard]] std::optional<Duration> percentile(double q) const;
    /// Exact. Nothing while empty.
    [[nodiscard]] std::optional<Duration> max() const;
    /// Exact, unless it overflows 292 years.
    [[nodiscard]] Duration sum() const { return m_sum; }

private:
    friend class SharedLatencyHistogram;
    std::array<std::uint64_t, latencybuckets::count> m_buckets{};
    std::uint64_t m_count = 0;
    Duration m_sum{};
    Duration m_max{};
};

} // namespace core
