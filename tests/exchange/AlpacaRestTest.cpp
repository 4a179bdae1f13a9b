#include "tests/exchange/AlpacaDesk.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;

class AlpacaRestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- the door ----------------------------------------------------------------------------------

    void wrongKeysAreRefusedAsEachHostDoes()
    {
        AlpacaDesk desk;
        QVERIFY(desk.isListening);
        desk.secret = "other";
        const Reply trading = desk.get("/v2/account");
        const Reply data = desk.get("/v2/stocks/bars?symbols=AAPL&timeframe=1Min");

        QCOMPARE(trading.status, 401);
        QCOMPARE(trading.code(), 40110000);
        QCOMPARE(data.status, 403);
        QCOMPARE(desk.get("/v1beta3/crypto/us/bars?symbols=BTC/USD&timeframe=1Min").status, 403); // wrong is not none
    }

    void everyAnswerHasAnIdAndSaysWhatIsLeft()
    {
        AlpacaDesk desk;
        desk.clock.moveTo(Timestamp(120s));
        const Reply one = desk.get("/v2/account");
        const Reply two = desk.get("/v2/clock");

        QVERIFY(!one.header("X-Request-ID").isEmpty() && one.header("X-Request-ID") != two.header("X-Request-ID"));
        QCOMPARE(two.header("X-RateLimit-Limit"), QByteArray("200"));
        QCOMPARE(two.header("X-RateLimit-Remaining"), QByteArray("198"));
    }

    void beyondTheLimitTheMinuteIsOverUntilTheNext()
    {
        AlpacaDesk desk(sessionTime(), {}, 1, {2, 1});
        const Timestamp real = desk.clock.now();
        QCOMPARE(desk.get("/v2/clock").status, 200);
        QCOMPARE(desk.get("/v2/clock").status, 200);
        const Reply third = desk.get("/v2/clock");
        QCOMPARE(desk.get("/v2/stocks/AAPL/bars/latest").status, 200); // another host, another budget

        QCOMPARE(third.status, 429);
        QCOMPARE(third.code(), 42910000);
        QCOMPARE(third.header("X-RateLimit-Remaining"), QByteArray("0"));
        const qint64 reset = third.header("X-RateLimit-Reset").toLongLong();
        QVERIFY(reset * 1000 > toMillis(real) && reset * 1000 <= toMillis(real) + 60'000);
        desk.clock.moveTo(timestampFromMillis(reset * 1000));
        QCOMPARE(desk.get("/v2/clock").status, 200);
    }

    void whatIsNotThereIsSaidSo_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("a path") << QByteArray("GET") << "/v2/nothing" << 404;
        QTest::newRow("nobody's path") << QByteArray("GET") << "/v9/nothing" << 404;
        QTest::newRow("an order") << QByteArray("GET") << "/v2/orders/00000000-0000-4000-8000-000000000000" << 404;
        QTest::newRow("a client id") << QByteArray("GET") << "/v2/orders:by_client_order_id?client_order_id=x" << 404;
        QTest::newRow("a position") << QByteArray("GET") << "/v2/positions/AAPL" << 404;
        QTest::newRow("an asset") << QByteArray("GET") << "/v2/assets/NONE" << 404;
        QTest::newRow("a method") << QByteArray("PUT") << "/v2/account" << 405;
        QTest::newRow("cancelling nothing") << QByteArray("DELETE") << "/v2/orders/none" << 404;
        QTest::newRow("a timeframe") << QByteArray("GET") << "/v2/stocks/bars?symbols=AAPL&timeframe=60Min" << 400;
        QTest::newRow("no symbols") << QByteArray("GET") << "/v2/stocks/bars?timeframe=1Min" << 400;
        QTest::newRow("a limit") << QByteArray("GET") << "/v2/stocks/bars?symbols=AAPL&timeframe=1Min&limit=10001" << 400;
    }
    void whatIsNotThereIsSaidSo()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(int, status);
        AlpacaDesk desk;
        QCOMPARE(desk.call(method.constData(), path).status, status);
    }

    // --- account, clock, calendar, assets ----------------------------------------------------------

    void theAccountIsTextsAndFollowsTheMarket()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QCOMPARE(desk.order().status, 200); // ten at 100.01
        desk.price("AAPL", "110");

        const Reply account = desk.get("/v2/account");

        QCOMPARE(account.text("cash"), QStringLiteral("98999.9"));
        QCOMPARE(account.text("equity"), QStringLiteral("100099.9"));
        QCOMPARE(account.text("long_market_value"), QStringLiteral("1100"));
        QCOMPARE(account.text("initial_margin"), QStringLiteral("550"));
        QCOMPARE(account.text("maintenance_margin"), QStringLiteral("330"));
        QCOMPARE(account.text("buying_power"), QStringLiteral("199099.8"));
        QCOMPARE(account.text("last_equity"), QStringLiteral("100000"));
        QCOMPARE(account.text("balance_asof"), QStringLiteral("2026-06-15"));
        QVERIFY(!account.object().contains(QStringLiteral("pattern_day_trader")));
    }

    void configurationsAreChangedAndGivenBackWhole()
    {
        AlpacaDesk desk;
        const Reply changed = desk.call("PATCH", QStringLiteral("/v2/account/configurations"),
                                        R"({"suspend_trade":true,"max_margin_multiplier":"4"})");
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.object().size(), 8);
        QCOMPARE(desk.get("/v2/account").text("buying_power"), QStringLiteral("400000"));
        const Reply order = desk.order();
        QCOMPARE(order.status, 403);
        QCOMPARE(order.code(), 40310000);
    }

    void theClockIsMarketTimeInNewYork()
    {
        AlpacaDesk desk;
        const Reply open = desk.get("/v2/clock");
        QCOMPARE(open.text("timestamp"), QStringLiteral("2026-06-16T11:00:00.000000000-04:00")); // nine digits always
        QVERIFY(open.object()[QStringLiteral("is_open")].toBool());
        QCOMPARE(open.text("next_open"), QStringLiteral("2026-06-17T09:30:00-04:00"));
        QCOMPARE(open.text("next_close"), QStringLiteral("2026-06-16T16:00:00-04:00"));
        AlpacaDesk weekend(sessionTime() + 96h);
        const Reply closed = weekend.get("/v2/clock");
        QVERIFY(!closed.object()[QStringLiteral("is_open")].toBool());
        QCOMPARE(closed.text("next_open"), QStringLiteral("2026-06-22T09:30:00-04:00"));
        QCOMPARE(closed.text("next_close"), QStringLiteral("2026-06-22T16:00:00-04:00"));
    }

    void timePassesBetweenPrices()
    {
        AlpacaDesk desk;
        MarketStep later;
        later.series = {stock(), Timeframe::M1};
        later.at = sessionTime() + 6h; // after the close
        later.price = px("99");
        desk.tape->steps = {later};
        QCOMPARE(desk.call("POST", QStringLiteral("/control/speed"), R"({"speed":72000})").status, 200);
        QTRY_VERIFY(!desk.get("/v2/clock").object()[QStringLiteral("is_open")].toBool());
        QTRY_VERIFY(desk.tape->steps.empty());
        QVERIFY(desk.exchange.venue().now() >= later.at);
    }

    void theCalendarHasTradingDaysOnly()
    {
        AlpacaDesk desk;
        const QJsonArray days = desk.get("/v2/calendar?start=2026-11-25&end=2026-11-30").array();
        QCOMPARE(days.size(), 3); // Thanksgiving, its half day, a weekend
        QCOMPARE(days[1].toObject()[QStringLiteral("date")].toString(), QStringLiteral("2026-11-27"));
        QCOMPARE(days[1].toObject()[QStringLiteral("open")].toString(), QStringLiteral("09:30"));
        QCOMPARE(days[1].toObject()[QStringLiteral("close")].toString(), QStringLiteral("13:00"));
        QCOMPARE(days[1].toObject()[QStringLiteral("session_open")].toString(), QStringLiteral("0400"));
        QCOMPARE(days[1].toObject()[QStringLiteral("settlement_date")].toString(), QStringLiteral("2026-11-30"));
    }

    void assetsAreFoundByEveryName()
    {
        AlpacaDesk desk;
        QCOMPARE(desk.get("/v2/assets").array().size(), 2);
        QCOMPARE(desk.get("/v2/assets?asset_class=crypto").array().size(), 1);
        const Reply coin = desk.get("/v2/assets/BTC%2FUSD");
        QCOMPARE(coin.text("class"), QStringLiteral("crypto"));
        QCOMPARE(desk.get("/v2/assets/BTCUSD").text("id"), coin.text("id"));
        QCOMPARE(desk.call("GET", QStringLiteral("/v2/assets/") + coin.text("id")).text("symbol"), QStringLiteral("BTC/USD"));
        QVERIFY(coin.object().contains(QStringLiteral("min_trade_increment")));
    }

    void portfolioHistoryHasParallelArrays()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        (void)desk.order();
        desk.barEnd("AAPL", "110");
        desk.price("AAPL", "120");
        desk.barEnd("AAPL", "120");

        const QJsonObject history = desk.get("/v2/account/portfolio/history?period=1D&timeframe=1Min").object();

        QCOMPARE(history[QStringLiteral("timestamp")].toArray().size(), 2);
        QCOMPARE(history[QStringLiteral("timestamp")].toArray()[0].toInteger(), toMillis(sessionTime()) / 1000);
        QCOMPARE(history[QStringLiteral("equity")].toArray()[1].toDouble(), 100199.9);
        QCOMPARE(history[QStringLiteral("profit_loss")].toArray()[0].toDouble(), 99.9);
        QCOMPARE(history[QStringLiteral("base_value")].toDouble(), 100000.0);
        QCOMPARE(desk.get("/v2/account/portfolio/history?period=1X").status, 422);
    }

    // --- data ------------------------------------------------------------------------------------------

    void barsAreNumbersAndPagesGoOverAllSymbols()
    {
        AlpacaDesk desk;
        const QString path = QStringLiteral("/v2/stocks/bars?symbols=TSLA,AAPL&timeframe=1Min&limit=4&start=2026-06-16");
        const QJsonObject first = desk.call("GET", path).object();
        const QString token = first[QStringLiteral("next_page_token")].toString();
        const QJsonObject second = desk.call("GET", path + QStringLiteral("&page_token=") + token).object();

        const auto count = [](const QJsonObject &page, const char *symbol) {
            return page[QStringLiteral("bars")].toObject()[QLatin1String(symbol)].toArray().size();
        };
        QCOMPARE(count(first, "AAPL"), 3);
        QCOMPARE(count(first, "TSLA"), 1);
        QCOMPARE(count(second, "AAPL"), 0);
        QCOMPARE(count(second, "TSLA"), 2);
        QVERIFY(second[QStringLiteral("next_page_token")].isNull());
        const QJsonObject bar = first[QStringLiteral("bars")].toObject()[QStringLiteral("AAPL")].toArray()[0].toObject();
        QCOMPARE(bar[QStringLiteral("t")].toString(), QStringLiteral("2026-06-16T14:57:00Z"));
        QVERIFY(bar[QStringLiteral("o")].isDouble() && bar[QStringLiteral("vw")].isDouble());
    }

    void barsOfEveryLengthBeginAtTheirLeftEdge_data()
    {
        QTest::addColumn<QString>("timeframe");
        QTest::addColumn<QString>("edge");
        QTest::newRow("5Min") << "5Min" << "2026-06-16T14:55:00Z";
        QTest::newRow("5min, as ccxt asks") << "5min" << "2026-06-16T14:55:00Z";
        QTest::newRow("1Hour") << "1H" << "2026-06-16T14:00:00Z";
        QTest::newRow("1Day") << "1Day" << "2026-06-16T04:00:00Z";
        QTest::newRow("1Week") << "1W" << "2026-06-15T04:00:00Z";
        QTest::newRow("3Month") << "3M" << "2026-04-01T04:00:00Z";
    }
    void barsOfEveryLengthBeginAtTheirLeftEdge()
    {
        QFETCH(QString, timeframe);
        QFETCH(QString, edge);
        AlpacaDesk desk;
        const QJsonObject reply =
            desk.call("GET", QStringLiteral("/v2/stocks/AAPL/bars?start=2026-01-01&timeframe=") + timeframe).object();
        QCOMPARE(reply[QStringLiteral("bars")].toArray()[0].toObject()[QStringLiteral("t")].toString(), edge);
        QCOMPARE(reply[QStringLiteral("symbol")].toString(), QStringLiteral("AAPL"));
    }

    void printsOfAMinuteAddUpToItsBar()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        desk.price("AAPL", "102");
        desk.barEnd("AAPL", "102", false, 5000);

        const QJsonObject trades = desk.get("/v2/stocks/trades?symbols=AAPL").object();
        const QJsonObject bar = desk.get("/v2/stocks/AAPL/bars/latest").object()[QStringLiteral("bar")].toObject();

        qint64 sum = 0;
        const QJsonArray prints = trades[QStringLiteral("trades")].toObject()[QStringLiteral("AAPL")].toArray();
        for (const QJsonValue &each : prints)
            sum += each.toObject()[QStringLiteral("s")].toInteger();
        QCOMPARE(prints.size(), 3);
        QCOMPARE(sum, 5000);
        QCOMPARE(bar[QStringLiteral("v")].toInteger(), 5000);
        QCOMPARE(bar[QStringLiteral("n")].toInteger(), 3);
        QCOMPARE(desk.get("/v2/stocks/quotes/latest?symbols=AAPL").object()[QStringLiteral("quotes")].toObject()
                     [QStringLiteral("AAPL")].toObject()[QStringLiteral("ap")].toDouble(), 102.02);
    }

    void snapshotsHaveNoWrapperAndKnowWhatTheyDoNotKnow()
    {
        AlpacaDesk desk;
        const QJsonObject all = desk.get("/v2/stocks/snapshots?symbols=AAPL,BAD").object();
        QVERIFY(all[QStringLiteral("BAD")].isNull());
        QVERIFY(all[QStringLiteral("AAPL")].toObject()[QStringLiteral("latestTrade")].isNull()); // nothing printed yet
        QVERIFY(all[QStringLiteral("AAPL")].toObject()[QStringLiteral("dailyBar")].isObject());
    }

    void coinsHaveTheirOwnPathsAndNeedNoKey()
    {
        AlpacaDesk desk;
        desk.price("BTCUSDT", "50000");
        const QJsonObject trade = desk.get("/v1beta3/crypto/us/latest/trades?symbols=BTC%2FUSD")
                                      .object()[QStringLiteral("trades")].toObject()[QStringLiteral("BTC/USD")].toObject();
        QVERIFY(trade.contains(QStringLiteral("tks")));
        QVERIFY(!trade.contains(QStringLiteral("x")));
        QVERIFY(trade[QStringLiteral("i")].toInteger() > (qint64(1) << 53)); // ids go beyond a double
        QCOMPARE(desk.get("/v1beta3/crypto/us/latest/orderbooks?symbols=BTC%2FUSD")
                     .object()[QStringLiteral("orderbooks")].toObject()[QStringLiteral("BTC/USD")]
                     .toObject()[QStringLiteral("b")].toArray()[0].toObject()[QStringLiteral("p")].toDouble(), 49995.0);
        QTcpSocket bare;
        bare.connectToHost(QStringLiteral("127.0.0.1"), desk.exchange.port());
        bare.write("GET /v1beta3/crypto/us/bars?symbols=BTC/USD&timeframe=1Min HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_VERIFY(bare.bytesAvailable() > 0);
        QVERIFY(bare.readAll().startsWith("HTTP/1.1 200"));
    }

    // --- the control page ------------------------------------------------------------------------------

    void booksHaveEverythingByteForByte()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const QByteArray odd = R"(  {"symbol":"AAPL", "qty":2,"side":"buy","type":"market","time_in_force":"day","client_order_id":"ö"} )";
        QCOMPARE(desk.post(odd).status, 200);

        const QJsonObject books = desk.books();

        const QJsonObject order = books[QStringLiteral("orders")].toArray()[0].toObject();
        QCOMPARE(order[QStringLiteral("client_order_id")].toString(), QStringLiteral("ö"));
        QCOMPARE(order[QStringLiteral("filled")].toString(), QStringLiteral("2"));
        QCOMPARE(order[QStringLiteral("status")].toString(), QStringLiteral("filled"));
        QCOMPARE(order[QStringLiteral("venue")].toString(), QStringLiteral("alpaca"));
        QCOMPARE(books[QStringLiteral("fills")].toArray()[0].toObject()[QStringLiteral("price")].toString(),
                 QStringLiteral("100.01"));
        QCOMPARE(books[QStringLiteral("positions")].toArray()[0].toObject()[QStringLiteral("quantity")].toString(),
                 QStringLiteral("2"));
        QCOMPARE(books[QStringLiteral("cash")].toObject()[QStringLiteral("alpaca")].toString(), QStringLiteral("99799.98"));
        const QJsonArray requests = books[QStringLiteral("requests")].toArray();
        QCOMPARE(requests.size(), 1); // the control page itself is not in it
        QCOMPARE(requests[0].toObject()[QStringLiteral("body")].toString().toUtf8(), odd);
        QCOMPARE(requests[0].toObject()[QStringLiteral("method")].toString(), QStringLiteral("POST"));
        QCOMPARE(requests[0].toObject()[QStringLiteral("path")].toString(), QStringLiteral("/v2/orders"));
        QVERIFY(requests[0].toObject()[QStringLiteral("headers")].toObject().size() >= 3);
    }

    void pricesTimeAndPaceAreSetWhileItRuns()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const QString stop = desk.order(R"("side":"buy")").text("id");
        const Reply exit = desk.order(R"("side":"sell","type":"stop","stop_price":"95","time_in_force":"gtc")");
        QCOMPARE(exit.status, 200);
        QCOMPARE(desk.call("POST", QStringLiteral("/control/price"), R"({"symbol":"AAPL","price":"94"})").status, 200);
        QCOMPARE(desk.status(exit.text("id")), QStringLiteral("filled"));
        QCOMPARE(desk.status(stop), QStringLiteral("filled"));

        MarketStep later;
        later.series = {stock(), Timeframe::M1};
        later.at = sessionTime() + 1h;
        later.price = px("99");
        desk.tape->steps = {later, later};
        const Reply none = desk.call("POST", QStringLiteral("/control/step"), R"({"until":"2026-06-16T15:30:00Z"})");
        QCOMPARE(none.object()[QStringLiteral("steps")].toInt(), 0);
        QVERIFY(desk.get("/v2/clock").text("timestamp").startsWith(QStringLiteral("2026-06-16T11:30:00"))); // time passed
        const Reply one = desk.call("POST", QStringLiteral("/control/step"), R"({"steps":1})");
        QCOMPARE(one.text("market_time"), QStringLiteral("2026-06-16T16:00:00.000Z"));
        QCOMPARE(desk.call("POST", QStringLiteral("/control/speed"), R"({"speed":"max"})").status, 200);
        QTRY_VERIFY(desk.tape->steps.empty());
        for (const char *bad : {"{}", "[]", R"({"steps":1,"until":"2026-06-16"})", "x"})
            QCOMPARE(desk.call("POST", QStringLiteral("/control/step"), bad).status, 400);
        QCOMPARE(desk.get("/control/nothing").status, 404);
    }

    void theReadyLineIsTheContracts()
    {
        AlpacaDesk desk;
        const QJsonObject line = QJsonDocument::fromJson(QByteArray::fromStdString(desk.exchange.readyLine())).object();
        const QJsonObject alpaca = line[QStringLiteral("alpaca")].toObject();
        QVERIFY(line[QStringLiteral("ready")].toBool());
        QCOMPARE(alpaca[QStringLiteral("trading")].toString(), desk.base());
        QCOMPARE(alpaca[QStringLiteral("data")].toString(), desk.base());
        QVERIFY(alpaca[QStringLiteral("stream")].toString().endsWith(QStringLiteral("/stream")));
        QVERIFY(alpaca[QStringLiteral("market_stream")].toString().startsWith(QStringLiteral("ws://127.0.0.1:")));
        QCOMPARE(line[QStringLiteral("keys")].toObject()[QStringLiteral("alpaca")].toObject()[QStringLiteral("key")].toString(),
                 QStringLiteral("PKTEST"));
    }
};

QTEST_GUILESS_MAIN(AlpacaRestTest)
#include "AlpacaRestTest.moc"
