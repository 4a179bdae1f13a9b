#pragma once

#include "core/base/Timestamp.h"
#include "core/simulation/SimVenue.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace app {

enum class FaultKind {
    Drop,
    Delay,
    Duplicate,
    Reorder,
    Truncate,
    WrongId,
    RateLimit,
    ServerErrorBeforeAcceptance,
    ServerErrorAfterAcceptance,
    TimeoutBeforeAcceptance,
    TimeoutAfterAcceptance,
    SocketReset,
    SilentSocket,
    StaleData,
    ClockSkew,
    Slow,
    Maintenance,
    RevokedKey,
};
/// What a fault strikes: requests that place or change orders, that cancel, all other requests of the
/// trading side, order events, and everything of market data.
enum class FaultTarget { Order, Cancel, Query, Stream, Market, Any };

[[nodiscard]] const char *faultKindName(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> parseFaultKind(std::string_view name);
[[nodiscard]] std::optional<FaultTarget> parseFaultTarget(std::string_view name);

/// One that strikes now.
struct Fault {
    FaultKind kind = FaultKind::Drop;
    core::Duration length{}; ///< Of a delay, a skew or a state.
    bool coin = false;       ///< Where a fault has two forms.
};

/// A row of a fault file. Exactly one of the three says when.
struct FaultRow {
    FaultKind kind = FaultKind::Drop;
    FaultTarget on = FaultTarget::Any;
    std::optional<double> probability; ///< Of each chance to strike.
    std::optional<std::int64_t> count; ///< The first so many chances.
    std::optional<double> at;          ///< Seconds after the start; from then for `seconds`, or once if they are 0.
    double seconds = 0;
};

/// Decides what goes wrong when: seeded, and fed with the time since its start, so that the same run has the
/// same faults. What describes a state (maintenance, a revoked key, a silent socket, stale data, a skewed
/// clock) lasts its `seconds` once it has struck, 0 = for good.
class FaultPlan {
public:
    FaultPlan() = default;
    FaultPlan(std::vector<FaultRow> rows, std::uint64_t seed);

    /// A document with `faults:` and its rows. BadInput, with the line, on anything that is not understood.
    [[nodiscard]] static core::Result<std::vector<FaultRow>> parse(const std::string &yaml, const std::string &file);

    /// A chance for every row of that target whose kind is among those that can happen here; the first that
    /// strikes does.
    [[nodiscard]] std::optional<Fault> strike(FaultTarget target, const std::vector<FaultKind> &possible,
                                              core::Duration sinceStart);

private:
    struct State {
        FaultRow row;
        std::int64_t struck = 0;
        std::optional<core::Duration> until; ///< Of a lasting one that has struck.
    };
    [[nodiscard]] bool strikes(State &state, core::Duration sinceStart);

    std::vector<State> m_rows;
    core::SeededRandom m_random{1};
};

} // namespace app
