#pragma once

#include "core/net/HttpPort.h"

#include <deque>
#include <optional>

namespace core::net {

/// How far our clock may be from the venue's before something is said or done.
enum class ClockVerdict {
    Good,
    Warn,      ///< Said; entries go on.
    NoEntries, ///< Ahead or behind beyond the limit, or not known: exits go on, signed with corrected time.
};

/// The venue's clock as it looks from here. Corrected time runs on the steady clock from the best sample,
/// so a wall clock that is set or jumps shows at once as an offset, and corrected time stays right. (Where
/// the steady clock stops while the computer sleeps, that too is an offset, until the next sample.)
/// Source: the offset at the smallest round trip, as in NTP (RFC 5905, section 10).
class ClockOffset {
public:
    struct Limits {
        Duration warn = std::chrono::milliseconds(250);    ///< Of the offset, either way.
        Duration ahead = std::chrono::milliseconds(800);   ///< Bybit refuses 1 s, whatever the window.
        Duration behind = std::chrono::milliseconds(2500); ///< Half of Bybit's usual window.
        Duration roundTrip = std::chrono::seconds(2);      ///< A slower sample says too little.
        Duration jump = std::chrono::milliseconds(100);    ///< Samples that differ by more than the way explains.
        Duration oldest = std::chrono::minutes(15);        ///< An older newest sample is doubt.
        std::size_t samples = 8;                           ///< So many of the last are weighed.
    };

    explicit ClockOffset(Limits limits) : m_limits(limits) {}
    ClockOffset() : ClockOffset(Limits()) {}

    /// The venue's time as it stood in an answer. A sample that is too slow is left out.
    void add(const RoundTrip &times, Timestamp venueTime);

    /// Venue time minus our wall clock now; nothing before the first sample. Negative: ours is ahead.
    [[nodiscard]] std::optional<Duration> offset(const Clock &clock) const;
    /// The venue's time now; our own wall clock before the first sample.
    [[nodiscard]] Timestamp correctedNow(const Clock &clock) const;
    /// Of the newest sample; nothing before the first.
    [[nodiscard]] std::optional<Duration> age(const Clock &clock) const;
    [[nodiscard]] ClockVerdict verdict(const Clock &clock) const;

private:
    struct Sample {
        Duration roundTrip;
        Duration middle; ///< Steady, halfway between sent and received.
        Timestamp venueTime;
        Duration received; ///< Steady.
    };
    [[nodiscard]] const Sample *best() const;
    /// Older samples do not fit to this one: the computer slept, or the venue's clock was set.
    [[nodiscard]] bool contradicts(const Sample &sample) const;

    Limits m_limits;
    std::deque<Sample> m_samples;
};

} // namespace core::net
