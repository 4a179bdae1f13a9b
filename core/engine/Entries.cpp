#include "core/engine/Entries.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core {

namespace {

using namespace std::chrono_literals;

/// A market order has filled by then or its price has run away.
constexpr Duration entryPatience = 30s;

Side sideOf(const Signal &signal)
{
    return signal.idea.kind == SignalKind::Buy ? Side::Buy : Side::Sell;
}

std::string reasonFor(const Order &order)
{
    if (!order.reason.empty())
        return order.reason;
    return "the venue says " + std::string(orderStatusName(order.status));
}

} // namespace

ProposalState Entries::stateOf(OrderStatus status)
{
    switch (status) {
    case OrderStatus::Intended:
    case OrderStatus::Sent: return ProposalState::Submitting;
    case OrderStatus::Unknown: return ProposalState::Unknown;
    case OrderStatus::Working: return ProposalState::Working;
    case OrderStatus::PartiallyFilled: return ProposalState::Partial;
    case OrderStatus::Filled: return ProposalState::Filled;
    case OrderStatus::Cancelled: return ProposalState::Cancelled;
    case OrderStatus::Rejected: return ProposalState::BrokerRejected;
    case OrderStatus::Expired: return ProposalState::Expired;
    }
    return ProposalState::Unknown;
}

Entries::Entries(EngineParts &parts, const AccountFigures &figures, Exits &exits)
    : m_parts(parts), m_figures(figures), m_exits(exits)
{
}

const BotSettings &Entries::botOf(const Proposal &proposal) const
{
    return botOf(proposal.signal);
}

/// As it is set now: changed limits change the price collar of the bots.
const BotSettings &Entries::botOf(const Signal &signal) const
{
    for (const BotSettings &bot : m_parts.settings.bots)
        if (bot.id == signal.bot)
            return bot;
    bug("a proposal of an unknown bot");
}

void Entries::want(const Signal &signal, const BotSettings &bot)
{
    const InstrumentId &instrument = signal.series.instrument;
    for (const DeskEntry *card : m_parts.desk.waiting())
        if (card->proposal.signal.series.instrument == instrument && card->proposal.signal.bot == bot.id &&
            card->proposal.side == sideOf(signal))
            m_parts.desk.supersede(card->proposal.id, "a newer signal of the same strategy");
    const auto conflict = std::exchange(m_conflict, {});
    m_wanted[{instrument, bot.id}] = {signal, &bot, m_figures.equity(),
                                      conflict.first == signal.id ? conflict.second : std::string()};
}

/// The older card goes and the newer one says so; told once.
void Entries::oppose(const Signal &signal)
{
    const InstrumentId &instrument = signal.series.instrument;
    const Side older = opposite(sideOf(signal));
    const std::string turned = "the strategy has turned: " + signal.idea.reason;
    m_conflict = {};
    for (const DeskEntry *card : m_parts.desk.open()) {
        const Proposal &theirs = card->proposal;
        if (theirs.signal.series.instrument != instrument || theirs.side != older ||
            outcomeOf(card->state, ProposalEvent::Withdraw).verdict != ProposalOutcome::Verdict::Moves)
            continue;
        m_conflict = {signal.id, "conflict: a " + std::string(sideName(older)) + " of " + theirs.signal.strategy +
                                     " waited here until this signal came"};
        m_parts.note(Severity::Warning, "conflict",
                     "Conflict in " + instrument.symbol + ": the waiting " + sideName(older) + " of " +
                         theirs.signal.strategy + " is withdrawn, because " + signal.strategy + " says " +
                         signalKindName(signal.idea.kind) + ".");
        m_parts.desk.withdraw(theirs.id, turned, EndReason::OppositeSignal);
    }
    withdraw(instrument, older, turned);
}

void Entries::withdraw(const InstrumentId &instrument, Side side, const std::string &why)
{
    std::erase_if(m_wanted, [&](const auto &each) {
        return each.first.first == instrument && sideOf(each.second.signal) == side;
    });
    withdrawIf(
        [&](const DeskEntry &card) {
            return card.proposal.signal.series.instrument == instrument && card.proposal.side == side;
        },
        why);
}

void Entries::forget(const BotId &bot)
{
    std::erase_if(m_wanted, [&](const auto &each) { return each.first.second == bot; });
}

void Entries::forget(const InstrumentId &instrument)
{
    std::erase_if(m_wanted, [&](const auto &each) { return each.first.first == instrument; });
}

void Entries::withdrawAll(const std::string &why)
{
    m_wanted.clear();
    withdrawIf([](const DeskEntry &) { return true; }, why);
}

