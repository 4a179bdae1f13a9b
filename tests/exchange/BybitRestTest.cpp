#include "tests/exchange/BybitDesk.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;

/// Who is let in, and what anybody may ask.
class BybitRestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- the door
    // ----------------------------------------------------------------------------------

    void signedRequestsAreLetIn()
    {
        BybitDesk desk;
        QVERIFY(desk.isListening);
        const Reply comma =
            desk.get("/v5/account/wallet-balance", "accountType=UNIFIED&coin=USDT,BTC");
        const Reply encoded =
            desk.get("/v5/account/wallet-balance", "accountType=UNIFIED&coin=USDT%2CBTC");
        const Reply bare = desk.get("/v5/account/info");

        for (const Reply &reply : {comma, encoded, bare}) {
            QCOMPARE(reply.status, 200);
            QCOMPARE(BybitDesk::code(reply), 0);
            QCOMPARE(reply.text("retMsg"), QStringLiteral("OK"));
            QCOMPARE(reply.object()[QStringLiteral("time")].toInteger(),
                     1'800'000'000'000);  // real, not market time
            QVERIFY(reply.object().contains(QStringLiteral("retExtInfo")));
        }
        QCOMPARE(BybitDesk::result(bare)[QStringLiteral("unifiedMarginStatus")].toInt(), 6);
    }

    void theSignatureIsOverTheBytesThatWereSent()
    {
        BybitDesk desk;
        desk.payloadSigned = "accountType=UNIFIED&coin=USDT,BTC";
        QCOMPARE(BybitDesk::code(
                     desk.get("/v5/account/wallet-balance", "accountType=UNIFIED&coin=USDT%2CBTC")),
                 10004);
        desk.payloadSigned = R"({"category":"linear"})";
        QCOMPARE(BybitDesk::code(desk.post("/v5/order/create", R"({"category": "linear"})")),
                 10004);
        desk.payloadSigned.clear();
        desk.secret = "other";
        QCOMPARE(BybitDesk::code(desk.get("/v5/account/info")), 10004);
    }

    void withoutHeadersOrWithAStrangeKeyNobodyIsLetIn()
    {
        BybitDesk desk;
        const Reply without = desk.ask("/v5/account/info");
        desk.key = "OTHER";
        const Reply strange = desk.get("/v5/account/info");

        QCOMPARE(without.status, 401);
        QCOMPARE(BybitDesk::code(without), 10001);
        QVERIFY(without.text("retMsg").startsWith(QStringLiteral("empty value: apiTimestamp[]")));
        QCOMPARE(BybitDesk::code(strange), 10003);
    }

    /// server − 5000 ≤ stamp < server + 1000.
    void theWindowIsInRealTime_data()
    {
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<int>("code");
        QTest::newRow("now") << qint64(0) << 0;
        QTest::newRow("the oldest") << qint64(-5000) << 0;
        QTest::newRow("too old") << qint64(-5001) << 10002;
        QTest::newRow("the newest") << qint64(999) << 0;
        QTest::newRow("a second ahead") << qint64(1000) << 10002;
    }
    void theWindowIsInRealTime()
    {
        QFETCH(qint64, offset);
        QFETCH(int, code);
        BybitDesk desk;
        desk.stamp = QByteArray::number(1'800'000'000'000 + offset);
        const Reply reply = desk.get("/v5/account/info");
        QCOMPARE(BybitDesk::code(reply), code);
        if (code != 0)
            QVERIFY(reply.text("retMsg").contains(
                QStringLiteral(
                    "req_timestamp[%1],server_timestamp[1800000000000],recv_window[5000]")
                    .arg(1'800'000'000'000 + offset)));
    }

    void whatIsNotThereIsSaidSo()
    {
        BybitDesk desk;
        const Reply unknown = desk.get("/v5/order/nothing");
        const Reply withBody = desk.send("GET", "/v5/market/time", {}, "{}", false);

        QCOMPARE(unknown.status, 404);
        QCOMPARE(BybitDesk::code(unknown), 10017);
        QCOMPARE(withBody.status, 403);
        QCOMPARE(desk.post("/v5/market/time", "{}").status, 400);
        QCOMPARE(BybitDesk::code(desk.ask("/v5/market/kline", "symbol=NONE&interval=1")), 10001);
        QCOMPARE(BybitDesk::code(desk.ask("/v5/market/kline", "symbol=BTCUSDT&interval=2")), 10001);
    }

    void eachEndpointHasItsRollingSecond()
    {
        BybitDesk desk({}, {}, {600, 2});
        const Reply one = desk.get("/v5/account/info");
        desk.clock.advance(600ms);
        const Reply two = desk.get("/v5/account/info");
        const Reply three = desk.get("/v5/account/info");
        QCOMPARE(BybitDesk::code(desk.get("/v5/user/query-api")), 0);  // a bucket of its own

        QCOMPARE(one.header("X-Bapi-Limit"), QByteArray("2"));
        QCOMPARE(one.header("X-Bapi-Limit-Status"), QByteArray("1"));
        QCOMPARE(two.header("X-Bapi-Limit-Status"), QByteArray("0"));
        QCOMPARE(BybitDesk::code(three), 10006);
        QCOMPARE(three.status, 200);
        QCOMPARE(three.header("X-Bapi-Limit-Reset-Timestamp"), QByteArray("1800000001000"));
        desk.clock.advance(400ms);  // the first is a second old, the second is not
        QCOMPARE(BybitDesk::code(desk.get("/v5/account/info")), 0);
        QCOMPARE(BybitDesk::code(desk.get("/v5/account/info")), 10006);
    }

    void anAddressThatAsksTooMuchIsShutOut()
    {
        BybitDesk desk({}, {}, {3, 0});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(desk.ask("/v5/market/time").status, 200);
        const Reply refused = desk.ask("/v5/market/time");
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.raw.contains("access too frequent"));
        desk.clock.advance(5001ms);
        QCOMPARE(desk.ask("/v5/market/time").status, 200);
    }

    // --- the market
    // ----------------------------------------------------------------------------------

    void serverTimeIsReal()
    {
        BybitDesk desk;
        const QJsonObject time = BybitDesk::result(desk.ask("/v5/market/time"));
        QCOMPARE(time[QStringLiteral("timeSecond")].toString(), QStringLiteral("1800000000"));
        QCOMPARE(time[QStringLiteral("timeNano")].toString(),
                 QStringLiteral("1800000000000000000"));
    }

    void instrumentsHaveTheirSteps()
    {
        BybitDesk desk;
        const QJsonArray linear =
            BybitDesk::rows(desk.ask("/v5/market/instruments-info", "category=linear&limit=1000"));
        const QJsonArray spot = BybitDesk::rows(
            desk.ask("/v5/market/instruments-info", "category=spot&symbol=BTCUSDT"));
        QCOMPARE(linear.size(), 3);
        QCOMPARE(spot.size(), 1);
        const QJsonObject perpetual = linear[0].toObject();
        QCOMPARE(perpetual[QStringLiteral("contractType")].toString(),
                 QStringLiteral("LinearPerpetual"));
        QCOMPARE(perpetual[QStringLiteral("priceFilter")]
                     .toObject()[QStringLiteral("tickSize")]
                     .toString(),
                 QStringLiteral("0.1"));
        QCOMPARE(perpetual[QStringLiteral("lotSizeFilter")]
                     .toObject()[QStringLiteral("qtyStep")]
                     .toString(),
                 QStringLiteral("0.001"));
        QCOMPARE(spot[0]
                     .toObject()[QStringLiteral("lotSizeFilter")]
                     .toObject()[QStringLiteral("basePrecision")]
                     .toString(),
                 QStringLiteral("0.000001"));
        QVERIFY(
            BybitDesk::rows(desk.ask("/v5/market/instruments-info", "category=inverse")).isEmpty());
        QVERIFY(BybitDesk::rows(
                    desk.ask("/v5/market/instruments-info", "category=linear&status=PreLaunch"))
                    .isEmpty());
    }

    void klinesAreNewestFirstAndTheRunningOneIsThere()
    {
        BybitDesk desk;
        desk.price("50100");
        desk.price("50050");
        const QJsonArray rows = BybitDesk::rows(
            desk.ask("/v5/market/kline", "category=linear&symbol=BTCUSDT&interval=1&limit=3"));
        const qint64 minute = toMillis(sessionTime());
        QCOMPARE(rows.size(), 3);
        const QJsonArray running = rows[0].toArray();
        QCOMPARE(running[0].toString(), QString::number(minute));
        QCOMPARE(running[1].toString(), QStringLiteral("50100"));
        QCOMPARE(running[2].toString(), QStringLiteral("50100"));
        QCOMPARE(running[3].toString(), QStringLiteral("50050"));
        QCOMPARE(running[4].toString(), QStringLiteral("50050"));
        QCOMPARE(rows[1].toArray()[0].toString(), QString::number(minute - 60'000));
        QCOMPARE(rows[1].toArray()[5].toString(), QStringLiteral("1000"));
        desk.barEnd("50050", 2000);
        const QJsonArray closed =
            BybitDesk::rows(desk.ask("/v5/market/kline", "symbol=BTCUSDT&interval=1&limit=1"))[0]
                .toArray();
        QCOMPARE(closed[5].toString(), QStringLiteral("2000"));  // prints add up to the bar
        const QJsonArray five =
            BybitDesk::rows(desk.ask("/v5/market/kline", "symbol=BTCUSDT&interval=5"));
        QCOMPARE(five.size(), 3);  // ten minutes before 15:00, and the one from 15:00
        QCOMPARE(five[1].toArray()[5].toString(), QStringLiteral("5000"));
    }

    /// From a start forwards; with an end back from it.
    void klinesArePagedFromEitherSide()
    {
        BybitDesk desk;
        const qint64 first = toMillis(sessionTime()) - 600'000;
        const QByteArray start = "&start=" + QByteArray::number(first);
        const auto forwards = BybitDesk::rows(
            desk.ask("/v5/market/kline", "symbol=BTCUSDT&interval=1&limit=2" + start));
        const auto back = BybitDesk::rows(
            desk.ask("/v5/market/kline", "symbol=BTCUSDT&interval=1&limit=2" + start +
                                             "&end=" + QByteArray::number(first + 240'000)));
        QCOMPARE(forwards[1].toArray()[0].toString(), QString::number(first));
        QCOMPARE(back[0].toArray()[0].toString(), QString::number(first + 240'000));
        QCOMPARE(back.size(), 2);
    }

    void tickersTradesAndBooksFitTogether()
    {
        BybitDesk desk;
        desk.price("50100");
        const QJsonObject ticker =
            BybitDesk::rows(desk.ask("/v5/market/tickers", "category=linear&symbol=BTCUSDT"))[0]
                .toObject();
        const QJsonObject book = BybitDesk::result(
            desk.ask("/v5/market/orderbook", "category=linear&symbol=BTCUSDT&limit=50"));
        const QJsonArray trades = BybitDesk::rows(
            desk.ask("/v5/market/recent-trade", "category=linear&symbol=BTCUSDT&limit=1"));
        const QJsonArray bids = book[QStringLiteral("b")].toArray();
        const QJsonArray asks = book[QStringLiteral("a")].toArray();

        QCOMPARE(ticker[QStringLiteral("lastPrice")].toString(), QStringLiteral("50100"));
        QCOMPARE(ticker[QStringLiteral("markPrice")].toString(), QStringLiteral("50100"));
        QCOMPARE(ticker[QStringLiteral("bid1Price")].toString(), bids[0].toArray()[0].toString());
        QCOMPARE(bids.size(), 50);
        QVERIFY(bids[0].toArray()[0].toString().toDouble() >
                bids[1].toArray()[0].toString().toDouble());
        QVERIFY(asks[0].toArray()[0].toString().toDouble() <
                asks[1].toArray()[0].toString().toDouble());
        QVERIFY(bids[0].toArray()[0].toString().toDouble() <
                asks[0].toArray()[0].toString().toDouble());
        QCOMPARE(trades[0].toObject()[QStringLiteral("price")].toString(), QStringLiteral("50100"));
        const QJsonObject spot =
            BybitDesk::result(desk.ask("/v5/market/orderbook", "category=spot&symbol=BTCUSDT"));
        QCOMPARE(spot[QStringLiteral("a")].toArray().size(), 1);  // the usual depth of spot
    }

    void theReadyLineNamesEverything()
    {
        BybitDesk desk;
        const QJsonObject ready =
            QJsonDocument::fromJson(QByteArray::fromStdString(desk.exchange.readyLine())).object();
        const QJsonObject bybit = ready[QStringLiteral("bybit")].toObject();
        const QString address = QStringLiteral("127.0.0.1:%1").arg(desk.exchange.port());
        QCOMPARE(bybit[QStringLiteral("rest")].toString(), QStringLiteral("http://") + address);
        QCOMPARE(bybit[QStringLiteral("public_stream")].toString(),
                 QStringLiteral("ws://") + address);
        QCOMPARE(bybit[QStringLiteral("private_stream")].toString(),
                 QStringLiteral("ws://") + address + QStringLiteral("/v5/private"));
        QCOMPARE(ready[QStringLiteral("keys")]
                     .toObject()[QStringLiteral("bybit")]
                     .toObject()[QStringLiteral("secret")]
                     .toString(),
                 QStringLiteral("bysecret"));
    }
};

QTEST_GUILESS_MAIN(BybitRestTest)
#include "BybitRestTest.moc"
