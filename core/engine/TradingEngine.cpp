#include "core/engine/TradingEngine.h"

#include "core/market/ExchangeDay.h"

#include <algorithm>
#include <exception>

namespace core {

namespace {

constexpr Duration keepReconciledEvery = std::chrono::minutes(1);
/// Failures of the venue's interface count for so long (trading-rules section 6).
constexpr Duration failuresCountFor = std::chrono::seconds(300);

/// Exits that left while the disk failed took ids of which no store tells: every run counts on from the
/// hundredths of a second since 1970, which no earlier run can have reached.
std::int64_t firstCounter(const StoredState &stored, Timestamp now)
{
    using Hundredths = std::chrono::duration<std::int64_t, std::centi>;
    const std::int64_t byClock = std::chrono::floor<Hundredths>(now.time_since_epoch()).count();
    return std::max(stored.nextOrderCounter, byClock);
}

} // namespace

Result<std::unique_ptr<TradingEngine>> TradingEngine::create(EngineSettings settings, const Clock &clock,
                                                             Broker &broker, Journal &journal)
{
    auto bots = Bots::create(settings.bots, journal.keepsRecords());
    if (!bots)
        return failure(bots.error());
    return std::unique_ptr<TradingEngine>(
        new TradingEngine(std::move(settings), clock, broker, journal, std::move(*bots)));
}

EngineParts TradingEngine::makeParts(TradingEngine &self, EngineSettings settings, const Clock &clock,
                                     Broker &broker, Journal &journal)
{
    Desk::Listener desk{
        [&self](const DeskEntry &entry, ProposalState from) {
            self.m_parts.observers.proposalChanged(entry, from, self.m_parts.now());
        },
        [&self](const DeskEntry &entry, const Decision &decision) {
            self.m_parts.observers.decided(entry, decision);
            if (!self.m_parts.settings.limits.isUnlimited)
                self.m_parts.pace.onDecided(entry.proposal, decision);
        },
        [&self](const DeskEntry &entry, ProposalEvent event) {
            self.m_parts.note(Severity::Warning, "desk",
                              std::string("The desk refused \"") + proposalEventName(event) + "\" for a card that is " +
                                  proposalStateName(entry.state) + " (told once, counted from now on).");
        }};
    Execution::Hooks execution{
        [&self](const Order &order) {
            self.m_parts.observers.orderIntended(order);
            self.countEntry(order);
            return self.m_parts.journal.lastTicket();
        },
        [&self](const Order &order, OrderStatus from) { self.orderChanged(order, from); },
        [&self](const Order &order, const Fill &fill) { self.bookFill(order, fill); },
        [&self](const std::string &what) { self.haltOnBug(what); },
        [&self](const Order &exit) {
            self.m_exits.onAbsent(exit);
            self.m_polls.wantAll();
        },
        [&self](const Order &order, AmendmentStep step, const std::string &reason) {
            self.m_parts.observers.amended(order, step, reason);
            self.m_exits.onAmended(order, step, reason);
            return self.m_parts.journal.lastTicket();
        }};
    const Money cash = settings.startingCash;
    ClientOrderIds ids(settings.account, 1);
    std::map<InstrumentId, Instrument> instruments;
    for (const Instrument &instrument : settings.instruments)
        instruments.emplace(instrument.id, instrument);
    return EngineParts{std::move(settings), clock, journal, {}, {}, Portfolio(cash),
                       Desk(clock, {}, std::move(desk)), {}, Execution(broker, clock, std::move(execution)),
                       std::move(ids), std::move(instruments), {}, cash};
}

TradingEngine::TradingEngine(EngineSettings settings, const Clock &clock, Broker &broker, Journal &journal,
                             Bots bots)
    : m_recorder(journal), m_broker(broker),
      m_parts(makeParts(*this, std::move(settings), clock, broker, journal)), m_figures(m_parts, broker),
      m_exits(m_parts, broker), m_entries(m_parts, m_figures, m_exits),
      m_flattening(m_parts, broker, m_exits), m_reconciliation(m_parts, broker), m_polls(m_parts, broker),
      m_bots(std::move(bots)),
      m_intake(m_parts.settings.run.text() + "-")
{
    if (journal.keepsRecords()) // where nothing is kept, no record is even built
        m_parts.observers.add(m_recorder);
}

void TradingEngine::warmUp(const SeriesId &series, const std::vector<Bar> &bars)
{
    for (const Bar &bar : bars) {
        watch(series, bar);
        std::erase_if(m_missed, [&](const Missed &each) { return each.series == series; });
        for (const Bots::Voice &voice : m_bots.onBar(series, bar))
            m_missed.push_back({voice, series, bar});
    }
}

void TradingEngine::start(const StoredState &stored)
{
    m_parts.ids = ClientOrderIds(m_parts.settings.account, firstCounter(stored, m_parts.now()));
    m_parts.observers.started(m_parts.settings, m_parts.now());
    if (!m_parts.settings.limitsProblem.empty()) {
        m_parts.health.limitsProblem = m_parts.settings.limitsProblem;
        m_parts.note(Severity::Alarm, "limits", "No entry leaves: " + m_parts.health.limitsProblem + ".");
    }
    takeOverHalt(stored);
    for (const Order &order : stored.orders)
        m_parts.meet(order.request.instrument);
    for (const Order &order : stored.lastEntries)
        m_parts.meet(order.request.instrument);
    for (const StoredState::Closing &closing : stored.closings)
        m_parts.meet(closing.instrument);
    for (const StoredState::Card &card : stored.cards)
        m_parts.meet(card.signal.series.instrument);
    for (const Fill &fill : stored.fills) {
        m_parts.meet(fill.instrument);
        m_parts.portfolio.apply(fill, m_parts.instrument(fill.instrument).multiplier, "earlier run",
                                m_parts.lot(fill.instrument));
        m_parts.execution.knowFill(fill.id); // its order has counted it
    }
    m_parts.external = stored.external;
    for (const InstrumentId &instrument : stored.corrected) {
        m_parts.meet(instrument);
        m_parts.corrected.insert(instrument);
    }
    m_reconciliation.restore(stored);
    takeOverDay(stored);
    for (const BotId &bot : stored.pausedBots) {
        m_parts.pausedBots.insert(bot);
        m_parts.note(Severity::Warning, "bot", bot.text() + " is still paused from an earlier run: no entries.");
    }
    for (const Signal &signal : stored.proposed)
        if (signal.barCloseTime <= m_parts.now()) // a later one is of another replay of the same days
            m_intake.know(signal);
    m_broker.open([this](Event event) { m_queue.push_back(std::move(event)); });
    for (const Order &order : stored.orders)
        m_parts.execution.adopt(order);
    m_exits.restore(stored);
    m_entries.restore(stored.cards);
    if (m_parts.settings.mode == DecisionMode::Manual) // what waited is advice only from now on
        m_entries.withdrawAll("manual mode: signals are advice only");
    m_polls.wantAll();
    drain();
    hearMissed();
}

/// Ideas of the past are catch-up and die, but the window of the newest bar's may still be open: the
/// program was not running, or is being started for the first time.
void TradingEngine::hearMissed()
{
    if (m_parts.settings.limits.isUnlimited)
        return;
    for (const Missed &each : std::exchange(m_missed, {}))
        if (m_entries.isInTime(signalOf(each.voice, each.series, each.bar)))
            hear(each.voice, each.series, each.bar);
    drain();
}

void TradingEngine::stop(const std::string &why)
{
    m_parts.desk.killAll("the program ends: " + why);
    m_parts.observers.stopped(why, m_parts.now());
}

void TradingEngine::process(Event event)
{
    m_queue.push_back(std::move(event));
    drain();
}

void TradingEngine::drain()
{
    if (m_isDraining)
        return;
    m_isDraining = true;
    while (!m_queue.empty() || !m_parts.dirty.empty()) {
        const JournalGroup together(m_parts.journal);
        try {
            if (!m_queue.empty()) {
                const Event event = std::move(m_queue.front());
                m_queue.pop_front();
                handle(event);
            }
            advanceExits();
            m_flattening.advance();
        } catch (const std::exception &error) {
            haltOnBug(error.what());
        }
    }
    m_isDraining = false;
}

void TradingEngine::handle(const Event &event)
{
    if (mustWaitForSnapshot(event)) {
        m_early.push_back(event);
        return;
    }
    std::visit(match{[this](const BarClosed &e) { on(e); }, [this](const QuoteChanged &e) { on(e); },
                     [this](const JournalAdvanced &e) { on(e); }, [this](const JournalFailed &e) { on(e); },
                     [this](const LinkChanged &e) { on(e); }, [this](const VenueSnapshot &e) { on(e); },
                     [this](const VenueOrders &e) { on(e); }, [this](const FeedChanged &e) { on(e); },
                     [this](const ClockJudged &e) { on(e); }, [this](const VenueTrouble &e) { on(e); },
                     [this](const CashFlow &e) { on(e); },
                     [this](const auto &orderEvent) { m_parts.execution.on(orderEvent); }},
               event);
}

/// Until the venue has told what happened while nobody listened, a fill or an end of now would be booked
/// before older ones, and round trips would be cut differently from the venue's.
bool TradingEngine::mustWaitForSnapshot(const Event &event) const
{
    return !m_isPastTold &&
           (std::holds_alternative<OrderFilled>(event) || std::holds_alternative<OrderCancelled>(event));
}

void TradingEngine::tick()
{
    try {
        const JournalGroup together(m_parts.journal);
        if (const auto deadline = m_parts.desk.nextDeadline(); deadline && m_parts.clock.steady() >= *deadline)
            m_parts.desk.tick();
        m_entries.tick();
        m_parts.execution.tick();
        m_exits.tick();
        m_flattening.tick();
        m_polls.tick();
        watchComparisons();
        if (m_polls.isOn())
            m_entries.endStale();
    } catch (const std::exception &error) {
        haltOnBug(error.what());
    }
    drain();
}

bool TradingEngine::hasDecidableCards() const
{
    if (!m_parts.desk.hasDecidable())
        return false;
    if (m_parts.settings.mode != DecisionMode::Auto)
        return true;
    const auto cards = m_parts.desk.waiting();
    return std::any_of(cards.begin(), cards.end(), [](const DeskEntry *card) {
        const bool isARules = card->proposal.mode == DecisionMode::Auto && !card->isAPersons();
        return !isARules && isDecidable(card->state);
    });
}

// --- market ------------------------------------------------------------------------------------

void TradingEngine::on(const QuoteChanged &event)
{
    rollDay(std::min(event.quote.at, m_parts.now())); // a stamp of tomorrow begins no day
    m_parts.portfolio.mark(event.instrument, event.quote);
    if (!m_parts.settings.limits.isUnlimited)
        m_parts.watch.onQuote(event.instrument, event.quote, *m_day);
    m_parts.quoteReceivedAt[event.instrument] = m_parts.clock.steady();
    if (m_parts.journal.keepsRecords())
        growForming(event.instrument, event.quote.middle());
    watchDayLoss();
    sampleIndex(event.quote.at);
    m_exits.onQuote(event.instrument);
    m_entries.onQuote(event.instrument);
}

void TradingEngine::on(const BarClosed &event)
{
    const Quote atClose{event.bar.close, event.bar.close, event.bar.closeTime};
    m_parts.portfolio.mark(event.series.instrument, atClose);
    watch(event.series, event.bar);
    m_forming.erase(event.series);
    m_parts.observers.barClosed(event.series, event.bar);
    for (const Bots::Voice &voice : m_bots.onBar(event.series, event.bar))
        hear(voice, event.series, event.bar);
    m_parts.observers.equitySampled(event.bar.closeTime, m_figures.equity(), m_parts.portfolio.cash());
}

Signal TradingEngine::signalOf(const Bots::Voice &voice, const SeriesId &series, const Bar &bar)
{
    Signal signal;
    signal.bot = voice.bot->id;
    signal.strategy = voice.bot->strategy;
    signal.series = series;
    signal.idea = voice.idea;
    signal.barCloseTime = bar.closeTime;
    signal.referencePrice = bar.close;
    signal.atr = voice.atr;
    signal.isOnRepairedBars = bar.isRepaired;
    return signal;
}

void TradingEngine::hear(const Bots::Voice &voice, const SeriesId &series, const Bar &bar)
{
    const auto taken = m_intake.take(signalOf(voice, series, bar));
    if (!taken)
        return;
    if (!m_parts.settings.limits.isUnlimited)
        m_parts.watch.onSignal(*taken, m_bots.lookBackBars(series));
    m_parts.observers.signalMade(*taken, actOn(*taken, *voice.bot));
}

std::string TradingEngine::actOn(const Signal &signal, const BotSettings &bot)
{
    const InstrumentId &instrument = signal.series.instrument;
    const bool isBuy = signal.idea.kind == SignalKind::Buy;
    const bool isSell = signal.idea.kind == SignalKind::Sell;
    const Quantity held = m_parts.own(instrument);
    const std::string turned = "the strategy has turned: " + signal.idea.reason;
    if (isBuy || isSell)
        m_entries.oppose(signal);
    else // a close is against both sides
        for (const Side side : {Side::Buy, Side::Sell})
            m_entries.withdraw(instrument, side, turned);
    if (m_parts.settings.mode == DecisionMode::Manual)
        return "advice only: manual mode";
    std::string outcome;
    // An entry that is on its way counts as held: it may fill at any moment.
    const bool isLong = held.sign() > 0 || m_entries.isUnderWay(instrument, Side::Buy);
    const bool isShort = held.sign() < 0 || m_entries.isUnderWay(instrument, Side::Sell);
    const bool isAgainst = (isLong && !isBuy) || (isShort && !isSell);
    if (isAgainst) {
        m_exits.close(instrument, {bot.id, "signal"});
        outcome = "closes the position";
    }
    const bool wantsEntry = isBuy || (isSell && bot.allowsShort);
    if (!wantsEntry)
        return isAgainst ? outcome : "nothing to close";
    if (!held.isZero() && !isAgainst && !bot.allowsAdding)
        return "already in this direction";
    if (const auto why = whyNoEntries(signal)) // its exit above went on
        return isAgainst ? outcome : *why;
    m_entries.want(signal, bot);
    return isAgainst ? "reverses the position" : "becomes a proposal at the next price";
}

std::optional<std::string> TradingEngine::whyNoEntries(const Signal &signal) const
{
    if (m_parts.pausedBots.contains(signal.bot))
        return "no entry: the bot is paused";
    if (m_parts.muted.contains(signal.series.instrument))
        return "no entry: the instrument is muted for today";
    return std::nullopt;
}

void TradingEngine::growForming(const InstrumentId &instrument, Price price)
{
    const BotSettings *bot = m_bots.ownerOf(instrument);
    if (!bot)
        return;
    const auto [at, isNew] = m_forming.try_emplace(SeriesId{instrument, bot->timeframe});
    Bar &bar = at->second;
    if (isNew) {
        bar.openTime = m_parts.now();
        bar.open = bar.high = bar.low = price;
    }
    bar.high = std::max(bar.high, price);
    bar.low = std::min(bar.low, price);
    bar.close = price;
    bar.closeTime = m_parts.now();
}

const Bar *TradingEngine::forming(const SeriesId &series) const
{
    const auto found = m_forming.find(series);
    return found == m_forming.end() ? nullptr : &found->second;
}

// --- orders ------------------------------------------------------------------------------------

void TradingEngine::orderChanged(const Order &order, OrderStatus from)
{
    m_parts.observers.orderChanged(order, from);
    m_entries.onOrder(order);
    // Refused, cancelled by the venue, expired, never arrived: whatever we did not ask for bares the position.
    const bool isStopLost = order.request.role == OrderRole::Stop && isFinal(order.status) &&
                            order.status != OrderStatus::Filled && !order.cancelRequested;
    if (isStopLost)
        m_exits.onStopLost(order);
    if (order.status == OrderStatus::Filled)
        m_exits.endPair(order);
    m_parts.dirty.insert(order.request.instrument);
}

void TradingEngine::bookFill(const Order &order, const Fill &fill)
{
    const InstrumentId &instrument = fill.instrument;
    // A stop that the opening gap runs over may fill before the day's first price is heard: its loss is today's.
    if (!m_parts.settings.limits.isUnlimited)
        rollDay(std::min(fill.at, m_parts.now()));
    const Quantity own = m_parts.own(instrument);
    const std::size_t tripsBefore = m_parts.portfolio.closedTrips().size();
    if (!m_parts.portfolio.apply(fill, m_parts.instrument(instrument).multiplier, m_exits.reasonOf(order),
                                 m_parts.lot(instrument)))
        return;
    m_venue.reset();
    // Before the fill: a start that finds this and not the fill books the fill against it, and all is well.
    if (order.isExternal())
        m_reconciliation.bookExternal(fill, own);
    else
        m_reconciliation.settleExternal(order, fill, own);
    m_parts.observers.filled(order, fill);
    m_parts.observers.positionChanged(instrument, m_parts.portfolio.positions().at(instrument), fill.at);
    const auto &trips = m_parts.portfolio.closedTrips();
    for (std::size_t i = tripsBefore; i < trips.size(); ++i)
        noteTrip(trips[i]);
    m_parts.dirty.insert(instrument);
    if (order.isExternal())
        m_exits.onLessHeld(instrument);
    else
        m_exits.onFill(order, fill);
}

void TradingEngine::advanceExits()
{
    for (const InstrumentId &instrument : std::exchange(m_parts.dirty, {}))
        m_exits.advance(instrument);
}

// --- venue, journal, link ----------------------------------------------------------------------

void TradingEngine::on(const JournalAdvanced &event)
{
    m_entries.onDurable(event.through);
    m_parts.execution.durableThrough(event.through);
}

void TradingEngine::on(const JournalFailed &event)
{
    m_parts.health.isJournalHealthy = false;
    m_parts.health.journalProblem = event.reason;
    m_entries.onJournalFailed(event.reason);
    m_parts.execution.journalFailed(event.reason);
    m_parts.desk.killAll("the journal cannot be written: " + event.reason);
    m_parts.note(Severity::Alarm, "halt", "The journal cannot be written (" + event.reason +
                                              "). No entries; exits still go out.");
}

void TradingEngine::on(const LinkChanged &event)
{
    if (m_parts.health.isLinkUp != event.isUp && !event.isUp)
        m_parts.desk.markAllStale("the connection to the venue is lost");
    if (event.isUp && !m_parts.health.isLinkUp)
        onLinkUp();
    m_parts.health.isLinkUp = event.isUp;
    m_parts.health.linkDetail = event.detail;
    if (!event.isUp) {
        m_isPastTold = m_parts.health.isReady = false;
        stopUnsentEntries(DecisionMode::Manual); // their checks were made when the venue could be heard
    }
    m_parts.observers.linkChanged(event.isUp, event.detail, m_parts.now());
}

/// What was asked while it was down knows nothing of what happened in between.
void TradingEngine::onLinkUp()
{
    if (m_polls.isOn())
        m_isPastTold = m_parts.health.isReady = false;
    m_polls.onLinkUp();
}

void TradingEngine::on(const VenueSnapshot &event)
{
    const bool isNews = m_polls.onAnswer(event.isConsistent);
    const bool opensBooks = m_reconciliation.mustOpen();
    if (!m_reconciliation.take(event))
        return;
    if (opensBooks)
        beginBooks(event);
    else
        takeLastEquity(event);
    m_venue = event;
    // Only now is it known what fills the last run or a lost link has missed.
    if (!std::exchange(m_isPastTold, true))
        m_exits.coverAll();
    // A word that something happened beside says nothing of holdings and cash.
    if (event.isConsistent && isNews)
        m_parts.health.isReady = true;
    else if (!m_parts.health.isReady && m_polls.isOn())
        m_polls.wantAll();
    if (isNews)
        keepReconciled(event);
    m_exits.on(event);
    m_flattening.on(event);
    // Known fills among them count once.
    m_queue.insert(m_queue.begin(), m_early.begin(), m_early.end());
    m_early.clear();
}

/// Every failed question is silent by itself; that none succeeds any more must not be.
void TradingEngine::watchComparisons()
{
    const bool isOld = m_polls.isOverdue();
    if (std::exchange(m_parts.health.isComparisonOld, isOld) == isOld)
        return;
    m_parts.note(isOld ? Severity::Alarm : Severity::Good, "venue",
                 isOld ? "Our books could not be compared with the venue's for a minute and a half: no entries until they can."
                       : "Our books are compared with the venue's again.");
}

/// A restart asks for what happened since, and not for everything since the books began. Kept once in a while:
/// an older time only asks for more.
void TradingEngine::keepReconciled(const VenueSnapshot &venue)
{
    const bool isGood = venue.isConsistent && venue.at && m_reconciliation.agrees();
    if (!isGood || (m_reconciledKept && *venue.at - *m_reconciledKept < keepReconciledEvery))
        return;
    m_reconciledKept = *venue.at;
    m_parts.observers.reconciled(*venue.at);
}

/// Orders and fills are looked at as in a snapshot; what is held is not compared.
void TradingEngine::on(const VenueOrders &event)
{
    m_reconciliation.take(event);
}

void TradingEngine::on(const FeedChanged &event)
{
    if (m_parts.health.isFeedUp != event.isUp && !event.isUp)
        m_parts.desk.markAllStale("prices come no more: " + event.detail);
    if (m_parts.health.isFeedUp != event.isUp)
        m_parts.note(event.isUp ? Severity::Info : Severity::Warning, "feed",
                     event.isUp ? "Prices come again." : "Prices come no more: " + event.detail + ".");
    m_parts.health.isFeedUp = event.isUp;
    m_parts.health.feedDetail = event.detail;
}

void TradingEngine::on(const ClockJudged &event)
{
    m_parts.health.clock = event;
    if (!event.isGood || !event.allowsEntries)
        m_parts.note(event.allowsEntries ? Severity::Warning : Severity::Alarm, "clock", event.detail);
}

void TradingEngine::on(const VenueTrouble &event)
{
    m_parts.note(event.mustHalt ? Severity::Alarm : Severity::Warning, "venue", event.sentence);
    if (event.mustHalt && !m_parts.health.isHalted())
        setHalt(TradingState::Halted, event.sentence, "venue");
    else if (event.countsToHalt)
        countFailure(event.sentence);
}

/// Entries through an interface that fails again and again are entries in the dark. Exits go on.
void TradingEngine::countFailure(const std::string &sentence)
{
    const RiskLimits &limits = m_parts.settings.limits;
    const Duration now = m_parts.clock.steady();
    m_failures.push_back(now);
    while (now - m_failures.front() > failuresCountFor)
        m_failures.pop_front();
    const bool isOver = std::ssize(m_failures) >= std::max(1, limits.maxVenueFailures);
    if (limits.isUnlimited || !isOver || m_parts.health.isHalted())
        return;
    setHalt(TradingState::Halted,
            "the venue's interface has failed " + std::to_string(m_failures.size()) + " times within " +
                std::to_string(failuresCountFor / std::chrono::seconds(1)) + " s, the last time: " + sentence,
            "venue");
    m_failures.clear(); // whoever lifts the halt begins anew
}

void TradingEngine::requestVenueSnapshot()
{
    m_polls.wantAll();
    drain();
}

} // namespace core
