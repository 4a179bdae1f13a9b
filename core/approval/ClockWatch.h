#pragma once

#include "core/base/Timestamp.h"

#include <optional>

namespace core {

/// Compares the machine's two clocks: one that went its way without the other means that the machine
/// slept, or that somebody set its clock. For the host that owns real clocks.
class ClockWatch {
public:
    static constexpr Duration limit = std::chrono::seconds(2);

    /// How far the wall clock moved beside the steady one since the last look; nothing within the limit.
    [[nodiscard]] std::optional<Duration> look(Timestamp wall, Duration steady)
    {
        const Duration offset = wall.time_since_epoch() - steady;
        const Duration jump = m_offset ? offset - *m_offset : Duration::zero();
        m_offset = offset;
        return jump > limit || jump < -limit ? std::optional(jump) : std::nullopt;
    }

private:
    std::optional<Duration> m_offset;
};

} // namespace core
