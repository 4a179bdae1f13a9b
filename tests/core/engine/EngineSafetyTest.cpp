#include "tests/support/EngineFixture.h"

#include "core/engine/MarketPlayer.h"
#include "core/simulation/DemoMarket.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

namespace {

const InstrumentId tesla = stock("TSLA");

bool isAnySentence(const std::vector<std::string> &sentences, const char *part)
{
    return std::any_of(sentences.begin(), sentences.end(),
                       [part](const std::string &each) { return each.find(part) != std::string::npos; });
}

/// Every order and every fill of a played demo, as text; yes is said to each card as soon as it waits.
std::string playedDemo(DecisionMode mode, bool isJournalImmediate, int steps)
{
    const SeriesId apple{stock(), Timeframe::H1};
    const SeriesId bitcoin{{"bybit-linear", "BTCUSDT"}, Timeframe::M1};
    EngineOptions options{.mode = mode};
    EngineSettings settings = EngineFixture::settings(options);
    settings.bots[0].parameters = {{"fast", "3"}, {"slow", "8"}};
    settings.bots[0].planning.sizeAmount = dec("0.002");
    settings.bots.push_back(settings.bots[0]);
    settings.bots[1].id = BotId("coins");
    settings.bots[1].instruments = {bitcoin.instrument};
    settings.bots[1].timeframe = Timeframe::M1;
    settings.instruments = {usualInstrument(apple.instrument), usualInstrument(bitcoin.instrument)};
    settings.feeRate = dec("0.0005");

    ManualClock clock(DemoMarket::start());
    DemoMarket tape(3, {apple, bitcoin});
    SimVenue venue(usd("100000"), {.feeRate = dec("0.0005"), .maxRandomSlippage = dec("0.0002"),
                                   .maxFillPerPrice = qty("40")});
    SimBroker sim(venue);
    FakeJournal journal;
    journal.isImmediate = isJournalImmediate;
    WatchedBroker broker(sim, journal);
    const auto engine = *TradingEngine::create(settings, clock, broker, journal);
    EngineLog log;
    engine->addObserver(log);
    for (const Instrument &instrument : settings.instruments)
        venue.addInstrument(instrument);
    engine->warmUp(apple, tape.history(apple));
    engine->warmUp(bitcoin, tape.history(bitcoin));
    engine->start({});
    MarketPlayer player(*engine, venue, clock, tape);
    const auto settle = [&] {
        while (!engine->isSettled()) {
            journal.sync();
            engine->process(JournalAdvanced{journal.durableThrough()});
        }
    };
    for (int i = 0; i < steps; ++i) {
        (void)player.playNext();
        settle();
        if (mode != DecisionMode::Hybrid)
            continue;
        for (const DeskEntry *card : engine->parts().desk.waiting()) {
            const ApproveProposal yes{card->proposal.id, card->proposal.version, card->hash};
            (void)engine->command(yes, {});
            settle();
            break; // the rest at the next step: the pointers are old now
        }
    }
    std::string text;
    for (const auto &[id, order] : engine->parts().execution.orders())
        text += id.text() + " " + orderRoleName(order.request.role) + " " + sideName(order.request.side) + " " +
                order.request.quantity.toString() + " " + orderStatusName(order.status) + " " +
                order.filled.toString() + " " + toIsoText(order.createdAt) + "\n";
    for (const std::string &fill : log.fills)
        text += fill + "\n";
    return text + engine->parts().portfolio.cash().toString() + " early " + std::to_string(broker.tooEarly);
}

} // namespace

