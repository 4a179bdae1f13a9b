#include "core/approval/ProposalState.h"

#include <array>
#include <initializer_list>

namespace core {

namespace {

using S = ProposalState;

struct Facts {
    S state;
    const char *name;
    bool isTerminal = false;
    bool isWaiting = false;
    bool isDecidable = false;
};

constexpr std::array facts{
    Facts{S::Created, "created", false, true, false},
    Facts{S::Blocked, "blocked", false, true, false},
    Facts{S::Pending, "pending", false, true, true},
    Facts{S::Stale, "stale", false, true, true},
    Facts{S::Armed, "armed", false, true, true},
    Facts{S::Snoozed, "snoozed", false, true, false},
    Facts{S::WaitingOpen, "waiting-open", false, true, true},
    Facts{S::PreApproved, "pre-approved", false, true, false},
    Facts{S::Approved, "approved"},
    Facts{S::Revalidating, "revalidating"},
    Facts{S::Requote, "requote", false, true, false},
    Facts{S::Submitting, "submitting"},
    Facts{S::Unknown, "unknown"},
    Facts{S::Working, "working"},
    Facts{S::Partial, "partial"},
    Facts{S::Filled, "filled", true},
    Facts{S::Refused, "refused", true},
    Facts{S::Rejected, "rejected", true},
    Facts{S::Expired, "expired", true},
    Facts{S::Superseded, "superseded", true},
    Facts{S::Withdrawn, "withdrawn", true},
    Facts{S::Killed, "killed", true},
    Facts{S::BrokerRejected, "broker-rejected", true},
    Facts{S::Cancelled, "cancelled", true},
};
static_assert(facts.size() == proposalStateCount);

constexpr std::array endReasons{"none",          "no-answer",       "too-little-time", "said-no",
                                "newer-signal",  "condition-gone",  "opposite-signal", "halted",
                                "guard-refused", "filled",          "venue-refused",   "venue-cancelled",
                                "venue-expired"};
static_assert(endReasons.size() == endReasonCount);

constexpr std::array eventNames{
    "guards passed", "guards soft", "guards hard",   "await open",     "opened",          "arm",
    "disarm",        "arm ended",   "approve",       "pre-approve",    "approve by rule", "reject",
    "edit",          "snooze",      "wake",          "join",           "deadline",        "withdraw",
    "supersede",     "kill",        "clock jump",    "revalidate",     "re-quote",        "ask",
    "refuse",        "submit",      "venue working", "venue partial",  "venue filled",    "venue rejected",
    "venue cancelled", "venue expired", "venue unknown"};
static_assert(eventNames.size() == proposalEventCount);

const Facts &factsOf(S state)
{
    return facts.at(static_cast<std::size_t>(state));
}

struct ReasonWord {
    RejectReason reason;
    const char *name;
};

constexpr std::array reasons{ReasonWord{RejectReason::PriceGone, "price-gone"},
                             ReasonWord{RejectReason::WeakChart, "weak-chart"},
                             ReasonWord{RejectReason::News, "news"},
                             ReasonWord{RejectReason::TooMuchRisk, "too-much-risk"},
                             ReasonWord{RejectReason::AlreadyExposed, "already-exposed"},
                             ReasonWord{RejectReason::DistrustStrategy, "distrust-strategy"},
                             ReasonWord{RejectReason::Other, "other"}};

} // namespace

const char *proposalStateName(ProposalState state) { return factsOf(state).name; }
const char *proposalEventName(ProposalEvent event) { return eventNames.at(static_cast<std::size_t>(event)); }
bool isTerminal(ProposalState state) { return factsOf(state).isTerminal; }
bool isWaiting(ProposalState state) { return factsOf(state).isWaiting; }
bool isDecidable(ProposalState state) { return factsOf(state).isDecidable; }
const char *endReasonName(EndReason reason) { return endReasons.at(static_cast<std::size_t>(reason)); }

bool isLegalTransition(ProposalState from, ProposalState to)
{
    for (int event = 0; event < proposalEventCount; ++event) {
        const ProposalOutcome outcome = outcomeOf(from, ProposalEvent(event));
        if (outcome.verdict == ProposalOutcome::Verdict::Moves && outcome.next == to)
            return true;
    }
    return false;
}

const char *rejectReasonName(RejectReason reason)
{
    for (const ReasonWord &word : reasons)
        if (word.reason == reason)
            return word.name;
    return "other";
}

std::optional<RejectReason> parseRejectReason(std::string_view name)
{
    for (const ReasonWord &word : reasons)
        if (name == word.name)
            return word.reason;
    return std::nullopt;
}

} // namespace core
