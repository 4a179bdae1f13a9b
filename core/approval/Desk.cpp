#include "core/approval/Desk.h"

#include <algorithm>

namespace core {

namespace {

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

std::string reasonOf(const std::vector<GuardResult> &guards, GuardGrade grade)
{
    if (grade == GuardGrade::Pass)
        return "all checks pass";
    // Cautions allow approval; the card lists them with their figures.
    if (grade == GuardGrade::Caution)
        return "the checks pass, some with caution";
    for (const GuardResult &guard : guards)
        if (guard.grade == grade)
            return guard.detail;
    return "a check asks for it";
}

/// The stop went away, or further from the entry.
bool risksMorePerUnit(const Proposal &before, const Proposal &after)
{
    if (!before.stopPrice || !after.stopPrice)
        return before.stopPrice.has_value();
    return before.side == Side::Buy ? *after.stopPrice < *before.stopPrice
                                    : *after.stopPrice > *before.stopPrice;
}

/// Where the guards want a waiting card.
ProposalState stateFor(GuardGrade worst)
{
    if (worst == GuardGrade::Blocked)
        return ProposalState::Blocked;
    return worst == GuardGrade::Stale ? ProposalState::Stale : ProposalState::Pending;
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
    const ProposalId id = proposal.id;
    made.proposal = std::move(proposal);
    const auto [at, isNew] = m_open.emplace(id, std::move(made));
    if (!isNew)
        bug("a proposal id was used twice");
    m_listener.changed(at->second, ProposalState::Created);
}

void Desk::judge(const ProposalId &id, std::vector<GuardResult> guards)
{
    DeskEntry *card = entry(id);
    if (!card || !isWaiting(card->state) || card->state == ProposalState::Requote)
        return;
    const GuardGrade worst = worstOf(guards);
    card->guards = std::move(guards);
    const ProposalState wanted = stateFor(worst);
    if (card->state == wanted || (card->state == ProposalState::Armed && wanted == ProposalState::Pending))
        return;
    const std::string why = reasonOf(card->guards, worst);
    // Armed and Created reach Stale only by way of Pending; Stale is left for Blocked directly.
    if ((card->state == ProposalState::Armed || card->state == ProposalState::Created ||
         card->state == ProposalState::Blocked) &&
        wanted == ProposalState::Stale)
        move(*card, ProposalState::Pending, why);
    if (card->state == ProposalState::Armed)
        move(*card, ProposalState::Pending, why);
    move(*card, wanted, why);
}

Result<> Desk::checkShown(const DeskEntry *card, int version, const std::string &hash) const
{
    if (!card)
        return failure(ErrorCode::NotFound, "there is no such proposal, or it has ended");
    if (m_clock.steady() >= card->deadline)
        return failure(ErrorCode::Refused, "its time is over");
    if (version != card->proposal.version || hash != card->hash)
        return failure(ErrorCode::Refused, "the proposal has changed since it was shown; look at it again");
    return {};
}

Result<> Desk::arm(const ProposalId &id, int version, const std::string &hash)
{
    DeskEntry *card = entry(id);
    if (auto shown = checkShown(card, version, hash); !shown)
        return shown;
    if (!move(*card, ProposalState::Armed, "first of two steps"))
        return failure(ErrorCode::Refused,
                       std::string("a ") + proposalStateName(card->state) + " proposal cannot be armed");
    card->armedUntil = m_clock.steady() + m_timers.armWindow;
    return {};
}

Result<> Desk::disarm(const ProposalId &id)
{
    DeskEntry *card = entry(id);
    if (!card || card->state != ProposalState::Armed)
        return failure(ErrorCode::Refused, "it is not armed");
    move(*card, ProposalState::Pending, "disarmed");
    return {};
}

Result<> Desk::approve(const ProposalId &id, int version, const std::string &hash, Decision by)
{
    DeskEntry *card = entry(id);
    if (auto shown = checkShown(card, version, hash); !shown)
        return shown;
    const ProposalState from = card->state;
    if (from != ProposalState::Pending && from != ProposalState::Armed) {
        ++m_illegal;
        return failure(ErrorCode::Refused, std::string("a ") + proposalStateName(from) +
                                               " proposal cannot be approved: " + card->stateReason);
    }
    // The timers may not have run since the window closed.
    if (from == ProposalState::Armed && m_clock.steady() >= card->armedUntil) {
        expireOrDisarm(*card, m_clock.steady());
        return failure(ErrorCode::Refused, "the second step came too late: arm it again");
    }
    if (card->needsTwoSteps && from != ProposalState::Armed)
        return failure(ErrorCode::Refused, "this approval needs two steps: arm it first");
    by.verb = "approve";
    if (by.quantity.isZero())
        by.quantity = card->proposal.quantity;
    if (by.quantity > card->proposal.quantity || by.quantity.sign() <= 0)
        return failure(ErrorCode::Refused, "a partial approval must be smaller than what is shown");
    card->approvedAt = m_clock.steady();
    card->approvedQuantity = by.quantity;
    move(*card, ProposalState::Approved, "approved by " + by.person);
    decide(*card, std::move(by));
    return {};
}

Result<> Desk::approveByRule(const ProposalId &id, const std::string &rule)
{
    DeskEntry *card = entry(id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no such proposal, or it has ended");
    if (worstOf(card->guards) > GuardGrade::Caution)
        return failure(ErrorCode::Refused, "a rule may not approve what a guard questions");
    if (m_clock.steady() >= card->deadline)
        return failure(ErrorCode::Refused, "its time is over");
    if (card->wasEdited)
        return failure(ErrorCode::Refused, "what a person has edited a person decides");
    // Armed means that a person is deciding at this moment.
    if (card->state != ProposalState::Created && card->state != ProposalState::Pending)
        return failure(ErrorCode::Refused, "not in a state a rule may approve");
    card->approvedAt = m_clock.steady();
    card->approvedQuantity = card->proposal.quantity;
    move(*card, ProposalState::Approved, "approved by rule " + rule);
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
    if (!card)
        return failure(ErrorCode::NotFound, "there is no such proposal, or it has ended");
    by.verb = "reject";
    by.quantity = card->proposal.quantity;
    by.reason = by.reason.empty() ? rejectReasonName(reason) : rejectReasonName(reason) + (": " + by.reason);
    if (!isLegalTransition(card->state, ProposalState::Rejected)) {
        ++m_illegal;
        return failure(ErrorCode::Refused,
                       std::string("a ") + proposalStateName(card->state) + " proposal cannot be rejected");
    }
    decide(*card, by);
    move(*card, ProposalState::Rejected, "rejected by " + by.person + ": " + by.reason);
    return {};
}

Result<> Desk::edit(const ProposalId &id, int version, Proposal edited, Decision by)
{
    DeskEntry *card = entry(id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no such proposal, or it has ended");
    if (version != card->proposal.version)
        return failure(ErrorCode::Refused, "the proposal has changed since it was shown; look at it again");
    if (m_clock.steady() >= card->deadline)
        return failure(ErrorCode::Refused, "its time is over");
    // Every waiting card can be edited; the new content starts over from Pending.
    if (card->state == ProposalState::Armed || card->state == ProposalState::Blocked ||
        card->state == ProposalState::Stale)
        move(*card, ProposalState::Pending, "being edited");
    if (!isLegalTransition(card->state, ProposalState::Pending)) {
        ++m_illegal;
        return failure(ErrorCode::Refused,
                       std::string("a ") + proposalStateName(card->state) + " proposal cannot be edited");
    }
    const bool isWider = risksMorePerUnit(card->proposal, edited);
    replaceContent(*card, std::move(edited));
    card->wasEdited = true;
    card->needsTwoSteps = card->needsTwoSteps || isWider ||
                          card->proposal.quantity > card->proposal.proposedQuantity;
    by.verb = "edit";
    by.quantity = card->proposal.quantity;
    move(*card, ProposalState::Pending, "edited by " + by.person);
    decide(*card, std::move(by));
    return {};
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
    move(*card, ProposalState::Revalidating, "checked again on fresh data");
    Proposal approved = card->proposal;
    approved.quantity = card->approvedQuantity;
    return ApprovedProposal(std::move(approved), OrderRole::Entry, {});
}

void Desk::requote(const ProposalId &id, Proposal fresh, const std::string &why)
{
    DeskEntry *card = entry(id);
    if (!card || !move(*card, ProposalState::Requote, why))
        return;
    if (card->deadline - m_clock.steady() < m_timers.minTimeForPending) {
        move(*card, ProposalState::Expired, "no time left for a new question after: " + why);
        return;
    }
    replaceContent(*card, std::move(fresh));
    move(*card, ProposalState::Pending, "new numbers, needs a new yes: " + why);
}

void Desk::refuse(const ProposalId &id, const std::string &why)
{
    if (DeskEntry *card = entry(id))
        move(*card, ProposalState::Refused, why);
}

void Desk::submitting(const ProposalId &id)
{
    if (DeskEntry *card = entry(id))
        move(*card, ProposalState::Submitting, "on its way to the venue");
}

void Desk::orderBecame(const ProposalId &id, ProposalState state, const std::string &why)
{
    DeskEntry *card = entry(id);
    if (card && card->state != state)
        move(*card, state, why);
}

void Desk::withdraw(const ProposalId &id, const std::string &why)
{
    if (DeskEntry *card = entry(id))
        move(*card, ProposalState::Withdrawn, why);
}

void Desk::supersede(const ProposalId &id, const std::string &why)
{
    if (DeskEntry *card = entry(id))
        move(*card, ProposalState::Superseded, why);
}

void Desk::killAll(const std::string &why)
{
    for (const DeskEntry *each : open())
        if (isLegalTransition(each->state, ProposalState::Killed))
            move(*entry(each->proposal.id), ProposalState::Killed, why);
}

void Desk::tick()
{
    const Duration now = m_clock.steady();
    for (const DeskEntry *each : open())
        expireOrDisarm(*entry(each->proposal.id), now);
}

void Desk::expireOrDisarm(DeskEntry &card, Duration now)
{
    if (isWaiting(card.state) && now >= card.deadline)
        move(card, ProposalState::Expired, "nobody decided in time");
    else if (card.state == ProposalState::Armed && now >= card.armedUntil)
        move(card, ProposalState::Pending, "the second step did not come in time");
}

void Desk::markAllStale(const std::string &why)
{
    for (const DeskEntry *each : waiting())
        judge(each->proposal.id, {{"data", GuardGrade::Stale, why}});
}

ApprovedProposal Desk::issueExit(Proposal proposal, OrderRole role, std::string ocoGroup)
{
    if (role == OrderRole::Entry)
        bug("an entry cannot be issued approved");
    return ApprovedProposal(std::move(proposal), role, std::move(ocoGroup));
}

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
    return std::any_of(m_open.begin(), m_open.end(), [](const auto &each) {
        const ProposalState state = each.second.state;
        return state == ProposalState::Pending || state == ProposalState::Stale ||
               state == ProposalState::Armed;
    });
}

std::optional<Duration> Desk::nextDeadline() const
{
    std::optional<Duration> next;
    for (const auto &[id, card] : m_open) {
        if (!isWaiting(card.state))
            continue;
        const Duration at =
            card.state == ProposalState::Armed ? std::min(card.armedUntil, card.deadline) : card.deadline;
        next = next ? std::min(*next, at) : at;
    }
    return next;
}

DeskEntry *Desk::entry(const ProposalId &id)
{
    const auto found = m_open.find(id);
    return found == m_open.end() ? nullptr : &found->second;
}

bool Desk::move(DeskEntry &card, ProposalState to, const std::string &why)
{
    const ProposalState from = card.state;
    if (!isLegalTransition(from, to)) {
        ++m_illegal;
        return false;
    }
    card.state = to;
    card.stateReason = why;
    const ProposalId id = card.proposal.id;
    m_listener.changed(card, from);
    if (isTerminal(to))
        archive(id);
    return true;
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

void Desk::decide(DeskEntry &card, Decision decision)
{
    decision.proposal = card.proposal.id;
    decision.version = card.proposal.version;
    decision.contentHash = card.hash;
    decision.at = m_clock.now();
    decision.timeOnCard = m_clock.steady() - card.createdAt;
    m_listener.decided(card, decision);
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
