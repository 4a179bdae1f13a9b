#include "core/base/Timestamp.h"
#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

namespace {

const InstrumentId tesla{"alpaca", "TSLA"};

bool isAnySentence(const std::vector<std::string> &sentences, const char *part)
{
    return std::any_of(sentences.begin(), sentences.end(),
                       [part](const std::string &each) { return each.find(part) != std::string::npos; });
}

/// The venue's fill of an order that the fake was given.
Fill fillFor(const OrderRequest &order, const char *id, const char *price)
{
    Fill fill = fillOf(id, order.side, order.quantity.toString().c_str(), price);
    fill.order = order.clientOrderId;
    fill.instrument = order.instrument;
    return fill;
}

const OrderRequest &lastOf(const FakeBroker &fake, OrderRole role)
{
    const auto found = std::find_if(fake.submitted.rbegin(), fake.submitted.rend(),
                                    [role](const OrderRequest &each) { return each.role == role; });
    if (found == fake.submitted.rend())
        qFatal("no order of this role was sent");
    return *found;
}

int sentBy(const FakeBroker &fake, OrderRole role)
{
    return int(std::count_if(fake.submitted.begin(), fake.submitted.end(),
                             [role](const OrderRequest &each) { return each.role == role; }));
}

TradingState stateOf(const EngineFixture &f)
{
    return f.engine->parts().health.trading;
}

/// 370 held at a venue that answers only what the test says; stop and target work there.
void holdAtFake(EngineFixture &f)
{
    f.signalBuy();
    QVERIFY(f.approve(*f.card()).isDone);
    f.engine->process(OrderFilled{fillFor(lastOf(f.fake, OrderRole::Entry), "F1", "100.1")});
    for (const OrderRole role : {OrderRole::Stop, OrderRole::Target})
        f.engine->process(OrderAccepted{lastOf(f.fake, role).clientOrderId, VenueOrderId(orderRoleName(role))});
    f.fake.snapshot.holdings = {{stock(), f.held()}};
}

} // namespace

