#include "tests/core/brokers/bybit/BybitBrokerDesk.h"

using namespace core;
using namespace core::bybit;
using namespace std::chrono_literals;

/// What the private stream brings, and what becomes of it when it does not.
class BybitBrokerStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFillThatWasMissedWhileTheStreamWasDownIsFoundAfterwards()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.socket.drop("reset by peer");
        QVERIFY(!desk.told<LinkChanged>().back().isUp);
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "Filled", {{"cumExecQty", "0.25"}}), false});
        desk.fills.push_back({"linear", "cs-1", desk.fillRow("cs-1", "e1", "0.25")});
        desk.wait(1s); // the back-off of a first failure is below a quarter of a second
        QCOMPARE(desk.socket.openings.size(), std::size_t(2));
        desk.connect();
        desk.settle();
        QVERIFY(desk.told<LinkChanged>().back().isUp);
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
        QCOMPARE(desk.told<VenueSnapshot>().back().fills.size(), std::size_t(1));
        QCOMPARE(desk.broker.reconnects(), 1);
    }

    void anEndThatWasMissedIsFoundInHistory()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.socket.drop("reset by peer");
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "Cancelled"), false});
        desk.wait(1s);
        desk.connect();
        desk.settle();
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
    }

    void aSilentSocketIsDroppedAndOpenedAgain()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.answersPings = false;
        desk.live(14s);
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
        QVERIFY(!desk.told<LinkChanged>().back().isUp);
        const auto pings = std::count_if(desk.socket.sent.begin(), desk.socket.sent.end(), [](const auto &each) {
            return each.bytes.find("\"ping\"") != std::string::npos;
        });
        QVERIFY(pings >= 2);
        desk.socket.drop("the private stream fell silent");
        desk.wait(1s);
        QCOMPARE(desk.socket.openings.size(), std::size_t(2));
    }

    void aStreamThatPongsAndTellsNothingIsOpenedAnew_data()
    {
        QTest::addColumn<bool>("isFill");
        QTest::newRow("a fill") << true;
        QTest::newRow("an end") << false;
    }
    void aStreamThatPongsAndTellsNothingIsOpenedAnew()
    {
        QFETCH(bool, isFill);
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.broker.requestSnapshot();
        desk.live(5s);
        if (isFill)
            desk.fills.push_back({"linear", "cs-1", desk.fillRow("cs-1", "e1", "0.1")});
        else
            desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "Cancelled"), false});
        desk.broker.requestSnapshot();
        desk.live(2s);
        QVERIFY(desk.socket.closings.empty()); // the lists may be ahead
        desk.live(2s);
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
        const auto last = desk.told<LinkChanged>().back();
        QVERIFY(!last.isUp && last.detail.find("did not tell") != std::string::npos);
        QCOMPARE(desk.toldCount<OrderFilled>(), isFill ? 1 : 0); // what is known counts in any case
        desk.socket.drop("closed");
        desk.wait(1s);
        QCOMPARE(desk.socket.openings.size(), std::size_t(2));
    }

    void aStreamThatTellsALittleLaterThanTheListsStays()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.broker.requestSnapshot();
        desk.live(5s);
        const std::string fill = desk.fillRow("cs-1", "e1", "0.1");
        desk.fills.push_back({"linear", "cs-1", fill});
        desk.broker.requestSnapshot();
        desk.live(2s);
        desk.tellFill(fill);
        desk.live(10s);
        QVERIFY(desk.socket.closings.empty());
        QCOMPARE(desk.toldCount<OrderFilled>(), 1);
    }

    void pongsKeepTheLinkButMakeNoDataYoung()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.live(60s);
        QVERIFY(desk.socket.closings.empty());
        QCOMPARE(*desk.broker.dataAge(), Duration(60s));
        desk.tellTopic("wallet", R"({"accountType":"UNIFIED","coin":[]})");
        QCOMPARE(*desk.broker.dataAge(), Duration(0s));
    }

    void aStreamThatDoesNotComeUpIsTriedAgain()
    {
        BybitBrokerDesk desk;
        desk.settle();
        desk.socket.accept();
        desk.live(20s);
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
        desk.socket.drop("gone");
        desk.wait(1s);
        QCOMPARE(desk.socket.openings.size(), std::size_t(2));
    }

    void aRefusedTopicDropsTheLink()
    {
        BybitBrokerDesk desk;
        desk.settle();
        desk.socket.accept();
        desk.socket.tell(R"({"success":true,"ret_msg":"","op":"auth","conn_id":"c"})");
        desk.socket.tell(R"({"success":false,"ret_msg":"error:handler not found,topic:order","op":"subscribe","conn_id":"c"})");
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
        QVERIFY(!desk.told<LinkChanged>().back().isUp);
    }

    void anUnknownWordAsksForTheOrder()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.tellOrder(desk.orderRow("cs-1", "Paused"));
        QVERIFY(desk.events.empty());
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "Cancelled"), false});
        desk.live(2s);
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
    }

    void aFrameThatCannotBeReadAsksForEverything()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.socket.tell(R"({"topic":"order","creationTime":1,"data":[{"category":"linear"}]})");
        desk.settle();
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
    }

    void anOrderThatSomebodyElseMadeIsToldWithEverything()
    {
        BybitBrokerDesk desk;
        desk.begin();
        const std::string row = desk.orderRow("", "New", {{"orderId", "by-hand"}});
        desk.orders.push_back({"linear", "", row});
        desk.tellOrder(row);
        desk.settle();
        const auto venue = desk.told<VenueSnapshot>();
        QCOMPARE(venue.size(), std::size_t(1));
        QCOMPARE(venue[0].openOrders.at(0).request.clientOrderId, ClientOrderId("bybit:by-hand"));
        desk.tellOrder(row);
        desk.settle();
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1); // known by now
    }

    /// One word about an order that nobody knows books nothing: everything is asked for, and the lists have it.
    void aLiquidationWithoutAnIdOfOursIsComparedAtOnce()
    {
        BybitBrokerDesk desk;
        desk.begin();
        const std::string row =
            desk.fillRow("", "liq-1", "0.10", {{"orderId", "v-liq"}, {"execType", "BustTrade"}, {"side", "Sell"}});
        desk.fills.push_back({"linear", "", row});
        desk.tellFill(row);
        desk.settle();
        QVERIFY(desk.told<OrderFilled>().empty());
        const auto venue = desk.told<VenueSnapshot>();
        QCOMPARE(venue.size(), std::size_t(1));
        QCOMPARE(venue[0].fills.at(0).order, ClientOrderId("bybit:v-liq"));
        QCOMPARE(venue[0].fills.at(0).id, FillId("linear-liq-1"));
        QCOMPARE(venue[0].fills.at(0).signedQuantity(), quantity("-0.1"));
    }

    void fundingIsAChargeOnce()
    {
        BybitBrokerDesk desk;
        desk.begin();
        const std::string row = desk.fillRow("", "f-1", "0.10", {{"execType", "Funding"}, {"execFee", "0.012"}});
        desk.tellFill(row);
        desk.fills.push_back({"linear", "", row});
        desk.broker.requestSnapshot();
        desk.settle();
        const auto flows = desk.told<CashFlow>();
        QCOMPARE(flows.size(), std::size_t(1));
        QCOMPARE(shown(flows[0].amount.toString()), QStringLiteral("-0.012")); // paid
        QCOMPARE(flows[0].kind, CashFlow::Kind::Charge);
        QVERIFY(desk.told<VenueSnapshot>().back().fills.empty());
        QCOMPARE(desk.toldCount<OrderFilled>(), 0);
    }

    void moneyThatComesOrGoesByItselfIsToldOnce()
    {
        BybitBrokerDesk desk;
        const auto row = [&](const char *id, const char *type, const char *change) {
            return std::string("{\"id\":\"") + id + "\",\"type\":\"" + type + "\",\"currency\":\"USDT\",\"change\":\"" +
                   change + "\",\"transactionTime\":\"" + desk.millis() + "\"}";
        };
        desk.transactions = row("a", "TRANSFER_IN", "500"); // before our books began
        desk.settle();
        desk.connect();
        desk.settle();
        QVERIFY(desk.toldCount<VenueSnapshot>() > 0);
        QCOMPARE(desk.toldCount<CashFlow>(), 0);
        desk.transactions += "," + row("b", "TRANSFER_IN", "100") + "," + row("c", "INTEREST", "-0.02") + "," +
                             row("d", "TRADE", "-7") + "," + row("e", "SETTLEMENT", "-1") + "," + row("f", "NEW_WORD", "-3");
        desk.broker.requestSnapshot();
        desk.settle();
        desk.broker.requestSnapshot();
        desk.settle();
        const auto flows = desk.told<CashFlow>();
        QCOMPARE(flows.size(), std::size_t(3));
        QCOMPARE(shown(flows[0].amount.toString()), QStringLiteral("100"));
        QCOMPARE(flows[0].kind, CashFlow::Kind::Transfer);
        QCOMPARE(flows[1].kind, CashFlow::Kind::Charge);
        QCOMPARE(flows[2].kind, CashFlow::Kind::Charge); // what nobody knows is a loss
    }

    void aSettlementAsksForEverything()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.tellFill(desk.fillRow("", "s-1", "0.10", {{"execType", "Settle"}}));
        desk.settle();
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
    }

    void whatIsCountedInAnotherCoinIsNotBooked()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.tellFill(desk.fillRow("cs-1", "e1", "1", {{"symbol", "XYZPERP"}}));
        desk.settle();
        QVERIFY(desk.events.empty());
    }

    void aStateThatIsOlderThanWhatIsKnownChangesNothing()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        const std::string before = desk.orderRow("cs-1", "New");
        desk.wait(1s);
        desk.tellOrder(desk.orderRow("cs-1", "Cancelled"));
        desk.tellOrder(before);
        desk.settle();
        QCOMPARE(desk.toldCount<OrderCancelled>(), 1);
        QCOMPARE(desk.toldCount<OrderAccepted>(), 0);
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 0); // nor is it strange
    }

    // --- where the books begin ------------------------------------------------------------------
    void whatWasExecutedBeforeTheBooksBeganIsNotBooked_data()
    {
        QTest::addColumn<bool>("isToldWhen");
        QTest::newRow("they begin with the first comparison") << false;
        QTest::newRow("they began earlier") << true;
    }
    void whatWasExecutedBeforeTheBooksBeganIsNotBooked()
    {
        QFETCH(bool, isToldWhen);
        const Timestamp start = timestampFromMillis(1767225600000);
        BybitBrokerDesk desk(Environment::Testnet, false, isToldWhen ? std::optional(start - 1h) : std::nullopt);
        const std::string old = std::to_string(toMillis(start - 2h));
        const std::string recent = std::to_string(toMillis(start - 1min));
        desk.fills.push_back({"linear", "cs-1", desk.fillRow("cs-1", "e1", "0.10", {{"execTime", old}})});
        desk.fills.push_back({"linear", "", desk.fillRow("", "f1", "0.10", {{"execTime", old}, {"execType", "Funding"}})});
        desk.fills.push_back({"linear", "cs-2", desk.fillRow("cs-2", "e2", "0.10", {{"execTime", recent}})});
        desk.settle();
        desk.connect();
        desk.settle();
        QCOMPARE(desk.told<VenueSnapshot>().back().fills.size(), std::size_t(isToldWhen ? 1 : 0));
        QCOMPARE(desk.toldCount<CashFlow>(), 0);
        desk.fills.push_back({"linear", "cs-3", desk.fillRow("cs-3", "e3", "0.10")});
        desk.broker.requestSnapshot();
        desk.settle();
        QCOMPARE(desk.told<VenueSnapshot>().back().fills.size(), std::size_t(isToldWhen ? 2 : 1));
        QVERIFY(desk.broker.reconciledAt().has_value());
    }

    void booksThatBeganLongAgoAreAskedForInPiecesAtTheStart()
    {
        BybitBrokerDesk desk(Environment::Testnet, false, timestampFromMillis(1767225600000) - std::chrono::days(20));
        desk.settle();
        const auto pieces = [&](const char *path) {
            return std::count_if(desk.http.requests.begin(), desk.http.requests.end(), [&](const net::HttpRequest &each) {
                return each.url.find(path) != std::string::npos && each.url.find("startTime=") != std::string::npos;
            });
        };
        QCOMPARE(int(pieces("/execution/list")), 2 * 2); // thirteen days and a bit, of both categories
        QCOMPARE(int(pieces("/transaction-log")), 3);
    }

    void anAbsenceLongerThanTheVenueLooksBackIsAskedForInPieces()
    {
        BybitBrokerDesk desk;
        desk.begin();
        const int before = desk.count("execution/list");
        desk.clock.advance(std::chrono::days(20)); // and the price limits say so
        desk.results["market/price-limit"] =
            "{\"symbol\":\"KLMUSDT\",\"buyLmt\":\"100\",\"sellLmt\":\"90\",\"ts\":\"" + desk.millis() + "\"}";
        desk.live(10s);
        desk.broker.requestSnapshot();
        desk.settle();
        int pieces = 0;
        for (const net::HttpRequest &each : desk.http.requests)
            pieces += each.url.find("/execution/list") != std::string::npos && each.url.find("startTime=") != std::string::npos;
        QVERIFY(pieces >= 2 * 2);
        QVERIFY(desk.count("execution/list") > before + pieces);
    }

    // --- a snapshot while things happen ---------------------------------------------------------
    void aSnapshotThatSomethingHappenedInIsFetchedAgain()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.held = {"account/wallet-balance"};
        desk.broker.requestSnapshot();
        desk.settle();
        desk.tellFill(desk.fillRow("cs-1", "e1", "0.10"));
        desk.held.clear();
        desk.settle();
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
        QVERIFY(desk.told<VenueSnapshot>()[0].isConsistent);
    }

    void aSnapshotIsNeverOlderThanTheQuestion()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.held = {"account/wallet-balance"};
        desk.broker.requestSnapshot();
        desk.settle(); // the list of open orders has come, and is empty
        desk.orders.push_back({"linear", "cs-9", desk.orderRow("cs-9", "New")});
        desk.broker.requestSnapshot();
        desk.held.clear();
        desk.settle();
        QCOMPARE(desk.told<VenueSnapshot>().at(0).openOrders.size(), std::size_t(1));
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
    }

    void aSnapshotThatNeverFindsQuietSaysSo()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.held = {"account/wallet-balance"};
        desk.broker.requestSnapshot();
        for (int i = 0; i < 3; ++i) {
            desk.settle();
            desk.tellFill(desk.fillRow("cs-1", "e" + std::to_string(i), "0.01"));
            desk.answer(desk.last("account/wallet-balance"));
        }
        desk.settle();
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
        QVERIFY(!desk.told<VenueSnapshot>()[0].isConsistent);
    }

    void aSnapshotOfWhichAPartFailsIsNone_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"account/wallet-balance", "position/list", "order/realtime", "order/history",
                                 "execution/list", "account/transaction-log"})
            QTest::newRow(path) << QString::fromLatin1(path);
    }
    void aSnapshotOfWhichAPartFailsIsNone()
    {
        QFETCH(QString, path);
        BybitBrokerDesk desk;
        desk.begin();
        desk.held = {path.toStdString()};
        desk.broker.requestSnapshot();
        desk.settle();
        desk.refuse(desk.last(qPrintable(path)), 10016);
        desk.held.clear();
        desk.settle();
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 0);
        desk.live(3s); // asked again by itself
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
    }

    void moreThanAPageIsWalkedToItsEnd()
    {
        BybitBrokerDesk desk;
        desk.begin();
        std::string rows;
        for (int i = 0; i < 50; ++i)
            rows += (i ? "," : "") + desk.orderRow("cs-" + std::to_string(i), "New");
        desk.held = {"order/realtime"};
        desk.broker.requestSnapshot();
        desk.settle();
        for (std::size_t i = 0; i < desk.http.requests.size(); ++i) {
            if (!desk.http.isWaiting(i))
                continue;
            const bool isLinear = desk.http.requests[i].url.find("category=linear") != std::string::npos;
            const bool isFirst = desk.http.requests[i].url.find("cursor=") == std::string::npos;
            const std::string list = !isLinear ? "" : isFirst ? rows : desk.orderRow("cs-last", "New");
            desk.http.answer(i, 200, desk.envelope(R"({"category":"x","nextPageCursor":"next%3A1","list":[)" + list + "]}"),
                             {}, desk.now());
        }
        desk.settle();
        QCOMPARE(desk.told<VenueSnapshot>().at(0).openOrders.size(), std::size_t(51));
    }
};

QTEST_GUILESS_MAIN(BybitBrokerStreamTest)
#include "BybitBrokerStreamTest.moc"
