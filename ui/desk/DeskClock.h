#pragma once

#include <QtGlobal>

#include <functional>

namespace ui {

/// Milliseconds on a clock that never jumps; for guards against slips of the hand, not for deadlines.
using DeskClock = std::function<qint64()>;

[[nodiscard]] DeskClock machineClock();

/// The same key twice within two seconds, for what must not happen by one slip.
class DoublePress {
public:
    static constexpr qint64 windowMillis = 2000;

    /// True on the second press in time; the first one only arms.
    [[nodiscard]] bool press(qint64 now);
    void forget() { m_first = never; }
    [[nodiscard]] bool isArmed(qint64 now) const { return now - m_first <= windowMillis; }

private:
    static constexpr qint64 never = -1'000'000;
    qint64 m_first = never;
};

} // namespace ui
