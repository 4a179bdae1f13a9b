// Exits as venues of the outside hold them: pairs that are one order, one order of two, stops that must wait.
#ifndef Q_MOC_RUN // Qt 6.4's moc cannot read <compare>
#include "core/base/Timestamp.h"
#include "tests/support/EngineFixture.h"
#endif

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

EngineOptions with(ExitSupport exits)
{
    EngineOptions options;
    options.isFakeVenue = true;
    options.mode = DecisionMode::Auto;
    options.exits = exits;
    options.venueSays = VenueSnapshot{};
    return options;
}

constexpr ExitSupport asOne{PairHolding::OneOrder, false};
constexpr ExitSupport onlyOne{PairHolding::None, true};
constexpr ExitSupport onlyOneAndAlone{PairHolding::None, false};

/// A buy of 370 at 100.1 with stop 98.1 and target 104.1 works at the venue.
ClientOrderId enter(EngineFixture &f)
{
    f.signalBuy();
    const OrderRequest &entry = f.fake.submitted.at(0);
    f.engine->process(OrderAccepted{entry.clientOrderId, VenueOrderId("V1")});
    return entry.clientOrderId;
}

void fill(EngineFixture &f, const ClientOrderId &order, const char *id, Side side, const char *quantity,
          const char *price = "100.1")
{
    Fill made = fillOf(id, side, quantity, price);
    made.order = order;
    f.engine->process(OrderFilled{made});
}

std::vector<OrderRequest> sent(const EngineFixture &f, OrderRole role)
{
    std::vector<OrderRequest> found;
    std::ranges::copy_if(f.fake.submitted, std::back_inserter(found),
                         [role](const OrderRequest &each) { return each.role == role; });
    return found;
}

} // namespace

class VenueExitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- one order with two legs

    void stopAndTargetLeaveAsTheVenuesOneOrder()
    {
        EngineFixture f(with(asOne));
        const ClientOrderId entry = enter(f);

        fill(f, entry, "F1", Side::Buy, "370");

        QCOMPARE(f.fake.submitted.size(), std::size_t(1));
        QCOMPARE(f.fake.pairs.size(), std::size_t(1));
        const auto &[stop, target] = f.fake.pairs[0];
        QVERIFY(stop.role == OrderRole::Stop && target.role == OrderRole::Target);
        QCOMPARE(*stop.stopPrice, px("98.1"));
        QCOMPARE(*target.limitPrice, px("104.1"));
        QCOMPARE(stop.quantity, qty("370"));
        QCOMPARE(target.quantity, qty("370"));
        QCOMPARE(stop.ocoGroup, "oco-" + target.clientOrderId.text());
        QCOMPARE(target.ocoGroup, stop.ocoGroup);
        QCOMPARE(f.watched.tooEarly, 0);
    }

    void aPairLeavesWhenBothIntentsAreOnTheDisk()
    {
        EngineOptions options = with(asOne);
        options.isJournalImmediate = false;
        EngineFixture f(options);
        f.signalBuy();
        f.settle();
        fill(f, f.fake.submitted.at(0).clientOrderId, "F1", Side::Buy, "370");
        QVERIFY(f.fake.pairs.empty());
        f.settle();
        QCOMPARE(f.fake.pairs.size(), std::size_t(1));
        QCOMPARE(f.watched.tooEarly, 0);
    }

    void aPartOfAnEntryGetsItsPairWhileTheRestWorks()
    {
        EngineFixture f(with(asOne));
        const ClientOrderId entry = enter(f);
        fill(f, entry, "F1", Side::Buy, "100");
        fill(f, entry, "F2", Side::Buy, "270");
        QCOMPARE(f.fake.pairs.size(), std::size_t(2));
        QCOMPARE(f.fake.pairs[0].first.quantity, qty("100"));
        QCOMPARE(f.fake.pairs[1].first.quantity, qty("270"));
        QVERIFY(f.fake.cancelled.empty());
    }

    void theTargetIsNotCancelledAlone()
    {
        EngineFixture f(with(asOne));
        fill(f, enter(f), "F1", Side::Buy, "370");
        QVERIFY(!f.say(CancelOrder{f.fake.pairs.at(0).second.clientOrderId}).isDone);
        QVERIFY(f.fake.cancelled.empty());
    }

    // --- only one of the two

    void onlyTheStopRestsAndTheTargetIsWatchedHere()
    {
        EngineFixture f(with(onlyOne));
        fill(f, enter(f), "F1", Side::Buy, "370");
        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(1));
        QVERIFY(sent(f, OrderRole::Target).empty());
        QCOMPARE(*f.engine->exits().heldTarget(stock()), px("104.1"));
        const ClientOrderId stop = sent(f, OrderRole::Stop)[0].clientOrderId;
        f.engine->process(OrderAccepted{stop, VenueOrderId("V2")});

        f.price("104.09");
        QVERIFY(!f.engine->exits().isClosing(stock()));
        f.price("104.1");

        // The careful way: cancel, wait until it is final, then close.
        QVERIFY(f.fake.cancelled == std::vector{stop});
        QVERIFY(sent(f, OrderRole::Exit).empty());
        f.engine->process(OrderCancelled{stop, "on request"});
        QCOMPARE(sent(f, OrderRole::Exit).size(), std::size_t(1));
        QCOMPARE(sent(f, OrderRole::Exit)[0].quantity, qty("370"));
        fill(f, sent(f, OrderRole::Exit)[0].clientOrderId, "F2", Side::Sell, "370", "104.1");
        QCOMPARE(f.log.trips.at(0).reason, std::string("target"));
        QVERIFY(!f.engine->exits().heldTarget(stock()));
    }

    void aWatchedTargetSurvivesARestart()
    {
        EngineOptions options = with(onlyOne);
        Order entry;
        entry.request = {.clientOrderId = ClientOrderId("E"), .instrument = stock(), .quantity = qty("10")};
        entry.proposal = ProposalId("P");
        entry.exits = {.stop = px("98"), .target = px("104")};
        entry.status = OrderStatus::Filled;
        Fill made = fillOf("F1", Side::Buy, "10", "100");
        made.order = entry.request.clientOrderId;
        options.stored.fills = {made};
        options.stored.lastEntries = {entry};
        options.venueSays->holdings = {{stock(), qty("10"), {}}};
        EngineFixture f(options);
        QCOMPARE(*f.engine->exits().heldTarget(stock()), px("104"));
        f.price("104.5");
        QVERIFY(f.engine->exits().isClosing(stock()));
    }

    // --- no stop beside a working entry

    void theRestOfAnEntryGoesBeforeTheStopComes()
    {
        EngineFixture f(with(onlyOneAndAlone));
        const ClientOrderId entry = enter(f);
        fill(f, entry, "F1", Side::Buy, "100");
        QVERIFY(f.fake.cancelled == std::vector{entry});
        QVERIFY(sent(f, OrderRole::Stop).empty());

        fill(f, entry, "F2", Side::Buy, "50"); // it fills on while the cancel flies
        QVERIFY(sent(f, OrderRole::Stop).empty());
        f.engine->process(OrderCancelled{entry, "on request"});

        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(1));
        QCOMPARE(sent(f, OrderRole::Stop)[0].quantity, qty("150"));
    }

    void anEntryThatFillsWholeGetsItsStopAtOnce()
    {
        EngineFixture f(with(onlyOneAndAlone));
        fill(f, enter(f), "F1", Side::Buy, "370");
        QVERIFY(f.fake.cancelled.empty());
        QCOMPARE(sent(f, OrderRole::Stop).at(0).quantity, qty("370"));
    }

    // --- refused stops

    void aStopThatOurOwnEntryStandsInTheWayOfWaitsForIt()
    {
        ExitSupport believed{PairHolding::Apart, true}; // and the venue sees it otherwise
        EngineFixture f(with(believed));
        const ClientOrderId entry = enter(f);
        fill(f, entry, "F1", Side::Buy, "100");
        const ClientOrderId stop = sent(f, OrderRole::Stop).at(0).clientOrderId;

        f.engine->process(OrderRejected{stop, "wash trade", RefusalKind::WashTrade});

        QVERIFY(f.fake.cancelled == std::vector{entry});
        QVERIFY(!f.engine->exits().isClosing(stock()));
        f.fake.support.takesStopBesideEntry = false;
        f.engine->process(OrderCancelled{entry, "on request"});
        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(2));
        QCOMPARE(sent(f, OrderRole::Stop)[1].quantity, qty("100"));
    }

    void aStopThatDidNotLeaveIsPlacedAgainWhenTheLinkIsUp()
    {
        EngineFixture f(with(onlyOne));
        fill(f, enter(f), "F1", Side::Buy, "370");
        f.engine->process(LinkChanged{false, "lost"});
        const std::size_t alarms = f.log.alarms.size();
        f.engine->process(
            OrderRejected{sent(f, OrderRole::Stop).at(0).clientOrderId, "no connection", RefusalKind::NotSent});
        QCOMPARE(f.log.alarms.size(), alarms + 1);
        QVERIFY(!f.engine->exits().isClosing(stock()));
        f.wait(5s);
        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(1));

        f.engine->process(LinkChanged{true, "back"});
        f.wait(1s);

        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(2));
        QVERIFY(sent(f, OrderRole::Stop)[0].clientOrderId != sent(f, OrderRole::Stop)[1].clientOrderId);
        f.engine->process(OrderAccepted{sent(f, OrderRole::Stop)[1].clientOrderId, VenueOrderId("V3")});
        f.wait(120s);
        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(2));
    }

    /// The venue's limits were reached, or its own view of the position lags the fill: nothing is wrong with it.
    void aStopThatCameAtABadMomentIsPlacedAgain()
    {
        for (const RefusalKind kind : {RefusalKind::RateLimit, RefusalKind::NothingHeld}) {
            EngineFixture f(with(onlyOne));
            fill(f, enter(f), "F1", Side::Buy, "370");
            f.engine->process(OrderRejected{sent(f, OrderRole::Stop).at(0).clientOrderId, "not now", kind});
            QVERIFY(!f.engine->exits().isClosing(stock()));
            f.wait(5s);
            QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(2));
            QCOMPARE(sent(f, OrderRole::Stop)[1].quantity, qty("370"));
        }
    }

    void aVenueThatAlwaysSaysNothingIsHeldIsBelievedInTheEnd()
    {
        EngineFixture f(with(onlyOne));
        fill(f, enter(f), "F1", Side::Buy, "370");
        for (std::size_t i = 0; i < 10 && !f.engine->exits().isClosing(stock()); ++i) {
            QVERIFY(sent(f, OrderRole::Stop).size() == i + 1);
            const ClientOrderId stop = sent(f, OrderRole::Stop)[i].clientOrderId;
            f.engine->process(OrderRejected{stop, "nothing held", RefusalKind::NothingHeld});
            f.wait(60s);
        }
        QVERIFY(f.engine->exits().isClosing(stock()));
    }

    void aStopThatTheVenueWillNotHaveClosesThePosition()
    {
        EngineFixture f(with(onlyOne));
        fill(f, enter(f), "F1", Side::Buy, "370");
        f.engine->process(OrderRejected{sent(f, OrderRole::Stop).at(0).clientOrderId, "no", RefusalKind::Other});
        QVERIFY(f.engine->exits().isClosing(stock()));
    }

    // --- exits that never arrived

    void anExitThatNeverArrivedIsSentOnceMoreWhileThePositionIsOpen_data()
    {
        QTest::addColumn<bool>("isHeld");
        QTest::newRow("held") << true;
        QTest::newRow("gone") << false;
    }
    void anExitThatNeverArrivedIsSentOnceMoreWhileThePositionIsOpen()
    {
        QFETCH(const bool, isHeld);
        EngineFixture f(with(onlyOne));
        fill(f, enter(f), "F1", Side::Buy, "370");
        const ClientOrderId stop = sent(f, OrderRole::Stop).at(0).clientOrderId;
        if (isHeld)
            f.fake.snapshot.holdings = {{stock(), qty("370"), {}}};

        for (int negatives = 0; negatives < 2; ++negatives) {
            f.wait(31s);
            QCOMPARE(f.fake.submissionsOf(stop), 1);
            const auto asked = f.fake.queried.size();
            f.wait(31s);
            QVERIFY(f.fake.queried.size() > asked);
            f.engine->process(OrderNotFound{stop});
        }

        QCOMPARE(f.fake.submissionsOf(stop), isHeld ? 2 : 1);
        QCOMPARE(f.engine->parts().execution.find(stop)->status,
                 isHeld ? OrderStatus::Sent : OrderStatus::Cancelled);
        if (!isHeld)
            return;
        // Not a third time: then it is given up, and the stop comes under a new id.
        for (int negatives = 0; negatives < 4; ++negatives) {
            f.wait(62s);
            f.engine->process(OrderNotFound{stop});
        }
        QCOMPARE(f.fake.submissionsOf(stop), 2);
        QCOMPARE(f.engine->parts().execution.find(stop)->status, OrderStatus::Cancelled);
        QCOMPARE(sent(f, OrderRole::Stop).size(), std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(VenueExitsTest)
#include "VenueExitsTest.moc"
