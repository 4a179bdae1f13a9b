#include "tests/exchange/BybitDesk.h"

using namespace core;
using namespace support;

/// What came after plain orders: batches, stop and target of a position, funding, the transaction log.
class BybitExitsTest : public QObject {
    Q_OBJECT

    static QString text(const QJsonObject &object, const char *key) { return object[QLatin1String(key)].toString(); }
    static QJsonArray open(BybitDesk &desk)
    {
        return BybitDesk::rows(desk.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT"));
    }
    static QJsonObject openOf(BybitDesk &desk, const char *kind)
    {
        for (const QJsonValue &each : open(desk))
            if (text(each.toObject(), "stopOrderType") == QLatin1String(kind))
                return each.toObject();
        return {};
    }
    static int exits(BybitDesk &desk, const QByteArray &members)
    {
        return BybitDesk::code(desk.post("/v5/position/trading-stop",
                                         R"({"category":"linear","symbol":"BTCUSDT","tpslMode":"Full","positionIdx":0,)" +
                                             members + "}"));
    }
    static QList<int> codes(const Reply &batch)
    {
        QList<int> all;
        for (const QJsonValue &each :
             batch.object()[QLatin1String("retExtInfo")].toObject()[QLatin1String("list")].toArray())
            all << each.toObject()[QLatin1String("code")].toInt(-1);
        return all;
    }
    static QByteArray json(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }
    static Reply batch(BybitDesk &desk, const char *what, const QByteArray &items, const char *category = "linear")
    {
        return desk.post(QByteArray("/v5/order/") + what + "-batch",
                         json({{QStringLiteral("category"), QLatin1String(category)},
                               {QStringLiteral("request"), QJsonDocument::fromJson("[" + items + "]").array()}}));
    }
    static QByteArray buy(const char *linkId, const char *price)
    {
        return json({{QStringLiteral("symbol"), QStringLiteral("BTCUSDT")},
                     {QStringLiteral("side"), QStringLiteral("Buy")},
                     {QStringLiteral("orderType"), QStringLiteral("Limit")},
                     {QStringLiteral("qty"), QStringLiteral("0.1")},
                     {QStringLiteral("price"), QLatin1String(price)},
                     {QStringLiteral("orderLinkId"), QLatin1String(linkId)}});
    }

private Q_SLOTS:
    void stopAndTargetOfAPositionAreOrdersOfTheVenue()
    {
        BybitDesk desk;
        QCOMPARE(exits(desk, R"("stopLoss":"49000")"), 10001); // flat
        desk.order();

        QCOMPARE(exits(desk, R"("stopLoss":"49000","takeProfit":"52000","slTriggerBy":"MarkPrice")"), 0);

        QCOMPARE(text(desk.position(), "stopLoss"), QStringLiteral("49000"));
        QCOMPARE(text(desk.position(), "takeProfit"), QStringLiteral("52000"));
        const QJsonObject stop = openOf(desk, "StopLoss");
        QCOMPARE(text(stop, "side"), QStringLiteral("Sell"));
        QCOMPARE(text(stop, "orderStatus"), QStringLiteral("Untriggered"));
        QCOMPARE(text(stop, "createType"), QStringLiteral("CreateByStopLoss"));
        QCOMPARE(text(stop, "triggerBy"), QStringLiteral("MarkPrice"));
        QCOMPARE(stop[QLatin1String("triggerDirection")].toInt(), 2);
        QVERIFY(stop[QLatin1String("reduceOnly")].toBool() && stop[QLatin1String("closeOnTrigger")].toBool());
        QCOMPARE(openOf(desk, "TakeProfit")[QLatin1String("triggerDirection")].toInt(), 1);
        QCOMPARE(exits(desk, R"("stopLoss":"49000")"), 34040);
        QCOMPARE(exits(desk, R"("stopLoss":"50500")"), 10001);   // above the price of a long
        QCOMPARE(exits(desk, R"("trailingStop":"100")"), 10001); // not simulated
    }

    void aStopClosesThePositionAsItIsThen()
    {
        BybitDesk desk;
        desk.order();
        QCOMPARE(exits(desk, R"("stopLoss":"49000","takeProfit":"52000")"), 0);
        const QString target = text(openOf(desk, "TakeProfit"), "orderId");
        desk.order(R"("qty":"0.2")"); // the position grows under its stop

        desk.price("48990");

        QCOMPARE(text(desk.position(), "size"), QStringLiteral("0"));
        QCOMPARE(text(desk.position(), "stopLoss"), QString());
        QCOMPARE(open(desk).size(), 0);
        QCOMPARE(text(desk.show(target), "orderStatus"), QStringLiteral("Deactivated"));
        QCOMPARE(text(desk.show(target), "cancelType"), QStringLiteral("CancelByTpSlTsClear"));
        const QJsonArray made = BybitDesk::rows(desk.get("/v5/execution/list", "category=linear"));
        QCOMPARE(text(made.at(0).toObject(), "execQty"), QStringLiteral("0.3"));
        QCOMPARE(text(made.at(0).toObject(), "stopOrderType"), QStringLiteral("StopLoss"));
    }

    void exitsChangeAndGoOneByOne()
    {
        BybitDesk desk;
        desk.order(R"("side":"Sell")");
        QCOMPARE(exits(desk, R"("stopLoss":"51000","takeProfit":"48000")"), 0);
        const QString target = text(openOf(desk, "TakeProfit"), "orderId");

        QCOMPARE(exits(desk, R"("stopLoss":"51500")"), 0);
        QCOMPARE(text(openOf(desk, "StopLoss"), "triggerPrice"), QStringLiteral("51500"));
        QCOMPARE(text(openOf(desk, "TakeProfit"), "orderId"), target);
        QCOMPARE(exits(desk, R"("stopLoss":"0")"), 0);

        QCOMPARE(open(desk).size(), 1);
        QCOMPARE(text(desk.position(), "stopLoss"), QString());
        desk.price("47990");
        QCOMPARE(text(desk.position(), "size"), QStringLiteral("0"));
    }

    void anEntryBringsItsExits()
    {
        BybitDesk desk;
        const QByteArray both = R"(,"stopLoss":"48500","takeProfit":"51500","tpslMode":"Full")";
        const QString id = BybitDesk::id(
            desk.order(R"("orderType":"Limit","price":"49500","orderLinkId":"e-1")" + both));
        QCOMPARE(text(desk.show(id), "stopLoss"), QStringLiteral("48500"));
        QCOMPARE(open(desk).size(), 1); // nothing is held before the fill

        desk.price("49400");

        QCOMPARE(text(desk.position(), "takeProfit"), QStringLiteral("51500"));
        QCOMPARE(text(openOf(desk, "StopLoss"), "parentOrderLinkId"), QStringLiteral("e-1"));
        desk.price("51600");
        QCOMPARE(text(desk.position(), "size"), QStringLiteral("0"));
        QCOMPARE(open(desk).size(), 0);
        QCOMPARE(BybitDesk::code(desk.order(R"("stopLoss":"60000")")), 10001);
        QCOMPARE(BybitDesk::code(desk.order(R"("category":"spot","qty":"100","stopLoss":"49000")")), 10001);
    }

    void aTurnedPositionLosesTheOldExits()
    {
        BybitDesk desk;
        desk.order();
        QCOMPARE(exits(desk, R"("stopLoss":"49000")"), 0);

        desk.order(R"("side":"Sell","qty":"0.3")");

        QCOMPARE(text(desk.position(), "side"), QStringLiteral("Sell"));
        QCOMPARE(text(desk.position(), "stopLoss"), QString());
        QCOMPARE(open(desk).size(), 0);
    }

    void eachOrderOfABatchHasItsOwnVerdict()
    {
        BybitDesk desk;
        const Reply made = batch(desk, "create", buy("b-1", "49000") + "," + buy("b-1", "49000") + "," + buy("b-3", "48000"));

        QCOMPARE(BybitDesk::code(made), 0);
        QCOMPARE(codes(made), (QList<int>{0, 110072, 0}));
        const QJsonArray rows = BybitDesk::rows(made);
        QCOMPARE(text(rows.at(1).toObject(), "orderId"), QString());
        QCOMPARE(text(rows.at(2).toObject(), "orderLinkId"), QStringLiteral("b-3"));
        QVERIFY(!text(rows.at(0).toObject(), "createAt").isEmpty());
        QCOMPARE(open(desk).size(), 2);
        const QByteArray change = R"({"symbol":"BTCUSDT","orderLinkId":"b-1","price":"49100"})";
        const QByteArray nobody = R"({"symbol":"BTCUSDT","orderLinkId":"b-9","price":"49100"})";
        QCOMPARE(codes(batch(desk, "amend", change + "," + nobody)), (QList<int>{0, 110001}));
        QCOMPARE(text(desk.show(text(rows.at(0).toObject(), "orderId")), "price"), QStringLiteral("49100"));
        QCOMPARE(codes(batch(desk, "cancel", nobody + "," + change)), (QList<int>{110001, 0}));
        QCOMPARE(open(desk).size(), 1);
    }

    void aBatchIsRefusedForItsShape()
    {
        BybitDesk desk;
        QByteArray many = buy("m-0", "48000");
        for (int i = 1; i < 21; ++i)
            many += "," + buy(("m-" + QByteArray::number(i)).constData(), "48000");

        QCOMPARE(BybitDesk::code(batch(desk, "create", "")), 10001);
        QCOMPARE(BybitDesk::code(batch(desk, "create", buy("x", "1"), "inverse")), 10001);
        QCOMPARE(BybitDesk::code(batch(desk, "create", many)), 10001);
        QCOMPARE(open(desk).size(), 0);
    }

    void aBatchTakesAUnitOfTheRateForEachOrder()
    {
        BybitDesk desk;
        QByteArray six = buy("r-0", "48000");
        for (int i = 1; i < 6; ++i)
            six += "," + buy(("r-" + QByteArray::number(i)).constData(), "48000");

        QCOMPARE(batch(desk, "create", six).header("X-Bapi-Limit-Status"), QByteArray("4"));
        QCOMPARE(BybitDesk::code(batch(desk, "create", six.replace("r-", "s-"))), 0); // passes whole
        QCOMPARE(BybitDesk::code(batch(desk, "create", buy("t", "48000"))), 10006);
    }

    void fundingIsEveryEightHours()
    {
        BybitDesk desk;
        const QJsonArray rows =
            BybitDesk::rows(desk.ask("/v5/market/funding/history", "category=linear&symbol=BTCUSDT&limit=3"));

        QCOMPARE(rows.size(), 3);
        const qint64 first = text(rows.at(0).toObject(), "fundingRateTimestamp").toLongLong();
        QCOMPARE(first % (8 * 3600 * 1000), 0);
        QVERIFY(first <= toMillis(desk.now) && first > toMillis(desk.now) - 8 * 3600 * 1000);
        QCOMPARE(text(rows.at(2).toObject(), "fundingRateTimestamp").toLongLong(), first - 16 * 3600 * 1000);
        const auto code = [&](const char *query) { return BybitDesk::code(desk.ask("/v5/market/funding/history", query)); };
        QCOMPARE(code("category=linear&symbol=BTCUSDT&startTime=1"), 10001); // alone it is an error
        QCOMPARE(code("category=spot&symbol=BTCUSDT"), 10001);
    }

    /// Every row's change is what the balance changed by, and the newest balance is the wallet's.
    void theTransactionLogAddsUp()
    {
        BybitDesk desk;
        desk.order();
        desk.price("50100");
        desk.order(R"("side":"Sell")");
        desk.order(R"("category":"spot","qty":"150")");
        const auto log = [&](const char *query) {
            return BybitDesk::rows(desk.get("/v5/account/transaction-log", QByteArray("accountType=UNIFIED") + query));
        };

        const QJsonArray rows = log("&currency=USDT");

        QCOMPARE(rows.size(), 3);
        QCOMPARE(log("").size(), 4); // the coins of the spot trade
        QCOMPARE(log("&category=spot").size(), 2);
        QCOMPARE(log("&category=linear").size(), 2);
        Decimal balance = dec("100000");
        for (qsizetype i = rows.size() - 1; i >= 0; --i) {
            const QJsonObject row = rows.at(i).toObject();
            const auto of = [&](const char *key) { return *Decimal::parse(text(row, key).toStdString()); };
            QCOMPARE(of("change").toString(), (of("cashFlow") - of("fee")).toString());
            balance = balance + of("change");
            QCOMPARE(of("cashBalance").toString(), balance.toString());
        }
        QCOMPARE(QString::fromStdString(balance.toString()), text(desk.coin("USDT"), "walletBalance"));
    }
};

QTEST_GUILESS_MAIN(BybitExitsTest)
#include "BybitExitsTest.moc"
