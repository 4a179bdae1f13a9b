#include "core/engine/AccountFigures.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core {

namespace {

/// A position without a stop is counted as if it gapped by this share.
const Decimal gapFactor = Decimal::fromNanos(100'000'000);

bool isEntryUnderWay(ProposalState state)
{
    return state == ProposalState::Approved || state == ProposalState::Revalidating ||
           state == ProposalState::Submitting || state == ProposalState::Unknown ||
           state == ProposalState::Working || state == ProposalState::Partial ||
           state == ProposalState::PreApproved; // a live envelope
}

} // namespace

const Instrument &EngineParts::instrument(const InstrumentId &id) const
{
    const auto found = instruments.find(id);
    if (found == instruments.end())
        bug("an instrument that the engine was not told of");
    return found->second;
}

Quantity EngineParts::own(const InstrumentId &id) const
{
    const auto found = external.find(id);
    return found == external.end() ? portfolio.held(id) : portfolio.held(id) - found->second;
}

Money AccountFigures::committed(const Order &order) const
{
    if (order.request.role != OrderRole::Entry)
        return {};
    const Instrument &instrument = m_parts.instrument(order.request.instrument);
    std::optional<Price> price = order.request.limitPrice;
    if (!price)
        if (const auto quote = m_parts.portfolio.quote(order.request.instrument))
            price = order.request.side == Side::Buy ? quote->ask : quote->bid;
    return price ? notional(*price, order.remaining(), instrument.multiplier).abs() : Money();
}

Money AccountFigures::buyingPower() const
{
    Money power = m_parts.portfolio.cash();
    for (const Order *order : m_parts.execution.open()) {
        const Money value = committed(*order);
        power -= value + scaled(value, m_parts.settings.feeRate);
    }
    return std::max(power, Money());
}

std::optional<Price> AccountFigures::workingPrice(const InstrumentId &instrument, OrderRole role) const
{
    for (const Order *order : m_parts.execution.open())
        if (order->request.instrument == instrument && order->request.role == role)
            return role == OrderRole::Stop ? order->request.stopPrice : order->request.limitPrice;
    return std::nullopt;
}

/// Each working stop covers its own quantity; what no stop covers counts as if it gapped.
Money AccountFigures::heatOf(const InstrumentId &id, const Position &position, Price mark) const
{
    Money total;
    Quantity uncovered = position.quantity.abs();
    const bool isLong = position.quantity.sign() > 0;
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.instrument != id || order->request.role != OrderRole::Stop)
            continue;
        const Quantity covered = std::min(order->remaining(), uncovered);
        uncovered -= covered;
        const Price stop = *order->request.stopPrice;
        const Price lost = isLong ? mark - stop : stop - mark;
        total += std::max(notional(lost, covered, position.multiplier), Money()) +
                 scaled(notional(stop, covered, position.multiplier), m_parts.settings.feeRate);
    }
    return total + scaled(notional(mark, uncovered, position.multiplier).abs(), gapFactor);
}

Money AccountFigures::heat() const
{
    Money total;
    for (const auto &[id, position] : m_parts.portfolio.positions()) {
        const auto quote = m_parts.portfolio.quote(id);
        const auto cost = position.averagePrice();
        if (!cost)
            continue;
        // Not priced yet, after a start: it counts at what it cost, as it does in equity.
        const Price mark = !quote ? *cost : position.quantity.sign() > 0 ? quote->bid : quote->ask;
        total += heatOf(id, position, mark);
    }
    return total;
}

Money AccountFigures::exposure(const ProposalId &without) const
{
    Money total = m_parts.portfolio.exposure();
    for (const Order *order : m_parts.execution.open())
        if (order->isExternal() || order->proposal != without)
            total += committed(*order);
    // Approved, but no order of it exists yet: it counts from the moment of the yes.
    for (const DeskEntry *card : m_parts.desk.open())
        if ((card->state == ProposalState::Approved || card->state == ProposalState::Revalidating ||
             card->state == ProposalState::PreApproved) &&
            card->proposal.id != without)
            total += worstNotional(card->proposal);
    return total;
}

Money AccountFigures::worstNotional(const Proposal &proposal) const
{
    const Instrument &instrument = m_parts.instrument(proposal.signal.series.instrument);
    return notional(proposal.limitPrice.value_or(proposal.referencePrice), proposal.quantity, instrument.multiplier).abs();
}

Money AccountFigures::pendingRisk(const ProposalId &without) const
{
    Money total;
    for (const DeskEntry *card : m_parts.desk.open())
        if (isEntryUnderWay(card->state) && card->proposal.id != without)
            total += card->proposal.lossAtStop.value_or(card->proposal.notionalValue);
    for (const Order *order : m_parts.execution.open())
        if (isOrphan(*order))
            total += riskOfOrphan(*order);
    return total;
}

/// An entry of an earlier run has no card here, and may fill all the same.
bool AccountFigures::isOrphan(const Order &order) const
{
    return order.request.role == OrderRole::Entry && !m_parts.desk.find(order.proposal);
}