/// Approved but not sent counts too: the reason for the yes is gone.
void Entries::withdrawIf(const std::function<bool(const DeskEntry &)> &isMeant, const std::string &why)
{
    for (const DeskEntry *card : m_parts.desk.open())
        if (outcomeOf(card->state, ProposalEvent::Withdraw).verdict == ProposalOutcome::Verdict::Moves &&
            isMeant(*card))
            m_parts.desk.withdraw(card->proposal.id, why);
}

bool Entries::isUnderWay(const InstrumentId &instrument, Side side) const
{
    const auto open = m_parts.execution.open();
    return std::any_of(open.begin(), open.end(), [&](const Order *order) {
        return order->request.role == OrderRole::Entry && order->request.instrument == instrument &&
               order->request.side == side;
    });
}

void Entries::cancelAll()
{
    for (const Order *order : m_parts.execution.open())
        if (order->request.role == OrderRole::Entry)
            m_parts.execution.cancel(order->request.clientOrderId);
}

/// The decision window: up to the next bar's close inside a session; over a pause until half an hour
/// after the next opening (trading-rules section 4).
Timestamp Entries::decisionUntil(const Signal &signal) const
{
    return endsItsSession(signal) ? nextOpen(signal.barCloseTime) + 30min
                                  : signal.barCloseTime + lengthOf(signal.series.timeframe);
}

bool Entries::endsItsSession(const Signal &signal) const
{
    const Instrument &instrument = m_parts.instrument(signal.series.instrument);
    return instrument.session == SessionKind::UsEquities && !isCoreSession(signal.barCloseTime);
}

bool Entries::isInTime(const Signal &signal) const
{
    return m_parts.settings.limits.isUnlimited || m_parts.now() <= decisionUntil(signal);
}

/// Two minutes after its session has closed a signal can be asked about as an envelope for the opening.
/// A rule says yes to nothing it cannot measure: in auto mode the signal itself waits for the opening.
bool Entries::isEnvelopeDue(const Wanted &wanted) const
{
    const Instrument &instrument = m_parts.instrument(wanted.signal.series.instrument);
    return m_parts.settings.mode == DecisionMode::Hybrid && endsItsSession(wanted.signal) &&
           !m_figures.isSessionOpen(instrument) && m_parts.portfolio.quote(instrument.id).has_value() &&
           m_parts.now() >= wanted.signal.barCloseTime + 2min;
}

bool Entries::canPlan(const Wanted &wanted) const
{
    const InstrumentId &instrument = wanted.signal.series.instrument;
    if (m_exits.isClosing(instrument))
        return false;
    const bool isFlat = m_parts.portfolio.held(instrument).isZero();
    if (!isFlat && !wanted.bot->allowsAdding)
        return false;
    return m_parts.settings.limits.isUnlimited || m_figures.isSessionOpen(m_parts.instrument(instrument)) ||
           isEnvelopeDue(wanted);
}

void Entries::tick()
{
    std::set<InstrumentId> due;
    for (const auto &[key, wanted] : m_wanted)
        if (!m_parts.settings.limits.isUnlimited && isEnvelopeDue(wanted))
            due.insert(key.first);
    for (const InstrumentId &instrument : due)
        planWanted(instrument);
}

/// What nobody here knows the card of gets no longer than a market order.
Duration Entries::endOf(const Order &entry, Duration since) const
{
    const Duration shortest = since + entryPatience;
    const DeskEntry *card = entry.request.type == OrderType::Limit ? m_parts.desk.find(entry.proposal) : nullptr;
    const bool isLimit = card && card->proposal.orderType == OrderType::Limit; // else a market order with a collar
    return isLimit ? std::max(shortest, card->deadline) : shortest;
}

void Entries::endStale()
{
    const Duration now = m_parts.clock.steady();
    std::map<ClientOrderId, Duration> open;
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.role != OrderRole::Entry || order->isExternal())
            continue;
        const ClientOrderId &id = order->request.clientOrderId;
        const auto known = m_openSince.find(id);
        const Duration since = open[id] = known == m_openSince.end() ? now : known->second;
        const bool works = order->status == OrderStatus::Working || order->status == OrderStatus::PartiallyFilled;
        if (!works || order->cancelRequested || now < endOf(*order, since))
            continue;
        m_parts.note(Severity::Info, "entry",
                     "What the entry in " + order->request.instrument.symbol + " has not filled in time is cancelled: " +
                         order->remaining().toString() + " of " + order->request.quantity.toString() + ".");
        m_parts.execution.cancel(id);
    }
    m_openSince = std::move(open);
}

void Entries::onQuote(const InstrumentId &instrument)
{
    if (const auto quote = m_parts.portfolio.quote(instrument))
        for (const DeskEntry *card : m_parts.desk.waiting())
            if (card->state == ProposalState::Snoozed && card->proposal.signal.series.instrument == instrument)
                m_parts.desk.priceSeen(card->proposal.id,
                                       card->proposal.side == Side::Buy ? quote->ask : quote->bid);
    judgeIf([&](const DeskEntry &card) { return card.proposal.signal.series.instrument == instrument; });
    planWanted(instrument);
}

