#pragma once

#include <optional>
#include <string_view>

namespace core {

/// The life of a proposal (design: approval desk, section 4).
enum class ProposalState {
    Created,
    Blocked,
    Pending,
    Stale,
    Armed,
    Approved,
    Revalidating,
    Requote,
    Submitting,
    Unknown,
    Working,
    Partial,
    // terminal
    Filled,
    Refused,
    Rejected,
    Expired,
    Superseded,
    Withdrawn,
    Killed,
    BrokerRejected,
    Cancelled,
};

inline constexpr int proposalStateCount = int(ProposalState::Cancelled) + 1;

[[nodiscard]] const char *proposalStateName(ProposalState state);
[[nodiscard]] bool isTerminal(ProposalState state);
/// The card waits for a person: Created, Blocked, Pending, Stale, Armed, Requote.
[[nodiscard]] bool isWaiting(ProposalState state);
/// The one table of legal transitions; everything else is refused and counted.
[[nodiscard]] bool isLegalTransition(ProposalState from, ProposalState to);

/// Why a person says no; keys 1 to 7 of the desk.
enum class RejectReason {
    PriceGone = 1,
    WeakChart,
    News,
    TooMuchRisk,
    AlreadyExposed,
    DistrustStrategy,
    Other,
};
[[nodiscard]] const char *rejectReasonName(RejectReason reason);
[[nodiscard]] std::optional<RejectReason> parseRejectReason(std::string_view name);

} // namespace core