/// What is left of it at the stop that was written with its intent; everything where there is none.
Money AccountFigures::riskOfOrphan(const Order &order) const
{
    if (!order.exits.stop)
        return committed(order);
    Proposal rest;
    rest.quantity = order.remaining();
    rest.limitPrice = order.request.limitPrice;
    rest.stopPrice = order.exits.stop;
    PlanInputs inputs;
    inputs.instrument = m_parts.instrument(order.request.instrument);
    inputs.feeRate = m_parts.settings.feeRate;
    inputs.stopSlippage = m_parts.settings.stopSlippage;
    if (const auto quote = m_parts.portfolio.quote(order.request.instrument))
        rest.referencePrice = order.request.side == Side::Buy ? quote->ask : quote->bid;
    return lossAtStop(rest, inputs).value_or(committed(order));
}

bool AccountFigures::isSessionOpen(const Instrument &instrument) const
{
    return instrument.session == SessionKind::AlwaysOpen || isCoreSession(m_parts.now());
}

std::optional<Timestamp> AccountFigures::sessionEnd(const Instrument &instrument) const
{
    if (instrument.session == SessionKind::AlwaysOpen)
        return std::nullopt;
    const auto session = sessionOf(newYorkDate(m_parts.now()));
    return session ? std::optional(session->close) : std::nullopt;
}

PlanInputs AccountFigures::planInputs(const InstrumentId &id, const ProposalId &without,
                                      Money equityAtSignal) const
{
    PlanInputs inputs;
    inputs.account = m_parts.settings.account;
    inputs.destination = m_parts.settings.destination;
    inputs.mode = m_parts.settings.mode;
    inputs.instrument = m_parts.instrument(id);
    inputs.quote = m_parts.portfolio.quote(id).value_or(Quote());
    inputs.equity = equity();
    inputs.dayStartEquity = m_parts.dayStartEquity;
    inputs.equityAtSignal = equityAtSignal;
    inputs.cash = m_parts.portfolio.cash();
    inputs.limits = m_parts.settings.limits;
    inputs.feeRate = m_parts.settings.feeRate;
    inputs.stopSlippage = m_parts.settings.stopSlippage;
    inputs.now = m_parts.now();
    if (inputs.limits.isUnlimited) {
        inputs.buyingPower = inputs.cash;
        return inputs;
    }
    inputs.buyingPower = buyingPower();
    inputs.exposureOfOthers = exposure(without);
    inputs.sessionEnd = sessionEnd(inputs.instrument);
    return inputs;
}

RiskView AccountFigures::view(const Proposal &proposal, const BotSettings &bot) const
{
    const InstrumentId &id = proposal.signal.series.instrument;
    RiskView view;
    view.account = planInputs(id, proposal.id, {});
    view.hasQuote = m_parts.portfolio.quote(id).has_value();
    if (const auto received = m_parts.quoteReceivedAt.find(id); received != m_parts.quoteReceivedAt.end())
        view.quoteAge = m_parts.clock.steady() - received->second;
    view.held = m_parts.portfolio.held(id);
    view.allowsAdding = bot.allowsAdding;
    view.allowsShort = bot.allowsShort;
    view.isDayLost = m_parts.isDayLost;
    view.isMismatched = m_parts.mismatched.contains(id);
    view.isExternal = m_parts.external.contains(id);
    view.trading = m_parts.health.trading;
    view.haltReason = m_parts.health.haltReason;
    if (!m_parts.health.limitsProblem.empty() && !m_parts.health.isHalted()) { // whose limits they are is not known: no entry
        view.trading = TradingState::Halted;
        view.haltReason = m_parts.health.limitsProblem;
    }
    view.isReady = m_parts.health.isReady && !m_parts.health.isCashDifferent;
    view.isLinkUp = m_parts.health.isLinkUp;
    view.isJournalHealthy = m_parts.health.isJournalHealthy && m_parts.journal.isHealthy();
    countOthers(proposal, view);
    if (view.account.limits.isUnlimited)
        return view;
    view.isSessionOpen = isSessionOpen(view.account.instrument);
    if (view.account.sessionEnd)
        view.sessionTimeLeft = *view.account.sessionEnd - m_parts.now();
    view.pendingRisk = pendingRisk(proposal.id);
    view.heat = heat();
    return view;
}

void AccountFigures::countOthers(const Proposal &proposal, RiskView &view) const
{
    const InstrumentId &id = proposal.signal.series.instrument;
    std::set<InstrumentId> others;
    for (const auto &[instrument, position] : m_parts.portfolio.positions())
        if (!position.quantity.isZero() && instrument != id)
            others.insert(instrument);
    for (const DeskEntry *card : m_parts.desk.open()) {
        if (!isEntryUnderWay(card->state) || card->proposal.id == proposal.id)
            continue;
        const InstrumentId &theirs = card->proposal.signal.series.instrument;
        if (theirs == id)
            ++view.entriesUnderWay;
        else
            others.insert(theirs);
    }
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.instrument == id && order->status == OrderStatus::Unknown)
            view.hasUnknownOrder = true;
        if (!isOrphan(*order))
            continue;
        if (order->request.instrument == id)
            ++view.entriesUnderWay;
        else
            others.insert(order->request.instrument);
    }
    view.positionCount = static_cast<int>(others.size());
}

} // namespace core
