#include "core/engine/AccountFigures.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core {

namespace {

bool isEntryUnderWay(ProposalState state)
{
    return state == ProposalState::Approved || state == ProposalState::Revalidating ||
           state == ProposalState::Submitting || state == ProposalState::Unknown ||
           state == ProposalState::Working || state == ProposalState::Partial ||
           state == ProposalState::PreApproved; // a live envelope
}

/// Approved and not yet an order: the orders cannot tell of it.
bool isWithoutOrder(const DeskEntry &card)
{
    return card.state == ProposalState::Approved || card.state == ProposalState::Revalidating ||
           card.state == ProposalState::PreApproved;
}

} // namespace

void AccountFigures::UnderWay::add(Side side, Quantity quantity, Price price)
{
    (side == Side::Buy ? buys : sells) += quantity;
    worst = std::max(worst, price.abs());
}

/// max(|position + buys|, |position − sells|) · m · worst price.
Money AccountFigures::UnderWay::worth(Decimal multiplier) const
{
    return notional(worst, std::max((held + buys).abs(), (held - sells).abs()), multiplier);
}

const Instrument &EngineParts::instrument(const InstrumentId &id) const
{
    const auto found = instruments.find(id);
    if (found == instruments.end())
        bug("an instrument that the engine was not told of");
    return found->second;
}

void EngineParts::meet(const InstrumentId &id)
{
    if (!instruments.contains(id))
        instruments.emplace(id, usualInstrument(id));
}

Decimal EngineParts::lot(const InstrumentId &id) const
{
    return settings.limits.isUnlimited ? Decimal::fromNanos(1) : instrument(id).lotSize;
}

Quantity EngineParts::inLots(const InstrumentId &id, Quantity quantity) const
{
    const Quantity whole(quantity.abs().value().roundedTo(lot(id), Rounding::Floor));
    return quantity.sign() < 0 ? -whole : whole;
}

Quantity EngineParts::own(const InstrumentId &id) const
{
    const auto found = external.find(id);
    const Quantity held = portfolio.held(id);
    const Quantity all = held - (found == external.end() ? Quantity() : found->second);
    if (all.sign() * held.sign() <= 0)
        return {};
    return inLots(id, all.abs() < held.abs() ? all : held);
}

Money AccountFigures::committed(const Order &order) const
{
    if (order.request.role != OrderRole::Entry)
        return {};
    const Instrument &instrument = m_parts.instrument(order.request.instrument);
    return notional(priceOf(order), order.remaining(), instrument.multiplier).abs();
}

/// Its limit, or what it would pay now; zero while nobody knows.
Price AccountFigures::priceOf(const Order &order) const
{
    if (order.request.limitPrice)
        return *order.request.limitPrice;
    const auto quote = m_parts.portfolio.quote(order.request.instrument);
    if (!quote)
        return {};
    return order.request.side == Side::Buy ? quote->ask : quote->bid;
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

/// Each working stop covers its own quantity; what no stop covers counts as if it gapped. Of one that is being
/// changed the worse terms count.
Money AccountFigures::heatOf(const InstrumentId &id, const Position &position, Price mark) const
{
    Money total;
    Quantity uncovered = position.quantity.abs();
    const bool isLong = position.quantity.sign() > 0;
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.instrument != id || order->request.role != OrderRole::Stop)
            continue;
        const Quantity covered = std::clamp(order->leastQuantity() - order->filled, Quantity(), uncovered);
        uncovered -= covered;
        const Price stop = *order->worstStop();
        const Price lost = isLong ? mark - stop : stop - mark;
        total += std::max(notional(lost, covered, position.multiplier), Money()) +
                 scaled(notional(stop, covered, position.multiplier).abs(),
                        m_parts.settings.feeRate + m_parts.settings.stopSlippage);
    }
    return total + scaled(notional(mark, uncovered, position.multiplier).abs(),
                          gapLossShare(mark, std::nullopt, m_parts.watch.gapShare(id)));
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

