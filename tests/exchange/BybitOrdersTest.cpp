#include "tests/exchange/BybitDesk.h"

using namespace core;
using namespace support;

/// Orders, fills, positions and coins, over REST.
class BybitOrdersTest : public QObject {
    Q_OBJECT

    static QString text(const QJsonObject &object, const char *key)
    {
        return object[QLatin1String(key)].toString();
    }

private Q_SLOTS:
    // --- perpetuals
    // ----------------------------------------------------------------------------------

    /// At 50000 the ask is 50005: 0.1 cost 5000.5, and the taker pays 0.055 % of it.
    void aMarketOrderIsAcknowledgedAndThenFilled()
    {
        BybitDesk desk;
        const Reply made = desk.order(R"("orderLinkId":"a-1")");
        QCOMPARE(BybitDesk::code(made), 0);
        QCOMPARE(text(BybitDesk::result(made), "orderLinkId"), QStringLiteral("a-1"));
        const QJsonObject order = desk.show(BybitDesk::id(made));
        QCOMPARE(text(order, "orderStatus"), QStringLiteral("Filled"));
        QCOMPARE(text(order, "avgPrice"), QStringLiteral("50005"));
        QCOMPARE(text(order, "cumExecFee"), QStringLiteral("2.750275"));
        const QJsonObject position = desk.position();
        QCOMPARE(text(position, "side"), QStringLiteral("Buy"));
        QCOMPARE(text(position, "size"), QStringLiteral("0.1"));
        QCOMPARE(text(position, "unrealisedPnl"), QStringLiteral("-0.5"));
        QCOMPARE(text(desk.coin("USDT"), "walletBalance"), QStringLiteral("99997.249725"));
    }

    void perpetualsGoShortAndComeBack()
    {
        BybitDesk desk;
        QCOMPARE(BybitDesk::code(desk.order(R"("side":"Sell")")), 0);  // at 49995
        QCOMPARE(text(desk.position(), "side"), QStringLiteral("Sell"));
        desk.price("49000");  // ask 49004.9
        QCOMPARE(BybitDesk::code(desk.order(
                     R"("side":"Buy","qty":"0","reduceOnly":true,"closeOnTrigger":true)")),
                 0);
        QCOMPARE(text(desk.position(), "size"), QStringLiteral("0"));
        const QJsonArray fills = BybitDesk::rows(desk.get("/v5/execution/list", "category=linear"));
        QCOMPARE(fills.size(), 2);
        QCOMPARE(text(fills[0].toObject(), "closedSize"), QStringLiteral("0.1"));
        // 100000 + 0.1 × (49995 − 49004.9) − 0.00055 × (4999.5 + 4900.49)
        QCOMPARE(text(desk.coin("USDT"), "walletBalance"), QStringLiteral("100093.5650055"));
    }

    void aRestingLimitFillsAsMakerAtItsPrice()
    {
        BybitDesk desk;
        const QString id = BybitDesk::id(desk.order(R"("orderType":"Limit","price":"49900")"));
        QCOMPARE(text(desk.show(id), "orderStatus"), QStringLiteral("New"));
        QVERIFY(text(desk.coin("USDT"), "totalOrderIM").toDouble() > 499);
        desk.price("49800");
        const QJsonObject fill = BybitDesk::rows(desk.get(
            "/v5/execution/list", "category=linear&orderId=" + id.toUtf8()))[0]
                                     .toObject();
        QCOMPARE(text(fill, "execPrice"), QStringLiteral("49900"));
        QCOMPARE(text(fill, "feeRate"), QStringLiteral("0.0002"));
        QVERIFY(fill[QStringLiteral("isMaker")].toBool());
        QCOMPARE(text(desk.coin("USDT"), "totalOrderIM"), QStringLiteral("0"));
    }

    void forcesEndAsTheyShould()
    {
        BybitDesk desk({}, qty("0.04"));
        const auto sent = [&](const char *members) {
            return desk.show(BybitDesk::id(desk.order(members)));
        };
        const QJsonObject post =
            sent(R"("orderType":"Limit","price":"50010","timeInForce":"PostOnly")");
        const QJsonObject fok = sent(R"("orderType":"Limit","price":"50010","timeInForce":"FOK")");
        const QJsonObject ioc = sent(R"("orderType":"Limit","price":"50010","timeInForce":"IOC")");
        QCOMPARE(text(post, "rejectReason"), QStringLiteral("EC_PostOnlyWillTakeLiquidity"));
        QCOMPARE(text(fok, "rejectReason"), QStringLiteral("EC_NoImmediateQtyToFill"));
        QCOMPARE(text(fok, "cumExecQty"), QStringLiteral("0"));
        QCOMPARE(text(ioc, "orderStatus"),
                 QStringLiteral("Cancelled"));  // although a part is filled
        QCOMPARE(text(ioc, "cumExecQty"), QStringLiteral("0.04"));
        QCOMPARE(text(ioc, "leavesQty"), QStringLiteral("0"));
    }

