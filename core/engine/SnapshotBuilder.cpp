#include "core/engine/SnapshotBuilder.h"

#include <algorithm>

namespace core {

namespace {

constexpr std::size_t shownOrders = 200;

double percentOf(Money part, Money whole)
{
    return 100.0 * ratio(part, whole);
}

/// In words for the status bar. Where a venue has a clock, not having heard of it is a doubt.
Lamp clockLamp(Destination destination, const std::optional<ClockJudged> &clock)
{
    if (clock)
        return {"clock", clock->isGood && clock->allowsEntries, clock->detail};
    switch (destination) {
    case Destination::Demo: return {"clock", true, "the demo's own clock"};
    case Destination::Replay: return {"clock", true, "the clock of the recorded bars"};
    case Destination::Paper:
    case Destination::Live: break;
    }
    return {"clock", false, "not compared with the venue's yet"};
}

} // namespace

std::shared_ptr<const EngineSnapshot> SnapshotBuilder::build(const PlayState &play)
{
    auto snapshot = std::make_shared<EngineSnapshot>();
    const EngineParts &parts = m_engine.parts();
    snapshot->number = ++m_number;
    snapshot->run = parts.settings.run;
    snapshot->profile = parts.settings.profile;
    snapshot->marketTime = parts.now();
    snapshot->speed = play.speed;
    snapshot->isPausedForCards = play.isPausedForCards;
    snapshot->isFinished = play.isFinished;
    addTradingState(*snapshot);
    snapshot->isReady = parts.health.isReady;
    snapshot->limits = parts.settings.limits;
    snapshot->profileLimits = parts.settings.profileLimits;
    snapshot->limitsProblem = parts.health.limitsProblem;
    if (!parts.health.isJournalHealthy || !parts.journal.isHealthy())
        snapshot->journalProblem = parts.health.journalProblem.empty() ? "the journal cannot be written"
                                                                       : parts.health.journalProblem;
    addAccount(*snapshot);
    addPositions(*snapshot);
    addOrders(*snapshot);
    addCards(*snapshot);
    addBots(*snapshot);
    addSeries(*snapshot);
    addLamps(*snapshot);
    snapshot->markers.assign(m_activity.markers().begin(), m_activity.markers().end());
    snapshot->monitor = m_monitor.view();
    snapshot->activity.assign(m_activity.lines().begin(), m_activity.lines().end());
    return snapshot;
}

void SnapshotBuilder::addTradingState(EngineSnapshot &snapshot) const
{
    const EngineParts &parts = m_engine.parts();
    snapshot.isHalted = parts.health.isHalted();
    snapshot.isFlattening = parts.health.trading == TradingState::Flattening;
    snapshot.isDayLost = parts.isDayLost;
    snapshot.isReduceOnly = !snapshot.isHalted && (parts.isDayLost || parts.health.trading != TradingState::Running);
    snapshot.haltReason = parts.health.haltReason;
    if (parts.isDayLost && parts.health.trading == TradingState::Running)
        snapshot.haltReason = "the day's loss limit is reached, no entries until the next day";
}

void SnapshotBuilder::addAccount(EngineSnapshot &snapshot) const
{
    const EngineParts &parts = m_engine.parts();
    const AccountFigures &figures = m_engine.figures();
    AccountView &account = snapshot.account;
    account.id = parts.settings.account;
    account.destination = parts.settings.destination;
    account.mode = parts.settings.mode;
    account.equity = figures.equity();
    account.cash = parts.portfolio.cash();
    account.buyingPower = figures.buyingPower();
    account.dayStartEquity = parts.dayStartEquity;
    account.netFlows = parts.netFlows;
    account.dayPnl = account.equity - parts.dayStartEquity - parts.netFlows;
    account.dayLimitRoom =
        std::max(scaled(parts.dayStartEquity, parts.settings.limits.dayLoss) - figures.dayLoss(), Money());
    account.heat = figures.heat() + figures.pendingRisk({});
    account.overnightLoss = figures.overnight({});
    account.exposurePct = percentOf(figures.exposure({}), account.equity);
    account.exposureLimitPct = 100.0 * parts.settings.limits.exposure.toDouble();
    account.cashDifference = m_engine.reconciliation().cashDifference();
}

void SnapshotBuilder::addPositions(EngineSnapshot &snapshot) const
{
    const EngineParts &parts = m_engine.parts();
    for (const auto &[instrument, position] : parts.portfolio.positions()) {
        PositionView view;
        view.instrument = instrument;
        view.quantity = position.quantity;
        view.averagePrice = position.averagePrice().value_or(Price());
        view.realisedPnl = position.realisedPnl - position.fees;
        if (const auto quote = parts.portfolio.quote(instrument)) {
            snapshot.quotes[instrument] = *quote;
            view.lastPrice = quote->middle();
            view.unrealisedPnl = position.unrealisedPnl(*quote);
        }
        if (const auto &venue = m_engine.venueSnapshot()) {
            view.venueQuantity = Quantity();
            for (const auto &holding : venue->holdings)
                if (holding.instrument == instrument)
                    view.venueQuantity = holding.quantity;
            view.differs = *view.venueQuantity != position.quantity;
        }
        if (const auto found = parts.external.find(instrument); found != parts.external.end())
            view.external = found->second;
        view.isCorrected = parts.corrected.contains(instrument);
        view.closesAt = m_engine.exits().endOf(instrument);
        view.watchedTarget = m_engine.exits().heldTarget(instrument);
        view.stopPrice = m_engine.figures().workingPrice(instrument, OrderRole::Stop);
        view.targetPrice = m_engine.figures().workingPrice(instrument, OrderRole::Target);
        snapshot.positions.push_back(std::move(view));
    }
    for (const auto &[instrument, facts] : parts.instruments)
        if (const auto quote = parts.portfolio.quote(instrument))
            snapshot.quotes[instrument] = *quote;
}

void SnapshotBuilder::addOrders(EngineSnapshot &snapshot) const
{
    for (const auto &[id, order] : m_engine.parts().execution.orders())
        snapshot.orders.push_back({order, order.status == OrderStatus::Unknown});
    std::stable_sort(snapshot.orders.begin(), snapshot.orders.end(), [](const OrderView &a, const OrderView &b) {
        if (a.order.createdAt != b.order.createdAt)
            return a.order.createdAt > b.order.createdAt;
        return a.order.request.clientOrderId > b.order.request.clientOrderId;
    });
    if (snapshot.orders.size() > shownOrders)
        snapshot.orders.resize(shownOrders);
}

void SnapshotBuilder::addCards(EngineSnapshot &snapshot) const
{
    const Desk &desk = m_engine.parts().desk;
    for (const DeskEntry *entry : desk.waiting())
        snapshot.waiting.push_back(viewOf(*entry));
    // What is on its way is no longer waiting but not over either: it stands first among the decided.
    for (const DeskEntry *entry : desk.open())
        if (!isWaiting(entry->state))
            snapshot.decided.push_back(viewOf(*entry));
    const auto &past = desk.decided();
    for (auto entry = past.rbegin(); entry != past.rend(); ++entry)
        snapshot.decided.push_back(viewOf(*entry));
}

void SnapshotBuilder::addBots(EngineSnapshot &snapshot) const
{
    const EngineParts &parts = m_engine.parts();
    for (const BotSettings &bot : parts.settings.bots)
        if (bot.isOn)
            snapshot.bots.push_back({bot.id, bot.strategy, bot.instruments, parts.pausedBots.contains(bot.id)});
    snapshot.muted.assign(parts.muted.begin(), parts.muted.end());
}

ProposalView SnapshotBuilder::viewOf(const DeskEntry &entry) const
{
    const EngineParts &parts = m_engine.parts();
    ProposalView view;
    view.proposal = entry.proposal;
    view.state = entry.state;
    view.hash = entry.hash;
    view.guards = entry.guards;
    view.stateReason = entry.stateReason;
    view.changes = entry.changes;
    view.endReason = entry.endReason;
    view.voices = entry.voices;
    view.decidedBy = entry.decidedBy;
    view.needsTwoSteps = entry.needsTwoSteps;
    view.life = entry.life;
    const Duration now = parts.clock.steady();
    view.age = now - entry.createdAt;
    view.timeLeft = std::max(parts.desk.timeLeft(entry), Duration::zero());
    if (entry.snooze) {
        view.wakePrice = entry.snooze->price;
        if (!view.wakePrice)
            view.snoozeLeft = std::max(entry.snooze->until - now, Duration::zero());
    }
    view.quote = parts.portfolio.quote(entry.proposal.signal.series.instrument);
    view.isTargetWatched = entry.proposal.stopPrice && entry.proposal.targetPrice &&
                           m_engine.exits().watchesTargets(entry.proposal.signal.series.instrument);
    if (!isTerminal(entry.state))
        addPrices(view);
    return view;
}

void SnapshotBuilder::addPrices(ProposalView &view) const
{
    const Proposal &p = view.proposal;
    const Money equity = m_engine.figures().equity();
    const Money others = m_engine.figures().exposure(p.id);
    view.exposureBeforePct = percentOf(others, equity);
    view.exposureAfterPct = percentOf(others + p.notionalValue, equity);
    if (p.lossAtStop)
        view.lossPctOfEquity = percentOf(*p.lossAtStop, equity);
    if (!view.quote)
        return;
    const double sign = p.side == Side::Buy ? 1.0 : -1.0;
    const double entry = (p.side == Side::Buy ? view.quote->ask : view.quote->bid).toDouble();
    const auto r = p.plannedRisk ? p.plannedRisk : p.riskDistance();
    const Price origin = p.signal.referencePrice.sign() > 0 ? p.signal.referencePrice : p.referencePrice;
    if (r && !r->isZero())
        view.driftR = sign * (entry - origin.toDouble()) / r->toDouble();
    if (p.stopPrice && p.targetPrice) {
        const double risk = sign * (entry - p.stopPrice->toDouble());
        if (risk > 0)
            view.rewardToRisk = sign * (p.targetPrice->toDouble() - entry) / risk;
    }
}

void SnapshotBuilder::addSeries(EngineSnapshot &snapshot)
{
    for (const auto &[id, history] : m_engine.bots().history()) {
        Shared &shared = m_shared[id];
        if (shared.revision != history.revision || !shared.bars) {
            shared.revision = history.revision;
            shared.bars = std::make_shared<const std::vector<Bar>>(history.bars);
            shared.lines.clear();
            for (const auto &[name, values] : history.lines)
                shared.lines[name] = std::make_shared<const std::vector<double>>(values);
        }
        SeriesView view{id, shared.bars, std::nullopt, shared.lines};
        if (const Bar *forming = m_engine.forming(id))
            view.forming = *forming;
        snapshot.series.push_back(std::move(view));
    }
}

void SnapshotBuilder::addLamps(EngineSnapshot &snapshot) const
{
    const EngineParts &parts = m_engine.parts();
    const bool isJournalGood = parts.health.isJournalHealthy && parts.journal.isHealthy();
    const auto backlog = parts.journal.lastTicket() - parts.journal.durableThrough();
    snapshot.clock = parts.health.clock;
    snapshot.lamps = {
        {"feed", parts.health.isFeedUp && !snapshot.quotes.empty(),
         !parts.health.isFeedUp  ? parts.health.feedDetail
         : snapshot.isFinished ? "the recorded data has ended"
                               : "prices arrive"},
        {"broker", parts.health.isLinkUp && !parts.health.isComparisonOld,
         parts.health.isComparisonOld && parts.health.isLinkUp ? "not compared with the venue for long"
                                                               : parts.health.linkDetail},
        clockLamp(parts.settings.destination, parts.health.clock),
        {"journal", isJournalGood,
         isJournalGood ? std::to_string(backlog) + " records on their way to the disk" : "cannot be written"},
        {"engine", parts.health.trading == TradingState::Running && parts.health.isReady,
         parts.health.trading != TradingState::Running
             ? std::string(tradingStateName(parts.health.trading)) + ": " + parts.health.haltReason
             : (parts.health.isReady ? "running" : "reconciling with the venue")}};
}

} // namespace core
