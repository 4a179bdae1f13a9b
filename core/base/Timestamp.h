#pragma once

#include "core/base/Error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace core {

/// A moment in UTC, nanoseconds since 1970-01-01. Read only from a Clock.
using Timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;
using Duration = std::chrono::nanoseconds;

[[nodiscard]] constexpr Timestamp timestampFromMillis(std::int64_t millis)
{
    return Timestamp(std::chrono::milliseconds(millis));
}

/// Milliseconds since 1970, towards minus infinity.
[[nodiscard]] constexpr std::int64_t toMillis(Timestamp at)
{
    return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

/// `2026-01-31T15:30:00.000Z`, milliseconds towards minus infinity.
[[nodiscard]] std::string toIsoText(Timestamp at);

/// Reads `2026-01-31`, `2026-01-31T15:30`, with seconds, fraction (to nanoseconds), a space for
/// the T, and `Z` or `+hh:mm`. Without a zone it is UTC. BadInput on anything else.
[[nodiscard]] Result<Timestamp> parseIsoText(std::string_view text);

/// Where time comes from. `now` is UTC for records; `steady` never jumps and drives deadlines.
/// In demo and replay both are market time, which runs at the chosen speed.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
    [[nodiscard]] virtual Duration steady() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] Duration steady() const override;
};

/// A clock that stands until it is moved: tests, backtests, and the market time of replays.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = {}) : m_now(start) {}
    [[nodiscard]] Timestamp now() const override { return m_now; }
    [[nodiscard]] Duration steady() const override { return m_steady; }
    /// Both advance together; a moment in the past leaves the steady clock where it is.
    void moveTo(Timestamp at)
    {
        if (at > m_now)
            m_steady += at - m_now;
        m_now = at;
    }
    void advance(Duration by) { moveTo(m_now + by); }

private:
    Timestamp m_now;
    Duration m_steady{};
};

} // namespace core
