#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

/// What a restart goes on with: protection, closings, timers, and what somebody else did meanwhile.
class RecoveryTest : public QObject {
    Q_OBJECT

private:
    static Fill fill(const char *id, const char *order, Side side, const char *quantity, const char *price)
    {
        Fill made;
        made.id = FillId(id);
        made.order = ClientOrderId(order);
        made.instrument = stock();
        made.side = side;
        made.quantity = qty(quantity);
        made.price = px(price);
        made.at = sessionTime() - 10min;
        return made;
    }
    static Order order(const char *id, OrderRole role, const char *quantity, OrderStatus status)
    {
        Order made;
        made.request.clientOrderId = ClientOrderId(id);
        made.request.instrument = stock();
        made.request.side = role == OrderRole::Entry ? Side::Buy : Side::Sell;
        made.request.quantity = qty(quantity);
        made.request.role = role;
        made.request.reduceOnly = role != OrderRole::Entry;
        made.proposal = ProposalId("R0-P1");
        made.bot = BotId("bot");
        made.status = status;
        if (role == OrderRole::Entry)
            made.exits = {px("95"), px("110"), {}, false};
        if (role == OrderRole::Stop) {
            made.request.type = OrderType::Stop;
            made.request.stopPrice = px("95");
        }
        if (role == OrderRole::Target) {
            made.request.type = OrderType::Limit;
            made.request.limitPrice = px("110");
        }
        return made;
    }
    /// Ten were bought in an earlier run.
    static StoredState tenHeld()
    {
        StoredState stored;
        stored.fills = {fill("F1", "e1", Side::Buy, "10", "100")};
        Order entry = order("e1", OrderRole::Entry, "10", OrderStatus::Filled);
        entry.filled = qty("10");
        stored.lastEntries = {entry};
        stored.nextOrderCounter = 1001;
        return stored;
    }
    /// A buy of 10 that an earlier run asked about.
    static StoredState::Card card(const std::string &state, Duration timeLeft)
    {
        StoredState::Card made;
        made.id = ProposalId("R0-P7");
        made.state = state;
        made.mode = DecisionMode::Auto;
        made.signal.id = SignalId("R0-S7");
        made.signal.bot = BotId("bot");
        made.signal.strategy = "ma-crossover";
        made.signal.series = {stock(), Timeframe::H1};
        made.signal.barCloseTime = sessionTime() - 5min;
        made.signal.referencePrice = px("100");
        made.quantity = made.proposedQuantity = qty("10");
        made.limitPrice = px("100.5");
        made.exits = {px("98"), px("104"), {}, false};
        made.referencePrice = px("100");
        made.createdAt = sessionTime() - 1min;
        made.expiresAt = sessionTime() + timeLeft;
        return made;
    }
    static VenueSnapshot venueWith(const char *quantity)
    {
        VenueSnapshot venue;
        venue.fills = {fill("F1", "e1", Side::Buy, "10", "100")};
        venue.holdings = {{stock(), qty(quantity)}};
        return venue;
    }
    static std::unique_ptr<EngineFixture> start(const StoredState &stored, const VenueSnapshot &venue)
    {
        EngineOptions options{.isFakeVenue = true, .stored = stored};
        options.venueSays = venue;
        return std::make_unique<EngineFixture>(options);
    }

private Q_SLOTS:
    void aPositionWhoseStopWasNeverSentGetsItsStopAndTarget()
    {
        const auto f = start(tenHeld(), venueWith("10"));

        QCOMPARE(f->working(OrderRole::Stop).size(), std::size_t(1));
        QCOMPARE(f->working(OrderRole::Stop).front()->request.stopPrice, std::optional(px("95")));
        QCOMPARE(f->working(OrderRole::Stop).front()->request.quantity, qty("10"));
        QCOMPARE(f->working(OrderRole::Target).front()->request.limitPrice, std::optional(px("110")));
        QCOMPARE(f->sentOf(OrderRole::Stop), 1);
        f->engine->requestVenueSnapshot();
        QCOMPARE(f->sentOf(OrderRole::Stop), 1);
    }

    void aFillThatWasMissedBeforeTheRestartIsOursAlthoughItsOrderHadEnded()
    {
        StoredState stored;
        stored.orders = {order("e1", OrderRole::Entry, "10", OrderStatus::Cancelled)};
        const auto f = start(stored, venueWith("10"));

        QCOMPARE(f->held(), qty("10"));
        QVERIFY(f->engine->parts().external.empty());
        QCOMPARE(f->working(OrderRole::Stop).size(), std::size_t(1));
        QCOMPARE(f->working(OrderRole::Stop).front()->request.stopPrice, std::optional(px("95")));
    }

