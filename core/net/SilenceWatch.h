#pragma once

#include "core/base/Timestamp.h"

namespace core::net {

/// Says by the age of what came whether a stream is alive, and when to speak. Every moment is one of
/// Clock::steady. An open socket proves nothing: links that stay open and silent have been seen.
class SilenceWatch {
public:
    struct Limits {
        Duration pingEvery = std::chrono::seconds(10); ///< Whether or not anything comes.
        Duration dropAfter = std::chrono::seconds(25); ///< Not even a pong for so long: the link is dead.
        Duration staleAfter = std::chrono::seconds(30); ///< No message for so long: what is shown is old.
    };
    enum class Advice {
        Wait,
        Ping, ///< Say `pinged` once it was sent.
        Drop, ///< Close the link and open a new one.
    };

    /// The link opened at `opened`.
    SilenceWatch(Limits limits, Duration opened);

    void pinged(Duration at) { m_pinged = at; }
    void ponged(Duration at) { m_heard = at; }
    /// A message of the stream, a sign of life too.
    void received(Duration at);

    [[nodiscard]] Advice advice(Duration at) const;
    /// Age of the newest message, counted from the opening as long as none has come.
    [[nodiscard]] Duration dataAge(Duration at) const { return at - m_received; }
    [[nodiscard]] bool isStale(Duration at) const { return dataAge(at) >= m_limits.staleAfter; }
    /// The moment at which `advice` may change if nothing comes.
    [[nodiscard]] Duration nextLook() const;

private:
    Limits m_limits;
    Duration m_pinged;
    Duration m_heard;    ///< Anything.
    Duration m_received; ///< A message.
};

} // namespace core::net