void Entries::planWanted(const InstrumentId &instrument)
{
    std::vector<WantedKey> keys;
    for (const auto &[key, wanted] : m_wanted)
        if (key.first == instrument)
            keys.push_back(key);
    for (const WantedKey &key : keys)
        planOne(key);
}

void Entries::planOne(const WantedKey &key)
{
    const InstrumentId &instrument = key.first;
    const Wanted wanted = m_wanted.at(key);
    if (!isInTime(wanted.signal)) {
        notProposed(instrument, "its decision window is over");
        m_wanted.erase(key);
        return;
    }
    if (!canPlan(wanted))
        return;
    m_wanted.erase(key);
    const ProposalId id(m_parts.settings.run.text() + "-P" + std::to_string(m_nextProposal++));
    PlanInputs inputs = m_figures.planInputs(instrument, id, wanted.equityAtSignal);
    if (!inputs.limits.isUnlimited && endsItsSession(wanted.signal)) {
        inputs.decisionUntil = decisionUntil(wanted.signal);
        if (!m_figures.isSessionOpen(inputs.instrument))
            inputs.opensAt = nextOpen(m_parts.now());
    }
    auto proposal = plan(id, wanted.signal, botOf(wanted.signal).planning, inputs);
    if (!proposal)
        return notProposed(instrument, proposal.error().detail);
    if (!wanted.conflict.empty())
        proposal->reasons.push_back(wanted.conflict);
    propose(std::move(*proposal));
}

void Entries::notProposed(const InstrumentId &instrument, const std::string &why)
{
    m_parts.note(Severity::Warning, "signal",
                 "The signal on " + instrument.symbol + " was not proposed: " + why + ".");
}

void Entries::propose(Proposal proposal)
{
    const InstrumentId instrument = proposal.signal.series.instrument;
    const ProposalId id = proposal.id;
    const Intake taken =
        m_parts.desk.take(std::move(proposal), m_parts.settings.destination == Destination::Live,
                          [&](Proposal &smaller) {
                              recalculate(smaller, m_figures.planInputs(instrument, smaller.id, {}));
                          });
    if (taken.kind == Intake::Kind::Throttled)
        return notProposed(instrument, taken.text);
    if (taken.kind == Intake::Kind::Duplicate)
        return; // counted, not shown
    if (taken.kind == Intake::Kind::Grouped)
        m_parts.note(Severity::Info, "proposal",
                     "A second strategy wants the same in " + instrument.symbol + ": it " + taken.text + ".");
    judge(*m_parts.desk.find(taken.card));
    if (taken.card == id)
        approveByRuleIfAuto(id);
}

/// Closed until the first fresh quote of the session that the proposal waits for.
Desk::Market Entries::marketOf(const Proposal &proposal) const
{
    const auto quote = m_parts.portfolio.quote(proposal.signal.series.instrument);
    const bool isClosed = proposal.opensAt && (m_parts.now() < *proposal.opensAt || !quote ||
                                               quote->at < *proposal.opensAt);
    return isClosed ? Desk::Market::Closed : Desk::Market::Open;
}

void Entries::judge(const DeskEntry &card)
{
    const ProposalId id = card.proposal.id;
    const Desk::Market market = marketOf(card.proposal);
    if (card.state == ProposalState::PreApproved && market == Desk::Market::Open) {
        if (m_parts.desk.open(id)) // its yes is measured on this quote like every other
            approved(id);
        return;
    }
    m_parts.desk.judge(
        id, m_parts.gate.check(card.proposal, m_figures.view(card.proposal, botOf(card.proposal))), market);
    if (m_parts.settings.mode == DecisionMode::Auto && card.proposal.mode == DecisionMode::Auto)
        approveByRuleIfAuto(id);
}

void Entries::judgeAll()
{
    judgeIf([](const DeskEntry &) { return true; });
}

void Entries::cancelBeyond(const RiskLimits &former)
{
    const auto blocking = [this](const Proposal &proposal, const RiskView &view) {
        std::set<std::string> rules;
        for (const GuardResult &each : m_parts.gate.check(proposal, view))
            if (each.grade == GuardGrade::Blocked)
                rules.insert(each.rule);
        return rules;
    };
    for (const Order *order : m_parts.execution.open()) {
        const DeskEntry *card = m_parts.desk.find(order->proposal);
        if (order->request.role != OrderRole::Entry || !card)
            continue;
        RiskView view = m_figures.view(card->proposal, botOf(card->proposal));
        const std::set<std::string> now = blocking(card->proposal, view);
        view.account.limits = former;
        // What blocked it before the change has nothing to do with the limits: its own order under way.
        const std::set<std::string> before = blocking(card->proposal, view);
        if (std::includes(before.begin(), before.end(), now.begin(), now.end()))
            continue;
        m_parts.note(Severity::Warning, "limits",
                     "The entry in " + order->request.instrument.symbol + " is beyond the new limits and is cancelled.");
        m_parts.execution.cancel(order->request.clientOrderId);
    }
}

