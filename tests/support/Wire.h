#pragma once

#include "tests/support/VirtualTime.h"

#include "core/base/SeededRandom.h"

#include <functional>
#include <vector>

namespace support {

/// The way between a program and its venue: how long bytes take, seeded, and whether there is a way at all.
class Wire {
public:
    struct Latency {
        core::Duration shortest = std::chrono::milliseconds(1);
        core::Duration longest = std::chrono::milliseconds(30);
    };
    Wire(VirtualTime &time, Latency latency, std::uint64_t seed) : m_time(time), m_latency(latency), m_random(seed) {}

    [[nodiscard]] VirtualTime &time() { return m_time; }
    /// Of one message, one way.
    [[nodiscard]] core::Duration delay()
    {
        const auto span = std::uint64_t((m_latency.longest - m_latency.shortest).count()) + 1;
        return m_latency.shortest + core::Duration(std::int64_t(m_random.next() % span));
    }
    [[nodiscard]] bool isUp() const { return m_isUp; }
    /// Counts the cuts: what was on its way before one never arrives.
    [[nodiscard]] int epoch() const { return m_epoch; }
    /// Every connection breaks, and none can be made until `join`.
    void cut()
    {
        m_isUp = false;
        ++m_epoch;
        for (const auto &broken : std::exchange(m_onCut, {}))
            broken();
    }
    void join() { m_isUp = true; }
    /// Told once, at the next cut.
    void onCut(std::function<void()> broken) { m_onCut.push_back(std::move(broken)); }

private:
    VirtualTime &m_time;
    Latency m_latency;
    core::SeededRandom m_random;
    bool m_isUp = true;
    int m_epoch = 0;
    std::vector<std::function<void()>> m_onCut;
};

} // namespace support
