#include "tests/exchange/AlpacaStreams.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QStringLiteral(", "));
}

/// Tuesday 2026-06-16, 08:00 in New York.
Timestamp beforeTheOpen()
{
    return sessionTime() - 3h;
}

QString legOf(const QJsonObject &order, int index)
{
    return order[QStringLiteral("legs")].toArray()[index].toObject()[QStringLiteral("id")].toString();
}

} // namespace

class AlpacaOrdersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- the life of an order --------------------------------------------------------------------------

    void aLimitOrderWaitsForItsPriceAndPaysTheQuote()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        const QString id = desk.order(R"("type":"limit","limit_price":"99.50")").text("id");
        QTRY_COMPARE(orders.events(id), words("new new"));
        QCOMPARE(desk.show(id)[QStringLiteral("limit_price")].toString(), QStringLiteral("99.5"));
        desk.price("AAPL", "99.40");
        QTRY_COMPARE(orders.events(id), words("new new, fill filled"));
        QCOMPARE(orders.last()[QStringLiteral("price")].toString(), QStringLiteral("99.41"));
    }

    void partsAreToldOneByOneAndARestIsCancelled()
    {
        AlpacaDesk desk(sessionTime(), dec("1"));
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        const QString id = desk.order(R"("qty":"1000")").text("id");
        QTRY_COMPARE(orders.events(id), words("new new, partial_fill partially_filled"));
        const auto filled = [&] { return desk.show(id)[QStringLiteral("filled_qty")].toString().toInt(); };
        const int first = filled();
        desk.price("AAPL", "101");
        QVERIFY(first > 0 && filled() > first && filled() < 1000);
        QCOMPARE(desk.remove(QStringLiteral("/v2/orders/") + id).status, 204);
        QTRY_COMPARE(orders.events(id).last(), QStringLiteral("canceled canceled"));
        QCOMPARE(orders.events(id).at(orders.events(id).size() - 2), QStringLiteral("pending_cancel pending_cancel"));
        const QJsonObject over = desk.show(id);
        QCOMPARE(over[QStringLiteral("filled_qty")].toString().toInt(), filled());
        QVERIFY(!over[QStringLiteral("canceled_at")].isNull());
        const QJsonArray fills = desk.get("/v2/account/activities/FILL?direction=asc").array();
        int sum = 0;
        for (const QJsonValue &each : fills)
            sum += each.toObject()[QStringLiteral("qty")].toString().toInt();
        QCOMPARE(sum, filled());
        QCOMPARE(fills[0].toObject()[QStringLiteral("type")].toString(), QStringLiteral("partial_fill"));
        QCOMPARE(desk.remove(QStringLiteral("/v2/orders/") + id).status, 422); // it is over
    }

    void queuedForTheOpeningAndExpiredAtTheClose()
    {
        AlpacaDesk desk(beforeTheOpen());
        OrderListener orders(desk);
        const Reply market = desk.order();
        const QString limit = desk.order(R"("type":"limit","limit_price":"90")").text("id");
        QCOMPARE(market.text("status"), QStringLiteral("accepted"));
        QCOMPARE(desk.call("PATCH", QStringLiteral("/v2/orders/") + limit, R"({"limit_price":"91"})").status, 422);
        desk.now = sessionTime() - 90min; // 09:30
        desk.price("AAPL", "101");
        QTRY_COMPARE(orders.events(market.text("id")), words("accepted accepted, new new, fill filled"));
        QTRY_COMPARE(orders.events(limit), words("accepted accepted, new new"));
        desk.now = sessionTime() + 5h - 1min;
        desk.barEnd("AAPL", "101", true);
        QTRY_COMPARE(orders.events(limit).last(), QStringLiteral("expired expired"));
        QVERIFY(!desk.show(limit)[QStringLiteral("expired_at")].isNull());
    }

    void ordersForTheAuctionsHaveTheirHours()
    {
        AlpacaDesk open;
        QCOMPARE(open.order(R"("time_in_force":"opg")").code(), 42210000);
        open.price("AAPL", "100");
        const QString close = open.order(R"("time_in_force":"cls")").text("id");
        open.now = sessionTime() + 4h + 51min;
        open.price("AAPL", "100");
        QCOMPARE(open.order(R"("time_in_force":"cls")").status, 422);
        QCOMPARE(open.status(close), QStringLiteral("accepted"));
        open.now = sessionTime() + 5h - 1min;
        open.barEnd("AAPL", "100", true);
        QCOMPARE(open.status(close), QStringLiteral("filled"));

        AlpacaDesk early(beforeTheOpen());
        const QString fills = early.order(R"("time_in_force":"opg")").text("id");
        const QString misses = early.order(R"("time_in_force":"opg","type":"limit","limit_price":"90")").text("id");
        early.now = sessionTime() - 90min;
        early.price("AAPL", "100");
        QCOMPARE(early.status(fills), QStringLiteral("filled"));
        QCOMPARE(early.status(misses), QStringLiteral("canceled"));
    }

    void nowOrNever()
    {
        AlpacaDesk desk(sessionTime(), dec("1"));
        desk.price("AAPL", "100");
        const QString all = desk.order(R"("time_in_force":"fok")").text("id");
        const QString none = desk.order(R"("time_in_force":"fok","type":"limit","limit_price":"99")").text("id");
        const QString part = desk.order(R"("time_in_force":"ioc","qty":"1000")").text("id");
        QCOMPARE(desk.status(all), QStringLiteral("filled"));
        QCOMPARE(desk.status(none), QStringLiteral("canceled"));
        QCOMPARE(desk.status(part), QStringLiteral("canceled"));
        const int filled = desk.show(part)[QStringLiteral("filled_qty")].toString().toInt();
        QVERIFY(filled > 0 && filled < 1000);
    }

    void aNotionalOrderKnowsItsQuantityOnlyThen()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const QByteArray body =
            R"({"symbol":"AAPL","notional":"250.5","side":"buy","type":"market","time_in_force":"day"})";
        const Reply reply = desk.post(body);
        QVERIFY(reply.object()[QStringLiteral("qty")].isNull());
        QCOMPARE(desk.show(reply.text("id"))[QStringLiteral("filled_qty")].toString(), QStringLiteral("2.504749525"));
    }

    void aTrailingStopFollowsAndThenSells()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        (void)desk.order();
        const QString id =
            desk.order(R"("side":"sell","type":"trailing_stop","trail_price":"2","time_in_force":"gtc")").text("id");
        desk.price("AAPL", "110");
        QCOMPARE(desk.show(id)[QStringLiteral("hwm")].toString(), QStringLiteral("110"));
        QCOMPARE(desk.show(id)[QStringLiteral("stop_price")].toString(), QStringLiteral("108"));
        desk.price("AAPL", "109");
        QCOMPARE(desk.status(id), QStringLiteral("new"));
        desk.price("AAPL", "107.5");
        QCOMPARE(desk.status(id), QStringLiteral("filled"));
        QCOMPARE(desk.get("/v2/positions").array().size(), 0);
    }

    // --- replacing -----------------------------------------------------------------------------------------

    void aReplacementIsANewOrderInAChain()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        const QString old = desk.order(R"("type":"limit","limit_price":"90")").text("id");
        const QString path = QStringLiteral("/v2/orders/") + old;
        QCOMPARE(desk.call("PATCH", path, R"({"limit_price":"90"})").code(), 40310000); // not changed
        const Reply next = desk.call("PATCH", path, R"({"limit_price":"95","qty":"4","client_order_id":"second"})");
        QCOMPARE(next.status, 200);
        QVERIFY(next.text("id") != old);
        QCOMPARE(next.text("replaces"), old);
        QTRY_COMPARE(orders.events(old), words("new new, replaced replaced"));
        QTRY_COMPARE(orders.events(next.text("id")), words("new new"));
        QCOMPARE(desk.show(old)[QStringLiteral("replaced_by")].toString(), next.text("id"));
        QCOMPARE(desk.call("PATCH", path, R"({"limit_price":"96"})").status, 422);
        desk.price("AAPL", "94");
        QCOMPARE(desk.status(next.text("id")), QStringLiteral("filled"));
        QCOMPARE(desk.get("/v2/positions/AAPL").text("qty"), QStringLiteral("4"));
        QCOMPARE(desk.get("/v2/orders:by_client_order_id?client_order_id=second").text("id"), next.text("id"));
    }

    void aReplacementOfAPartlyFilledOrderDoesWhatIsLeft()
    {
        AlpacaDesk desk(sessionTime(), dec("1"));
        desk.price("AAPL", "100");
        const QString old = desk.order(R"("qty":"100","type":"limit","limit_price":"101")").text("id");
        const int filled = desk.show(old)[QStringLiteral("filled_qty")].toString().toInt();
        QVERIFY(filled > 0 && filled < 100);
        const QString path = QStringLiteral("/v2/orders/") + old;
        const QByteArray tooLittle = "{\"qty\":\"" + QByteArray::number(filled) + "\"}";
        QCOMPARE(desk.call("PATCH", path, tooLittle).status, 422);

        const Reply next = desk.call("PATCH", path, R"({"qty":"120"})");

        QCOMPARE(next.text("qty").toInt(), 120 - filled);
        QCOMPARE(desk.status(old), QStringLiteral("replaced"));
        for (int i = 0; i < 60 && desk.status(next.text("id")) != QStringLiteral("filled"); ++i)
            desk.price("AAPL", "100");
        QCOMPARE(desk.get("/v2/positions/AAPL").text("qty"), QStringLiteral("120"));
    }

    // --- legs ------------------------------------------------------------------------------------------------

    void aBracketHoldsItsExitsUntilItsEntryIsFilled()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        const Reply entry = desk.order(QByteArray(R"("type":"limit","limit_price":"99","order_class":"bracket",)") +
                                       R"("take_profit":{"limit_price":"105"},"stop_loss":{"stop_price":"95"})");
        const QString target = legOf(entry.object(), 0);
        const QString stop = legOf(entry.object(), 1);
        QCOMPARE(desk.status(target), QStringLiteral("held"));
        QCOMPARE(desk.get("/v2/orders?nested=true").array().size(), 1);
        QCOMPARE(desk.get("/v2/orders").array().size(), 3);
        desk.price("AAPL", "98.50");
        QTRY_COMPARE(orders.events(stop), words("new new"));
        QCOMPARE(desk.get("/v2/positions/AAPL").text("qty_available"), QStringLiteral("0"));
        QCOMPARE(desk.order(R"("side":"sell","qty":"1")").code(), 40310000); // the exits hold it
        desk.price("AAPL", "106");
        QTRY_COMPARE(orders.events(target), words("new new, fill filled"));
        QTRY_COMPARE(orders.events(stop), words("new new, canceled canceled"));
        QCOMPARE(desk.get("/v2/positions").array().size(), 0);
    }

    void cancellingOneOfABracketCancelsTheRest()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const Reply entry = desk.order(QByteArray(R"("type":"limit","limit_price":"90","order_class":"bracket",)") +
                                       R"("take_profit":{"limit_price":"105"},"stop_loss":{"stop_price":"85"})");
        QCOMPARE(desk.remove(QStringLiteral("/v2/orders/") + entry.text("id")).status, 204);
        for (const QString &id : {entry.text("id"), legOf(entry.object(), 0), legOf(entry.object(), 1)})
            QCOMPARE(desk.status(id), QStringLiteral("canceled"));
    }

    void aPairEndsWithItsStopAndAPartLeavesLessToStop()
    {
        AlpacaDesk desk(sessionTime(), dec("1"), 5);
        desk.price("AAPL", "100");
        const QString entry = desk.order(R"("qty":"100","time_in_force":"fok")").text("id");
        QCOMPARE(desk.status(entry), QStringLiteral("filled"));
        const Reply pair = desk.order(QByteArray(R"("side":"sell","qty":"100","type":"limit","order_class":"oco",)") +
                                      R"("take_profit":{"limit_price":"105"},"stop_loss":{"stop_price":"95"})");
        QCOMPARE(pair.status, 200);
        QCOMPARE(pair.text("limit_price"), QStringLiteral("105"));
        const QString stop = legOf(pair.object(), 0);
        desk.price("AAPL", "106");
        const QJsonObject target = desk.show(pair.text("id"));
        QCOMPARE(target[QStringLiteral("status")].toString(), QStringLiteral("partially_filled"));
        QCOMPARE(desk.show(stop)[QStringLiteral("qty")].toString().toInt(),
                 100 - target[QStringLiteral("filled_qty")].toString().toInt());
        for (int i = 0; i < 60 && desk.status(stop) != QStringLiteral("filled"); ++i)
            desk.price("AAPL", "94");
        QCOMPARE(desk.status(stop), QStringLiteral("filled"));
        QCOMPARE(desk.status(pair.text("id")), QStringLiteral("canceled"));
        QCOMPARE(desk.get("/v2/positions").array().size(), 0); // neither too much nor too little
    }

    void anEntryWithOneExit()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const Reply entry = desk.order(R"("order_class":"oto","stop_loss":{"stop_price":"95","limit_price":"94.5"})");
        const QString stop = legOf(entry.object(), 0);
        QCOMPARE(desk.show(stop)[QStringLiteral("type")].toString(), QStringLiteral("stop_limit"));
        QCOMPARE(desk.status(stop), QStringLiteral("new"));
        const Reply moved = desk.call("PATCH", QStringLiteral("/v2/orders/") + stop, R"({"stop_price":"97","limit_price":"96"})");
        QCOMPARE(moved.status, 200);
        desk.price("AAPL", "96.5");
        QCOMPARE(desk.status(moved.text("id")), QStringLiteral("filled"));
        QCOMPARE(legOf(desk.show(entry.text("id"), true), 0), moved.text("id"));
    }

    // --- refusals -----------------------------------------------------------------------------------------------

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<int>("status");
        QTest::addColumn<qint64>("code");
        const auto row = [](const char *name, const QByteArray &members, int status, qint64 code) {
            QTest::newRow(name) << members << status << code;
        };
        row("both amounts", R"("notional":"100")", 422, 40010001);
        row("no amount", R"("qty":null)", 422, 40010001);
        row("nothing", R"("qty":"0")", 422, 40010001);
        row("less than nothing", R"("qty":"-1")", 422, 40010001);
        row("no number", R"("qty":"ten")", 422, 40010001);
        row("no side", R"("side":"")", 422, 40010001);
        row("an unknown type", R"("type":"wish")", 422, 40010001);
        row("an unknown force", R"("time_in_force":"ever")", 422, 40010001);
        row("a long client id", "\"client_order_id\":\"" + QByteArray(129, 'x') + "\"", 422, 40010001);
        row("a limit without price", R"("type":"limit")", 422, 40010001);
        row("a market with price", R"("limit_price":"1")", 422, 40010001);
        row("a stop without price", R"("type":"stop")", 422, 40010001);
        row("both trails", R"("type":"trailing_stop","trail_price":"1","trail_percent":"1")", 422, 40010001);
        row("an unknown asset", R"("symbol":"NONE")", 422, 42210000);
        row("half a cent", R"("type":"limit","limit_price":"100.005")", 422, 42210000);
        row("five decimals below a dollar", R"("type":"limit","limit_price":"0.12345")", 422, 42210000);
        row("a fraction for long", R"("qty":"1.5","time_in_force":"gtc")", 422, 42210000);
        row("a fraction trailing", R"("qty":"1.5","type":"trailing_stop","trail_price":"1")", 422, 42210000);
        row("a fraction with legs", R"("qty":"1.5","order_class":"oto","take_profit":{"limit_price":"110"})", 422, 42210000);
        row("a stop at once", R"("type":"stop","stop_price":"101","time_in_force":"ioc")", 422, 42210000);
        row("a market order early", R"("extended_hours":true)", 422, 42210000);
        row("a stop on the wrong side", R"("type":"stop","stop_price":"99")", 422, 42210000);
        row("a bracket without stop", R"("order_class":"bracket","take_profit":{"limit_price":"110"})", 422, 42210000);
        row("exits without class", R"("take_profit":{"limit_price":"110"})", 422, 42210000);
        row("a target below", QByteArray(R"("type":"limit","limit_price":"99","order_class":"bracket",)") +
                              R"("take_profit":{"limit_price":"98"},"stop_loss":{"stop_price":"90"})", 422, 42210000);
        row("a stop too near", QByteArray(R"("type":"limit","limit_price":"99","order_class":"bracket",)") +
                               R"("take_profit":{"limit_price":"110"},"stop_loss":{"stop_price":"99"})", 422, 42210000);
        row("too dear", R"("qty":"3000")", 403, 40310000);
        row("too little", R"("qty":"0.001")", 403, 40310000);
        row("a fraction short", R"("side":"sell","qty":"1.5")", 403, 40310000);
        row("coins by the day", R"("symbol":"BTC/USD","qty":"0.1")", 422, 42210000);
        row("coins by stop", R"("symbol":"BTC/USD","qty":"0.1","type":"stop","stop_price":"51000")", 422, 40010001);
        row("coins nobody has", R"("symbol":"BTC/USD","qty":"0.1","side":"sell","time_in_force":"gtc")", 403, 40310000);
        row("coins for too much", R"("symbol":"BTC/USD","qty":"5","time_in_force":"gtc")", 403, 40310000);
    }
    void refuses()
    {
        QFETCH(QByteArray, members);
        QFETCH(int, status);
        QFETCH(qint64, code);
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        desk.price("BTCUSDT", "50000");

        const Reply reply = desk.order(members);

        QVERIFY2(reply.status == status && reply.code() == code, reply.raw.constData());
        QVERIFY(!reply.text("message").isEmpty());
        QCOMPARE(desk.get("/v2/orders?status=all").array().size(), 0);
    }

    void whatIsNoJsonIsABadRequest()
    {
        AlpacaDesk desk;
        for (const char *body : {"", "x", "[]", R"({"symbol":"AAPL")"}) {
            const Reply reply = desk.post(body);
            QCOMPARE(reply.status, 400);
            QCOMPARE(reply.code(), 40010000);
        }
    }

    void aClientIdIsTakenOnceAndForever()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const Reply first = desk.order(R"("client_order_id":"mine")");
        const Reply second = desk.order(R"("client_order_id":"mine")");

        QCOMPARE(second.status, 422);
        QCOMPARE(second.code(), 40010001);
        QCOMPARE(second.text("message"), QStringLiteral("client_order_id must be unique"));
        QCOMPARE(desk.get("/v2/orders:by_client_order_id?client_order_id=mine").text("id"), first.text("id"));
        QCOMPARE(desk.get("/v2/positions/AAPL").text("qty"), QStringLiteral("10"));
    }

    void washTradesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("existing");
        QTest::addColumn<QByteArray>("next");
        QTest::addColumn<bool>("isRefused");
        const QByteArray stop = R"("side":"sell","type":"stop","stop_price":"90")";
        const QByteArray limit = R"("side":"sell","type":"limit","limit_price":"110")";
        QTest::newRow("stop, market") << stop << QByteArray(R"("type":"market")") << true;
        QTest::newRow("stop, limit") << stop << QByteArray(R"("type":"limit","limit_price":"80")") << true;
        QTest::newRow("limit, market") << limit << QByteArray(R"("type":"market")") << true;
        QTest::newRow("limit, stop") << limit << QByteArray(R"("type":"stop","stop_price":"105")") << true;
        QTest::newRow("limit, limit apart") << limit << QByteArray(R"("type":"limit","limit_price":"109")") << false;
        QTest::newRow("limit, limit meeting") << limit << QByteArray(R"("type":"limit","limit_price":"110")") << true;
        QTest::newRow("limit, bracket") << limit << QByteArray(R"("order_class":"oto","stop_loss":{"stop_price":"95"})")
                                        << false;
        QTest::newRow("trailing, market") << QByteArray(R"("side":"sell","type":"trailing_stop","trail_price":"5")")
                                          << QByteArray(R"("type":"market")") << false;
    }
    void washTradesAreRefused()
    {
        QFETCH(QByteArray, existing);
        QFETCH(QByteArray, next);
        QFETCH(bool, isRefused);
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        (void)desk.order(R"("qty":"20")");
        const Reply first = desk.order(existing);
        QCOMPARE(first.status, 200);

        const Reply second = desk.order(next);

        QCOMPARE(second.status, isRefused ? 403 : 200);
        if (isRefused)
            QCOMPARE(second.text("existing_order_id"), first.text("id"));
    }

    void moneyIsCountedOnceForEveryOrder()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QCOMPARE(desk.order(R"("qty":"1500","type":"limit","limit_price":"90")").status, 200); // 135000 of 200000
        const Reply second = desk.order(R"("qty":"1000","type":"limit","limit_price":"90")");
        QCOMPARE(second.status, 403);
        QCOMPARE(second.text("buying_power"), QStringLiteral("65000"));
        QCOMPARE(second.text("cost_basis"), QStringLiteral("90000"));
        QCOMPARE(desk.get("/v2/account").text("buying_power"), QStringLiteral("65000"));
        QCOMPARE(desk.remove(QStringLiteral("/v2/orders")).status, 207);
        QCOMPARE(desk.get("/v2/account").text("buying_power"), QStringLiteral("200000"));
    }

    void shortsAreWholeAndNothingTurnsOver()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QCOMPARE(desk.order(R"("side":"sell","qty":"5")").status, 200);
        const Reply position = desk.get("/v2/positions/AAPL");
        QCOMPARE(position.text("side"), QStringLiteral("short"));
        QCOMPARE(position.text("qty"), QStringLiteral("-5"));
        QCOMPARE(position.text("market_value"), QStringLiteral("-500"));
        QCOMPARE(position.text("cost_basis"), QStringLiteral("-499.95"));
        const Reply over = desk.order(R"("qty":"6")"); // five to cover, one to turn
        QCOMPARE(over.status, 403);
        QCOMPARE(over.text("available"), QStringLiteral("5"));
        QCOMPARE(desk.order(R"("qty":"5")").status, 200);
        QCOMPARE(desk.get("/v2/positions").array().size(), 0);
        (void)desk.order();
        QCOMPARE(desk.order(R"("side":"sell","qty":"11")").status, 403);
    }

    void coinsBeyondTheBalanceAreRefusedByTheCoin()
    {
        AlpacaDesk desk;
        desk.price("BTCUSDT", "50000");
        QCOMPARE(desk.order(R"("symbol":"BTC/USD","qty":"0.1","time_in_force":"gtc")").status, 200);
        const QString held = desk.get("/v2/positions/BTCUSD").text("qty");
        const Reply over = desk.order(R"("symbol":"BTC/USD","side":"sell","qty":"0.2","time_in_force":"gtc")");
        QCOMPARE(over.status, 403);
        QCOMPARE(over.code(), 40310000);
        QCOMPARE(over.text("message"), QStringLiteral("insufficient balance for BTC (requested: 0.2, available: %1)").arg(held));
        QCOMPARE(over.text("symbol"), QStringLiteral("BTC"));
        QCOMPARE(over.text("balance"), held);
        QCOMPARE(over.text("available"), held);
    }

    // --- positions and lists ----------------------------------------------------------------------------------

    void positionsAreClosedWholeInPartAndAll()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        desk.price("TSLA", "200");
        (void)desk.order();
        (void)desk.order(R"("symbol":"TSLA","qty":"4")");
        QCOMPARE(desk.remove(QStringLiteral("/v2/positions/AAPL?qty=3")).text("side"), QStringLiteral("sell"));
        QCOMPARE(desk.get("/v2/positions/AAPL").text("qty"), QStringLiteral("7"));
        (void)desk.remove(QStringLiteral("/v2/positions/TSLA?percentage=50"));
        QCOMPARE(desk.get("/v2/positions/TSLA").text("qty"), QStringLiteral("2"));
        QCOMPARE(desk.remove(QStringLiteral("/v2/positions/TSLA?percentage=50&qty=1")).status, 422);
        (void)desk.order(R"("side":"sell","qty":"7","type":"limit","limit_price":"150")");
        const QJsonArray held = desk.remove(QStringLiteral("/v2/positions")).array();
        QCOMPARE(held[0].toObject()[QStringLiteral("status")].toInt(), 403); // an order holds the shares
        QCOMPARE(held[1].toObject()[QStringLiteral("status")].toInt(), 200);
        const Reply all = desk.remove(QStringLiteral("/v2/positions?cancel_orders=true"));
        QCOMPARE(all.status, 207);
        QCOMPARE(all.array()[0].toObject()[QStringLiteral("body")].toObject()[QStringLiteral("qty")].toString(),
                 QStringLiteral("7"));
        QCOMPARE(desk.get("/v2/positions").array().size(), 0);
        QCOMPARE(desk.remove(QStringLiteral("/v2/positions")).array().size(), 0);
    }

    void coinsComeWithoutTheirFee()
    {
        AlpacaDesk desk;
        desk.price("BTCUSDT", "50000");
        QCOMPARE(desk.order(R"("symbol":"BTCUSD","qty":"0.1","time_in_force":"gtc")").status, 200);
        const Reply position = desk.get("/v2/positions/BTCUSD");
        QCOMPARE(position.text("qty"), QStringLiteral("0.09975"));
        QCOMPARE(desk.get("/v2/orders?status=all&symbols=BTC/USD").array()[0].toObject()[QStringLiteral("symbol")].toString(),
                 QStringLiteral("BTC/USD"));
        QCOMPARE(desk.get("/v2/account").text("cash"), QStringLiteral("94999.5")); // 50005 × 0.1
        QCOMPARE(desk.remove(QStringLiteral("/v2/positions/BTCUSD")).status, 200);
        QCOMPARE(desk.get("/v2/positions").array().size(), 0);
    }

    void listsAreCutByTimeIdAndNumber()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QStringList ids;
        for (int i = 0; i < 5; ++i)
            ids += desk.order(R"("type":"limit","limit_price":"90")").text("id");
        (void)desk.remove(QStringLiteral("/v2/orders/") + ids[0]);
        const auto listed = [&](const QString &query) {
            QStringList found;
            for (const QJsonValue &each : desk.call("GET", QStringLiteral("/v2/orders?") + query).array())
                found += each.toObject()[QStringLiteral("id")].toString();
            return found;
        };
        QCOMPARE(listed(QStringLiteral("status=open&direction=asc")), ids.mid(1));
        QCOMPARE(listed(QStringLiteral("status=closed")), ids.mid(0, 1));
        QCOMPARE(listed(QStringLiteral("status=all&limit=2")), (QStringList{ids[4], ids[3]}));
        QCOMPARE(listed(QStringLiteral("status=all&direction=asc&after_order_id=") + ids[2]), ids.mid(3));
        const QString third = desk.show(ids[2])[QStringLiteral("submitted_at")].toString();
        QCOMPARE(listed(QStringLiteral("status=all&direction=asc&after=") + third), ids.mid(3));
        QCOMPARE(listed(QStringLiteral("status=all&direction=asc&until=") + third), ids.mid(0, 2));
        QCOMPARE(listed(QStringLiteral("status=all&side=sell")), QStringList());
    }

    void activitiesComeInPages()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QString last;
        for (int i = 0; i < 5; ++i)
            last = desk.order().text("id");
        const QJsonArray first = desk.get("/v2/account/activities/FILL?page_size=3").array();
        const QString token = first[2].toObject()[QStringLiteral("id")].toString();
        const QJsonArray rest =
            desk.call("GET", QStringLiteral("/v2/account/activities?activity_types=FILL&page_size=3&page_token=") +
                                 QString::fromLatin1(QUrl::toPercentEncoding(token)))
                .array();
        QCOMPARE(first.size(), 3);
        QCOMPARE(rest.size(), 2);
        QCOMPARE(first[0].toObject()[QStringLiteral("order_id")].toString(), last); // newest first
        QCOMPARE(desk.call("GET", QStringLiteral("/v2/account/activities/FILL?order_id=") + last).array().size(), 1);
        QCOMPARE(desk.get("/v2/account/activities/DIV").array().size(), 0);
        QCOMPARE(desk.get("/v2/account/activities/nonsense").code(), 40010001);
        QVERIFY(token.contains(QStringLiteral("::")));
    }

    void theSameSeedTellsTheSameStory()
    {
        const auto story = [](std::uint64_t seed) {
            AlpacaDesk desk(sessionTime(), dec("0.5"), seed);
            desk.price("AAPL", "100");
            for (int i = 0; i < 5; ++i)
                (void)desk.order((QStringLiteral(R"("qty":"50","client_order_id":"c%1")").arg(i)).toUtf8());
            desk.price("AAPL", "101");
            QJsonObject books = desk.books();
            books.remove(QStringLiteral("requests"));
            return QJsonDocument(books).toJson();
        };
        QCOMPARE(story(7), story(7));
        QVERIFY(story(7) != story(8));
    }
};

QTEST_GUILESS_MAIN(AlpacaOrdersTest)
#include "AlpacaOrdersTest.moc"