std::map<InstrumentId, AccountFigures::UnderWay> AccountFigures::underWay(const ProposalId &without) const
{
    std::map<InstrumentId, UnderWay> all;
    for (const auto &[id, position] : m_parts.portfolio.positions()) {
        if (position.quantity.isZero())
            continue;
        const auto quote = m_parts.portfolio.quote(id);
        const Price mark = quote ? (position.quantity.sign() > 0 ? quote->bid : quote->ask)
                                 : position.averagePrice().value_or(Price());
        all[id].held = position.quantity;
        all[id].worst = mark.abs();
    }
    for (const Order *order : m_parts.execution.open())
        if (order->request.role == OrderRole::Entry && (order->isExternal() || order->proposal != without))
            all[order->request.instrument].add(order->request.side, order->remaining(), priceOf(*order));
    // Approved, but no order of it exists yet: it counts from the moment of the yes.
    for (const DeskEntry *card : m_parts.desk.open())
        if (isWithoutOrder(*card) && card->proposal.id != without)
            all[card->proposal.signal.series.instrument].add(
                card->proposal.side, card->proposal.quantity,
                card->proposal.limitPrice.value_or(card->proposal.referencePrice));
    return all;
}

/// Resting exits are left out: they only make it less.
Money AccountFigures::exposure(const ProposalId &without) const
{
    Money total;
    for (const auto &[id, each] : underWay(without))
        total += each.worth(m_parts.instrument(id).multiplier);
    return total;
}

Money AccountFigures::overnight(const ProposalId &without) const
{
    Money total;
    for (const auto &[id, position] : m_parts.portfolio.positions()) {
        const auto quote = m_parts.portfolio.quote(id);
        if (position.quantity.isZero())
            continue;
        const Price mark = quote ? quote->middle() : position.averagePrice().value_or(Price());
        total += scaled(notional(mark, position.quantity, position.multiplier).abs(),
                        gapLossShare(mark, furthestStop(id, mark), m_parts.watch.gapShare(id)));
    }
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.role != OrderRole::Entry || order->proposal == without)
            continue;
        const DeskEntry *card = m_parts.desk.find(order->proposal);
        const auto stop = card ? card->proposal.stopPrice : std::nullopt;
        const InstrumentId &id = order->request.instrument;
        total += scaled(committed(*order), gapLossShare(priceOf(*order), stop, m_parts.watch.gapShare(id)));
    }
    for (const DeskEntry *card : m_parts.desk.open())
        if (isWithoutOrder(*card) && card->proposal.id != without)
            total += card->proposal.lossAtGap.value_or(card->proposal.notionalValue.abs());
    return total;
}