/// Halts, limits, failures and restarts: doubt stops what adds risk, and only that.
class EngineSafetyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- halts ---------------------------------------------------------------------------------

    void aHaltKillsTheCardsAndKeepsTheProtection()
    {
        EngineFixture f({.instruments = {stock(), tesla}});
        f.buy();
        f.signalBuy(tesla);
        const ProposalId id = f.card()->proposal.id;

        QVERIFY(f.say(Halt{}).isDone);

        QCOMPARE(f.stateOf(id), S::Killed);
        QCOMPARE(f.working(OrderRole::Stop).size(), std::size_t(1));
        QCOMPARE(f.working(OrderRole::Target).size(), std::size_t(1));
        QCOMPARE(f.log.halts.back().first, TradingState::Halted);
        f.price("98"); // the stop still works while halted
        QVERIFY(f.held().isZero());
    }

    void aHaltWithCancelTakesEntriesBackAndLeavesExits()
    {
        EngineFixture f({.isFakeVenue = true, .instruments = {stock(), tesla}});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        const ClientOrderId entry = f.fake.submitted.at(0).clientOrderId;
        Fill part = fillOf("F1", Side::Buy, "100", "100.1");
        part.order = entry;
        f.engine->process(OrderFilled{part});

        QVERIFY(f.say(Halt{.cancelOrders = true}).isDone);

        QCOMPARE(f.fake.cancelled, std::vector<ClientOrderId>{entry});
    }

    void whatWaitedForTheDiskDoesNotLeaveAfterAHalt()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        f.diskCatchesUp(); // the decision is safe, the intent is written and waits
        QCOMPARE(f.working(OrderRole::Entry).size(), std::size_t(1));

        QVERIFY(f.say(Halt{}).isDone);
        f.settle();

        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.engine->parts().execution.open().empty());
    }

    void aYesAndAHaltThatMeetSendNothing()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        QVERIFY(f.approve(*f.card()).isDone);
        QVERIFY(f.say(Halt{}).isDone);
        f.settle();
        QCOMPARE(f.stateOf(id), S::Killed);
        QVERIFY(f.watched.sent.empty());
    }

    void whileHaltedNothingNewGetsThrough()
    {
        EngineFixture f;
        QVERIFY(f.say(Halt{}).isDone);
        f.signalBuy();
        if (f.card()) {
            QCOMPARE(f.card()->state, S::Blocked);
            QVERIFY(!f.approve(*f.card()).isDone);
        }
        QVERIFY(f.watched.sent.empty());
    }

    void flattenEndsFlatAndSellsNothingTwice()
    {
        EngineFixture f({.isJournalImmediate = false, .instruments = {stock(), tesla}});
        f.buy();
        QVERIFY(!f.held().isZero());
        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        f.settle();
        QVERIFY(f.held().isZero());
        QVERIFY(f.venue.held(stock()).isZero());
        QVERIFY(f.engine->parts().execution.open().empty());
        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
    }

    void flattenAlsoClosesWhatAnEntryInFlightStillBrings()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        const ClientOrderId entry = f.fake.submitted.at(0).clientOrderId;

        QVERIFY(f.say(Halt{.flatten = true}).isDone); // nothing is held yet
        Fill late = fillOf("F1", Side::Buy, "370", "100.1");
        late.order = entry;
        f.engine->process(OrderFilled{late}); // the cancel came too late
        for (int i = 0; i < 3; ++i)
            for (const ClientOrderId &id : std::vector(f.fake.cancelled))
                f.engine->process(OrderCancelled{id, "on request"});

        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
        QCOMPARE(f.fake.submitted.back().quantity, qty("370"));
    }

    void flattenAfterTheCloseQueuesOneOrderForTheOpening()
    {
        EngineFixture f;
        f.buy();
        f.clock.moveTo(sessionTime() + 5h + 1min); // 16:01 in New York
        f.venue.pauseTrading(stock());
        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        f.wait(10min);
        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
        QVERIFY(!f.held().isZero());
        f.clock.moveTo(sessionTime() + 22h + 30min);
        f.quoteNow(px("92"));
        QVERIFY(f.held().isZero());
        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
    }

    void aHaltIsLiftedOnlyWithAReason()
    {
        EngineFixture f;
        QVERIFY(!f.say(Resume{"it was not halted"}).isDone);
        QVERIFY(f.say(Halt{}).isDone);
        QVERIFY(!f.say(Resume{""}).isDone);
        QVERIFY(!f.say(Resume{" \t\n"}).isDone);
        QVERIFY(f.engine->parts().health.isHalted());
        QVERIFY(f.say(Resume{"checked the positions"}).isDone);
        QCOMPARE(f.log.halts.back().second, std::string("checked the positions"));
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    void aHaltOutlivesTheProgram()
    {
        StoredState stored;
        stored.trading = TradingState::Halted;
        stored.haltReason = "by owner (desk)";
        EngineFixture f({.stored = stored});
        QVERIFY(f.engine->parts().health.isHalted());
        QVERIFY(isAnySentence(f.log.alarms, "still halted"));
        f.signalBuy();
        QVERIFY(!f.card() || !f.approve(*f.card()).isDone);
        QVERIFY(f.watched.sent.empty());
    }

    // --- the day's loss ------------------------------------------------------------------------

    void theDaysLossClosesTheDoorForEntriesAndNotForExits()
    {
        RiskLimits limits = usualLimits();
        limits.dayLoss = dec("0.009");
        EngineFixture f({.instruments = {stock(), tesla}, .limits = limits,
                         .planning = {.size = SizeRule::RiskAtStop}});
        f.signalBuy();
        // 370 · (100.8 − 98.1) = 999 would be above 900: the card is blocked before anything is lost.
        QCOMPARE(f.card()->state, S::Blocked);
        QVERIFY(f.say(EditProposal{.id = f.card()->proposal.id, .version = 1, .quantity = qty("300")}).isDone);
        QVERIFY(f.approve(*f.card()).isDone);
        f.signalBuy(tesla);
        const ProposalId other = f.card()->proposal.id;
        f.venue.onPrice(stock(), px("97.05"), f.clock.now()); // gaps through the stop: −915
        f.price("97.05");
        QVERIFY(f.held().isZero());
        QVERIFY(f.engine->figures().dayLoss() >= usd("900"));
        QCOMPARE(f.stateOf(other), S::Killed);
        QVERIFY(isAnySentence(f.log.alarms, "loss limit"));
        f.barTo("99", tesla);
        f.barTo("100.2", tesla);
        f.price("100.2", tesla);
        QVERIFY(!f.card() || f.card()->state == S::Blocked);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    void theDaysLossTakesRestingEntriesBack()
    {
        RiskLimits limits = usualLimits();
        limits.dayLoss = dec("0.02");
        EngineFixture f({.isFakeVenue = true, .instruments = {stock(), tesla}, .limits = limits});
        f.signalBuy();
        QVERIFY(f.approve(*f.card(), qty("200")).isDone);
        Fill fill = fillOf("F1", Side::Buy, "200", "100.1");
        fill.order = f.fake.submitted.at(0).clientOrderId;
        f.engine->process(OrderFilled{fill});
        f.signalBuy(tesla);
        QVERIFY(f.approve(*f.card(), qty("100")).isDone);
        const ClientOrderId resting = f.working(OrderRole::Entry).at(0)->request.clientOrderId;

        f.price("89"); // −2220 of 2000

        QCOMPARE(f.fake.cancelled, std::vector<ClientOrderId>{resting});
    }

    void aNewDayStartsFromItsOwnEquity()
    {
        EngineFixture f;
        f.buy();
        f.price("101.1"); // +370
        f.clock.moveTo(sessionTime() + 24h);
        f.quoteNow(px("101.1"));
        QCOMPARE(f.engine->parts().dayStartEquity, usd("100370"));
        QVERIFY(f.engine->figures().dayLoss().isZero());
    }

    void aRestartDoesNotStartTheDayAgain()
    {
        StoredState stored;
        stored.dayStartEquity = usd("120000");
        stored.dayStartAt = sessionTime() - 1h;
        EngineFixture f({.stored = stored});
        f.price("100");
        QCOMPARE(f.engine->parts().dayStartEquity, usd("120000"));
        f.signalBuy();
        QVERIFY(!f.card() || f.card()->state == S::Blocked); // 20 000 lost today already
    }

    // --- journal, link, bugs -------------------------------------------------------------------

    void aFailedJournalClosesEntriesAndLetsExitsOut()
    {
        EngineFixture f({.isJournalImmediate = false, .instruments = {stock(), tesla}});
        f.buy();
        f.signalBuy(tesla);
        const ProposalId id = f.card()->proposal.id;
        QVERIFY(f.approve(*f.card()).isDone); // its decision is not on the disk yet
        f.journal.fail();
        f.engine->process(JournalFailed{"disk full"});
        QVERIFY(f.engine->isSettled());
        QVERIFY(f.stateOf(id) == S::Refused || f.stateOf(id) == S::Killed);
        QVERIFY(isAnySentence(f.log.alarms, "disk full"));

        QVERIFY(f.say(ClosePosition{stock()}).isDone);

        QVERIFY(f.held().isZero());
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
        f.barTo("101", tesla);
        f.price("101", tesla);
        QVERIFY(!f.card() || f.card()->state == S::Blocked);
    }

    void withoutAnAnswerFromTheVenueNothingIsPossible()
    {
        EngineFixture f;
        f.signalBuy();
        f.engine->process(LinkChanged{false, "lost"});
        QCOMPARE(f.card()->state, S::Stale);
        QVERIFY(!f.approve(*f.card()).isDone);
        f.price("100.1");
        QCOMPARE(f.card()->state, S::Blocked);
        f.engine->process(LinkChanged{true, "back"});
        f.price("100.1");
        QCOMPARE(f.card()->state, S::Blocked); // not reconciled yet
        f.engine->requestVenueSnapshot();
        f.price("100.1");
        QCOMPARE(f.card()->state, S::Pending);
    }

    void aBugHaltsTradingAndKillsTheCards()
    {
        EngineFixture f;
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        Fill impossible = fillOf("F1", Side::Buy, "1", "1", "0", stock("NONE"));
        impossible.order = ClientOrderId("x");
        f.engine->process(QuoteChanged{stock(), {px("1"), Price(Decimal::fromNanos(
                                                               std::numeric_limits<std::int64_t>::max())),
                                                 f.clock.now()}});
        f.engine->process(QuoteChanged{
            stock(), {Price(Decimal::fromNanos(std::numeric_limits<std::int64_t>::min())),
                      Price(Decimal::fromNanos(std::numeric_limits<std::int64_t>::max())), f.clock.now()}});
        QVERIFY(f.engine->parts().health.isHalted());
        QVERIFY(f.engine->parts().health.haltReason.starts_with("internal error"));
        QCOMPARE(f.stateOf(id), S::Killed);
        f.price("100.1"); // and it lives on
        QVERIFY(f.watched.sent.empty());
    }

    // --- reconciliation and restart ------------------------------------------------------------

    void aPositionThatTheVenueDoesNotConfirmIsSaidAloud()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        Fill fill = fillOf("F1", Side::Buy, "370", "100.1");
        fill.order = f.fake.submitted.at(0).clientOrderId;
        f.engine->process(OrderFilled{fill});
        for (const OrderRequest &exit : std::vector(f.fake.submitted))
            f.engine->process(OrderAccepted{exit.clientOrderId, VenueOrderId("V")}); // nothing is on its way
        f.log.alarms.clear();

        f.fake.snapshot.holdings.clear(); // the venue holds nothing
        f.engine->requestVenueSnapshot();
        QVERIFY(isAnySentence(f.log.alarms, "The venue holds 0 AAPL, we have 370"));

        f.log.alarms.clear();
        f.fake.snapshot.holdings = {{stock(), qty("370")}};
        f.engine->requestVenueSnapshot();
        QVERIFY(f.log.alarms.empty());

        f.fake.snapshot.holdings.push_back({tesla, qty("5")});
        f.engine->requestVenueSnapshot();
        QVERIFY(isAnySentence(f.log.alarms, "The venue holds 5 TSLA, we have 0"));
    }

    void anOrderThatVanishedWhileTheLinkWasDownIsAskedFor()
    {
        EngineFixture f;
        f.buy();
        const ClientOrderId stop = f.working(OrderRole::Stop).at(0)->request.clientOrderId;
        f.venue.setSink([](Event) {}); // the link is down: the venue's words are lost
        f.venue.cancel(stop, "cancelled at the venue");
        QCOMPARE(f.working(OrderRole::Stop).size(), std::size_t(1));
        f.sim.open([&](Event event) { f.engine->process(std::move(event)); });

        f.engine->requestVenueSnapshot();

        QVERIFY(f.working(OrderRole::Stop).empty());
    }

    void fillsMissedWhileTheLinkWasDownAreBookedOnce()
    {
        EngineFixture f;
        f.buy();
        f.venue.setSink([](Event) {});
        f.venue.onPrice(stock(), px("98"), f.clock.now()); // the stop fills unheard
        QVERIFY(!f.held().isZero());
        f.sim.open([&](Event event) { f.engine->process(std::move(event)); });
        f.engine->requestVenueSnapshot();
        f.engine->requestVenueSnapshot();
        QVERIFY(f.held().isZero());
        QCOMPARE(f.engine->parts().portfolio.cash(), f.venue.cash());
        QVERIFY(f.engine->parts().execution.open().empty());
    }

    void aRestartCountsAFillOnceInBooksAndInItsOrder()
    {
        StoredState stored;
        Order order;
        order.request = {.clientOrderId = ClientOrderId("old"), .instrument = stock(), .quantity = qty("10")};
        order.status = OrderStatus::PartiallyFilled;
        order.filled = qty("5");
        Fill fill = fillOf("F1", Side::Buy, "5", "100");
        fill.order = ClientOrderId("old");
        stored.orders = {order};
        stored.fills = {fill};
        stored.nextOrderCounter = 900'000'000'077;
        EngineOptions options{.isFakeVenue = true, .stored = stored};
        EngineFixture f(options);

        f.fake.snapshot.fills = {fill};
        f.fake.snapshot.openOrders = {order};
        f.engine->requestVenueSnapshot();

        QCOMPARE(f.held(), qty("5"));
        QCOMPARE(f.engine->parts().execution.find(ClientOrderId("old"))->filled, qty("5"));
        QCOMPARE(f.engine->parts().ids.nextCounter(), std::int64_t(900'000'000'077));
        QVERIFY(f.watched.sent.empty());
    }

    void everyRunCountsItsIdsFromTheClockSoThatWhatAFailedDiskLostIsNotUsedAgain()
    {
        StoredState stored;
        stored.nextOrderCounter = 77;

        EngineFixture f({.isFakeVenue = true, .stored = stored});

        const std::int64_t first = f.engine->parts().ids.nextCounter();
        QCOMPARE(first, std::int64_t(sessionTime().time_since_epoch() / 10ms));
        ClientOrderIds ids(AccountId("demo"), first);
        QCOMPARE(*ClientOrderIds::counterOf(ids.make(BotId("bot"), sessionTime())), first); // and it fits the id
    }

    void anOrderThatTheVenueStillHasAfterItWasOverForUsIsCancelled()
    {
        StoredState stored;
        Order order;
        order.request = {.clientOrderId = ClientOrderId("old"), .instrument = stock(), .quantity = qty("10")};
        order.proposal = ProposalId("R0-P1");
        order.status = OrderStatus::Cancelled;
        stored.orders = {order};
        EngineFixture f({.isFakeVenue = true, .stored = stored});
        QVERIFY(f.fake.cancelled.empty());

        f.fake.snapshot.openOrders = {order};
        f.engine->requestVenueSnapshot();

        QCOMPARE(f.fake.cancelled, std::vector{ClientOrderId("old")});
    }

    void aLostLinkTakesBackWhatHasNotLeft()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        (void)f.approve(*f.card());
        f.diskCatchesUp(); // the yes is durable; the intent waits
        f.engine->process(LinkChanged{false, "lost"});
        f.diskCatchesUp();

        QVERIFY(f.watched.sent.empty());
    }

    void anEntryOfAnEarlierRunCountsAsAPositionAndWithItsRisk()
    {
        StoredState stored;
        Order order;
        order.request = {.clientOrderId = ClientOrderId("old"), .instrument = stock("TSLA"), .quantity = qty("10"),
                         .type = OrderType::Limit, .limitPrice = px("100")};
        order.proposal = ProposalId("R0-P1");
        order.exits.stop = px("95");
        order.status = OrderStatus::Working;
        stored.orders = {order};
        EngineOptions options{.isFakeVenue = true, .instruments = {stock(), stock("TSLA")}, .stored = stored};
        options.limits.maxPositions = 1;
        EngineFixture f(options);

        f.signalBuy();

        QCOMPARE(f.engine->figures().pendingRisk(ProposalId()), usd("50"));
        QCOMPARE(f.card()->state, S::Blocked);
    }

    void aPositionThatIsNotPricedYetHasItsHeatAtCost()
    {
        StoredState stored;
        stored.fills = {fillOf("F1", Side::Buy, "10", "100")};
        EngineFixture f({.isFakeVenue = true, .stored = stored});

        QCOMPARE(f.engine->figures().heat(), usd("100")); // no stop: a tenth
    }

    void anUnknownOrderOfTheEarlierRunLocksItsInstrumentUntilItIsProven()
    {
        StoredState stored;
        Order order;
        order.request = {.clientOrderId = ClientOrderId("old"), .instrument = stock(), .quantity = qty("10")};
        order.status = OrderStatus::Unknown;
        stored.orders = {order};
        EngineFixture f({.isFakeVenue = true, .stored = stored});
        f.signalBuy();
        QCOMPARE(f.card()->state, S::Blocked);
        f.wait(31s);
        f.engine->process(OrderNotFound{ClientOrderId("old")});
        f.wait(15s);
        f.engine->process(OrderNotFound{ClientOrderId("old")});
        f.price("100.1");
        QCOMPARE(f.card()->state, S::Pending);
        QVERIFY(f.watched.sent.empty());
    }

    void theAccountMayHoldWhatNoBotTradesAnyMore()
    {
        StoredState stored;
        stored.fills = {fillOf("F1", Side::Buy, "5", "100", "0", tesla)};
        EngineFixture f({.isFakeVenue = true, .stored = stored});
        QCOMPARE(f.held(tesla), qty("5"));
        f.signalBuy();
        QVERIFY(f.card());
    }

    // --- the same in every pace ----------------------------------------------------------------

    void aSlowDiskGivesTheSameOrdersAndFillsAsAFastOne_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("auto") << int(DecisionMode::Auto);
        QTest::newRow("hybrid") << int(DecisionMode::Hybrid);
    }
    void aSlowDiskGivesTheSameOrdersAndFillsAsAFastOne()
    {
        QFETCH(int, mode);
        const std::string fast = playedDemo(DecisionMode(mode), true, 6'000);
        const std::string slow = playedDemo(DecisionMode(mode), false, 6'000);
        QVERIFY2(std::count(fast.begin(), fast.end(), '\n') > 40, "the demo should trade");
        QVERIFY(fast == slow);
        QVERIFY(fast.ends_with("early 0"));
        QVERIFY(fast == playedDemo(DecisionMode(mode), true, 6'000));
    }
};

QTEST_GUILESS_MAIN(EngineSafetyTest)
#include "EngineSafetyTest.moc"
