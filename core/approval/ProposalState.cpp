#include "core/approval/ProposalState.h"

#include <array>
#include <initializer_list>

namespace core {

namespace {

using S = ProposalState;

struct Row {
    S state;
    const char *name;
    bool isTerminal;
    bool isWaiting;
    std::initializer_list<S> next;
};

// The brief's section 5, with the corrections of trading-rules section 3: before Submitting a kill
// ends a proposal, after that only the venue's answer does.
const std::array<Row, proposalStateCount> &table()
{
    static const std::array<Row, proposalStateCount> rows{{
        {S::Created, "created", false, true,
         {S::Superseded, S::Blocked, S::Pending, S::Approved, S::Expired, S::Withdrawn, S::Killed}},
        {S::Blocked, "blocked", false, true,
         {S::Pending, S::Rejected, S::Expired, S::Superseded, S::Withdrawn, S::Killed}},
        {S::Pending, "pending", false, true,
         {S::Pending, S::Stale, S::Armed, S::Approved, S::Blocked, S::Rejected, S::Expired, S::Superseded,
          S::Withdrawn, S::Killed}},
        {S::Stale, "stale", false, true,
         {S::Pending, S::Blocked, S::Rejected, S::Expired, S::Superseded, S::Withdrawn, S::Killed}},
        {S::Armed, "armed", false, true,
         {S::Pending, S::Approved, S::Rejected, S::Expired, S::Withdrawn, S::Killed}},
        {S::Approved, "approved", false, false,
         {S::Revalidating, S::Requote, S::Rejected, S::Withdrawn, S::Killed}},
        {S::Revalidating, "revalidating", false, false,
         {S::Submitting, S::Requote, S::Refused, S::Rejected, S::Killed}},
        {S::Requote, "requote", false, true, {S::Pending, S::Expired, S::Withdrawn, S::Killed}},
        {S::Submitting, "submitting", false, false,
         {S::Working, S::Partial, S::Filled, S::BrokerRejected, S::Cancelled, S::Expired, S::Unknown}},
        {S::Unknown, "unknown", false, false,
         {S::Working, S::Partial, S::Filled, S::BrokerRejected, S::Cancelled, S::Expired}},
        {S::Working, "working", false, false,
         {S::Partial, S::Filled, S::BrokerRejected, S::Cancelled, S::Expired, S::Unknown}},
        {S::Partial, "partial", false, false, {S::Filled, S::Cancelled, S::Expired, S::Unknown}},
        {S::Filled, "filled", true, false, {}},
        {S::Refused, "refused", true, false, {}},
        {S::Rejected, "rejected", true, false, {}},
        {S::Expired, "expired", true, false, {}},
        {S::Superseded, "superseded", true, false, {}},
        {S::Withdrawn, "withdrawn", true, false, {}},
        {S::Killed, "killed", true, false, {}},
        {S::BrokerRejected, "broker-rejected", true, false, {}},
        {S::Cancelled, "cancelled", true, false, {}},
    }};
    return rows;
}

const Row &rowOf(S state)
{
    return table().at(static_cast<std::size_t>(state));
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

const char *proposalStateName(ProposalState state) { return rowOf(state).name; }
bool isTerminal(ProposalState state) { return rowOf(state).isTerminal; }
bool isWaiting(ProposalState state) { return rowOf(state).isWaiting; }

bool isLegalTransition(ProposalState from, ProposalState to)
{
    for (const S next : rowOf(from).next)
        if (next == to)
            return true;
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
