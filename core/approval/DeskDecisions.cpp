// What a person, or a rule in a person's place, says about a card.
#include "core/approval/Desk.h"

namespace core {

namespace {

using E = ProposalEvent;
using Verdict = ProposalOutcome::Verdict;

/// The stop went away, or further from the entry.
bool risksMorePerUnit(const Proposal &before, const Proposal &after)
{
    if (!before.stopPrice || !after.stopPrice)
        return before.stopPrice.has_value();
    return before.side == Side::Buy ? *after.stopPrice < *before.stopPrice
                                    : *after.stopPrice > *before.stopPrice;
}

/// "already approved by owner (cli) at 2026-01-31T15:30:00.000Z", or how it ended without anybody's word.
std::string whatBecameOf(const DeskEntry &card)
{
    if (!card.decidedBy)
        return std::string("it is ") + proposalStateName(card.state) + ": " + card.stateReason;
    const Decision &said = *card.decidedBy;
    return "already decided: " + said.verb + " by " + said.person + " (" + said.channel + ") at " +
           toIsoText(said.at);
}

} // namespace

Result<> Desk::checkShown(const ProposalId &id, int version, const std::string &hash) const
{
    const DeskEntry *card = find(id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no such proposal");
    if (card->decidedBy || isTerminal(card->state))
        return {}; // the table says no, and the sentence who was first
    if (timeLeft(*card) <= Duration::zero())
        return failure(ErrorCode::Refused, "its time is over");
    if (version != card->proposal.version || hash != card->hash)
        return failure(ErrorCode::Refused, "the proposal has changed since it was shown; look at it again");
    return {};
}

/// Counted by the table like every event that is not lawful.
tl::unexpected<Error> Desk::refusal(const ProposalId &id, ProposalEvent event, const char *participle)
{
    const DeskEntry *card = find(id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no such proposal");
    countIllegal(*card, event);
    return failure(ErrorCode::Refused, std::string("a ") + proposalStateName(card->state) +
                                           " proposal cannot be " + participle + ": " + whatBecameOf(*card));
}

Result<> Desk::arm(const ProposalId &id, int version, const std::string &hash)
{
    if (auto shown = checkShown(id, version, hash); !shown)
        return shown;
    DeskEntry *card = entry(id);
    if (!card || outcomeOf(card->state, E::Arm).verdict != Verdict::Moves)
        return refusal(id, E::Arm, "armed");
    card->armedUntil = m_clock.steady() + m_timers.armWindow;
    move(*card, E::Arm, "first of two steps");
    return {};
}

Result<> Desk::disarm(const ProposalId &id, Decision by)
{
    DeskEntry *card = entry(id);
    if (!card || outcomeOf(card->state, E::Disarm).verdict != Verdict::Moves)
        return refusal(id, E::Disarm, "disarmed");
    if (card->state == ProposalState::PreApproved) {
        by.verb = "revoke";
        by.quantity = card->approvedQuantity;
        decide(*card, by);
        card->decidedBy.reset();
        move(*card, E::Disarm, "the yes was taken back by " + by.person);
        return {};
    }
    move(*card, E::Disarm, "disarmed");
    awaitOpenAgain(*card);
    return {};
}

/// The second step in time, two steps where they are needed, and no more than is shown.
Result<> Desk::checkYes(DeskEntry &card, ProposalEvent event, Decision &by)
{
    const ProposalState from = card.state;
    // The timers may not have run since the window closed.
    if (from == ProposalState::Armed && m_clock.steady() >= card.armedUntil) {
        runTimers(card, m_clock.steady());
        return failure(ErrorCode::Refused, "the second step came too late: arm it again");
    }
    if (outcomeOf(from, event).verdict != Verdict::Moves)
        return refusal(card.proposal.id, event, "approved");
    if (card.needsTwoSteps && from != ProposalState::Armed)
        return failure(ErrorCode::Refused, "this approval needs two steps: arm it first");
    if (by.quantity.isZero())
        by.quantity = card.proposal.quantity;
    if (by.quantity > card.proposal.quantity || by.quantity.sign() <= 0)
        return failure(ErrorCode::Refused, "a partial approval must be smaller than what is shown");
    return {};
}

Result<> Desk::approve(const ProposalId &id, int version, const std::string &hash, Decision by)
{
    if (auto shown = checkShown(id, version, hash); !shown)
        return shown;
    DeskEntry *card = entry(id);
    if (!card)
        return refusal(id, E::Approve, "approved");
    const bool isEnvelope = card->guardEvent == E::AwaitOpen;
    const ProposalEvent event = isEnvelope ? E::PreApprove : E::Approve;
    if (auto able = checkYes(*card, event, by); !able)
        return able;
    by.verb = "approve";
    if (by.quantity < card->proposal.quantity) {
        const std::string declined = (card->proposal.quantity - by.quantity).toString() + " declined";
        by.reason = by.reason.empty() ? declined : by.reason + "; " + declined;
    }
    card->approvedAt = m_clock.steady();
    card->approvedQuantity = by.quantity;
    move(*card, event, "approved by " + by.person + (isEnvelope ? " for the opening" : ""));
    decide(*card, std::move(by));
    return {};
}

Result<> Desk::approveByRule(const ProposalId &id, const std::string &rule)
{
    DeskEntry *card = entry(id);
    // Armed means that a person is deciding at this moment.
    if (!card || outcomeOf(card->state, E::ApproveByRule).verdict != Verdict::Moves)
        return refusal(id, E::ApproveByRule, "approved by a rule");
    if (worstOf(card->guards) > GuardGrade::Caution)
        return failure(ErrorCode::Refused, "a rule may not approve what a guard questions");
    if (timeLeft(*card) <= Duration::zero())
        return failure(ErrorCode::Refused, "its time is over");
    if (card->isAPersons())
        return failure(ErrorCode::Refused, "what a person has edited a person decides");
    if (card->voices.size() > 1)
        return failure(ErrorCode::Refused, "what two strategies want a person decides");
    card->approvedAt = m_clock.steady();
    card->approvedQuantity = card->proposal.quantity;
    move(*card, E::ApproveByRule, "approved by rule " + rule);
    Decision by;
    by.verb = "approve";
    by.person = "rule " + rule;
    by.channel = "rule";
    by.quantity = card->proposal.quantity;
    decide(*card, std::move(by));
    return {};
}

Result<> Desk::reject(const ProposalId &id, RejectReason reason, Decision by)
{
    DeskEntry *card = entry(id);
    if (!card || outcomeOf(card->state, E::Reject).verdict != Verdict::Moves)
        return refusal(id, E::Reject, "rejected");
    by.verb = "reject";
    by.quantity = card->proposal.quantity;
    by.reason = by.reason.empty() ? rejectReasonName(reason) : rejectReasonName(reason) + (": " + by.reason);
    decide(*card, by);
    move(*card, E::Reject, "rejected by " + by.person + ": " + by.reason, EndReason::SaidNo);
    return {};
}

Result<> Desk::edit(const ProposalId &id, int version, Proposal edited, Decision by)
{
    DeskEntry *card = entry(id);
    if (!card || outcomeOf(card->state, E::Edit).verdict != Verdict::Moves)
        return refusal(id, E::Edit, "edited");
    if (version != card->proposal.version)
        return failure(ErrorCode::Refused, "the proposal has changed since it was shown; look at it again");
    if (timeLeft(*card) <= Duration::zero())
        return failure(ErrorCode::Refused, "its time is over");
    const bool isWider = risksMorePerUnit(card->proposal, edited);
    replaceContent(*card, std::move(edited));
    card->decidedBy.reset(); // an earlier yes was for other content
    card->wasEdited = true;
    card->needsTwoSteps = card->needsTwoSteps || isWider ||
                          card->proposal.quantity > card->proposal.proposedQuantity;
    by.verb = "edit";
    by.quantity = card->proposal.quantity;
    move(*card, E::Edit, "edited by " + by.person);
    decide(*card, std::move(by));
    awaitOpenAgain(*card);
    return {};
}

Result<> Desk::snooze(const ProposalId &id, std::optional<Price> price, std::optional<Price> now, Decision by)
{
    DeskEntry *card = entry(id);
    if (!card || outcomeOf(card->state, E::Snooze).verdict != Verdict::Moves)
        return refusal(id, E::Snooze, "snoozed");
    if (price && !now)
        return failure(ErrorCode::Refused, "there is no price yet to wait from");
    if (price && *price == *now)
        return failure(ErrorCode::Refused, "the price is there already");
    Snooze set;
    if (price) {
        set.price = price;
        set.isFromBelow = *now < *price;
    } else {
        set.until = m_clock.steady() + m_timers.snooze;
    }
    by.verb = "snooze";
    by.quantity = card->proposal.quantity;
    by.reason = price ? "until " + price->toString() : "for half a minute";
    decide(*card, by);
    card->snooze = set;
    move(*card, E::Snooze, "put aside by " + by.person + " " + by.reason);
    return {};
}

Result<> Desk::wake(const ProposalId &id, const std::string &why)
{
    DeskEntry *card = entry(id);
    if (!card || outcomeOf(card->state, E::Wake).verdict != Verdict::Moves)
        return refusal(id, E::Wake, "woken");
    wakeUp(*card, why);
    return {};
}

void Desk::decide(DeskEntry &card, Decision decision)
{
    decision.proposal = card.proposal.id;
    decision.version = card.proposal.version;
    decision.contentHash = card.hash;
    decision.at = m_clock.now();
    decision.timeOnCard = m_clock.steady() - card.createdAt;
    if (decision.verb == "approve" || decision.verb == "reject")
        card.decidedBy = decision;
    m_listener.decided(card, decision);
}

} // namespace core