/// Over copied ids: judging one card may end another.
void Entries::judgeIf(const std::function<bool(const DeskEntry &)> &isMeant)
{
    std::vector<ProposalId> ids;
    for (const DeskEntry *card : m_parts.desk.waiting())
        if (isMeant(*card))
            ids.push_back(card->proposal.id);
    for (const ProposalId &id : ids)
        judgeIfWaiting(id);
}

void Entries::approveByRuleIfAuto(const ProposalId &id)
{
    const DeskEntry *card = m_parts.desk.find(id);
    if (m_parts.settings.mode != DecisionMode::Auto || !card || card->state != ProposalState::Pending)
        return;
    if (m_parts.desk.approveByRule(id, "auto mode"))
        approved(id);
}

void Entries::approved(const ProposalId &id)
{
    m_approved.push_back({id, m_parts.journal.lastTicket()});
    onDurable(m_parts.journal.durableThrough());
}

void Entries::onDurable(std::int64_t through)
{
    while (!m_approved.empty() && m_approved.front().ticket <= through) {
        const ProposalId id = m_approved.front().proposal;
        m_approved.pop_front();
        revalidate(id);
    }
}

void Entries::onJournalFailed(const std::string &why)
{
    for (const Approved &each : std::exchange(m_approved, {}))
        if (const auto approved = m_parts.desk.beginRevalidation(each.proposal))
            m_parts.desk.refuse(each.proposal, "not sent: the decision could not be stored (" + why + ")");
}

void Entries::revalidate(const ProposalId &id)
{
    const auto approved = m_parts.desk.beginRevalidation(id);
    if (!approved)
        return judgeIfWaiting(id);
    if (m_exits.isClosing(approved->proposal().signal.series.instrument))
        return m_parts.desk.refuse(id, "the position in this instrument is being closed");
    // Less autonomy counts at once: what a rule said yes to and has not left is asked.
    if (approved->proposal().mode == DecisionMode::Auto && m_parts.settings.mode != DecisionMode::Auto)
        return requote(approved->proposal(), "automatic decisions were switched off");
    const RiskView view = m_figures.view(approved->proposal(), botOf(approved->proposal()));
    for (const GuardResult &guard : m_parts.gate.check(approved->proposal(), view)) {
        if (guard.grade == GuardGrade::Blocked) {
            m_parts.observers.guardRefused(approved->proposal(), guard.rule);
            return m_parts.desk.refuse(id, guard.detail);
        }
        if (guard.grade == GuardGrade::Stale)
            return requote(approved->proposal(), guard.detail);
    }
    submit(*approved, view);
}

void Entries::submit(const ApprovedProposal &approved, const RiskView &view)
{
    const ProposalId id = approved.proposal().id;
    const auto vetted = m_parts.gate.vet(approved, view, m_parts.ids.make(approved.proposal().signal.bot, m_parts.now()));
    if (!vetted) {
        m_parts.observers.guardRefused(approved.proposal(), vetted.error().rule);
        return m_parts.desk.refuse(id, vetted.error().detail);
    }
    m_parts.desk.submitting(id);
    m_parts.execution.place(*vetted, m_parts.journal.durableThrough());
}

Proposal Entries::freshened(const Proposal &proposal) const
{
    Proposal fresh = proposal;
    fresh.mode = m_parts.settings.mode;
    const InstrumentId &instrument = proposal.signal.series.instrument;
    const PlanInputs inputs = m_figures.planInputs(instrument, proposal.id, {});
    fresh.referencePrice = fresh.side == Side::Buy ? inputs.quote.ask : inputs.quote.bid;
    if (fresh.orderType == OrderType::Market)
        fresh.limitPrice = protectiveLimit(fresh, botOf(proposal).planning.collar, inputs.instrument);
    recalculate(fresh, inputs);
    return fresh;
}

void Entries::requote(const Proposal &old, const std::string &why)
{
    m_parts.desk.requote(old.id, freshened(old), why);
    judgeIfWaiting(old.id);
}

void Entries::judgeIfWaiting(const ProposalId &id)
{
    if (const DeskEntry *card = m_parts.desk.find(id); card && isWaiting(card->state))
        judge(*card);
}

void Entries::onOrder(const Order &order)
{
    if (order.request.role == OrderRole::Entry)
        m_parts.desk.orderBecame(order.proposal, stateOf(order.status), reasonFor(order));
}

} // namespace core
