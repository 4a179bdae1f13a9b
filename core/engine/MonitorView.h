#pragma once

#include "core/monitor/ProcessFigures.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// How the program is doing, as plain values, taken about once a second. All times are real ones, also
/// where market time runs faster. What has not been measured is absent, never zero.

/// How long something took since the start of the run; see `LatencyHistogram` for the error.
struct LatencyView {
    std::string name; ///< A word of `monitorPointName`, "journal-commit" or "journal-durable".
    std::uint64_t count = 0;
    std::optional<Duration> p50;
    std::optional<Duration> p90;
    std::optional<Duration> p99;
    std::optional<Duration> p999;
    std::optional<Duration> max;
};

/// How much waits somewhere.
struct DepthView {
    std::string name; ///< engine-events, journal, cards, approved, intents
    std::int64_t now = 0;
    std::int64_t worst = 0; ///< Of the last second.
};

/// How often something has happened since the start of the run.
struct CountView {
    std::string name;
    std::uint64_t count = 0;
};

/// One point of the graphs.
struct MonitorMoment {
    Duration at{}; ///< Since the start of the run.
    std::optional<double> cpuPct;
    std::optional<std::int64_t> residentBytes;
    std::optional<Duration> engineLag;
};

struct MonitorView {
    Duration upTime{};
    ProcessFigures process;
    /// How late the engine's thread came to what was due, at worst in the last second.
    std::optional<Duration> engineLag;
    std::vector<LatencyView> latencies;
    std::vector<DepthView> depths;
    std::vector<CountView> counts;
    std::vector<MonitorMoment> history; ///< Of the last five minutes, oldest first.
};

} // namespace core
