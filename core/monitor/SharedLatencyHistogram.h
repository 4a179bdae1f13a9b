#pragma once

#include "core/monitor/LatencyHistogram.h"

#include <algorithm>
#include <atomic>

namespace core {

/// A latency histogram that one thread writes while others read it, without a lock. A reading taken
/// between two steps of a write may lack the newest value; it is never torn.
class SharedLatencyHistogram {
public:
    /// On the writing thread only.
    void add(Duration value)
    {
        const std::int64_t taken = std::max(value, Duration::zero()).count();
        bump(m_buckets[latencybuckets::indexOf(Duration(taken))], 1);
        bump(m_sum, static_cast<std::uint64_t>(taken));
        if (taken > m_max.load(std::memory_order_relaxed))
            m_max.store(taken, std::memory_order_relaxed);
    }

    [[nodiscard]] LatencyHistogram reading() const
    {
        LatencyHistogram values;
        for (std::size_t i = 0; i < m_buckets.size(); ++i) {
            values.m_buckets[i] = m_buckets[i].load(std::memory_order_relaxed);
            values.m_count += values.m_buckets[i];
        }
        values.m_sum = Duration(static_cast<std::int64_t>(m_sum.load(std::memory_order_relaxed)));
        values.m_max = Duration(m_max.load(std::memory_order_relaxed));
        return values;
    }

private:
    /// One writer: a load and a store will do, and cost less than an exchange.
    static void bump(std::atomic<std::uint64_t> &value, std::uint64_t by)
    {
        value.store(value.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    }

    std::array<std::atomic<std::uint64_t>, latencybuckets::count> m_buckets{};
    std::atomic<std::uint64_t> m_sum{0};
    std::atomic<std::int64_t> m_max{0};
};

} // namespace core