/// Several stops may cover a position in parts: the worst of them counts for all of it.
std::optional<Price> AccountFigures::furthestStop(const InstrumentId &instrument, Price mark) const
{
    std::optional<Price> furthest;
    for (const Order *order : m_parts.execution.open()) {
        const OrderRequest &request = order->request;
        if (request.instrument != instrument || request.role != OrderRole::Stop)
            continue;
        const auto stop = order->worstStop();
        if (!furthest || (mark - *stop).abs() > (mark - *furthest).abs())
            furthest = stop;
    }
    return furthest;
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

/// Where the venue takes no plain stop beside an entry it takes no entry beside a plain stop either. A leg of a pair
/// that is one order is none.
bool AccountFigures::blocks(const Order &order, const Proposal &entry) const
{
    const OrderRequest &request = order.request;
    const InstrumentId &id = entry.signal.series.instrument;
    const bool isStop = request.type == OrderType::Stop || request.type == OrderType::StopLimit;
    if (request.instrument != id || !isStop || request.side == entry.side)
        return false;
    const ExitSupport support = m_broker.exitSupport(id);
    const auto isOtherHalf = [&](const Order *other) {
        return other != &order && !request.ocoGroup.empty() && other->request.ocoGroup == request.ocoGroup;
    };
    const bool isLeg = support.pairs == PairHolding::OneOrder && std::ranges::any_of(m_parts.execution.open(), isOtherHalf);
    return !support.takesStopBesideEntry && !isLeg;
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
    inputs.overnightOfOthers = overnight(without);
    inputs.gapShare = m_parts.watch.gapShare(id);
    inputs.netFlows = m_parts.netFlows;
    inputs.sessionEnd = sessionEnd(inputs.instrument);
    return inputs;
}

RiskView AccountFigures::view(const Proposal &proposal, const BotSettings &bot) const
{
    const InstrumentId &id = proposal.signal.series.instrument;
    RiskView view;
    view.account = planInputs(id, proposal.id, {});
    view.hasQuote = m_parts.portfolio.quote(id).has_value();
    // A price that only a bar has told is older than any limit.
    const auto received = m_parts.quoteReceivedAt.find(id);
    view.quoteAge = received == m_parts.quoteReceivedAt.end() ? Duration::max() : m_parts.clock.steady() - received->second;
    view.held = m_parts.portfolio.held(id);
    view.allowsAdding = bot.allowsAdding;
    view.allowsShort = bot.allowsShort;
    view.isDayLost = m_parts.isDayLost;
    view.isMismatched = m_parts.mismatched.contains(id) || m_parts.corrected.contains(id);
    view.isExternal = m_parts.external.contains(id);
    view.trading = m_parts.health.trading;
    view.haltReason = m_parts.health.haltReason;
    if (!m_parts.health.limitsProblem.empty() && !m_parts.health.isHalted()) { // whose limits they are is not known: no entry
        view.trading = TradingState::Halted;
        view.haltReason = m_parts.health.limitsProblem;
    }
    view.isReady = m_parts.health.isReady && !m_parts.health.isCashDifferent && !m_parts.health.isComparisonOld;
    view.isLinkUp = m_parts.health.isLinkUp;
    view.isFeedUp = m_parts.health.isFeedUp;
    if (const auto &clock = m_parts.health.clock; clock && !clock->allowsEntries)
        view.clockProblem = clock->detail;
    view.isJournalHealthy = m_parts.health.isJournalHealthy && m_parts.journal.isHealthy();
    countOthers(proposal, view);
    if (view.account.limits.isUnlimited)
        return view;
    view.isSessionOpen = isSessionOpen(view.account.instrument);
    if (view.account.sessionEnd)
        view.sessionTimeLeft = *view.account.sessionEnd - m_parts.now();
    view.pendingRisk = pendingRisk(proposal.id);
    view.heat = heat();
    view.pace = m_parts.pace.view(proposal, bot, m_parts.now(), m_parts.settings);
    view.drawdown = m_parts.index.drawdown();
    addMarket(proposal, view);
    addUnderWay(proposal, view);
    return view;
}

void AccountFigures::addMarket(const Proposal &proposal, RiskView &view) const
{
    view.medianSpread = m_parts.watch.medianSpread(proposal.signal.series.instrument);
    view.hasHoleInBars = m_parts.watch.hadHole(proposal.signal);
    if (const auto extremes = m_parts.watch.since(proposal.signal)) {
        view.lowestBid = extremes->lowestBid;
        view.highestAsk = extremes->highestAsk;
    }
}

void AccountFigures::addUnderWay(const Proposal &proposal, RiskView &view) const
{
    const InstrumentId &here = proposal.signal.series.instrument;
    for (const auto &[id, each] : underWay(proposal.id)) {
        if (id != here) {
            view.exposureElsewhere += each.worth(m_parts.instrument(id).multiplier);
            continue;
        }
        view.buysUnderWay = each.buys;
        view.sellsUnderWay = each.sells;
        view.worstUnderWay = each.worst;
    }
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
        view.workingOrders += order->request.instrument == id && order->proposal != proposal.id;
        view.hasBlockingStop = view.hasBlockingStop || blocks(*order, proposal);
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