    /// The answers to the queries of both orders come before the snapshot.
    void whatFilledMeanwhileIsBookedInTheOrderInWhichItHappened()
    {
        StoredState stored = tenHeld();
        stored.lastEntries.clear();
        Order entry = order("e1", OrderRole::Entry, "30", OrderStatus::PartiallyFilled);
        entry.filled = qty("10");
        stored.orders = {entry, order("s1", OrderRole::Stop, "10", OrderStatus::Working),
                         order("t1", OrderRole::Target, "10", OrderStatus::Working)};
        VenueSnapshot venue;
        venue.fills = {fill("F1", "e1", Side::Buy, "10", "100"), fill("F2", "t1", Side::Sell, "10", "110"),
                       fill("F3", "e1", Side::Buy, "20", "100")};
        venue.fills[1].at += 1min;
        venue.fills[2].at += 2min;
        std::swap(venue.fills[1], venue.fills[2]); // nor need the venue sort them
        venue.holdings = {{stock(), qty("20")}};
        const auto f = start(stored, venue);

        QCOMPARE(f->held(), qty("20"));
        QCOMPARE(f->log.trips.size(), std::size_t(1));
        QCOMPARE(f->log.trips.front().quantity, qty("10"));
        QVERIFY(f->log.trips.front().exitTime == venue.fills[2].at);
    }

    void aFillOfNowWaitsUntilTheVenueHasToldWhatCameBefore()
    {
        const auto f = start(tenHeld(), venueWith("10"));
        const ClientOrderId stop = f->working(OrderRole::Stop).front()->request.clientOrderId;
        f->engine->process(LinkChanged{false, "lost"});
        f->engine->process(LinkChanged{true, "back"});
        f->engine->process(OrderFilled{fill("F9", stop.text().c_str(), Side::Sell, "10", "95")});
        QCOMPARE(f->held(), qty("10"));
        f->fake.snapshot.fills.push_back(fill("F9", stop.text().c_str(), Side::Sell, "10", "95"));
        f->fake.snapshot.holdings.clear();

        f->engine->requestVenueSnapshot();

        QVERIFY(f->held().isZero());
        QCOMPARE(f->log.trips.size(), std::size_t(1));
        QVERIFY(f->engine->parts().mismatched.empty());
    }

    void aStopThatWorksIsNotPlacedTwice()
    {
        StoredState stored = tenHeld();
        stored.orders = {order("s1", OrderRole::Stop, "10", OrderStatus::Working)};
        const auto f = start(stored, venueWith("10"));

        QVERIFY(f->watched.sent.empty());
    }

    void aStopThatMayHaveLeftCountsUntilItIsProvenAbsentAndIsThenSentAnew()
    {
        StoredState stored = tenHeld();
        stored.orders = {order("s1", OrderRole::Stop, "10", OrderStatus::Intended)};
        const auto f = start(stored, venueWith("10"));
        QVERIFY(f->watched.sent.empty());

        f->wait(31s);
        f->engine->process(OrderNotFound{ClientOrderId("s1")});
        QVERIFY(f->watched.sent.empty());
        f->wait(15s);
        f->engine->process(OrderNotFound{ClientOrderId("s1")});

        QCOMPARE(f->sentOf(OrderRole::Stop), 1);
        QVERIFY(f->watched.sent.front().clientOrderId != ClientOrderId("s1"));
    }

    void aTargetWithoutItsStopGetsOneInTheSamePair()
    {
        StoredState stored = tenHeld();
        Order target = order("t1", OrderRole::Target, "10", OrderStatus::Working);
        target.request.ocoGroup = "oco-F1";
        stored.orders = {target};
        const auto f = start(stored, venueWith("10"));

        QCOMPARE(f->watched.sent.size(), std::size_t(1));
        QCOMPARE(f->watched.sent.front().role, OrderRole::Stop);
        QCOMPARE(f->watched.sent.front().ocoGroup, std::string("oco-F1"));
    }