/// Reduce-only, halted, flattening: what they stop, what they let through, and how they end.
class EngineHaltTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- reduce-only ---------------------------------------------------------------------------

    void reduceOnlyRefusesEntriesAndLetsExitsGo()
    {
        EngineFixture f({.instruments = {stock(), tesla}});
        f.buy();
        f.signalBuy(tesla);
        const ProposalId id = f.card()->proposal.id;

        QVERIFY(f.say(SetReduceOnly{.on = true, .reason = "news at two"}).isDone);

        QCOMPARE(stateOf(f), TradingState::ReduceOnly);
        QCOMPARE(f.stateOf(id), S::Blocked);
        QVERIFY(!f.approve(*f.engine->parts().desk.find(id)).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
        QVERIFY(f.say(ClosePosition{stock()}).isDone);
        f.price("100.1");
        QVERIFY(f.held().isZero());
    }

    void reduceOnlyTakesBackWhatCouldStillAdd()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        QVERIFY(f.say(SetReduceOnly{.on = true}).isDone);
        QCOMPARE(f.fake.cancelled, std::vector<ClientOrderId>{lastOf(f.fake, OrderRole::Entry).clientOrderId});
    }

    void whatWaitedForTheDiskDoesNotLeaveInReduceOnly()
    {
        EngineFixture f({.isJournalImmediate = false});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        f.diskCatchesUp(); // the intent is written and waits
        QVERIFY(f.say(SetReduceOnly{.on = true}).isDone);
        f.settle();
        QVERIFY(f.watched.sent.empty());
    }

    void reduceOnlyIsLiftedByTheOwnerWithAReason()
    {
        EngineFixture f;
        QVERIFY(!f.say(SetReduceOnly{.on = false, .reason = "not on"}).isDone);
        QVERIFY(f.say(SetReduceOnly{.on = true}).isDone);
        QVERIFY(!f.say(SetReduceOnly{.on = true}).isDone);
        f.signalBuy();
        QCOMPARE(f.card()->state, S::Blocked);
        QVERIFY(!f.say(SetReduceOnly{.on = false, .reason = " "}).isDone);
        QVERIFY(f.say(SetReduceOnly{.on = false, .reason = "the news is out"}).isDone);
        QCOMPARE(stateOf(f), TradingState::Running);
        QCOMPARE(f.card()->state, S::Pending);
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
    }

    void resumeLiftsReduceOnlyAndAHaltIsStricter()
    {
        EngineFixture f;
        QVERIFY(f.say(SetReduceOnly{.on = true}).isDone);
        QVERIFY(f.say(Halt{}).isDone);
        QCOMPARE(stateOf(f), TradingState::Halted);
        QVERIFY(!f.say(SetReduceOnly{.on = true}).isDone);
        QVERIFY(!f.say(SetReduceOnly{.on = false, .reason = "a back door"}).isDone);
        QVERIFY(f.say(Resume{"all is well"}).isDone);
        QVERIFY(f.say(SetReduceOnly{.on = true}).isDone);
        QVERIFY(f.say(Resume{"all is well"}).isDone);
        QCOMPARE(stateOf(f), TradingState::Running);
    }

    /// Five failures of the venue's interface within five minutes; refusals and rate limits are none.
    void theFifthFailureOfTheVenuesInterfaceHalts()
    {
        EngineFixture f;
        const auto fail = [&](bool counts) { f.engine->process(VenueTrouble{"no answer came", false, counts}); };
        for (int i = 0; i < 4; ++i)
            fail(true);
        for (int i = 0; i < 9; ++i)
            fail(false);
        QVERIFY(!f.engine->parts().health.isHalted());
        f.wait(300s);
        fail(true);
        QVERIFY(f.engine->parts().health.isHalted());
        QVERIFY(f.engine->parts().health.haltReason.find("5 times within 300 s") != std::string::npos);
        QCOMPARE(f.log.halts.size(), std::size_t(1));
        QVERIFY(f.journal.isDurable(Table::Halts, "state", "halted"));
        QVERIFY(f.say(Resume{"the venue is back"}).isDone);
        for (int i = 0; i < 4; ++i)
            fail(true);
        QVERIFY(!f.engine->parts().health.isHalted()); // it begins anew
    }

    void failuresLongAgoDoNotCount()
    {
        EngineFixture f;
        for (int i = 0; i < 12; ++i) {
            f.engine->process(VenueTrouble{"no answer came", false, true});
            f.wait(76s);
        }
        QVERIFY(!f.engine->parts().health.isHalted());
    }

    void howManyFailuresHaltIsTheOwnersToSay()
    {
        EngineOptions options;
        options.limits.maxVenueFailures = 2;
        EngineFixture f(options);
        f.engine->process(VenueTrouble{"no answer came", false, true});
        QVERIFY(!f.engine->parts().health.isHalted());
        f.engine->process(VenueTrouble{"no answer came", false, true});
        QVERIFY(f.engine->parts().health.isHalted());
    }

    void everyStateOutlivesTheProgram_data()
    {
        QTest::addColumn<int>("state");
        for (const TradingState state : {TradingState::ReduceOnly, TradingState::Halted, TradingState::Flattening})
            QTest::newRow(tradingStateName(state)) << int(state);
    }
    void everyStateOutlivesTheProgram()
    {
        QFETCH(const int, state);
        StoredState stored;
        stored.trading = TradingState(state);
        stored.haltReason = "by owner (desk)";
        EngineFixture f({.isFakeVenue = true, .stored = stored});

        f.signalBuy();

        QVERIFY(stateOf(f) != TradingState::Running);
        QVERIFY(!f.card() || !f.approve(*f.card()).isDone);
        QVERIFY(f.fake.submitted.empty());
        QVERIFY(isAnySentence(f.log.alarms, "from an earlier run"));
    }

    // --- kill with flatten -----------------------------------------------------------------------

    void aKillEndsWhenTheVenueConfirmsIt()
    {
        EngineFixture f({.instruments = {stock(), tesla}});
        f.buy();
        f.signalBuy(tesla);
        QVERIFY(f.approve(*f.card()).isDone);

        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        f.settle();

        QVERIFY(f.held().isZero() && f.held(tesla).isZero());
        QVERIFY(f.engine->parts().execution.open().empty());
        QCOMPARE(stateOf(f), TradingState::Halted);
        QVERIFY(isAnySentence(f.log.notes, "the venue confirms it"));
        QCOMPARE(f.log.halts.size(), std::size_t(2)); // flattening, then halted and flat
        QCOMPARE(f.log.halts.front().first, TradingState::Flattening);
    }

    void aKillAsksUntilTheVenueIsClean()
    {
        EngineFixture f({.isFakeVenue = true});
        holdAtFake(f);
        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 0); // its own exits are not final yet
        for (const OrderRole role : {OrderRole::Stop, OrderRole::Target})
            f.engine->process(OrderCancelled{lastOf(f.fake, role).clientOrderId, "asked for"});
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 1);

        f.engine->process(OrderFilled{fillFor(lastOf(f.fake, OrderRole::Exit), "F2", "100")});

        QVERIFY(f.held().isZero());
        QCOMPARE(stateOf(f), TradingState::Flattening); // the venue still lists the position
        const int asked = f.fake.snapshotsAsked;
        f.wait(2s);
        f.wait(2s);
        QCOMPARE(f.fake.snapshotsAsked, asked + 2);
        QCOMPARE(stateOf(f), TradingState::Flattening);
        QVERIFY(isAnySentence(f.log.alarms, "the venue's are not"));
        f.fake.snapshot.holdings.clear();
        f.wait(2s);
        QCOMPARE(stateOf(f), TradingState::Halted);
        f.wait(10s);
        QCOMPARE(f.fake.snapshotsAsked, asked + 3); // clean is clean
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 1);
    }

    void aKillWhileAnExitFliesNeverOpensAShort()
    {
        EngineFixture f({.isFakeVenue = true});
        holdAtFake(f);
        QVERIFY(f.say(ClosePosition{stock()}).isDone);
        for (const OrderRole role : {OrderRole::Stop, OrderRole::Target})
            f.engine->process(OrderCancelled{lastOf(f.fake, role).clientOrderId, "asked for"});
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 1); // flies, not answered

        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        f.wait(5s); // its outcome is unknown by now; nothing is sent in its place
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 1);
        f.engine->process(OrderFilled{fillFor(lastOf(f.fake, OrderRole::Exit), "F2", "100")});
        f.fake.snapshot.holdings.clear();
        f.wait(5s);

        QVERIFY(f.held().isZero());
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 1);
        QCOMPARE(stateOf(f), TradingState::Halted);
    }

    void aStopThatFillsDuringAKillLeavesNothingToClose()
    {
        EngineFixture f({.isFakeVenue = true});
        holdAtFake(f);
        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        f.engine->process(OrderFilled{fillFor(lastOf(f.fake, OrderRole::Stop), "F2", "98.1")}); // cancel came late
        f.engine->process(OrderCancelled{lastOf(f.fake, OrderRole::Target).clientOrderId, "pair"});
        f.fake.snapshot.holdings.clear();
        f.wait(5s);
        QVERIFY(f.held().isZero());
        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 0);
        QCOMPARE(stateOf(f), TradingState::Halted);
    }

    void aKillWaitsForTheProofOfAnUnknownEntry()
    {
        EngineFixture f({.isFakeVenue = true});
        f.signalBuy();
        QVERIFY(f.approve(*f.card()).isDone);
        const OrderRequest entry = lastOf(f.fake, OrderRole::Entry);
        f.engine->process(OrderOutcomeUnknown{entry.clientOrderId, "socket lost"});

        QVERIFY(f.say(Halt{.flatten = true}).isDone);

        QCOMPARE(f.fake.cancelled.front(), entry.clientOrderId);
        QVERIFY(f.engine->parts().execution.find(entry.clientOrderId)->cancelRequested);
        f.wait(5s);
        QCOMPARE(stateOf(f), TradingState::Flattening); // the venue's empty list proves nothing
        f.engine->process(OrderFilled{fillFor(entry, "F1", "100.1")}); // it had arrived after all
        for (const OrderRole role : {OrderRole::Stop, OrderRole::Target})
            f.engine->process(OrderCancelled{lastOf(f.fake, role).clientOrderId, "asked for"});
        f.engine->process(OrderFilled{fillFor(lastOf(f.fake, OrderRole::Exit), "F2", "100")});
        f.wait(2s);
        QVERIFY(f.held().isZero());
        QCOMPARE(stateOf(f), TradingState::Halted);
    }

    void aKillCancelsOrdersItDoesNotKnow()
    {
        EngineFixture f({.isFakeVenue = true});
        Order foreign;
        foreign.request.clientOrderId = ClientOrderId("not-ours");
        foreign.request.instrument = stock();
        foreign.request.quantity = qty("5");
        foreign.status = OrderStatus::Working;
        Order protective = foreign; // only reduces what is somebody else's: it stays
        protective.request.clientOrderId = ClientOrderId("their-stop");
        protective.request.reduceOnly = true;
        f.fake.snapshot.openOrders = {foreign, protective};

        QVERIFY(f.say(Halt{.flatten = true}).isDone);

        QCOMPARE(f.fake.cancelled, std::vector<ClientOrderId>{ClientOrderId("not-ours")});
        QCOMPARE(stateOf(f), TradingState::Flattening);
        f.fake.snapshot.openOrders = {protective};
        f.engine->process(OrderCancelled{ClientOrderId("not-ours"), "asked for"});
        f.wait(2s);
        QCOMPARE(stateOf(f), TradingState::Halted);
    }

    void aKillGoesOnAfterARestart()
    {
        StoredState stored;
        stored.trading = TradingState::Flattening;
        stored.haltReason = "by owner (cli)";
        stored.fills = {fillOf("F1", Side::Buy, "10", "100")};
        EngineFixture f({.isFakeVenue = true, .stored = stored});

        QCOMPARE(sentBy(f.fake, OrderRole::Exit), 1);
        QCOMPARE(lastOf(f.fake, OrderRole::Exit).quantity, qty("10"));
        f.engine->process(OrderFilled{fillFor(lastOf(f.fake, OrderRole::Exit), "F2", "99")});
        QCOMPARE(stateOf(f), TradingState::Halted);
    }

    void aBugDuringAKillDoesNotEndIt()
    {
        EngineFixture f({.isFakeVenue = true});
        holdAtFake(f);
        QVERIFY(f.say(Halt{.flatten = true}).isDone);
        f.engine->haltOnBug("something else");
        QVERIFY(f.say(Halt{}).isDone);
        QCOMPARE(stateOf(f), TradingState::Flattening);
    }
};

QTEST_GUILESS_MAIN(EngineHaltTest)
#include "EngineHaltTest.moc"