    void aTriggerWaitsForItsSide()
    {
        BybitDesk desk;
        const QString stop = BybitDesk::id(
            desk.order(R"("side":"Sell","triggerPrice":"49000","triggerDirection":2)"));
        QCOMPARE(text(desk.show(stop), "orderStatus"), QStringLiteral("Untriggered"));
        QCOMPARE(BybitDesk::code(
                     desk.order(R"("side":"Sell","triggerPrice":"51000","triggerDirection":2)")),
                 110093);
        QCOMPARE(BybitDesk::code(desk.order(R"("triggerPrice":"49000","triggerDirection":1)")),
                 110092);
        desk.price("49001");
        QCOMPARE(text(desk.show(stop), "orderStatus"), QStringLiteral("Untriggered"));
        desk.price("48990");
        QCOMPARE(text(desk.show(stop), "orderStatus"), QStringLiteral("Filled"));
        const QString early =
            BybitDesk::id(desk.order(R"("triggerPrice":"52000","triggerDirection":1)"));
        QCOMPARE(BybitDesk::code(desk.post("/v5/order/cancel", BybitDesk::naming(early))), 0);
        QCOMPARE(text(desk.show(early), "orderStatus"), QStringLiteral("Deactivated"));
    }

    void tenOrdersOfOnePerpetualMayWaitForTheirTrigger()
    {
        BybitDesk desk;
        desk.price("50000");
        QStringList ids;
        for (int i = 0; i < 10; ++i)
            ids << BybitDesk::id(desk.order(R"("triggerPrice":"52000","triggerDirection":1)"));
        QVERIFY(!ids.contains(QString()));
        desk.clock.advance(std::chrono::seconds(2)); // the rate's second
        QCOMPARE(BybitDesk::code(desk.order(R"("triggerPrice":"52000","triggerDirection":1)")), 110009);
        QCOMPARE(BybitDesk::code(desk.order()), 0); // what waits for nothing has room
        QCOMPARE(BybitDesk::code(desk.post("/v5/order/cancel", BybitDesk::naming(ids.first()))), 0);
        QCOMPARE(BybitDesk::code(desk.order(R"("triggerPrice":"52000","triggerDirection":1)")), 0);
    }

    void reducersNeedAPositionAndEndWithIt()
    {
        BybitDesk desk;
        QCOMPARE(BybitDesk::code(desk.order(R"("side":"Sell","reduceOnly":true)")), 110017);
        desk.order();
        QCOMPARE(BybitDesk::code(desk.order(R"("side":"Buy","reduceOnly":true)")), 110017);
        const QString target = BybitDesk::id(
            desk.order(R"("side":"Sell","orderType":"Limit","price":"52000","reduceOnly":true)"));
        const QString more =
            BybitDesk::id(desk.order(R"("side":"Sell","qty":"0.3","reduceOnly":true)"));
        QCOMPARE(text(desk.show(more), "cumExecQty"), QStringLiteral("0.1"));  // not through zero
        QCOMPARE(text(desk.show(target), "cancelType"), QStringLiteral("CancelByReduceOnly"));
        QCOMPARE(text(desk.position(), "size"), QStringLiteral("0"));
    }

    // --- refusals
    // ------------------------------------------------------------------------------------

