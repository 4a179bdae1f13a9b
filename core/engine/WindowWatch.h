#pragma once

#include "core/base/Timestamp.h"

#include <optional>
#include <utility>

namespace core {

/// Whether the window's event loop is alive. The window beats twice a second; when two seconds pass
/// without a beat that was due, it is blocked, which is told once and changes nothing else: the engine
/// goes on. Times are real ones, on a steady clock.
class WindowWatch {
public:
    static constexpr Duration beatEvery = std::chrono::milliseconds(500);
    static constexpr Duration blockedAfter = std::chrono::seconds(2);

    /// A beat has come. How long the window had been silent, if `look` has told of it.
    std::optional<Duration> beat(Duration now)
    {
        const Duration silent = now - m_lastBeat.value_or(now);
        m_lastBeat = now;
        return std::exchange(m_isTold, false) ? std::optional(silent) : std::nullopt;
    }

    /// Call it a few times a second. How long the window has been silent, the first time it is too long.
    std::optional<Duration> look(Duration now)
    {
        // Who has not looked for a second was away as well (sleep, debugger): the window gets its time anew.
        const Duration sinceLook = now - std::exchange(m_lastLook, std::optional(now)).value_or(now);
        if (m_lastBeat && sinceLook > std::chrono::seconds(1))
            m_lastBeat = now;
        if (!m_lastBeat || m_isTold || now - *m_lastBeat < blockedAfter + beatEvery)
            return std::nullopt;
        m_isTold = true;
        return now - *m_lastBeat;
    }

private:
    std::optional<Duration> m_lastBeat; ///< Nothing while there is no window.
    std::optional<Duration> m_lastLook;
    bool m_isTold = false;
};

} // namespace core