    void theOtherHalfOfAPairThatFilledWhileNobodyListenedGoes()
    {
        StoredState stored = tenHeld();
        Order stop = order("s1", OrderRole::Stop, "10", OrderStatus::Filled);
        stop.filled = qty("10");
        Order target = order("t1", OrderRole::Target, "10", OrderStatus::Working);
        stop.request.ocoGroup = target.request.ocoGroup = "oco-F1";
        stored.orders = {stop, target};
        stored.fills.push_back(fill("F2", "s1", Side::Sell, "10", "95"));
        VenueSnapshot venue = venueWith("0");
        const auto f = start(stored, venue);

        QVERIFY(f->held().isZero());
        QVERIFY(f->watched.sent.empty());
        QCOMPARE(f->fake.cancelled, std::vector{ClientOrderId("t1")});
    }

    void aClosingThatHadBegunGoesOn()
    {
        StoredState stored = tenHeld();
        stored.orders = {order("s1", OrderRole::Stop, "10", OrderStatus::Working)};
        stored.closings = {{stock(), BotId("halt"), "flatten", false}};
        const auto f = start(stored, venueWith("10"));

        QCOMPARE(f->fake.cancelled, std::vector{ClientOrderId("s1")});
        f->engine->process(OrderCancelled{ClientOrderId("s1"), "as asked"});
        QCOMPARE(f->watched.sent.size(), std::size_t(1));
        QCOMPARE(f->watched.sent.front().role, OrderRole::Exit);
        QCOMPARE(f->watched.sent.front().quantity, qty("10"));
    }

    void aPositionWithoutAnyKnownPlanIsSaidAloudAndNotSold()
    {
        StoredState stored = tenHeld();
        stored.lastEntries.clear();
        const auto f = start(stored, venueWith("10"));

        QVERIFY(f->watched.sent.empty());
        QVERIFY(std::any_of(f->log.alarms.begin(), f->log.alarms.end(),
                            [](const std::string &text) { return text.find("without a stop") != std::string::npos; }));
    }

    void theDaysLossIsRememberedOverARestart()
    {
        StoredState stored;
        stored.dayStartAt = sessionTime() - 1h;
        stored.dayStartEquity = usd("100000");
        stored.isDayLost = true;
        EngineFixture f({.stored = stored});
        f.signalBuy();

        QCOMPARE(f.card()->state, ProposalState::Blocked);
    }

    // --- cards ---------------------------------------------------------------------------------

