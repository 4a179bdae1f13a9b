// The one table of the desk: what every event does in every state.
#include "core/approval/ProposalState.h"

#include <array>
#include <initializer_list>

namespace core {

namespace {

using S = ProposalState;
using E = ProposalEvent;

struct Step {
    E event;
    S next;
};

struct Row {
    S state;
    std::initializer_list<Step> steps;
    std::initializer_list<E> repeats{}; ///< A report that comes twice.
};

/// What the world may say of a card at any time: where it changes nothing, it is no mistake.
bool isNews(E event)
{
    return event == E::GuardsPassed || event == E::GuardsSoft || event == E::GuardsHard ||
           event == E::AwaitOpen || event == E::Deadline || event == E::Withdraw || event == E::Supersede ||
           event == E::Kill || event == E::ClockJump;
}

// Long because it is one table, and one table is the point.
// The brief's section 5 with the corrections of trading-rules sections 3 and 4: before Submitting a kill
// ends a proposal, after that only the venue's answer does. What is neither here nor news is illegal.
const std::array<Row, proposalStateCount> &table()
{
    static const std::array<Row, proposalStateCount> rows{{
        {S::Created,
         {{E::GuardsPassed, S::Pending}, {E::GuardsSoft, S::Stale}, {E::GuardsHard, S::Blocked},
          {E::AwaitOpen, S::WaitingOpen}, {E::ApproveByRule, S::Approved}, {E::Edit, S::Pending},
          {E::Join, S::Created}, {E::Deadline, S::Expired}, {E::Withdraw, S::Withdrawn},
          {E::Supersede, S::Superseded}, {E::Kill, S::Killed}}},
        {S::Blocked,
         {{E::GuardsPassed, S::Pending}, {E::GuardsSoft, S::Stale}, {E::AwaitOpen, S::WaitingOpen},
          {E::Reject, S::Rejected}, {E::Edit, S::Pending}, {E::Join, S::Blocked}, {E::Deadline, S::Expired},
          {E::Withdraw, S::Withdrawn}, {E::Supersede, S::Superseded}, {E::Kill, S::Killed}}},
        {S::Pending,
         {{E::GuardsSoft, S::Stale}, {E::GuardsHard, S::Blocked}, {E::AwaitOpen, S::WaitingOpen},
          {E::Arm, S::Armed}, {E::Approve, S::Approved}, {E::ApproveByRule, S::Approved},
          {E::Reject, S::Rejected}, {E::Edit, S::Pending}, {E::Snooze, S::Snoozed}, {E::Join, S::Pending},
          {E::Deadline, S::Expired}, {E::Withdraw, S::Withdrawn}, {E::Supersede, S::Superseded},
          {E::Kill, S::Killed}, {E::ClockJump, S::Stale}}},
        {S::Stale,
         {{E::GuardsPassed, S::Pending}, {E::GuardsHard, S::Blocked}, {E::AwaitOpen, S::WaitingOpen},
          {E::Reject, S::Rejected}, {E::Edit, S::Pending}, {E::Snooze, S::Snoozed}, {E::Join, S::Stale},
          {E::Deadline, S::Expired}, {E::Withdraw, S::Withdrawn}, {E::Supersede, S::Superseded},
          {E::Kill, S::Killed}}},
        // A newer signal may not take a card away under a finger; a closed market does not hinder arming
        // an envelope.
        {S::Armed,
         {{E::GuardsSoft, S::Stale}, {E::GuardsHard, S::Blocked}, {E::Disarm, S::Pending},
          {E::ArmEnded, S::Pending}, {E::Approve, S::Approved}, {E::PreApprove, S::PreApproved},
          {E::Reject, S::Rejected}, {E::Edit, S::Pending}, {E::Deadline, S::Expired},
          {E::Withdraw, S::Withdrawn}, {E::Kill, S::Killed}, {E::ClockJump, S::Stale}}},
        {S::Snoozed,
         {{E::GuardsPassed, S::Pending}, {E::GuardsSoft, S::Stale}, {E::GuardsHard, S::Blocked},
          {E::AwaitOpen, S::WaitingOpen}, {E::Reject, S::Rejected}, {E::Wake, S::Pending},
          {E::Join, S::Pending}, {E::Deadline, S::Expired}, {E::Withdraw, S::Withdrawn},
          {E::Supersede, S::Superseded}, {E::Kill, S::Killed}, {E::ClockJump, S::Stale}}},
        {S::WaitingOpen,
         {{E::GuardsPassed, S::Pending}, {E::GuardsSoft, S::Stale}, {E::GuardsHard, S::Blocked},
          {E::Arm, S::Armed}, {E::PreApprove, S::PreApproved}, {E::Reject, S::Rejected},
          {E::Edit, S::WaitingOpen}, {E::Snooze, S::Snoozed}, {E::Join, S::WaitingOpen},
          {E::Deadline, S::Expired}, {E::Withdraw, S::Withdrawn}, {E::Supersede, S::Superseded},
          {E::Kill, S::Killed}}},
        // A yes is void with the content it was for, and with a hard guard; the opening measures the rest.
        {S::PreApproved,
         {{E::GuardsHard, S::Blocked}, {E::Opened, S::Approved}, {E::Disarm, S::WaitingOpen},
          {E::Reject, S::Rejected}, {E::Edit, S::WaitingOpen}, {E::Deadline, S::Expired},
          {E::Withdraw, S::Withdrawn}, {E::Kill, S::Killed}}},
        // A no and a kill beat a yes that has not left (section 11).
        {S::Approved,
         {{E::Revalidate, S::Revalidating}, {E::Requote, S::Requote}, {E::ClockJump, S::Requote},
          {E::Reject, S::Rejected}, {E::Withdraw, S::Withdrawn}, {E::Kill, S::Killed}}},
        {S::Revalidating,
         {{E::Submit, S::Submitting}, {E::Requote, S::Requote}, {E::Refuse, S::Refused},
          {E::ClockJump, S::Requote}, {E::Reject, S::Rejected}, {E::Withdraw, S::Withdrawn},
          {E::Kill, S::Killed}}},
        {S::Requote,
         {{E::Ask, S::Pending}, {E::Deadline, S::Expired}, {E::Withdraw, S::Withdrawn},
          {E::Kill, S::Killed}}},
        {S::Submitting,
         {{E::VenueWorking, S::Working}, {E::VenuePartial, S::Partial}, {E::VenueFilled, S::Filled},
          {E::VenueRejected, S::BrokerRejected}, {E::VenueCancelled, S::Cancelled},
          {E::VenueExpired, S::Expired}, {E::VenueUnknown, S::Unknown}}},
        {S::Unknown,
         {{E::VenueWorking, S::Working}, {E::VenuePartial, S::Partial}, {E::VenueFilled, S::Filled},
          {E::VenueRejected, S::BrokerRejected}, {E::VenueCancelled, S::Cancelled},
          {E::VenueExpired, S::Expired}},
         {E::VenueUnknown}},
        {S::Working,
         {{E::VenuePartial, S::Partial}, {E::VenueFilled, S::Filled}, {E::VenueRejected, S::BrokerRejected},
          {E::VenueCancelled, S::Cancelled}, {E::VenueExpired, S::Expired}, {E::VenueUnknown, S::Unknown}},
         {E::VenueWorking}},
        {S::Partial,
         {{E::VenueFilled, S::Filled}, {E::VenueCancelled, S::Cancelled}, {E::VenueExpired, S::Expired},
          {E::VenueUnknown, S::Unknown}},
         {E::VenuePartial}},
        {S::Filled, {}, {E::VenueFilled}},
        {S::Refused, {}},
        {S::Rejected, {}},
        {S::Expired, {}, {E::VenueExpired}},
        {S::Superseded, {}},
        {S::Withdrawn, {}},
        {S::Killed, {}},
        {S::BrokerRejected, {}, {E::VenueRejected}},
        {S::Cancelled, {}, {E::VenueCancelled}},
    }};
    return rows;
}

} // namespace

ProposalOutcome outcomeOf(ProposalState state, ProposalEvent event)
{
    using Verdict = ProposalOutcome::Verdict;
    const Row &row = table().at(static_cast<std::size_t>(state));
    for (const Step &step : row.steps)
        if (step.event == event)
            return {Verdict::Moves, step.next};
    for (const E repeat : row.repeats)
        if (repeat == event)
            return {Verdict::Ignored, state};
    return {isNews(event) ? Verdict::Ignored : Verdict::Illegal, state};
}

} // namespace core
