#include "core/engine/Entries.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core {

namespace {

using namespace std::chrono_literals;

Side sideOf(const Signal &signal)
{
    return signal.idea.kind == SignalKind::Buy ? Side::Buy : Side::Sell;
}

ProposalState stateOf(OrderStatus status)
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

std::string reasonFor(const Order &order)
{
    if (!order.reason.empty())
        return order.reason;
    return "the venue says " + std::string(orderStatusName(order.status));
}

} // namespace

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
    for (const DeskEntry *card : m_parts.desk.waiting())
        if (card->proposal.signal.series.instrument == signal.series.instrument &&
            card->proposal.side == sideOf(signal) && card->state != ProposalState::Armed)
            m_parts.desk.supersede(card->proposal.id, "a newer signal of the same strategy");
    m_wanted[signal.series.instrument] = {signal, &bot, m_figures.equity()};
}

void Entries::withdraw(const InstrumentId &instrument, Side side, const std::string &why)
{
    if (const auto found = m_wanted.find(instrument);
        found != m_wanted.end() && sideOf(found->second.signal) == side)
        m_wanted.erase(found);
    withdrawIf(
        [&](const DeskEntry &card) {
            return card.proposal.signal.series.instrument == instrument && card.proposal.side == side;
        },
        why);
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
        if (isLegalTransition(card->state, ProposalState::Withdrawn) && isMeant(*card))
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
bool Entries::isTooLate(const Wanted &wanted) const
{
    if (m_parts.settings.limits.isUnlimited)
        return false;
    const Timestamp closed = wanted.signal.barCloseTime;
    Timestamp until = closed + lengthOf(wanted.signal.series.timeframe);
    const Instrument &instrument = m_parts.instrument(wanted.signal.series.instrument);
    if (instrument.session == SessionKind::UsEquities && !isCoreSession(closed))
        until = nextOpen(closed) + 30min;
    return m_parts.now() > until;
}

bool Entries::canPlan(const InstrumentId &instrument, const BotSettings &bot) const
{
    if (m_exits.isClosing(instrument))
        return false;
    const bool isFlat = m_parts.portfolio.held(instrument).isZero();
    if (!isFlat && !bot.allowsAdding)
        return false;
    return m_parts.settings.limits.isUnlimited || m_figures.isSessionOpen(m_parts.instrument(instrument));
}

void Entries::onQuote(const InstrumentId &instrument)
{
    judgeIf([&](const DeskEntry &card) { return card.proposal.signal.series.instrument == instrument; });
    planWanted(instrument);
}

void Entries::planWanted(const InstrumentId &instrument)
{
    const auto found = m_wanted.find(instrument);
    if (found == m_wanted.end())
        return;
    if (isTooLate(found->second)) {
        m_parts.note(Severity::Warning, "signal",
                     "The signal on " + instrument.symbol + " was not proposed: its decision window is over.");
        m_wanted.erase(found);
        return;
    }
    if (!canPlan(instrument, *found->second.bot))
        return;
    const Wanted wanted = found->second;
    m_wanted.erase(found);
    const ProposalId id(m_parts.settings.run.text() + "-P" + std::to_string(m_nextProposal++));
    auto proposal = plan(id, wanted.signal, botOf(wanted.signal).planning,
                         m_figures.planInputs(instrument, id, wanted.equityAtSignal));
    if (!proposal) {
        m_parts.note(Severity::Warning, "signal",
                     "The signal on " + instrument.symbol + " was not proposed: " + proposal.error().detail + ".");
        return;
    }
    m_parts.desk.create(std::move(*proposal), m_parts.settings.destination == Destination::Live);
    judge(*m_parts.desk.find(id));
    approveByRuleIfAuto(id);
}

void Entries::judge(const DeskEntry &card)
{
    const ProposalId id = card.proposal.id;
    m_parts.desk.judge(id, m_parts.gate.check(card.proposal, m_figures.view(card.proposal, botOf(card.proposal))));
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
        const auto guards = m_parts.gate.check(proposal, view);
        return std::find_if(guards.begin(), guards.end(), [](const GuardResult &each) {
                   return each.grade == GuardGrade::Blocked;
               }) != guards.end();
    };
    for (const Order *order : m_parts.execution.open()) {
        const DeskEntry *card = m_parts.desk.find(order->proposal);
        if (order->request.role != OrderRole::Entry || !card)
            continue;
        RiskView view = m_figures.view(card->proposal, botOf(card->proposal));
        const bool isBeyond = blocking(card->proposal, view);
        view.account.limits = former;
        if (!isBeyond || blocking(card->proposal, view))
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

Decision Entries::decisionBy(const CommandOrigin &by, const Proposal &proposal) const
{
    Decision decision;
    decision.person = by.person;
    decision.channel = by.channel;
    decision.quoteSeen = m_parts.portfolio.quote(proposal.signal.series.instrument);
    const auto r = proposal.riskDistance();
    if (decision.quoteSeen && r && !r->isZero()) {
        const bool isBuy = proposal.side == Side::Buy;
        const Price now = isBuy ? decision.quoteSeen->ask : decision.quoteSeen->bid;
        const double moved = (now - proposal.referencePrice).toDouble() * (isBuy ? 1 : -1);
        decision.driftR = moved / r->toDouble();
    }
    return decision;
}

Result<> Entries::arm(const ArmProposal &command)
{
    return m_parts.desk.arm(command.id, command.version, command.hash);
}

Result<> Entries::approve(const ApproveProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    Decision decision = decisionBy(by, card->proposal);
    if (command.quantity) {
        const Instrument &instrument = m_parts.instrument(card->proposal.signal.series.instrument);
        decision.quantity = instrument.flooredQuantity(*command.quantity);
        if (decision.quantity.sign() <= 0 || decision.quantity != *command.quantity)
            return failure({ErrorCode::BadInput,
                            "the quantity must be a multiple of the lot " + instrument.lotSize.toString(), {}, 0,
                            "quantity"});
    }
    if (auto done = m_parts.desk.approve(command.id, command.version, command.hash, std::move(decision)); !done)
        return done;
    approved(command.id);
    return {};
}

Result<> Entries::reject(const RejectProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    Decision decision = decisionBy(by, card->proposal);
    decision.reason = command.text;
    return m_parts.desk.reject(command.id, command.reason, std::move(decision));
}

Result<> Entries::edit(const EditProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    Proposal edited = card->proposal;
    edited.quantity = command.quantity.value_or(edited.quantity);
    edited.orderType = command.orderType.value_or(edited.orderType);
    if (command.limitPrice)
        edited.limitPrice = command.limitPrice;
    changeType(card->proposal, edited);
    if (command.stopPrice)
        edited.stopPrice = command.stopPrice;
    if (command.targetPrice)
        edited.targetPrice = command.targetPrice;
    if (edited.orderType == OrderType::Limit && !edited.limitPrice)
        return failure({ErrorCode::BadInput, "a limit order needs a limit price", {}, 0, "limit_price"});
    if (edited.orderType != OrderType::Limit && edited.orderType != OrderType::Market)
        return failure({ErrorCode::BadInput, "an entry is a market or a limit order", {}, 0, "order_type"});
    // Whatever can never be sent is refused now, and the card stays as it is.
    recalculate(edited, m_figures.planInputs(edited.signal.series.instrument, edited.id, {}));
    for (const GuardResult &guard : m_parts.gate.check(edited, m_figures.view(edited, botOf(edited))))
        if (guard.grade == GuardGrade::Blocked &&
            (guard.rule == "steps" || guard.rule == "protection" || guard.rule == "internal"))
            return failure({ErrorCode::Refused, guard.detail, {}, 0, guard.rule});
    const std::string note = "quantity " + card->proposal.quantity.toString() + " → " + edited.quantity.toString();
    Decision decision = decisionBy(by, edited);
    decision.reason = note;
    if (auto done = m_parts.desk.edit(command.id, command.version, std::move(edited), std::move(decision)); !done)
        return done;
    if (const DeskEntry *now = m_parts.desk.find(command.id))
        judge(*now);
    return {};
}

/// A market order's protective limit is no limit order's price, and the other way round: a change of
/// type without a new price gets the one that fits it.
void Entries::changeType(const Proposal &before, Proposal &edited) const
{
    if (before.orderType == edited.orderType)
        return;
    const Instrument &instrument = m_parts.instrument(edited.signal.series.instrument);
    const bool isBuy = edited.side == Side::Buy;
    if (edited.orderType == OrderType::Market)
        edited.limitPrice = protectiveLimit(edited, botOf(edited).planning.collar, instrument);
    else if (edited.limitPrice == before.limitPrice)
        edited.limitPrice =
            instrument.roundedPrice(edited.referencePrice, isBuy ? Rounding::Floor : Rounding::Ceiling);
}

Result<> Entries::refresh(const RefreshProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card || !isWaiting(card->state))
        return failure(ErrorCode::NotFound, "there is no waiting proposal " + command.id.text());
    if (card->state == ProposalState::Stale) {
        Decision decision = decisionBy(by, card->proposal);
        decision.reason = "refreshed to the present price";
        if (auto done = m_parts.desk.edit(command.id, card->proposal.version, freshened(card->proposal),
                                          std::move(decision));
            !done)
            return done;
    }
    if (const DeskEntry *now = m_parts.desk.find(command.id))
        judge(*now);
    return {};
}

} // namespace core
