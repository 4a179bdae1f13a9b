#pragma once

#include "core/base/Timestamp.h"

#include <cstdint>
#include <optional>

namespace core {

/// What this process uses, as the system counts it; absent where the system does not say.
struct ProcessReading {
    std::optional<Duration> cpuTime{}; ///< User and kernel, all threads, since the process began.
    std::optional<std::int64_t> residentBytes{};
    std::optional<int> threads{};
    std::optional<int> handles{}; ///< Open file descriptors; on Windows all kernel handles.
};

/// Asks the system. ProcessReading.cpp for Linux, ProcessReadingWindows.cpp is its twin.
[[nodiscard]] ProcessReading readProcess();

/// The figures a person reads.
struct ProcessFigures {
    std::optional<double> cpuPct{}; ///< Of one core since the reading before; four busy cores are 400.
    std::optional<std::int64_t> residentBytes{};
    std::optional<int> threads{};
    std::optional<int> handles{};
};

/// Turns readings into figures: remembers the CPU time of the reading before.
class ProcessMeter {
public:
    /// @param now  When it was read, on a steady clock. The first call and one at the same moment
    ///             as the call before have no CPU figure.
    [[nodiscard]] ProcessFigures figures(const ProcessReading &reading, Duration now);

private:
    struct Before {
        Duration cpuTime{};
        Duration at{};
    };
    std::optional<Before> m_before;
};

} // namespace core