    void whatIsWrongIsRefused_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const char *members, int code) {
            QTest::newRow(name) << QByteArray(members) << code;
        };
        row("off the tick", R"("orderType":"Limit","price":"50000.05")", 10001);
        row("off the step", R"("qty":"0.0005")", 10001);
        row("too small a value", R"("orderType":"Limit","price":"1000","qty":"0.004")", 110094);
        row("too much", R"("qty":"600")", 10001);
        row("no money", R"("qty":"21")", 110007);
        row("hedge mode", R"("positionIdx":1)", 10001);
        row("a long name", R"("orderLinkId":"1234567890123456789012345678901234567")", 10001);
        row("a strange name", R"("orderLinkId":"a b")", 10001);
        row("a side", R"("side":"buy")", 10001);
        row("a symbol", R"("symbol":"NONE")", 10001);
        row("no market yet", R"("symbol":"SOLUSDT","orderType":"Limit","price":"100","qty":"1")", 110074);
        row("spot: no market yet", R"("category":"spot","symbol":"SOLUSDT")", 170151);
        row("a target on the wrong side", R"("takeProfit":"40000")", 10001);
        row("exits of a part", R"("takeProfit":"60000","tpslMode":"Partial")", 10001);
        row("exits of an exit", R"("takeProfit":"60000","reduceOnly":true)", 10001);
        row("more than nine places", R"("qty":"0.10000000001")", 10001);
        row("spot: off the tick", R"("category":"spot","orderType":"Limit","price":"50000.005")",
            170134);
        row("spot: off the step", R"("category":"spot","qty":"0.0000005","marketUnit":"baseCoin")",
            170137);
        row("spot: too small a value", R"("category":"spot","qty":"4")", 170140);
        row("spot: no money", R"("category":"spot","qty":"100001")", 170131);
        row("spot: no coins", R"("category":"spot","side":"Sell")", 170131);
        row("spot: a symbol", R"("category":"spot","symbol":"NONE")", 170121);
    }
    void whatIsWrongIsRefused()
    {
        QFETCH(QByteArray, members);
        QFETCH(int, code);
        BybitDesk desk;
        const Reply reply = desk.order(members);
        QCOMPARE(BybitDesk::code(reply), code);
        QCOMPARE(reply.status, 200);
        QVERIFY(desk.books()[QStringLiteral("orders")].toArray().isEmpty());
    }

    /// 5 % from 50000: spot refuses, perpetuals move the price and say nothing.
    void pricesKeepToTheirLimits()
    {
        BybitDesk desk;
        const QJsonObject limits =
            BybitDesk::result(desk.ask("/v5/market/price-limit", "category=linear&symbol=BTCUSDT"));
        QCOMPARE(text(limits, "buyLmt"), QStringLiteral("52500"));
        QCOMPARE(text(limits, "sellLmt"), QStringLiteral("47500"));
        const QString id =
            BybitDesk::id(desk.order(R"("side":"Sell","orderType":"Limit","price":"40000")"));
        QCOMPARE(text(desk.show(id), "price"), QStringLiteral("47500"));
        const auto spot = [&](const char *price) {
            const QByteArray members = R"("category":"spot","orderType":"Limit","qty":"0.01","price":)";
            return BybitDesk::code(desk.order(members + '"' + price + '"'));
        };
        QCOMPARE(spot("52500"), 0);
        QCOMPARE(spot("52500.01"), 170372);
        QVERIFY(desk.get("/v5/account/user-setting-config").raw.contains("\"lpaPerp\":false"));
    }

    void aLinkIdIsUsedOnce()
    {
        BybitDesk desk;
        QCOMPARE(BybitDesk::code(desk.order(R"("orderLinkId":"once")")), 0);
        QCOMPARE(BybitDesk::code(desk.order(R"("orderLinkId":"once")")), 110072);
        const char *spot = R"("category":"spot","qty":"100","orderLinkId":"once")";
        QCOMPARE(BybitDesk::code(desk.order(spot)), 0);  // another category, another drawer
        QCOMPARE(BybitDesk::code(desk.order(spot)), 170141);
        QCOMPARE(desk.books()[QStringLiteral("orders")].toArray().size(), 2);
    }

    // --- changes
    // -------------------------------------------------------------------------------------

    void amendingKeepsTheOrder()
    {
        BybitDesk desk;
        const QString id =
            BybitDesk::id(desk.order(R"("orderType":"Limit","price":"49900","orderLinkId":"am")"));
        const auto amend = [&](const QList<QPair<QByteArray, QByteArray>> &changes) {
            return BybitDesk::code(desk.post("/v5/order/amend", BybitDesk::naming(id, changes)));
        };
        QCOMPARE(amend({{"qty", "0.2"}, {"price", "49800"}}), 0);
        QCOMPARE(text(desk.show(id), "qty"), QStringLiteral("0.2"));
        QCOMPARE(text(desk.show(id), "orderStatus"), QStringLiteral("New"));
        QCOMPARE(amend({{"qty", "0.2"}}), 10001);  // nothing changes
        QCOMPARE(amend({{"price", "49800.05"}}), 10001);
        desk.price("49700");
        QCOMPARE(text(desk.show(id), "cumExecQty"), QStringLiteral("0.2"));
        QCOMPARE(amend({{"qty", "0.3"}}), 110001);
    }

    void whatIsPartlyFilledCannotBecomeLess()
    {
        BybitDesk desk({}, qty("0.04"));
        const QString id = BybitDesk::id(desk.order(R"("orderType":"Limit","price":"50010")"));
        QCOMPARE(text(desk.show(id), "orderStatus"), QStringLiteral("PartiallyFilled"));
        QCOMPARE(
            BybitDesk::code(desk.post("/v5/order/amend", BybitDesk::naming(id, {{"qty", "0.04"}}))),
            110064);
        QCOMPARE(BybitDesk::code(desk.post("/v5/order/cancel", BybitDesk::naming(id))), 0);
        const QJsonObject order = desk.show(id);
        QCOMPARE(text(order, "orderStatus"), QStringLiteral("Cancelled"));
        QCOMPARE(text(order, "cancelType"), QStringLiteral("CancelByUser"));
        QCOMPARE(text(order, "cumExecQty"), QStringLiteral("0.04"));
        QCOMPARE(BybitDesk::code(desk.post("/v5/order/cancel", BybitDesk::naming(id))), 110001);
    }

    void cancelAllTakesWhatItNames()
    {
        BybitDesk desk;
        desk.order(R"("orderType":"Limit","price":"49900")");
        desk.order(R"("triggerPrice":"52000","triggerDirection":1)");
        desk.order(R"("symbol":"ETHUSDT","orderType":"Limit","price":"1900")");
        desk.order(R"("category":"spot","orderType":"Limit","price":"49900","qty":"0.1")");
        const auto open = [&] {
            return BybitDesk::rows(
                       desk.get("/v5/order/realtime", "category=linear&settleCoin=USDT"))
                .size();
        };
        QCOMPARE(open(), 3);
        QCOMPARE(BybitDesk::code(desk.post("/v5/order/cancel-all", R"({"category":"linear"})")),
                 10001);
        QCOMPARE(BybitDesk::rows(desk.post("/v5/order/cancel-all",
                                           R"({"category":"linear","symbol":"BTCUSDT"})"))
                     .size(),
                 2);
        QCOMPARE(open(), 1);
        QCOMPARE(
            BybitDesk::rows(desk.post("/v5/order/cancel-all", R"({"category":"spot"})")).size(), 1);
        QCOMPARE(text(desk.coin("USDT"), "locked"), QStringLiteral("0"));
    }

    void leverageAndMode()
    {
        BybitDesk desk;
        const auto leverage = [&](const char *body) {
            return BybitDesk::code(desk.post("/v5/position/set-leverage", body));
        };
        QCOMPARE(
            leverage(
                R"({"category":"linear","symbol":"BTCUSDT","buyLeverage":"5","sellLeverage":"5"})"),
            0);
        QCOMPARE(
            leverage(
                R"({"category":"linear","symbol":"BTCUSDT","buyLeverage":"5","sellLeverage":"5"})"),
            110043);
        QCOMPARE(
            leverage(
                R"({"category":"linear","symbol":"BTCUSDT","buyLeverage":"5","sellLeverage":"6"})"),
            10001);
        QCOMPARE(
            leverage(
                R"({"category":"linear","symbol":"BTCUSDT","buyLeverage":"101","sellLeverage":"101"})"),
            110013);
        QCOMPARE(text(desk.position(), "leverage"), QStringLiteral("5"));
        QCOMPARE(BybitDesk::code(desk.post("/v5/position/switch-mode",
                                           R"({"category":"linear","coin":"USDT","mode":0})")),
                 110025);
        QCOMPARE(BybitDesk::code(desk.post("/v5/position/switch-mode",
                                           R"({"category":"linear","coin":"USDT","mode":3})")),
                 110029);
    }

    // --- spot
    // ----------------------------------------------------------------------------------------

    /// 150 at 50005 buy 0.002999 (149.964995); the fee of 0.1 % is in coins.
    void aSpotPurchaseSpendsMoney()
    {
        BybitDesk desk;
        const QString id = BybitDesk::id(desk.order(R"("category":"spot","qty":"150")"));
        QCOMPARE(id.size(), 19);
        const QJsonObject order = desk.show(id, "spot");
        QCOMPARE(text(order, "orderStatus"), QStringLiteral("PartiallyFilledCanceled"));
        QCOMPARE(text(order, "rejectReason"), QStringLiteral("EC_CancelForNoFullFill"));
        QCOMPARE(text(order, "cumExecQty"), QStringLiteral("0.002999"));
        QCOMPARE(text(order, "leavesValue"), QStringLiteral("0.035005"));
        QVERIFY(!text(order, "orderLinkId").isEmpty());  // made up
        QCOMPARE(text(desk.coin("BTC"), "walletBalance"), QStringLiteral("0.002996001"));
        QCOMPARE(text(desk.coin("USDT"), "walletBalance"), QStringLiteral("99850.035005"));
        QCOMPARE(BybitDesk::code(desk.order(R"("category":"spot","side":"Sell","qty":"0.002997")")),
                 170131);
        QCOMPARE(BybitDesk::code(desk.order(R"("category":"spot","side":"Sell","qty":"0.002996")")),
                 0);
        // + 0.002996 × 49995 × 0.999
        QCOMPARE(text(desk.coin("USDT"), "walletBalance"), QStringLiteral("99999.67023998"));
    }

    void spotOrdersLockWhatTheyNeed()
    {
        BybitDesk desk;
        const QString id = BybitDesk::id(
            desk.order(R"("category":"spot","orderType":"Limit","price":"49000","qty":"1.5")"));
        QCOMPARE(text(desk.coin("USDT"), "locked"), QStringLiteral("73500"));
        QCOMPARE(BybitDesk::code(desk.order(
                     R"("category":"spot","orderType":"Limit","price":"49000","qty":"1")")),
                 170131);
        desk.price("48900");
        QCOMPARE(text(desk.show(id, "spot"), "orderStatus"), QStringLiteral("Filled"));
        QCOMPARE(text(desk.coin("BTC"), "walletBalance"), QStringLiteral("1.4985"));
    }

    // --- lists and books
    // -----------------------------------------------------------------------------

    void listsArePagedNewestFirst()
    {
        BybitDesk desk;
        for (const char *name : {"\"one\"", "\"two\"", "\"three\""})
            desk.order(QByteArray(R"("orderType":"Limit","price":"49000","orderLinkId":)") + name);
        const Reply first =
            desk.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT&limit=2");
        QCOMPARE(text(BybitDesk::rows(first)[0].toObject(), "orderLinkId"),
                 QStringLiteral("three"));
        const QByteArray cursor = text(BybitDesk::result(first), "nextPageCursor").toUtf8();
        QVERIFY(cursor.contains('%'));
        for (const QByteArray &as :
             {cursor, cursor.toPercentEncoding()}) {  // as it came, or encoded once more
            const Reply second = desk.get("/v5/order/realtime",
                                          "category=linear&symbol=BTCUSDT&limit=2&cursor=" + as);
            QCOMPARE(BybitDesk::rows(second).size(), 1);
            QCOMPARE(text(BybitDesk::rows(second)[0].toObject(), "orderLinkId"),
                     QStringLiteral("one"));
            QVERIFY(!text(BybitDesk::result(second), "nextPageCursor")
                         .isEmpty());  // on the last page too
        }
        QCOMPARE(BybitDesk::code(desk.get("/v5/order/realtime", "category=linear")), 10001);
        QVERIFY(BybitDesk::rows(desk.get("/v5/order/history", "category=linear")).isEmpty());
        desk.order();
        QCOMPARE(BybitDesk::rows(desk.get("/v5/order/history", "category=linear")).size(), 1);
        QCOMPARE(BybitDesk::rows(
                     desk.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT&openOnly=1"))
                     .size(),
                 1);
    }

    void theBooksAreTheVenuesOwn()
    {
        BybitDesk desk;
        desk.order(R"("orderLinkId":"b-1")");
        desk.order(R"("category":"spot","qty":"150","orderLinkId":"b-2")");
        const QJsonObject books = desk.books();
        const QJsonArray orders = books[QStringLiteral("orders")].toArray();
        QCOMPARE(orders.size(), 2);
        QCOMPARE(text(orders[0].toObject(), "venue"), QStringLiteral("bybit-linear"));
        QCOMPARE(text(orders[0].toObject(), "client_order_id"), QStringLiteral("b-1"));
        QCOMPARE(text(orders[1].toObject(), "filled"), QStringLiteral("0.002999"));
        QCOMPARE(books[QStringLiteral("fills")].toArray().size(), 2);
        QCOMPARE(books[QStringLiteral("positions")].toArray().size(), 2);
        QCOMPARE(text(books[QStringLiteral("cash")].toObject(), "bybit"),
                 QStringLiteral("99847.28473"));
        QCOMPARE(text(books[QStringLiteral("cash")].toObject(), "alpaca"),
                 QStringLiteral("100000"));
        QCOMPARE(books[QStringLiteral("requests")].toArray().size(), 2);
    }
};

QTEST_GUILESS_MAIN(BybitOrdersTest)
#include "BybitOrdersTest.moc"
