// The states and their timers; what a person says is in DeskDecisions.cpp, what comes in in DeskIntake.cpp.
#include "core/approval/Desk.h"

#include <algorithm>

namespace core {

namespace {

using E = ProposalEvent;
using Verdict = ProposalOutcome::Verdict;

constexpr std::size_t pastLimit = 50;

std::string priceText(const std::optional<Price> &price)
{
    return price ? price->toString() : "none";
}

/// old → new, for the fields that affect money.
std::vector<std::string> differences(const Proposal &before, const Proposal &after)
{
    std::vector<std::string> changes;
    const auto note = [&](const char *what, const std::string &from, const std::string &to) {
        if (from != to)
            changes.push_back(std::string(what) + " " + from + " → " + to);
    };
    note("quantity", before.quantity.toString(), after.quantity.toString());
    note("type", orderTypeName(before.orderType), orderTypeName(after.orderType));
    note("price", before.referencePrice.toString(), after.referencePrice.toString());
    note("limit", priceText(before.limitPrice), priceText(after.limitPrice));
    note("stop", priceText(before.stopPrice), priceText(after.stopPrice));
    note("target", priceText(before.targetPrice), priceText(after.targetPrice));
    return changes;
}

/// The worst grade of what counts now.
GuardGrade worstThatCounts(const std::vector<GuardResult> &guards, Desk::Market market)
{
    GuardGrade worst = GuardGrade::Pass;
    for (const GuardResult &guard : guards)
        if (market == Desk::Market::Open || !needsOpenMarket(guard))
            worst = std::max(worst, guard.grade);
    return worst;
}

ProposalEvent eventFor(GuardGrade worst, Desk::Market market)
{
    if (worst == GuardGrade::Blocked)
        return E::GuardsHard;
    if (market == Desk::Market::Closed)
        return E::AwaitOpen;
    return worst == GuardGrade::Stale ? E::GuardsSoft : E::GuardsPassed;
}

std::string reasonOf(const DeskEntry &card, GuardGrade worst, Desk::Market market)
{
    if (worst == GuardGrade::Blocked || (worst == GuardGrade::Stale && market == Desk::Market::Open)) {
        for (const GuardResult &guard : card.guards)
            if (guard.grade == worst && (market == Desk::Market::Open || !needsOpenMarket(guard)))
                return guard.detail;
        return "a check asks for it";
    }
    if (market == Desk::Market::Closed)
        return "the market is closed: a yes now is for the opening, at no worse than " +
               priceText(card.proposal.limitPrice);
    // Cautions allow approval; the card lists them with their figures.
    return worst == GuardGrade::Pass ? "all checks pass" : "the checks pass, some with caution";
}

std::optional<ProposalEvent> eventOf(ProposalState state)
{
    switch (state) {
    case ProposalState::Working: return E::VenueWorking;
    case ProposalState::Partial: return E::VenuePartial;
    case ProposalState::Filled: return E::VenueFilled;
    case ProposalState::BrokerRejected: return E::VenueRejected;
    case ProposalState::Cancelled: return E::VenueCancelled;
    case ProposalState::Expired: return E::VenueExpired;
    case ProposalState::Unknown: return E::VenueUnknown;
    default: return std::nullopt;
    }
}

EndReason endOf(ProposalEvent venue)
{
    switch (venue) {
    case E::VenueFilled: return EndReason::FilledWhole;
    case E::VenueRejected: return EndReason::VenueRefused;
    case E::VenueCancelled: return EndReason::VenueCancelled;
    case E::VenueExpired: return EndReason::VenueExpired;
    default: return EndReason::None;
    }
}

} // namespace

Desk::Desk(const Clock &clock, DeskTimers timers, Listener listener)
    : m_clock(clock), m_timers(timers), m_listener(std::move(listener))
{
}

void Desk::create(Proposal proposal, bool needsTwoSteps)
{
    DeskEntry made;
    made.life = std::max(proposal.expiresAt - m_clock.now(), Duration::zero());
    made.createdAt = m_clock.steady();
    made.deadline = made.createdAt + made.life;
    made.needsTwoSteps = needsTwoSteps;
    made.hash = contentHash(proposal);
    made.voices = {{proposal.signal.bot, proposal.signal.strategy, proposal.signal.id, proposal.quantity,
                    proposal.signal.idea.reason}};
    const ProposalId id = proposal.id;
    made.proposal = std::move(proposal);
    const auto [at, isNew] = m_open.emplace(id, std::move(made));
    if (!isNew)
        bug("a proposal id was used twice");
    m_listener.changed(at->second, ProposalState::Created);
}

// --- guards ------------------------------------------------------------------------------------

void Desk::judge(const ProposalId &id, std::vector<GuardResult> guards, Market market)
{
    DeskEntry *card = entry(id);
    if (!card || !isWaiting(card->state) || card->state == ProposalState::Requote)
        return;
    card->guards = std::move(guards);
    holdBehindOther(*card);
    const GuardGrade worst = worstThatCounts(card->guards, market);
    const ProposalEvent before = std::exchange(card->guardEvent, eventFor(worst, market));
    const ProposalEvent event = card->guardEvent;
    if (card->state == ProposalState::Snoozed && event == before)
        return; // nothing has changed: it sleeps on
    if (isTooLateToAsk(*card, event)) {
        move(*card, E::Deadline, "too little time was left for a decision", EndReason::TooLittleTime);
        return;
    }
    const std::string why = reasonOf(*card, worst, market);
    if (outcomeOf(card->state, event).verdict == Verdict::Moves)
        move(*card, event, why);
    else if (card->state == ProposalState::Blocked || card->state == ProposalState::Stale)
        card->stateReason = why; // the same state for another reason
}

/// A question needs time for its answer; a rule needs none.
bool Desk::isTooLateToAsk(const DeskEntry &card, ProposalEvent event) const
{
    const bool isNew = card.state == ProposalState::Created || card.state == ProposalState::Blocked ||
                       card.state == ProposalState::WaitingOpen;
    return isNew && event == E::GuardsPassed && card.proposal.mode != DecisionMode::Auto &&
           timeLeft(card) < m_timers.minTimeForPending;
}

/// An envelope that was armed, snoozed or edited goes back to where it waits for its session.
void Desk::awaitOpenAgain(DeskEntry &card)
{
    if (card.state == ProposalState::Pending && card.guardEvent == E::AwaitOpen)
        move(card, E::AwaitOpen, card.stateReason);
}

void Desk::markAllStale(const std::string &why)
{
    for (const DeskEntry *each : waiting())
        judge(each->proposal.id, {{"data", GuardGrade::Stale, why}});
}

// --- timers ------------------------------------------------------------------------------------

void Desk::tick()
{
    const Duration now = m_clock.steady();
    for (const DeskEntry *each : open())
        runTimers(*entry(each->proposal.id), now);
}

void Desk::runTimers(DeskEntry &card, Duration now)
{
    if (isWaiting(card.state) && timeLeft(card) <= Duration::zero()) {
        const bool hasYes = card.state == ProposalState::PreApproved;
        move(card, E::Deadline, hasYes ? "the market gave no fresh price in time" : "nobody decided in time",
             EndReason::NoAnswer);
    } else if (card.state == ProposalState::Armed && now >= card.armedUntil) {
        move(card, E::ArmEnded, "the second step did not come in time");
        awaitOpenAgain(card);
    } else if (card.state == ProposalState::Snoozed && card.snooze && card.snooze->until > Duration::zero() &&
               now >= card.snooze->until) {
        wakeUp(card, "back from its snooze");
    }
}

void Desk::wakeUp(DeskEntry &card, const std::string &why)
{
    const ProposalEvent guards = card.guardEvent;
    if (move(card, E::Wake, why) && guards != E::GuardsPassed)
        move(card, guards, why);
}

void Desk::priceSeen(const ProposalId &id, Price entryPrice)
{
    DeskEntry *card = entry(id);
    if (!card || card->state != ProposalState::Snoozed || !card->snooze || !card->snooze->price)
        return;
    const Price wanted = *card->snooze->price;
    if (card->snooze->isFromBelow ? entryPrice >= wanted : entryPrice <= wanted)
        wakeUp(*card, "the price has come to " + wanted.toString());
}

Duration Desk::timeLeft(const DeskEntry &card) const
{
    return std::min(card.deadline - m_clock.steady(), card.proposal.expiresAt - m_clock.now());
}

std::optional<Duration> Desk::nextDeadline() const
{
    std::optional<Duration> next;
    for (const auto &[id, card] : m_open) {
        if (!isWaiting(card.state))
            continue;
        Duration at = m_clock.steady() + timeLeft(card);
        if (card.state == ProposalState::Armed)
            at = std::min(at, card.armedUntil);
        if (card.state == ProposalState::Snoozed && card.snooze && card.snooze->until > Duration::zero())
            at = std::min(at, card.snooze->until);
        next = next ? std::min(*next, at) : at;
    }
    return next;
}

void Desk::onClockJump(const std::string &why)
{
    for (const DeskEntry *each : open())
        jump(*entry(each->proposal.id), why);
}

/// A machine that slept may have stopped its steady clock: the wall clock counts here too.
void Desk::jump(DeskEntry &card, const std::string &why)
{
    if (isWaiting(card.state) && m_clock.now() >= card.proposal.expiresAt) {
        move(card, E::Deadline, "its time passed while the clock jumped: " + why, EndReason::NoAnswer);
        return;
    }
    const bool hadYes = card.state == ProposalState::Approved || card.state == ProposalState::Revalidating;
    if (!move(card, E::ClockJump, why))
        return;
    if (hadYes)
        return ask(card, card.proposal, why);
    card.guards = {{"clock", GuardGrade::Stale, why}};
    card.guardEvent = E::GuardsSoft;
}

// --- the way out -------------------------------------------------------------------------------

bool Desk::open(const ProposalId &id)
{
    if (!apply(id, E::Opened, "the session has opened"))
        return false;
    entry(id)->approvedAt = m_clock.steady(); // the yes was for this moment
    return true;
}

std::optional<ApprovedProposal> Desk::beginRevalidation(const ProposalId &id)
{
    DeskEntry *card = entry(id);
    if (!card || card->state != ProposalState::Approved)
        return std::nullopt;
    if (m_clock.steady() - card->approvedAt > m_timers.decisionToSend) {
        requote(id, card->proposal, "the yes was older than two seconds when it could have been sent");
        return std::nullopt;
    }
    move(*card, E::Revalidate, "checked again on fresh data");
    Proposal approved = card->proposal;
    approved.quantity = card->approvedQuantity;
    return ApprovedProposal(std::move(approved), OrderRole::Entry, {});
}

void Desk::requote(const ProposalId &id, Proposal fresh, const std::string &why)
{
    if (apply(id, E::Requote, why))
        ask(*entry(id), std::move(fresh), why);
}

void Desk::ask(DeskEntry &card, Proposal fresh, const std::string &why)
{
    card.decidedBy.reset(); // that yes is void
    if (timeLeft(card) < m_timers.minTimeForRequote) {
        move(card, E::Deadline, "no time left for a new question after: " + why, EndReason::TooLittleTime);
        return;
    }
    replaceContent(card, std::move(fresh));
    move(card, E::Ask, "new numbers, needs a new yes: " + why);
}

void Desk::refuse(const ProposalId &id, const std::string &why)
{
    apply(id, E::Refuse, why, EndReason::GuardRefused);
}

void Desk::submitting(const ProposalId &id)
{
    apply(id, E::Submit, "on its way to the venue");
}

void Desk::orderBecame(const ProposalId &id, ProposalState state, const std::string &why)
{
    if (const auto event = eventOf(state))
        apply(id, *event, why, endOf(*event));
}

void Desk::withdraw(const ProposalId &id, const std::string &why, EndReason code)
{
    apply(id, E::Withdraw, why, code);
}

void Desk::supersede(const ProposalId &id, const std::string &why)
{
    apply(id, E::Supersede, why, EndReason::NewerSignal);
}

void Desk::killAll(const std::string &why)
{
    for (const DeskEntry *each : open())
        apply(each->proposal.id, E::Kill, why, EndReason::Halted);
}

ApprovedProposal Desk::issueExit(Proposal proposal, OrderRole role, std::string ocoGroup)
{
    if (role == OrderRole::Entry)
        bug("an entry cannot be issued approved");
    return ApprovedProposal(std::move(proposal), role, std::move(ocoGroup));
}

// --- looking -----------------------------------------------------------------------------------

const DeskEntry *Desk::find(const ProposalId &id) const
{
    const auto found = m_open.find(id);
    if (found != m_open.end())
        return &found->second;
    const auto past = std::find_if(m_past.rbegin(), m_past.rend(),
                                   [&](const DeskEntry &each) { return each.proposal.id == id; });
    return past == m_past.rend() ? nullptr : &*past;
}

std::vector<const DeskEntry *> Desk::open() const
{
    std::vector<const DeskEntry *> all;
    for (const auto &[id, card] : m_open)
        all.push_back(&card);
    return all;
}

std::vector<const DeskEntry *> Desk::waiting() const
{
    std::vector<const DeskEntry *> cards;
    for (const auto &[id, card] : m_open)
        if (isWaiting(card.state))
            cards.push_back(&card);
    std::stable_sort(cards.begin(), cards.end(),
                     [](const DeskEntry *a, const DeskEntry *b) { return a->deadline < b->deadline; });
    return cards;
}

bool Desk::hasDecidable() const
{
    return std::any_of(m_open.begin(), m_open.end(),
                       [](const auto &each) { return isDecidable(each.second.state); });
}

DeskEntry *Desk::entry(const ProposalId &id)
{
    const auto found = m_open.find(id);
    return found == m_open.end() ? nullptr : &found->second;
}

// --- the table ---------------------------------------------------------------------------------

/// Of a card that is over too: what comes late is judged by the same table.
bool Desk::apply(const ProposalId &id, ProposalEvent event, const std::string &why, EndReason code)
{
    if (DeskEntry *card = entry(id))
        return move(*card, event, why, code);
    if (const DeskEntry *past = find(id); past && outcomeOf(past->state, event).verdict == Verdict::Illegal)
        countIllegal(*past, event);
    return false;
}

bool Desk::move(DeskEntry &card, ProposalEvent event, const std::string &why, EndReason code)
{
    const ProposalOutcome outcome = outcomeOf(card.state, event);
    if (outcome.verdict == Verdict::Illegal)
        countIllegal(card, event);
    if (outcome.verdict != Verdict::Moves)
        return false;
    const ProposalState from = std::exchange(card.state, outcome.next);
    card.stateReason = why;
    if (card.state != ProposalState::Snoozed)
        card.snooze.reset();
    if (isTerminal(card.state))
        card.endReason = code;
    const ProposalId id = card.proposal.id;
    m_listener.changed(card, from);
    if (isTerminal(outcome.next))
        archive(id);
    return true;
}

void Desk::countIllegal(const DeskEntry &card, ProposalEvent event)
{
    ++m_illegal;
    if (m_refusedKinds.emplace(card.state, event).second && m_listener.refused)
        m_listener.refused(card, event);
}

void Desk::archive(const ProposalId &id)
{
    auto node = m_open.extract(id);
    if (node.empty())
        return;
    m_past.push_back(std::move(node.mapped()));
    if (m_past.size() > pastLimit)
        m_past.erase(m_past.begin());
}

void Desk::replaceContent(DeskEntry &card, Proposal fresh)
{
    fresh.id = card.proposal.id;
    fresh.version = card.proposal.version + 1;
    fresh.expiresAt = card.proposal.expiresAt;
    card.changes = differences(card.proposal, fresh);
    card.proposal = std::move(fresh);
    card.hash = contentHash(card.proposal);
}

} // namespace core
