#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"

#include "tests/core/brokers/alpaca/Builders.h"

#include <QTest>

#include <functional>

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

/// JSON with ' for \".
QString json(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1Char('\''), QLatin1Char('"'));
}

void addOrder(const char *name, const NewOrder &order, const char *body)
{
    QTest::newRow(name) << order << json(body);
}

NewOrder exitSell(WireType type)
{
    NewOrder order = limitBuy();
    order.side = Side::Sell;
    order.type = type;
    order.timeInForce = WireTimeInForce::Gtc;
    order.isExit = true;
    order.intent = PositionIntent::SellToClose;
    if (type != WireType::Limit && type != WireType::StopLimit)
        order.limit.reset();
    return order;
}

} // namespace

Q_DECLARE_METATYPE(core::alpaca::NewOrder)
Q_DECLARE_METATYPE(core::alpaca::Request)

class AlpacaOrderRequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAnOrderByteForByte_data()
    {
        QTest::addColumn<NewOrder>("order");
        QTest::addColumn<QString>("body");
        addOrder("limit", limitBuy(),
                 "{'symbol':'PLTR','qty':'12','side':'buy','type':'limit','time_in_force':'day','limit_price':'81.37',"
                 "'client_order_id':'AB01CD0000000017K'}");
        NewOrder market = limitBuy();
        market.type = WireType::Market;
        market.limit.reset();
        market.quantity.reset();
        market.notional = dec("250.5");
        addOrder("market by money", market,
                 "{'symbol':'PLTR','notional':'250.5','side':'buy','type':'market','time_in_force':'day',"
                 "'client_order_id':'AB01CD0000000017K'}");
        NewOrder fraction = limitBuy("0.9999", "0.123456789");
        addOrder("part of a share", fraction,
                 "{'symbol':'PLTR','qty':'0.123456789','side':'buy','type':'limit','time_in_force':'day',"
                 "'limit_price':'0.9999','client_order_id':'AB01CD0000000017K'}");
        NewOrder late = limitBuy("81.00");
        late.extendedHours = true;
        addOrder("extended hours", late,
                 "{'symbol':'PLTR','qty':'12','side':'buy','type':'limit','time_in_force':'day','limit_price':'81',"
                 "'extended_hours':true,'client_order_id':'AB01CD0000000017K'}");
        NewOrder stop = exitSell(WireType::Stop);
        stop.stop = px("78.9");
        addOrder("stop", stop,
                 "{'symbol':'PLTR','qty':'12','side':'sell','type':'stop','time_in_force':'gtc','stop_price':'78.9',"
                 "'client_order_id':'AB01CD0000000017K','position_intent':'sell_to_close'}");
        NewOrder stopLimit = exitSell(WireType::StopLimit);
        stopLimit.stop = px("78.9");
        stopLimit.limit = px("78.5");
        addOrder("stop-limit", stopLimit,
                 "{'symbol':'PLTR','qty':'12','side':'sell','type':'stop_limit','time_in_force':'gtc',"
                 "'limit_price':'78.5','stop_price':'78.9','client_order_id':'AB01CD0000000017K',"
                 "'position_intent':'sell_to_close'}");
        NewOrder percent = exitSell(WireType::TrailingStop);
        percent.trailPercent = dec("2.5");
        addOrder("trailing by percent", percent,
                 "{'symbol':'PLTR','qty':'12','side':'sell','type':'trailing_stop','time_in_force':'gtc',"
                 "'trail_percent':'2.5','client_order_id':'AB01CD0000000017K','position_intent':'sell_to_close'}");
        NewOrder trail = exitSell(WireType::TrailingStop);
        trail.trailPrice = px("1.25");
        addOrder("trailing by price", trail,
                 "{'symbol':'PLTR','qty':'12','side':'sell','type':'trailing_stop','time_in_force':'gtc',"
                 "'trail_price':'1.25','client_order_id':'AB01CD0000000017K','position_intent':'sell_to_close'}");
    }
    void writesAnOrderByteForByte()
    {
        QFETCH(NewOrder, order);
        QFETCH(QString, body);

        const Request request = createOrder(order);

        QCOMPARE(QString::fromStdString(request.method + " " + request.target()), QStringLiteral("POST /v2/orders"));
        QCOMPARE(QString::fromStdString(request.body), body);
        QVERIFY(request.host == Host::Trading);
        QVERIFY(request.isWrite());
    }

    void writesLegsByteForByte_data()
    {
        QTest::addColumn<NewOrder>("order");
        QTest::addColumn<QString>("body");
        NewOrder bracket = limitBuy();
        bracket.timeInForce = WireTimeInForce::Gtc;
        bracket.orderClass = OrderClass::Bracket;
        bracket.takeProfit = px("90.1");
        bracket.stopLoss = StopLoss{px("78.9"), px("78.5")};
        addOrder("bracket", bracket,
                 "{'symbol':'PLTR','qty':'12','side':'buy','type':'limit','time_in_force':'gtc','limit_price':'81.37',"
                 "'client_order_id':'AB01CD0000000017K','order_class':'bracket','take_profit':{'limit_price':'90.1'},"
                 "'stop_loss':{'stop_price':'78.9','limit_price':'78.5'}}");
        NewOrder oto = bracket;
        oto.orderClass = OrderClass::Oto;
        oto.takeProfit.reset();
        oto.stopLoss = StopLoss{px("78.9")};
        addOrder("oto", oto,
                 "{'symbol':'PLTR','qty':'12','side':'buy','type':'limit','time_in_force':'gtc','limit_price':'81.37',"
                 "'client_order_id':'AB01CD0000000017K','order_class':'oto','stop_loss':{'stop_price':'78.9'}}");
        NewOrder oco = exitSell(WireType::Limit);
        oco.limit.reset();
        oco.orderClass = OrderClass::Oco;
        oco.takeProfit = px("90.1");
        oco.stopLoss = StopLoss{px("78.9")};
        addOrder("oco", oco,
                 "{'symbol':'PLTR','qty':'12','side':'sell','type':'limit','time_in_force':'gtc',"
                 "'client_order_id':'AB01CD0000000017K','order_class':'oco','take_profit':{'limit_price':'90.1'},"
                 "'stop_loss':{'stop_price':'78.9'},'position_intent':'sell_to_close'}");
        for (const auto &[word, time] : {std::pair("ioc", WireTimeInForce::Ioc), std::pair("fok", WireTimeInForce::Fok),
                                         std::pair("opg", WireTimeInForce::Opg), std::pair("cls", WireTimeInForce::Cls)}) {
            NewOrder order = limitBuy();
            order.timeInForce = time;
            const std::string body = "{'symbol':'PLTR','qty':'12','side':'buy','type':'limit','time_in_force':'" +
                                     std::string(word) + "','limit_price':'81.37','client_order_id':'AB01CD0000000017K'}";
            addOrder(word, order, body.c_str());
        }
    }
    void writesLegsByteForByte() { writesAnOrderByteForByte(); }

    void everyOtherRequestIsWrittenByteForByte_data()
    {
        QTest::addColumn<Request>("request");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("body");
        const auto row = [](const char *name, const Request &request, const char *line, const char *body = "") {
            QTest::newRow(name) << request << QString::fromLatin1(line) << json(body);
        };
        const VenueOrderId id("7c1f0c52-51b7-4a4e-9b0a-2f6d1f0a9e11");
        row("replace", replaceOrder(id, {.id = ClientOrderId("B"), .quantity = qty("10"), .limit = px("81.4")}),
            "PATCH /v2/orders/7c1f0c52-51b7-4a4e-9b0a-2f6d1f0a9e11",
            "{'qty':'10','limit_price':'81.4','client_order_id':'B'}");
        row("replace a trail",
            replaceOrder(id, {.id = ClientOrderId("B"), .timeInForce = WireTimeInForce::Gtc, .stop = px("1"), .trail = dec("3")}),
            "PATCH /v2/orders/7c1f0c52-51b7-4a4e-9b0a-2f6d1f0a9e11",
            "{'time_in_force':'gtc','stop_price':'1','trail':'3','client_order_id':'B'}");
        row("cancel", cancelOrder(id), "DELETE /v2/orders/7c1f0c52-51b7-4a4e-9b0a-2f6d1f0a9e11");
        row("cancel, an id with a slash", cancelOrder(VenueOrderId("../account")), "DELETE /v2/orders/..%2Faccount");
        row("cancel all", cancelAllOrders(), "DELETE /v2/orders");
        row("by id", orderById(id), "GET /v2/orders/7c1f0c52-51b7-4a4e-9b0a-2f6d1f0a9e11?nested=true");
        row("by our id, the colon as it is", orderByClientId(ClientOrderId("A/1+")),
            "GET /v2/orders:by_client_order_id?client_order_id=A%2F1%2B");
        row("open", listOrders({}), "GET /v2/orders?status=open&limit=500&direction=asc&nested=true");
        row("closed", listOrders({.which = OrderQuery::Which::Closed,
                                  .after = at("2026-03-02T14:16:05.120034771Z"),
                                  .until = at("2026-03-02T15:00:00Z"),
                                  .symbols = {"PLTR", "BTC/USD"},
                                  .limit = 100,
                                  .isNested = false}),
            "GET /v2/orders?status=closed&limit=100&after=2026-03-02T14%3A16%3A05.120034771Z"
            "&until=2026-03-02T15%3A00%3A00.000000000Z&direction=asc&nested=false&symbols=PLTR%2CBTC%2FUSD");
        row("all", listOrders({.which = OrderQuery::Which::All}),
            "GET /v2/orders?status=all&limit=500&direction=asc&nested=true");
    }
    void everyOtherRequestIsWrittenByteForByte()
    {
        QFETCH(Request, request);
        QFETCH(QString, line);
        QFETCH(QString, body);

        QCOMPARE(QString::fromStdString(request.method + " " + request.target()), line);
        QCOMPARE(QString::fromStdString(request.body), body);
        QVERIFY(request.host == Host::Trading);
    }

    void exitsOfTheDomainSayThatTheyClose()
    {
        OrderRequest request{.clientOrderId = ClientOrderId("A"),
                             .instrument = {"alpaca", "PLTR"},
                             .side = Side::Sell,
                             .quantity = qty("12"),
                             .type = OrderType::Stop,
                             .stopPrice = px("78.9"),
                             .timeInForce = TimeInForce::GoodTillCancelled,
                             .role = OrderRole::Stop};

        QVERIFY(newOrderOf(request).intent == PositionIntent::SellToClose);
        QVERIFY(newOrderOf(request).isExit);
        request.side = Side::Buy;
        request.role = OrderRole::Entry;
        request.reduceOnly = true;
        QVERIFY(newOrderOf(request).intent == PositionIntent::BuyToClose);
        request.reduceOnly = false;
        QVERIFY(!newOrderOf(request).intent);
        QVERIFY(newOrderOf(request).timeInForce == WireTimeInForce::Gtc);
        request.instrument = {"alpaca-crypto", "ETH/USD"};
        QVERIFY(newOrderOf(request).kind == TradedKind::Crypto);
        request.instrument = {"alpaca", "PLTR260320C00085000"};
        QVERIFY(newOrderOf(request).kind == TradedKind::Option);
    }

    void aFullPageIsFollowedWithoutLosingOrdersOfOneMoment()
    {
        const Timestamp first = at("2026-03-02T14:00:00Z");
        VenueOrder early;
        early.submittedAt = first + std::chrono::seconds(1);
        VenueOrder late;
        late.submittedAt = first + std::chrono::seconds(2);
        const OrderQuery query{.after = first, .limit = 2};

        QVERIFY(!pageAfter(query, {early}));
        const auto next = pageAfter(query, {early, late});
        QVERIFY(next);
        QVERIFY(next->after == *late.submittedAt - std::chrono::nanoseconds(1));
        QCOMPARE(next->limit, 2);
        const auto third = pageAfter(*next, {late, late});
        QVERIFY(third); // two orders of one moment fill the page: it goes on, or it would stand still
        QVERIFY(third->after == *late.submittedAt);
    }

    void symbolsAreToldApart()
    {
        QVERIFY(isOptionSymbol("PLTR260320C00085000"));
        QVERIFY(isOptionSymbol("A260320P00085000"));
        QVERIFY(!isOptionSymbol("PLTR"));
        QVERIFY(!isOptionSymbol("260320C00085000"));
        QVERIFY(!isOptionSymbol("PLTR260320X00085000"));
        QCOMPARE(pairSymbol("BTCUSD"), std::string("BTC/USD"));
        QCOMPARE(pairSymbol("ETHUSDT"), std::string("ETH/USDT"));
        QCOMPARE(pairSymbol("ETHBTC"), std::string("ETH/BTC"));
        QCOMPARE(pairSymbol("ETH/BTC"), std::string("ETH/BTC"));
        QCOMPARE(pairSymbol("USD"), std::string("USD"));
    }
};

QTEST_GUILESS_MAIN(AlpacaOrderRequestsTest)
#include "AlpacaOrderRequestsTest.moc"
