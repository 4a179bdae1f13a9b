#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

/// The way from a bar to a protected position, and what may stop it on the way.
class EngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSignalBecomesACardAndNothingIsSentWithoutAYes()
    {
        EngineFixture f;
        f.signalBuy();

        QVERIFY(f.card());
        QCOMPARE(f.card()->state, S::Pending);
        QCOMPARE(f.card()->proposal.quantity, qty("370"));
        QCOMPARE(*f.card()->proposal.stopPrice, px("98.1"));
        QCOMPARE(*f.card()->proposal.targetPrice, px("104.1"));
        for (int i = 0; i < 500; ++i)
            f.price("100.1");
        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.held().isZero());
    }

    void anUnansweredCardExpiresAndNothingIsSent()
    {
        EngineFixture f;
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        f.wait(15min - 1ns);
        QVERIFY(f.card());
        f.wait(1ns);
        QVERIFY(!f.card());
        QCOMPARE(f.stateOf(id), S::Expired);
        QVERIFY(f.watched.sent.empty());
    }

    void aYesGoesOverTheDiskTwiceAndEndsInAProtectedPosition()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.stateOf(id), S::Approved);
        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.engine->parts().execution.orders().empty()); // not even an intent before the decision is safe

        f.diskCatchesUp();
        QCOMPARE(f.stateOf(id), S::Submitting);
        QVERIFY(f.watched.sent.empty());

        f.diskCatchesUp();
        QCOMPARE(f.stateOf(id), S::Filled);
        QCOMPARE(f.watched.sent.size(), std::size_t(1));
        QCOMPARE(f.held(), qty("370"));

        f.settle();
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
        QCOMPARE(f.sentOf(OrderRole::Stop), 1);
        QCOMPARE(f.sentOf(OrderRole::Target), 1);
        const Order &stop = *f.working(OrderRole::Stop).at(0);
        const Order &target = *f.working(OrderRole::Target).at(0);
        QCOMPARE(*stop.request.stopPrice, px("98.1"));
        QCOMPARE(*target.request.limitPrice, px("104.1"));
        QCOMPARE(stop.request.quantity, f.held());
        QCOMPARE(stop.request.ocoGroup, target.request.ocoGroup);
        QVERIFY(stop.request.reduceOnly && target.request.reduceOnly);
        QCOMPARE(f.watched.tooEarly, 0);
    }

    void theDecisionIsOnWhatWasShown()
    {
        EngineFixture f;
        f.signalBuy();
        const std::string hash = f.card()->hash;
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.log.decisions.size(), std::size_t(1));
        QCOMPARE(f.log.decisions[0].decision.contentHash, hash);
        QCOMPARE(f.log.decisions[0].decision.person, std::string("owner"));
        QVERIFY(f.log.decisions[0].decision.quoteSeen);
        QVERIFY(f.journal.isDurable(Table::Decisions, "content_hash", hash));
    }

    void aYesToAnotherContentIsRefused()
    {
        EngineFixture f;
        f.signalBuy();
        const DeskEntry shown = *f.card();
        QVERIFY(f.say(EditProposal{.id = shown.proposal.id, .version = 1, .quantity = qty("10")}).isDone);

        const CommandAnswer answer = f.approve(shown);

        QVERIFY(!answer.isDone);
        QVERIFY(!answer.message.empty());
        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.watched.sent.at(0).quantity, qty("10"));
    }

    void theStopOfAnOpenPositionCannotBeCancelledByHand()
    {
        EngineFixture f;
        f.signalBuy();
        QVERIFY(f.approve(*f.card(), qty("100")).isDone);
        const auto stops = f.working(OrderRole::Stop);
        QCOMPARE(stops.size(), std::size_t(1));
        QVERIFY(!f.engine->command(CancelOrder{stops.at(0)->request.clientOrderId}, {}).isDone);
        QCOMPARE(f.working(OrderRole::Stop).size(), std::size_t(1));
    }

    void aStopTheVenueEndsByItselfClosesThePositionWithAnAlarm()
    {
        EngineFixture f;
        f.signalBuy();
        QVERIFY(f.approve(*f.card(), qty("100")).isDone);
        const auto stops = f.working(OrderRole::Stop);
        QCOMPARE(stops.size(), std::size_t(1));
        const ClientOrderId stop = stops.at(0)->request.clientOrderId;

        f.venue.cancel(stop, "cancelled by the venue"); // nobody here asked for it
        f.price("100.2");

        QVERIFY(!f.log.alarms.empty());
        QCOMPARE(f.held(), qty("0"));
    }

    void aPartialYesBuysThatMuchAndProtectsThatMuch()
    {
        EngineFixture f;
        f.signalBuy();
        QVERIFY(!f.approve(*f.card(), qty("100.9")).isDone); // off the lot: refused, never floored in silence
        QVERIFY(f.approve(*f.card(), qty("100")).isDone);
        QCOMPARE(f.held(), qty("100"));
        QCOMPARE(f.working(OrderRole::Stop).at(0)->request.quantity, qty("100"));
    }

    void anEditIsCheckedAsACompleteOrder_data()
    {
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<bool>("isDone");
        QTest::newRow("smaller") << "10" << "98.1" << true;
        QTest::newRow("off the lot") << "10.5" << "98.1" << false;
        QTest::newRow("stop on the wrong side") << "10" << "101" << false;
        QTest::newRow("off the tick") << "10" << "98.105" << false;
        QTest::newRow("more than may be lost") << "333" << "80" << false;
        QTest::newRow("more than may be ordered") << "600" << "98.1" << false;
    }
    void anEditIsCheckedAsACompleteOrder()
    {
        QFETCH(QString, quantity);
        QFETCH(QString, stop);
        QFETCH(bool, isDone);
        EngineFixture f;
        f.signalBuy();
        const auto answer = f.say(EditProposal{.id = f.card()->proposal.id,
                                               .version = 1,
                                               .quantity = qty(qPrintable(quantity)),
                                               .stopPrice = px(qPrintable(stop))});
        QCOMPARE(answer.isDone, isDone);
        QCOMPARE(f.card()->proposal.version, isDone ? 2 : 1);
        QCOMPARE(f.card()->state, S::Pending); // what a rule stops leaves the card as it was
        QVERIFY(f.watched.sent.empty());
    }

    void aHardMoveBetweenYesAndSendIsRefused()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        QVERIFY(f.approve(*f.card()).isDone);
        f.quoteNow(px("100.81")); // 0.71 of R = 2
        f.settle();
        QCOMPARE(f.stateOf(id), S::Refused);
        QVERIFY(f.watched.sent.empty());
    }

    void aSoftMoveBetweenYesAndSendAsksAgain()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        const DeskEntry shown = *f.card();
        QVERIFY(f.approve(shown).isDone);
        f.quoteNow(px("100.45")); // beyond 0.15 R, within 0.35 R
        f.settle();
        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.card());
        QCOMPARE(f.card()->proposal.version, 2);
        QCOMPARE(f.card()->proposal.referencePrice, px("100.45"));
        QVERIFY(!f.card()->changes.empty());
        QVERIFY(!f.approve(shown).isDone);
        QVERIFY(f.approve(*f.card()).isDone);
        f.settle();
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    void aYesThatWaitedTooLongForTheDiskIsAskedAgain()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        f.wait(2s + 1ns);
        f.settle();
        QVERIFY(f.watched.sent.empty());
        QCOMPARE(f.card()->proposal.version, 2);
    }

    void aCardGoesStaleWithItsQuoteAndComesBack()
    {
        EngineFixture f;
        f.signalBuy();
        f.price("100.45");
        QCOMPARE(f.card()->state, S::Stale);
        QVERIFY(!f.approve(*f.card()).isDone);
        f.price("100.2");
        QCOMPARE(f.card()->state, S::Pending);
        f.price("100.45");
        QVERIFY(f.say(RefreshProposal{f.card()->proposal.id}).isDone);
        QCOMPARE(f.card()->state, S::Pending);
        QCOMPARE(f.card()->proposal.version, 2);
        QCOMPARE(f.card()->proposal.referencePrice, px("100.45"));
        QVERIFY(f.approve(*f.card()).isDone);
    }

    void aNewerSignalReplacesTheCardOfTheOlderOne()
    {
        EngineFixture f({.allowsAdding = true});
        f.signalBuy();
        const ProposalId first = f.card()->proposal.id;
        f.barTo("99");  // turned
        QCOMPARE(f.stateOf(first), S::Withdrawn);
        f.barTo("101");
        f.price("101");
        const ProposalId second = f.card()->proposal.id;
        QVERIFY(second != first);
        QCOMPARE(f.engine->parts().desk.waiting().size(), std::size_t(1));
    }

    void aSignalThatFindsNoPriceInItsWindowIsNotProposed()
    {
        EngineFixture f;
        f.price("100");
        f.barTo("100.1");

        f.wait(1h); // the next bar has closed, and nobody has named a price
        f.price("100.1");

        QVERIFY(f.log.states.empty());
        QVERIFY(std::ranges::any_of(f.log.notes, [](const std::string &note) {
            return note.find("decision window is over") != std::string::npos;
        }));
    }

    void theStrategyTurnsAndTheCardIsWithdrawn()
    {
        EngineFixture f;
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        f.barTo("99.9");
        QCOMPARE(f.stateOf(id), S::Withdrawn);
        QVERIFY(f.watched.sent.empty());
    }

    void theStrategyTurnsAfterTheYesAndNothingIsSent()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        const ProposalId id = f.card()->proposal.id;
        QVERIFY(f.approve(*f.card()).isDone);
        f.barTo("99.9"); // within the two seconds in which the disk is busy
        f.settle();
        f.price("99.9");
        QCOMPARE(f.stateOf(id), S::Withdrawn);
        QVERIFY(f.watched.sent.empty());
    }

    void theStrategyTurnsWhileTheEntryRestsAndItIsTakenBack()
    {
        EngineFixture f({.planning = {.orderType = OrderType::Limit}});
        f.signalBuy();
        f.venue.onPrice(stock(), px("100.2"), f.clock.now()); // ran away from the limit, unseen by the engine
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.working(OrderRole::Entry).size(), std::size_t(1));
        f.barTo("99.9");
        QVERIFY(f.working(OrderRole::Entry).empty());
        f.price("99");
        QVERIFY(f.held().isZero());
    }

    void theStrategyTurnsAndThePositionIsClosedProtectionFirst()
    {
        EngineFixture f;
        f.buy();
        const auto before = f.watched.sent.size();
        f.barTo("99.9");
        QVERIFY(f.held().isZero());
        QVERIFY(f.engine->parts().execution.open().empty());
        QCOMPARE(f.watched.sent.size(), before + 1);
        QCOMPARE(f.watched.sent.back().role, OrderRole::Exit);
        QVERIFY(f.watched.sent.back().reduceOnly);
        QCOMPARE(f.log.trips.at(0).reason, std::string("signal"));
        QVERIFY(f.venue.held(stock()).isZero());
    }

    void theClosingOrderWaitsUntilProtectionIsReallyGone()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        fillEntry(f);
        acceptAll(f);
        f.barTo("99.9");
        QCOMPARE(f.fake.cancelled.size(), std::size_t(2));
        QCOMPARE(f.sentOf(OrderRole::Exit), 0);
        f.engine->process(OrderCancelled{f.fake.cancelled[0], "on request"});
        QCOMPARE(f.sentOf(OrderRole::Exit), 0);
        f.engine->process(OrderCancelled{f.fake.cancelled[1], "on request"});
        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
        QCOMPARE(f.fake.submitted.back().quantity, qty("370"));
    }

    void aStopThatFillsWhileTheExitIsPreparedNeverMakesAShort_data()
    {
        QTest::addColumn<QString>("stopFills");
        QTest::addColumn<QString>("exitIsFor");
        QTest::newRow("whole") << "370" << "";
        QTest::newRow("in part") << "70" << "300";
    }
    void aStopThatFillsWhileTheExitIsPreparedNeverMakesAShort()
    {
        QFETCH(QString, stopFills);
        QFETCH(QString, exitIsFor);
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        fillEntry(f);
        acceptAll(f);
        const ClientOrderId stop = f.working(OrderRole::Stop).at(0)->request.clientOrderId;
        const ClientOrderId target = f.working(OrderRole::Target).at(0)->request.clientOrderId;

        f.barTo("99.9"); // the strategy turns: cancels fly
        Fill fill = fillOf("F-stop", Side::Sell, qPrintable(stopFills), "98.1");
        fill.order = stop;
        f.engine->process(OrderFilled{fill});
        f.engine->process(OrderCancelled{target, "pair"});
        f.engine->process(OrderCancelled{stop, "on request"});

        if (exitIsFor.isEmpty()) {
            QCOMPARE(f.sentOf(OrderRole::Exit), 0);
            QVERIFY(f.held().isZero());
            return;
        }
        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
        QCOMPARE(f.fake.submitted.back().quantity, qty(qPrintable(exitIsFor)));
        QVERIFY(f.fake.submitted.back().reduceOnly);
    }

    void everyPartOfAPartialEntryIsProtectedAtOnce()
    {
        EngineFixture f({.venue = {.maxFillPerPrice = qty("100")}});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.held(), qty("100"));
        QCOMPARE(protectedQuantity(f), qty("100"));
        f.price("100.1");
        QCOMPARE(f.held(), qty("200"));
        QCOMPARE(protectedQuantity(f), qty("200"));
        f.price("100.1");
        f.price("100.1");
        QCOMPARE(f.held(), qty("370"));
        QCOMPARE(protectedQuantity(f), qty("370"));
    }

    void aStopTheVenueRefusesClosesThePositionWithAnAlarm()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        fillEntry(f);
        acceptAll(f);
        const ClientOrderId stop = f.working(OrderRole::Stop).at(0)->request.clientOrderId;
        const ClientOrderId target = f.working(OrderRole::Target).at(0)->request.clientOrderId;

        f.engine->process(OrderRejected{stop, "stop orders are not allowed now"});

        QVERIFY(!f.log.alarms.empty());
        QCOMPARE(f.fake.cancelled, std::vector<ClientOrderId>{target});
        f.engine->process(OrderCancelled{target, "on request"});
        QCOMPARE(f.sentOf(OrderRole::Exit), 1);
        QCOMPARE(f.fake.submitted.back().quantity, qty("370"));
    }

    void whenOneOfAPairIsFilledTheOtherIsTakenBackWhateverTheVenueDoes()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        fillEntry(f);
        acceptAll(f);
        const ClientOrderId target = f.working(OrderRole::Target).at(0)->request.clientOrderId;
        Fill fill = fillOf("F-stop", Side::Sell, "370", "98.1");
        fill.order = f.working(OrderRole::Stop).at(0)->request.clientOrderId;

        f.engine->process(OrderFilled{fill});

        QCOMPARE(f.fake.cancelled, std::vector<ClientOrderId>{target});
    }

    void aLongIsNeverSoldShortWithoutLeave()
    {
        EngineFixture f;
        f.price("100");
        f.barTo("100.1");
        f.barTo("99.9"); // sell while flat
        f.price("99.9");
        QVERIFY(!f.card());
        QVERIFY(f.watched.sent.empty());
    }

    void aReversalIsCloseThenFlatThenOpen()
    {
        EngineFixture f({.allowsShort = true});
        f.buy();
        f.barTo("99.9");
        QVERIFY(f.held().isZero());
        f.price("99.9");
        QVERIFY(f.card());
        QCOMPARE(f.card()->proposal.side, Side::Sell);
        QVERIFY(f.approve(*f.card()).isDone);
        QVERIFY(f.held().sign() < 0);
        QCOMPARE(*f.working(OrderRole::Stop).at(0)->request.stopPrice, px("101.9"));
        QCOMPARE(f.working(OrderRole::Stop).at(0)->request.side, Side::Buy);
    }

    // --- modes ---------------------------------------------------------------------------------

    void manualModeRecordsAndSendsNothing()
    {
        EngineFixture f({.mode = DecisionMode::Manual});
        f.signalBuy();
        QVERIFY(!f.card());
        QVERIFY(f.watched.sent.empty());
        QCOMPARE(f.log.outcomes.size(), std::size_t(1));
    }

    void autoModeSendsWithTheDecisionOfARule()
    {
        EngineFixture f({.mode = DecisionMode::Auto, .isJournalImmediate = false});
        f.signalBuy();
        QCOMPARE(f.log.decisions.size(), std::size_t(1));
        QCOMPARE(f.log.decisions[0].decision.channel, std::string("rule"));
        QVERIFY(f.watched.sent.empty());
        f.settle();
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
        QCOMPARE(f.watched.tooEarly, 0);
        QCOMPARE(protectedQuantity(f), f.held());
    }

    void goingBackToHybridVoidsARulesYesThatHasNotLeft()
    {
        EngineFixture f({.mode = DecisionMode::Auto, .isJournalImmediate = false});
        f.signalBuy();
        QVERIFY(f.say(SetMode{DecisionMode::Hybrid}).isDone);
        f.settle();
        QVERIFY(f.watched.sent.empty());
        QVERIFY(f.card());
        QCOMPARE(f.card()->proposal.mode, DecisionMode::Hybrid);
        QVERIFY(f.approve(*f.card()).isDone);
        f.settle();
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    void goingToManualTakesTheQuestionsAway()
    {
        EngineFixture f;
        f.signalBuy();
        const DeskEntry shown = *f.card();
        QVERIFY(f.say(SetMode{DecisionMode::Manual}).isDone);
        QVERIFY(!f.approve(shown).isDone);
        f.price("100.1");
        QVERIFY(!f.card());
        QVERIFY(f.watched.sent.empty());
    }

    void goingToAutoDoesNotAnswerQuestionsPutToAPerson()
    {
        EngineFixture f;
        f.signalBuy();
        QVERIFY(f.say(SetMode{DecisionMode::Auto}).isDone);
        f.price("100.1");
        f.price("100.1");
        QVERIFY(f.card());
        QVERIFY(f.watched.sent.empty());
    }

    void whatAPersonEditsInAutoModeThePersonDecides()
    {
        EngineFixture f({.mode = DecisionMode::Auto, .limits = blockedByExposure()});
        f.signalBuy();
        QVERIFY(!f.card()); // nothing to plan under a zero limit
        EngineFixture g({.mode = DecisionMode::Auto});
        g.price("100");
        g.engine->process(LinkChanged{false, "lost"});
        g.barTo("100.1");
        g.price("100.1");
        QCOMPARE(g.card()->state, S::Blocked);
        QVERIFY(g.say(EditProposal{.id = g.card()->proposal.id, .version = 1, .quantity = qty("5")}).isDone);
        g.engine->process(LinkChanged{true, "back"});
        g.engine->requestVenueSnapshot();
        g.price("100.1");
        QVERIFY(g.watched.sent.empty());
        QVERIFY(g.card());
        QCOMPARE(g.card()->state, S::Pending);
        QVERIFY(g.approve(*g.card()).isDone);
        QCOMPARE(g.held(), qty("5"));
    }

    void liveNeedsTwoSteps()
    {
        EngineFixture f({.destination = Destination::Live});
        f.signalBuy();
        const DeskEntry shown = *f.card();
        QVERIFY(!f.approve(shown).isDone);
        QVERIFY(f.say(ArmProposal{shown.proposal.id, 1, shown.hash}).isDone);
        QVERIFY(f.approve(shown).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    // --- bots ----------------------------------------------------------------------------------

    void oneInstrumentHasOneOwner()
    {
        ManualClock clock(sessionTime());
        FakeJournal journal;
        FakeBroker broker;
        EngineSettings settings = EngineFixture::settings({});
        settings.bots.push_back(settings.bots[0]);
        settings.bots[1].id = BotId("second");
        const auto engine = TradingEngine::create(settings, clock, broker, journal);
        QVERIFY(!engine);
        QCOMPARE(engine.error().code, ErrorCode::BadInput);
        QVERIFY(engine.error().message.find("bot") != std::string::npos);
        settings.bots[1].isOn = false;
        QVERIFY(TradingEngine::create(settings, clock, broker, journal));
    }

    void aSecondEntryOnTheSameInstrumentWaitsForTheFirst()
    {
        EngineFixture f({.allowsAdding = true, .isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        f.barTo("101");
        f.barTo("100.5");
        f.barTo("101.5");
        f.price("101.5");
        if (f.card())
            QVERIFY(!f.approve(*f.card()).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

private:
    static RiskLimits blockedByExposure()
    {
        RiskLimits limits = usualLimits();
        limits.exposure = {};
        return limits;
    }
    static Quantity protectedQuantity(const EngineFixture &f)
    {
        Quantity sum;
        for (const Order *stop : f.working(OrderRole::Stop))
            sum += stop->remaining();
        return sum;
    }
    static void fillEntry(EngineFixture &f)
    {
        Fill fill = fillOf("F-entry", Side::Buy, "370", "100.1");
        fill.order = f.fake.submitted.at(0).clientOrderId;
        f.engine->process(OrderFilled{fill});
    }
    static void acceptAll(EngineFixture &f)
    {
        const auto submitted = f.fake.submitted;
        for (const OrderRequest &each : submitted)
            f.engine->process(OrderAccepted{each.clientOrderId, VenueOrderId("V-" + each.clientOrderId.text())});
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "EngineTest.moc"