    void aWaitingCardIsAskedAgainAndNoRuleDecidesIt()
    {
        StoredState stored;
        stored.cards = {card("pending", 5min)};
        EngineFixture f({.mode = DecisionMode::Auto, .stored = stored});
        f.price("100.1");
        QVERIFY(f.card());
        QCOMPARE(f.card()->state, ProposalState::Pending);
        QCOMPARE(f.card()->proposal.version, 1);
        QVERIFY(f.watched.sent.empty());

        QVERIFY(f.approve(*f.card()).isDone);
        f.settle();
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    /// The disk is slow, and the position's time is over before the yes is on it.
    void aYesToAddIsRefusedWhenTheClosingHasBegunMeanwhile()
    {
        StoredState stored = tenHeld();
        stored.lastEntries.front().exits.holdAtMost = 15min; // the fill was ten minutes ago
        stored.orders = {order("s1", OrderRole::Stop, "10", OrderStatus::Working)};
        stored.cards = {card("pending", 20min)};
        EngineOptions options{.allowsAdding = true, .isJournalImmediate = false, .isFakeVenue = true, .stored = stored};
        options.venueSays = venueWith("10");
        EngineFixture f(options);
        f.wait(5min - 2s);
        f.price("100.1");
        QVERIFY(f.card());
        QVERIFY(f.approve(*f.card()).isDone);

        f.wait(1s);
        f.settle();

        QCOMPARE(f.fake.cancelled, std::vector{ClientOrderId("s1")}); // the closing has begun
        QCOMPARE(f.stateOf(ProposalId("R0-P7")), ProposalState::Refused);
        QCOMPARE(f.sentOf(OrderRole::Entry), 0);
    }

    void aCardWithoutTimeLeftExpiresAndSaysSo()
    {
        StoredState stored;
        stored.cards = {card("pending", 19s)};
        EngineFixture f({.stored = stored});

        QVERIFY(!f.card());
        QCOMPARE(f.stateOf(ProposalId("R0-P7")), ProposalState::Expired);
    }

    void aYesThatHadNotLeftIsANewQuestion_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : {"approved", "pre-approved", "revalidating", "submitting"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void aYesThatHadNotLeftIsANewQuestion()
    {
        QFETCH(QString, state);
        StoredState stored;
        stored.cards = {card(state.toStdString(), 5min)};
        EngineFixture f({.stored = stored});
        f.price("100.1");
        f.settle();

        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.card());
        QCOMPARE(f.card()->proposal.version, 2);
        const auto old = f.engine->command(ApproveProposal{ProposalId("R0-P7"), 1, f.card()->hash, {}}, {});
        QVERIFY(!old.isDone);
    }

    void aCardWhoseOrderMayHaveLeftFollowsItsOrder()
    {
        StoredState stored;
        Order entry = order("e1", OrderRole::Entry, "10", OrderStatus::Intended);
        entry.proposal = ProposalId("R0-P7");
        stored.orders = {entry};
        stored.cards = {card("submitting", 5min)};
        stored.cards.front().order = OrderStatus::Intended;
        const auto f = start(stored, {});
        QVERIFY(!f->card());
        QCOMPARE(f->stateOf(ProposalId("R0-P7")), ProposalState::Unknown);

        f->engine->process(OrderAccepted{ClientOrderId("e1"), VenueOrderId("V1")});
        QCOMPARE(f->stateOf(ProposalId("R0-P7")), ProposalState::Working);
        f->engine->process(OrderFilled{fill("F9", "e1", Side::Buy, "10", "100")});
        QCOMPARE(f->stateOf(ProposalId("R0-P7")), ProposalState::Filled);
        QCOMPARE(f->sentOf(OrderRole::Stop), 1);
        QCOMPARE(f->sentOf(OrderRole::Entry), 0);
    }

    void aCardWhoseOrderHadEndedEndsToo()
    {
        StoredState stored;
        stored.cards = {card("working", 5min)};
        stored.cards.front().order = OrderStatus::Filled;
        EngineFixture f({.stored = stored});

        QCOMPARE(f.stateOf(ProposalId("R0-P7")), ProposalState::Filled);
    }

    void aCardOfABotThatIsGoneIsWithdrawn()
    {
        StoredState stored;
        stored.cards = {card("pending", 5min)};
        stored.cards.front().signal.bot = BotId("another");
        EngineFixture f({.stored = stored});

        QCOMPARE(f.stateOf(ProposalId("R0-P7")), ProposalState::Withdrawn);
    }

    // --- signals -------------------------------------------------------------------------------

    void whatTheNewestBarSaidIsHeardIfItsWindowIsOpen()
    {
        EngineOptions options;
        options.lastPast = "100.1"; // the last bar before the start closes higher: the bot says buy
        EngineFixture f(options);
        f.price("100.1");

        QVERIFY(f.card());
        QCOMPARE(f.card()->proposal.side, Side::Buy);
    }

    void whatWasHeardInTheLastRunIsNotHeardAgain()
    {
        EngineOptions options;
        options.lastPast = "100.1";
        {
            EngineFixture first(options);
            first.price("100.1");
            options.stored.proposed = {first.card()->proposal.signal};
        }
        EngineFixture f(options);
        f.price("100.1");

        QVERIFY(!f.card());
    }

    void aSignalWhoseWindowIsOverIsNotHeard()
    {
        EngineOptions options;
        options.lastPast = "100.1";
        options.startsLater = 61min; // the next bar has closed meanwhile
        EngineFixture f(options);
        f.price("100.1");

        QVERIFY(!f.card());
    }

    // --- time ----------------------------------------------------------------------------------

    void aPositionEndsByTime()
    {
        EngineOptions options;
        options.planning.holdAtMost = 30min;
        EngineFixture f(options);
        f.buy();
        f.wait(29min);
        f.price("100.1");
        QCOMPARE(f.held(), qty("370"));

        f.wait(1min);
        f.settle();
        f.price("100.1");

        QVERIFY(f.held().isZero());
        QCOMPARE(f.log.trips.back().reason, std::string("time"));
    }

    void aPositionInProfitMayStayWhenThePlanSaysSo()
    {
        EngineOptions options;
        options.planning.holdAtMost = 30min;
        options.planning.keepsProfit = true;
        EngineFixture f(options);
        f.buy();
        f.price("102");
        f.wait(31min);
        QCOMPARE(f.held(), qty("370"));

        f.price("100");
        f.wait(1s);
        f.price("100");

        QVERIFY(f.held().isZero());
    }

    void theTimeExitSurvivesARestart()
    {
        StoredState stored = tenHeld();
        stored.lastEntries.front().exits.holdAtMost = 15min; // the fill was ten minutes ago
        stored.orders = {order("s1", OrderRole::Stop, "10", OrderStatus::Working)};
        const auto f = start(stored, venueWith("10"));
        f->wait(4min);
        QVERIFY(f->fake.cancelled.empty());

        f->wait(2min);

        QCOMPARE(f->fake.cancelled, std::vector{ClientOrderId("s1")});
    }

    // --- what is not ours ----------------------------------------------------------------------

    void somebodyElsesFillIsBookedShownAndNotTouched()
    {
        EngineFixture f({.isFakeVenue = true});
        f.fake.snapshot.fills = {fill("X1", "by-hand", Side::Buy, "7", "100")};
        f.fake.snapshot.holdings = {{stock(), qty("7")}};
        f.engine->requestVenueSnapshot();
        f.engine->requestVenueSnapshot();

        QCOMPARE(f.held(), qty("7"));
        QVERIFY(f.engine->parts().own(stock()).isZero());
        QVERIFY(f.watched.sent.empty());
        f.signalBuy();
        QCOMPARE(f.card() ? f.card()->state : ProposalState::Blocked, ProposalState::Blocked);
        (void)f.say(Halt{.flatten = true});
        QVERIFY(f.watched.sent.empty()); // a flatten is for what is ours
    }

    void closingByHandTakesWhatIsNotOursToo()
    {
        EngineFixture f({.isFakeVenue = true});
        f.fake.snapshot.fills = {fill("X1", "by-hand", Side::Buy, "7", "100")};
        f.fake.snapshot.holdings = {{stock(), qty("7")}};
        f.engine->requestVenueSnapshot();

        QVERIFY(f.say(ClosePosition{stock()}).isDone);
        QCOMPARE(f.watched.sent.size(), std::size_t(1));
        QCOMPARE(f.watched.sent.front().quantity, qty("7"));
        Fill out = fill("X2", f.watched.sent.front().clientOrderId.text().c_str(), Side::Sell, "7", "100");
        f.engine->process(OrderFilled{out});

        QVERIFY(f.held().isZero());
        QVERIFY(f.engine->parts().external.empty());
        QVERIFY(!f.say(ClosePosition{stock()}).isDone);
    }

    void aForeignSaleTakesFromOursAndTheStopIsNotLeftToGoShort()
    {
        StoredState stored = tenHeld();
        stored.orders = {order("s1", OrderRole::Stop, "10", OrderStatus::Working)};
        VenueSnapshot venue = venueWith("4");
        venue.fills.push_back(fill("X1", "by-hand", Side::Sell, "6", "100"));
        const auto f = start(stored, venue);

        QCOMPARE(f->held(), qty("4"));
        QCOMPARE(f->engine->parts().own(stock()), qty("4"));
        QVERIFY(f->engine->parts().external.empty());
    }

    void aForeignOrderCountsAndGoesOnlyWithAHaltThatCancels()
    {
        EngineFixture f({.isFakeVenue = true});
        Order theirs = order("by-hand", OrderRole::Entry, "7", OrderStatus::Working);
        theirs.request.limitPrice = px("99");
        f.fake.snapshot.openOrders = {theirs};
        f.engine->requestVenueSnapshot();
        f.signalBuy();

        QCOMPARE(f.card()->state, ProposalState::Blocked);
        QVERIFY(f.engine->figures().exposure({}) >= usd("693"));
        QVERIFY(f.fake.cancelled.empty());
        (void)f.say(Halt{.cancelOrders = true});
        QCOMPARE(f.fake.cancelled, std::vector{ClientOrderId("by-hand")});
    }

    void anotherCashAtTheVenueClosesTheDoor()
    {
        EngineFixture f({.isFakeVenue = true});
        f.fake.snapshot.cash = usd("99999.99");
        f.engine->requestVenueSnapshot();
        f.signalBuy();
        QCOMPARE(f.card()->state, ProposalState::Blocked);

        f.fake.snapshot.cash = usd("100000");
        f.engine->requestVenueSnapshot();
        f.price("100.1");
        QCOMPARE(f.card()->state, ProposalState::Pending);
    }
};

QTEST_GUILESS_MAIN(RecoveryTest)
#include "RecoveryTest.moc"
