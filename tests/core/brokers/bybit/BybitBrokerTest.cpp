#include "tests/core/brokers/bybit/BybitBrokerDesk.h"

using namespace core;
using namespace core::bybit;
using namespace std::chrono_literals;

class BybitBrokerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- the start ------------------------------------------------------------------------------
    void asksForEverythingBeforeTheFirstOrderAndThenTellsWhatIsThere()
    {
        BybitBrokerDesk desk;
        desk.positions = R"({"positionIdx":0,"symbol":"KLMUSDT","side":"Sell","size":"0.10","avgPrice":"98"})";
        desk.settle();
        QVERIFY(desk.broker.isReady());
        QCOMPARE(desk.socket.openings.size(), std::size_t(1));
        desk.connect();
        desk.settle();
        QVERIFY(desk.told<LinkChanged>().back().isUp);
        QVERIFY(desk.told<ClockJudged>().back().allowsEntries);
        const VenueSnapshot venue = desk.told<VenueSnapshot>().back();
        QVERIFY(venue.isConsistent);
        QCOMPARE(shown(venue.cash->toString()), QStringLiteral("1000"));
        QCOMPARE(venue.holdings.size(), std::size_t(1));
        QCOMPARE(shown(venue.holdings[0].quantity.toString()), QStringLiteral("-0.1"));
        QCOMPARE(desk.broker.facts().instruments().size(), std::size_t(2)); // KLMUSDT of both kinds
    }

    void isUpOnlyWhenLoggedInAndEveryTopicIsConfirmed()
    {
        BybitBrokerDesk desk;
        desk.settle();
        desk.socket.accept();
        QVERIFY(shown(desk.socket.sent.at(0).bytes).contains(QStringLiteral("auth")));
        desk.socket.tell(R"({"success":true,"ret_msg":"","op":"auth","conn_id":"c"})");
        for (int i = 0; i < 3; ++i)
            desk.socket.tell(R"({"success":true,"ret_msg":"","op":"subscribe","conn_id":"c"})");
        QVERIFY(!desk.told<LinkChanged>().back().isUp);
        desk.socket.tell(R"({"success":true,"ret_msg":"","op":"subscribe","conn_id":"c"})");
        QVERIFY(desk.told<LinkChanged>().back().isUp);
    }

    // --- an order's way -------------------------------------------------------------------------
    void anOrderThatIsTakenIsAccepted()
    {
        BybitBrokerDesk desk;
        desk.begin();
        const auto id = desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 1);
        QVERIFY(shown(desk.http.last().body).contains(QStringLiteral(R"("orderLinkId":"cs-1")")));
        QVERIFY(desk.events.empty());
        desk.settle();
        QCOMPARE(desk.toldCount<OrderAccepted>(), 1);
        QCOMPARE(desk.told<OrderAccepted>()[0].venueId, VenueOrderId("v-cs-1"));
        desk.tellOrder(desk.orderRow("cs-1", "New"));
        QCOMPARE(desk.toldCount<OrderAccepted>(), 1); // once
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.25"));
        desk.tellOrder(desk.orderRow("cs-1", "Filled", {{"cumExecQty", "0.25"}}));
        const auto fills = desk.told<OrderFilled>();
        QCOMPARE(fills.size(), std::size_t(1));
        QCOMPARE(fills[0].fill.order, id);
        QCOMPARE(shown(fills[0].fill.fee.toString()), QStringLiteral("0.001"));
        QCOMPARE(desk.toldCount<OrderCancelled>(), 0);
    }

    void aFillBeforeTheAcknowledgementIsBookedAtOnce()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.25"));
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        desk.tellOrder(desk.orderRow("cs-1", "Filled", {{"cumExecQty", "0.25"}}));
        desk.settle(); // the acknowledgement after the fill
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderRejected>() + desk.toldCount<OrderCancelled>(), 0);
        QCOMPARE(desk.toldCount<OrderOutcomeUnknown>(), 0);
    }

    void aFillThatIsToldTwiceIsOneFill()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.10"));
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.10"));
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        desk.fills.push_back({"linear", "cs-1", desk.fillRow("cs-1", "e1", "0.10")});
        desk.broker.requestSnapshot();
        desk.settle();
        QCOMPARE(desk.toldCount<OrderFilled>(), 1); // the list's is the stream's
        QCOMPARE(desk.told<VenueSnapshot>().back().fills.size(), std::size_t(1));
    }

    void anEndWaitsForItsFillsAndAsksForThoseThatDoNotCome()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.tellOrder(desk.orderRow("cs-1", "Cancelled", {{"cumExecQty", "0.10"}, {"cancelType", "CancelByUser"}}));
        QCOMPARE(desk.toldCount<OrderCancelled>(), 0);
        desk.orders.push_back({"linear", "cs-1",
                               desk.orderRow("cs-1", "Cancelled", {{"cumExecQty", "0.10"}}), false});
        desk.fills.push_back({"linear", "cs-1", desk.fillRow("cs-1", "e1", "0.10")});
        desk.live(2s);
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
        const auto isFill = [](const Event &event) { return std::holds_alternative<OrderFilled>(event); };
        const auto isEnd = [](const Event &event) { return std::holds_alternative<OrderCancelled>(event); };
        QVERIFY(std::find_if(desk.events.begin(), desk.events.end(), isFill) <
                std::find_if(desk.events.begin(), desk.events.end(), isEnd));
    }

    void aLateFillOfAnOrderThatIsOverIsStillBooked()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.tellOrder(desk.orderRow("cs-1", "Cancelled"));
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.05"));
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
    }

    void aPartThenACancelEndsWithWhatWasFilled()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.10"));
        desk.tellOrder(desk.orderRow("cs-1", "PartiallyFilled", {{"cumExecQty", "0.10"}}));
        desk.broker.cancel(desk.orderOf("cs-1"));
        QVERIFY(shown(desk.http.last().body).contains(QStringLiteral("cs-1")));
        desk.settle();
        QCOMPARE(desk.toldCount<OrderCancelled>(), 0); // that it was taken is not the end
        desk.tellOrder(desk.orderRow("cs-1", "Cancelled", {{"cumExecQty", "0.10"}, {"cancelType", "CancelByUser"}}));
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
    }

    void aCancelThatComesAfterTheFillFindsTheFill()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.held.insert("order/cancel");
        desk.broker.cancel(desk.orderOf("cs-1"));
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "Filled", {{"cumExecQty", "0.25"}}), false});
        desk.fills.push_back({"linear", "cs-1", desk.fillRow("cs-1", "e1", "0.25")});
        desk.refuse(desk.last("order/cancel"), 110001, "order not exists or too late to cancel");
        desk.live(1s);
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderCancelled>(), 0);
        // The stream tells of it twice, once in the name of the cancel.
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.25"));
        desk.tellOrder(desk.orderRow("cs-1", "Filled", {{"cumExecQty", "0.25"}, {"cancelType", "CancelByUser"}}));
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderCancelled>(), 0);
    }

    // --- changes --------------------------------------------------------------------------------
    void aChangeIsToldWhenTheVenueShowsIt()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.broker.amend(desk.orderOf("cs-1"), {.limitPrice = price("98.20")});
        QVERIFY(shown(desk.http.last().body).contains(QStringLiteral(R"("price":"98.2")")));
        desk.settle();
        QVERIFY(desk.events.empty()); // taken is not made
        desk.tellOrder(desk.orderRow("cs-1", "New", {{"price", "98.20"}}));
        QCOMPARE(desk.toldCount<OrderAmended>(), 1);
        QCOMPARE(*desk.told<OrderAmended>()[0].terms.limitPrice, price("98.2"));
        desk.tellOrder(desk.orderRow("cs-1", "New", {{"price", "98.20"}}));
        QCOMPARE(desk.toldCount<OrderAmended>(), 1);
    }

    void aChangeThatTheStreamDoesNotShowIsAskedFor()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.held.insert("order/amend");
        desk.broker.amend(desk.orderOf("cs-1"), {.limitPrice = price("98.20")});
        desk.http.finish(desk.last("order/amend"), net::NoAnswer{"the connection broke"});
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "New", {{"price", "98.20"}})});
        desk.live(3s);
        QCOMPARE(desk.toldCount<OrderAmended>(), 1);
        QCOMPARE(desk.toldCount<OrderAmendRefused>(), 0);
    }

    void aChangeThatNeverArrivedIsRefusedInTheEnd()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.held.insert("order/amend");
        desk.broker.amend(desk.orderOf("cs-1"), {.limitPrice = price("98.20")});
        desk.http.finish(desk.last("order/amend"), net::NoAnswer{"the connection broke"});
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "New")});
        desk.live(25s);
        QCOMPARE(desk.toldCount<OrderAmendRefused>(), 0); // it may still be on its way
        desk.live(30s);
        QCOMPARE(desk.toldCount<OrderAmendRefused>(), 1);
        QCOMPARE(desk.toldCount<OrderAmended>(), 0);
    }

    void aRefusedChangeLeavesTheOrderAsItWas()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.held.insert("order/amend");
        desk.broker.amend(desk.orderOf("cs-1"), {.limitPrice = price("98.20")});
        desk.refuse(desk.last("order/amend"), 110003);
        QCOMPARE(desk.toldCount<OrderAmendRefused>(), 1);
        desk.broker.amend(desk.orderOf("cs-1"), {.limitPrice = price("98.21")}); // off the tick
        QCOMPARE(desk.toldCount<OrderAmendRefused>(), 2);
        QCOMPARE(desk.count("order/amend"), 1);
    }

    void aPriceThatTheVenueMovedIsSaid()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.settle();
        desk.tellOrder(desk.orderRow("cs-1", "New", {{"price", "98.10"}}));
        QCOMPARE(desk.toldCount<VenueTrouble>(), 1);
        QCOMPARE(*desk.told<OrderAmended>().at(0).terms.limitPrice, price("98.1"));
    }

    // --- questions ------------------------------------------------------------------------------
    void aQueryIsAnsweredByFillsFirstAndThenByTheState()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.orders.push_back({"linear", "cs-9", desk.orderRow("cs-9", "PartiallyFilled", {{"cumExecQty", "0.10"}})});
        desk.fills.push_back({"linear", "cs-9", desk.fillRow("cs-9", "e1", "0.10")});
        desk.broker.query(desk.orderOf("cs-9"));
        desk.settle();
        QCOMPARE(desk.events.size(), std::size_t(2));
        QVERIFY(std::holds_alternative<OrderFilled>(desk.events[0]));
        QVERIFY(std::holds_alternative<OrderAccepted>(desk.events[1]));
        desk.broker.query(desk.orderOf("cs-9")); // and again, though everything was told
        desk.settle();
        QCOMPARE(desk.toldCount<OrderAccepted>(), 2);
    }

    void isNotFoundOnlyWhenOpenOrdersHistoryAndExecutionsAreAllEmpty()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.held = {"execution/list"};
        desk.broker.query(desk.orderOf("cs-9"));
        desk.settle();
        QCOMPARE(desk.toldCount<OrderNotFound>(), 0); // one of three has not answered
        desk.held.clear();
        desk.settle();
        QCOMPARE(desk.toldCount<OrderNotFound>(), 1);
    }

    void aQueryThatFailsIsAnsweredByNothing()
    {
        BybitBrokerDesk desk;
        desk.begin();
        for (const char *path : {"order/realtime", "order/history", "execution/list"}) {
            desk.held = {path};
            desk.broker.query(desk.orderOf("cs-9"));
            desk.settle();
            desk.http.finish(desk.last(path), net::NoAnswer{"silence"});
            desk.held.clear();
            desk.settle();
            QCOMPARE(desk.toldCount<OrderNotFound>(), 0);
        }
    }

    void anAnswerAboutAnotherOrderProvesNothing()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.orders.push_back({"linear", "cs-9", desk.orderRow("cs-8", "Cancelled")});
        desk.broker.query(desk.orderOf("cs-9"));
        desk.settle();
        QVERIFY(desk.events.empty());
    }

    void executionsAloneProveThatAnOrderArrived()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.fills.push_back({"linear", "cs-9", desk.fillRow("cs-9", "e1", "0.25")});
        desk.broker.query(desk.orderOf("cs-9"));
        desk.settle();
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.toldCount<OrderNotFound>(), 0);
    }

    void anOrderOfAnotherMakerIsNamedByTheVenuesId()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.broker.cancel(desk.orderOf("bybit:3f0c-77"));
        const QString body = shown(desk.http.last().body);
        QVERIFY(body.contains(QStringLiteral(R"("orderId":"3f0c-77")")));
        QVERIFY(!body.contains(QStringLiteral("orderLinkId")));
    }

    // --- what is held ---------------------------------------------------------------------------
    void aSpotFeeIsTakenFromTheCoinsThatWereBought()
    {
        BybitBrokerDesk desk;
        desk.coins += R"(,{"coin":"KLM","equity":"0.2497","walletBalance":"0.24975"},{"coin":"ODD","equity":"3","walletBalance":"3"})";
        desk.begin();
        desk.place("cs-1", OrderRole::Entry, Category::Spot);
        desk.settle();
        desk.tellFill(desk.fillRow("cs-1", "77", "0.25", {{"category", "spot"}, {"execFee", "0.00025"}}));
        const Fill fill = desk.told<OrderFilled>().at(0).fill;
        QCOMPARE(fill.assetFee, quantity("0.00025"));
        QVERIFY(fill.fee.isZero());
        desk.broker.requestSnapshot();
        desk.settle();
        const auto holdings = desk.told<VenueSnapshot>().back().holdings;
        QCOMPARE(holdings.size(), std::size_t(1)); // a coin that nobody lists is none of ours
        QCOMPARE(holdings[0].instrument, instrumentId(Category::Spot, "KLMUSDT"));
        QCOMPARE(holdings[0].quantity, quantity("0.24975"));
    }

    void spotHoldsOneExitAndContractsHoldBoth()
    {
        BybitBrokerDesk desk;
        QCOMPARE(desk.broker.exitSupport(instrumentId(Category::Linear, "KLMUSDT")).pairs, PairHolding::Apart);
        QCOMPARE(desk.broker.exitSupport(instrumentId(Category::Spot, "KLMUSDT")).pairs, PairHolding::None);
    }

    void ordersAloneAreToldWithoutTheRest()
    {
        BybitBrokerDesk desk;
        desk.begin();
        const int wallets = desk.count("account/wallet-balance");
        desk.orders.push_back({"spot", "cs-9", desk.orderRow("cs-9", "New", {{"category", "spot"}})});
        desk.fills.push_back({"spot", "cs-8", desk.fillRow("cs-8", "78", "0.10", {{"category", "spot"}})});
        desk.broker.requestOrders();
        desk.settle();
        const auto told = desk.told<VenueOrders>();
        QCOMPARE(told.size(), std::size_t(1));
        QCOMPARE(told[0].openOrders.size(), std::size_t(1));
        QCOMPARE(told[0].fills.size(), std::size_t(1));
        QCOMPARE(desk.count("account/wallet-balance"), wallets);
    }
};

QTEST_GUILESS_MAIN(BybitBrokerTest)
#include "BybitBrokerTest.moc"
