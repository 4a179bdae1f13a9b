#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitOrderQueries.h"

#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

void addCreate(const char *what, const NewOrder &order, const char *body)
{
    const auto request = createOrder(order);
    const QString made = request ? shown(request->method + " " + request->target() + " " + request->body)
                                 : shown("objection: " + request.error().sentence);
    QTest::newRow(what) << made << QStringLiteral("POST /v5/order/create ") + QString::fromUtf8(body);
}

OrderName named(Category category, OrderFilter filter = OrderFilter::Order)
{
    return {instrumentId(category, "KLMUSDT"), ClientOrderId("cs-000042"), VenueOrderId("v-9"), filter};
}

AmendedOrder amended(const OrderChange &change)
{
    return {named(Category::Linear), change, quantity("0.1"), linearFacts()};
}

} // namespace

class BybitOrderRequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesEveryKindOfOrder_data()
    {
        QTest::addColumn<QString>("made");
        QTest::addColumn<QString>("wanted");
        addCreate("market entry", linear(entry()),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","positionIdx":0,"reduceOnly":false})");
        addCreate("limit entry for the day", linear(entry(OrderType::Limit)),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"GTC","orderLinkId":"cs-000042","positionIdx":0,"reduceOnly":false})");
        OrderRequest immediate = entry(OrderType::Limit);
        immediate.timeInForce = TimeInForce::ImmediateOrCancel;
        addCreate("limit entry at once", linear(immediate),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","positionIdx":0,"reduceOnly":false})");
        addCreate("exit at the market", linear(reducing(OrderRole::Exit, OrderType::Market)),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Sell","orderType":"Market","qty":"0.25",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","positionIdx":0,"reduceOnly":true})");
        addCreate("protective stop", linear(reducing(OrderRole::Stop, OrderType::Stop)),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Sell","orderType":"Market","qty":"0.25",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","triggerPrice":"97","triggerDirection":2,)"
                  R"("triggerBy":"MarkPrice","positionIdx":0,"reduceOnly":true})");
        OrderRequest shortStop = reducing(OrderRole::Stop, OrderType::Stop);
        shortStop.side = Side::Buy;
        addCreate("protective stop of a short", linear(shortStop),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Buy","orderType":"Market","qty":"0.25",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","triggerPrice":"97","triggerDirection":1,)"
                  R"("triggerBy":"MarkPrice","positionIdx":0,"reduceOnly":true})");
        OrderRequest target = reducing(OrderRole::Target, OrderType::Limit);
        target.limitPrice = price("104.55");
        addCreate("target", linear(target),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Sell","orderType":"Limit","qty":"0.25","price":"104.55",)"
                  R"("timeInForce":"GTC","orderLinkId":"cs-000042","positionIdx":0,"reduceOnly":true})");
        addCreate("target that waits for a trigger", linear(reducing(OrderRole::Target, OrderType::Stop)),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Sell","orderType":"Market","qty":"0.25",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","triggerPrice":"97","triggerDirection":1,)"
                  R"("triggerBy":"LastPrice","positionIdx":0,"reduceOnly":true})");
        addCreate("stop-limit entry", linear(entry(OrderType::StopLimit)),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"GTC","orderLinkId":"cs-000042","triggerPrice":"97","triggerDirection":1,)"
                  R"("triggerBy":"MarkPrice","positionIdx":0,"reduceOnly":false})");
        OrderTerms attached;
        attached.exits = {.stop = price("95"), .target = price("103.5")};
        attached.attachesExits = true;
        addCreate("entry with stop and target at the venue", linear(entry(), attached),
                  R"({"category":"linear","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","positionIdx":0,"reduceOnly":false,"tpslMode":"Full",)"
                  R"("takeProfit":"103.5","tpTriggerBy":"LastPrice","stopLoss":"95","slTriggerBy":"MarkPrice"})");
        addCreate("spot market entry", spot(entry()),
                  R"({"category":"spot","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","orderFilter":"Order"})");
        OrderRequest bought = reducing(OrderRole::Exit, OrderType::Market);
        bought.side = Side::Buy;
        addCreate("spot exit at the market", spot(bought),
                  R"({"category":"spot","symbol":"KLMUSDT","side":"Buy","orderType":"Market","qty":"0.25","timeInForce":"IOC",)"
                  R"("orderLinkId":"cs-000042","marketUnit":"baseCoin","orderFilter":"Order"})");
        addCreate("spot protective stop", spot(reducing(OrderRole::Stop, OrderType::Stop)),
                  R"({"category":"spot","symbol":"KLMUSDT","side":"Sell","orderType":"Market","qty":"0.25","timeInForce":"IOC",)"
                  R"("orderLinkId":"cs-000042","triggerPrice":"97","marketUnit":"baseCoin","orderFilter":"tpslOrder"})");
        addCreate("spot stop entry", spot(entry(OrderType::Stop)),
                  R"({"category":"spot","symbol":"KLMUSDT","side":"Buy","orderType":"Limit","qty":"0.25","price":"98.4",)"
                  R"("timeInForce":"IOC","orderLinkId":"cs-000042","triggerPrice":"97","orderFilter":"StopOrder"})");
    }

    void writesEveryKindOfOrder()
    {
        QFETCH(QString, made);
        QFETCH(QString, wanted);

        QCOMPARE(made, wanted);
    }

    void bringsAnExitInsideTheVenuesLimits()
    {
        OrderRequest exit = reducing(OrderRole::Exit, OrderType::Market);
        exit.limitPrice = price("90");
        OrderTerms terms;
        terms.priceLimits = {.highestBuy = price("105"), .lowestSell = price("93.12")};

        QVERIFY(createOrder(linear(exit, terms))->body.find(R"("price":"93.15")") != std::string::npos);
        exit.limitPrice = price("96"); // inside: as asked
        QVERIFY(createOrder(linear(exit, terms))->body.find(R"("price":"96")") != std::string::npos);
        exit.side = Side::Buy;
        exit.limitPrice = price("110");
        terms.priceLimits->highestBuy = price("105.02");
        QVERIFY(createOrder(linear(exit, terms))->body.find(R"("price":"105")") != std::string::npos);
    }

    void amendsOnlyWhatChanges()
    {
        const auto request = amendOrder(amended({.quantity = quantity("0.3"), .price = price("98.45")}));

        QVERIFY(request);
        QCOMPARE(shown(request->path), QStringLiteral("/v5/order/amend"));
        QCOMPARE(shown(request->body), QStringLiteral(R"({"category":"linear","symbol":"KLMUSDT",)"
                                                      R"("orderLinkId":"cs-000042","qty":"0.3","price":"98.45"})"));
        QCOMPARE(shown(amendOrder(amended({.triggerPrice = price("96")}))->body),
                 QStringLiteral(R"({"category":"linear","symbol":"KLMUSDT","orderLinkId":"cs-000042","triggerPrice":"96"})"));
    }

    void refusesChangesThatCannotBe()
    {
        QVERIFY(amendOrder(amended({})).error().kind == Objection::Nothing);
        QVERIFY(amendOrder(amended({.quantity = quantity("0.1")})).error().kind == Objection::Quantity);
        QVERIFY(amendOrder(amended({.quantity = quantity("0.305")})).error().kind == Objection::Lot);
        QVERIFY(amendOrder(amended({.price = price("98.42")})).error().kind == Objection::Tick);
        QVERIFY(amendOrder(amended({.triggerPrice = price("98.42")})).error().kind == Objection::Tick);
        AmendedOrder other = amended({.price = price("98.45")});
        other.facts = spotFacts();
        QVERIFY(amendOrder(other).error().kind == Objection::WrongInstrument);
    }

    void cancelsOneAndAll()
    {
        QCOMPARE(shown(cancelOrder(named(Category::Linear)).body),
                 QStringLiteral(R"({"category":"linear","symbol":"KLMUSDT","orderLinkId":"cs-000042"})"));
        OrderName byHand = named(Category::Spot, OrderFilter::TakeProfitStopLoss);
        byHand.clientOrderId = ClientOrderId();
        QCOMPARE(shown(cancelOrder(byHand).body),
                 QStringLiteral(R"({"category":"spot","symbol":"KLMUSDT","orderId":"v-9","orderFilter":"tpslOrder"})"));
        QCOMPARE(shown(cancelOrder(byHand).target()), QStringLiteral("/v5/order/cancel"));
        QCOMPARE(shown(cancelAllLinear("USDC").body), QStringLiteral(R"({"category":"linear","settleCoin":"USDC"})"));
        QCOMPARE(shown(cancelAllSpot(OrderFilter::Stop).body),
                 QStringLiteral(R"({"category":"spot","orderFilter":"StopOrder"})"));
        QCOMPARE(shown(cancelAllSpot(OrderFilter::Order).target()), QStringLiteral("/v5/order/cancel-all"));
    }

    void writesBatches()
    {
        const std::vector<NewOrder> orders{linear(entry()), linear(reducing(OrderRole::Exit, OrderType::Market))};
        const auto created = createOrders(Category::Linear, orders);
        QVERIFY(created);
        QCOMPARE(shown(created->target()), QStringLiteral("/v5/order/create-batch"));
        QCOMPARE(created->units, 2);
        QCOMPARE(shown(created->body),
                 QStringLiteral(R"({"category":"linear","request":[{"symbol":"KLMUSDT","side":"Buy","orderType":"Limit",)"
                                R"("qty":"0.25","price":"98.4","timeInForce":"IOC","orderLinkId":"cs-000042",)"
                                R"("positionIdx":0,"reduceOnly":false},{"symbol":"KLMUSDT","side":"Sell",)"
                                R"("orderType":"Market","qty":"0.25","timeInForce":"IOC","orderLinkId":"cs-000042",)"
                                R"("positionIdx":0,"reduceOnly":true}]})"));

        const std::vector<AmendedOrder> changes{amended({.price = price("98.45")})};
        QCOMPARE(shown(amendOrders(Environment::Live, Category::Linear, changes)->body),
                 QStringLiteral(R"({"category":"linear","request":[{"symbol":"KLMUSDT","orderLinkId":"cs-000042",)"
                                R"("price":"98.45"}]})"));
        const std::vector<OrderName> names{named(Category::Spot, OrderFilter::Stop)};
        const auto cancelled = cancelOrders(Environment::Live, Category::Spot, names);
        QCOMPARE(shown(cancelled->target() + " " + cancelled->body),
                 QStringLiteral(R"(/v5/order/cancel-batch {"category":"spot","request":[{"symbol":"KLMUSDT",)"
                                R"("orderLinkId":"cs-000042","orderFilter":"StopOrder"}]})"));
    }

    void refusesBatchesThatCannotBe()
    {
        const std::vector<NewOrder> many(21, linear(entry()));
        QVERIFY(createOrders(Category::Linear, many).error().kind == Objection::TooMany);
        QVERIFY(createOrders(Category::Linear, std::span(many).first(20)));
        QVERIFY(createOrders(Category::Linear, {}).error().kind == Objection::Nothing);
        const std::vector<NewOrder> mixed{linear(entry()), spot(entry())};
        QVERIFY(createOrders(Category::Linear, mixed).error().kind == Objection::WrongInstrument);
        std::vector<NewOrder> spots(11, spot(entry()));
        QVERIFY(createOrders(Category::Spot, std::span(spots).first(1)).error().kind == Objection::NotInDemo);
        spots.front().terms.environment = Environment::Live;
        QVERIFY(createOrders(Category::Spot, std::span(spots).first(10)));
        QVERIFY(createOrders(Category::Spot, spots).error().kind == Objection::TooMany);
        spots[1].order.quantity = quantity("0.001");
        QVERIFY(createOrders(Category::Spot, std::span(spots).first(2)).error().kind == Objection::Lot);
        const std::vector<OrderName> names{named(Category::Spot), named(Category::Linear)};
        QVERIFY(cancelOrders(Environment::Live, Category::Spot, names).error().kind == Objection::WrongInstrument);
    }

    void asksForOrdersAndExecutions_data()
    {
        QTest::addColumn<QString>("made");
        QTest::addColumn<QString>("wanted");
        const auto add = [](const char *what, const Request &request, const char *wanted) {
            QTest::newRow(what) << shown(request.method + " " + request.target()) << QString::fromUtf8(wanted);
        };
        const Window window = Window::between(timestampFromMillis(1700000000000), timestampFromMillis(1700000100000))[0];
        OrderName byVenueId = named(Category::Spot);
        byVenueId.clientOrderId = ClientOrderId();
        add("open linear", openLinearOrders("USDT"), "GET /v5/order/realtime?category=linear&settleCoin=USDT&limit=50");
        add("next page", openLinearOrders("USDC", "p%3A2"),
            "GET /v5/order/realtime?category=linear&settleCoin=USDC&limit=50&cursor=p%3A2");
        add("open spot", openSpotOrders(), "GET /v5/order/realtime?category=spot&limit=50");
        add("one", openOrder(named(Category::Linear)),
            "GET /v5/order/realtime?category=linear&symbol=KLMUSDT&orderLinkId=cs-000042");
        add("one by the venue's id", openOrder(byVenueId), "GET /v5/order/realtime?category=spot&symbol=KLMUSDT&orderId=v-9");
        add("one in history", orderInHistory(named(Category::Spot)),
            "GET /v5/order/history?category=spot&symbol=KLMUSDT&orderLinkId=cs-000042");
        add("its executions", executionsOf(named(Category::Linear)),
            "GET /v5/execution/list?category=linear&symbol=KLMUSDT&orderLinkId=cs-000042&limit=100");
        add("more of its executions", executionsOf(named(Category::Linear), "c%3A1"),
            "GET /v5/execution/list?category=linear&symbol=KLMUSDT&orderLinkId=cs-000042&limit=100&cursor=c%3A1");
        add("the latest history", latestHistory(Category::Spot), "GET /v5/order/history?category=spot&limit=50");
        add("the latest executions", latestExecutions(Category::Linear, "c"),
            "GET /v5/execution/list?category=linear&limit=100&cursor=c");
        add("history", orderHistory(Category::Linear, window, "c"),
            "GET /v5/order/history?category=linear&startTime=1700000000000&endTime=1700000100000&limit=50&cursor=c");
        add("executions", executions(Category::Spot, window),
            "GET /v5/execution/list?category=spot&startTime=1700000000000&endTime=1700000100000&limit=100");
    }

    void asksForOrdersAndExecutions()
    {
        QFETCH(QString, made);
        QFETCH(QString, wanted);

        QCOMPARE(made, wanted);
    }

    void cutsLongSpansIntoWeeks()
    {
        const Timestamp from = timestampFromMillis(1700000000000);

        const auto windows = Window::between(from, from + std::chrono::days(16));

        QCOMPARE(windows.size(), std::size_t(3));
        QVERIFY(windows[0].from() == from && windows[2].to() == from + std::chrono::days(16));
        for (std::size_t i = 0; i < windows.size(); ++i) {
            QVERIFY(windows[i].to() - windows[i].from() <= std::chrono::days(7));
            QVERIFY(i == 0 || windows[i].from() == windows[i - 1].to());
        }
        QCOMPARE(Window::between(from, from + std::chrono::days(7)).size(), std::size_t(1));
        QCOMPARE(Window::between(from, from).size(), std::size_t(1));
        QCOMPARE(Window::between(from, from - std::chrono::seconds(1)).size(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(BybitOrderRequestsTest)
#include "BybitOrderRequestsTest.moc"
