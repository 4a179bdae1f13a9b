#pragma once

#include "core/net/ClockOffset.h"

#include <string_view>

namespace core::alpaca {

/// How far our wall clock is from the venue's, learnt from the `Date` of its answers, which names whole
/// seconds only. Each answer proves that the venue's time then lay within one second and the way of the
/// request; what all of them allow together is narrow soon. Judged is only what is proven: the least
/// difference that fits. (`/v2/clock` is the market's time, which is another one at a replay.)
class DateOffset {
public:
    explicit DateOffset(net::ClockOffset::Limits limits = {}) : m_limits(limits) {}

    /// @param date  As in the header: `Sun, 06 Nov 1994 08:49:37 GMT`; another text is left out.
    void add(const net::RoundTrip &times, std::string_view date);

    /// Venue time minus our wall clock as far as it is proven, so zero while the two may agree; nothing
    /// before the first sample. Negative: ours is ahead.
    [[nodiscard]] std::optional<Duration> offset(const Clock &clock) const;
    /// Our best guess of the venue's time; our own wall clock before the first sample.
    [[nodiscard]] Timestamp correctedNow(const Clock &clock) const;
    [[nodiscard]] net::ClockVerdict verdict(const Clock &clock) const;

private:
    /// Venue time minus our steady clock lies between the two; it widens with age, since clocks drift.
    struct Bounds {
        Timestamp least;
        Timestamp most;
        Duration at; ///< Steady, of the newest sample.
    };
    [[nodiscard]] Bounds boundsAt(Duration steady) const;

    net::ClockOffset::Limits m_limits;
    std::optional<Bounds> m_bounds;
};

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 5.6.7); nothing for another text.
[[nodiscard]] std::optional<Timestamp> parseHttpDate(std::string_view text);

} // namespace core::alpaca
