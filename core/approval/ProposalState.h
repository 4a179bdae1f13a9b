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
    Snoozed,     ///< Put aside until a time or a price; its deadline runs on.
    WaitingOpen, ///< The market is closed; it can be approved as a price envelope for the opening.
    PreApproved, ///< The envelope has its durable yes; measured and sent on the first fresh quote.
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

/// Everything that can happen to a proposal.
enum class ProposalEvent {
    // the guards
    GuardsPassed,
    GuardsSoft,
    GuardsHard,
    AwaitOpen, ///< Nothing but the closed market is in its way.
    Opened,    ///< The first fresh quote of the session an envelope waited for.
    // a person, or a rule
    Arm,
    Disarm, ///< The first step, or the yes to an envelope, is taken back.
    ArmEnded,
    Approve,
    PreApprove, ///< A yes while the market is closed.
    ApproveByRule,
    Reject,
    Edit,
    Snooze,
    Wake,
    // the world
    Join, ///< Another strategy wants the same.
    Deadline,
    Withdraw,
    Supersede,
    Kill,
    ClockJump,
    // the way out
    Revalidate, ///< The decision is on the disk.
    Requote,
    Ask, ///< A re-quote puts its new question.
    Refuse,
    Submit,
    // the venue
    VenueWorking,
    VenuePartial,
    VenueFilled,
    VenueRejected,
    VenueCancelled,
    VenueExpired,
    VenueUnknown,
};

inline constexpr int proposalEventCount = int(ProposalEvent::VenueUnknown) + 1;

/// What an event does in a state.
struct ProposalOutcome {
    enum class Verdict {
        Moves,   ///< To `next`, which may be the same state.
        Ignored, ///< Lawful, and changes nothing.
        Illegal, ///< Refused, counted and told once.
    };
    Verdict verdict = Verdict::Illegal;
    ProposalState next = ProposalState::Created;
    bool operator==(const ProposalOutcome &) const = default;
};

[[nodiscard]] const char *proposalStateName(ProposalState state);
[[nodiscard]] const char *proposalEventName(ProposalEvent event);
[[nodiscard]] bool isTerminal(ProposalState state);
/// The card is on the desk and its deadline runs.
[[nodiscard]] bool isWaiting(ProposalState state);
/// A person is asked at this moment: a market that is played waits for the answer.
[[nodiscard]] bool isDecidable(ProposalState state);
/// The one table of the desk: every state and every event.
[[nodiscard]] ProposalOutcome outcomeOf(ProposalState state, ProposalEvent event);
/// Some event leads from one to the other.
[[nodiscard]] bool isLegalTransition(ProposalState from, ProposalState to);

/// Why a proposal ended, for machines; the sentence for people stands beside it.
enum class EndReason {
    None, ///< It has not ended.
    NoAnswer,
    TooLittleTime,
    SaidNo,
    NewerSignal,
    ConditionGone,
    OppositeSignal,
    Halted,
    GuardRefused,
    FilledWhole,
    VenueRefused,
    VenueCancelled,
    VenueExpired,
};
inline constexpr int endReasonCount = int(EndReason::VenueExpired) + 1;
[[nodiscard]] const char *endReasonName(EndReason reason);

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
