#pragma once

#include "core/base/SeededRandom.h"
#include "core/base/Timestamp.h"

#include <optional>

namespace core::net {

/// How long to wait before the next try: full jitter, anything up to min(cap, base · 2^failures), so that
/// many clients do not come back together. A link that came up and broke again soon is no success.
/// Source: M. Brooker, Exponential Backoff and Jitter, AWS 2015.
class Backoff {
public:
    struct Limits {
        Duration base = std::chrono::milliseconds(250);
        Duration cap = std::chrono::seconds(60);
        Duration healthy = std::chrono::seconds(30); ///< Up for so long: earlier failures are forgotten.
    };

    Backoff(Limits limits, SeededRandom random) : m_limits(limits), m_random(random) {}

    /// The link works from now on (Clock::steady). Again and again is fine: the first time counts.
    void worked(Duration at);
    /// It failed at `at`: the time to wait, in [0, min(cap, base · 2^failures)].
    [[nodiscard]] Duration failed(Duration at);
    /// In a row, those of today's trouble.
    [[nodiscard]] int failures() const { return m_failures; }

private:
    [[nodiscard]] Duration longest() const;

    Limits m_limits;
    SeededRandom m_random;
    int m_failures = 0;
    std::optional<Duration> m_worksSince;
};

} // namespace core::net
