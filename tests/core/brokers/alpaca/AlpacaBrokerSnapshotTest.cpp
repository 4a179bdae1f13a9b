#include "tests/core/brokers/alpaca/BrokerDesk.h"

using namespace core;
using namespace core::alpaca;
using namespace support;
using namespace std::chrono_literals;

namespace {

const std::string askClock = "GET /v2/clock";

std::string positions(const char *quantity)
{
    return std::string(R"([{"symbol":"AAPL","asset_class":"us_equity","qty":")") + quantity +
           R"(","avg_entry_price":"100.5000000000000001"}])";
}

std::string activity(const char *id, const char *type, const char *amount, const char *created, const char *date = "2026-06-16",
                     const char *symbol = "")
{
    std::string text = std::string(R"({"id":")") + id + R"(","activity_type":")" + type + R"(","net_amount":")" + amount +
                       R"(","status":"executed","date":")" + date + R"(","symbol":")" + symbol + "\"";
    if (*created)
        text += std::string(R"(,"created_at":")") + created + "\"";
    return text + "}";
}

} // namespace

/// Comparisons: everything the venue holds, of one moment, or nothing.
class AlpacaBrokerSnapshotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheVenueWillEndIsSaidInTime()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1", OrderRole::Stop, "98"));
        Theirs stop{.type = "stop", .stop = "98", .expiresAt = "2026-09-14T20:15:00Z"};
        desk.answer("POST /v2/orders", stop);
        const auto compare = [&](const char *clock) {
            desk.broker.requestSnapshot();
            desk.playSnapshot({.open = {stop}, .clock = clock});
            return desk.told<VenueTrouble>().size();
        };
        QCOMPARE(compare("2026-09-07T11:00:00-04:00"), std::size_t(0));
        QCOMPARE(compare("2026-09-08T11:00:00-04:00"), std::size_t(1));
        QCOMPARE(compare("2026-09-09T11:00:00-04:00"), std::size_t(1));
        QVERIFY(desk.told<VenueTrouble>()[0].sentence.starts_with("Alpaca ends order C1 in AAPL (stop) on 2026-09-14."));
    }

    void aCoinsFeeIsNotBookedTwice()
    {
        BrokerDesk desk;
        desk.start();
        const Theirs sold{.status = "filled", .filled = "2", .quantity = "2", .symbol = "BTC/USD", .assetClass = "crypto"};
        const TheirFill fill{.quantity = "2", .cumulative = "2", .price = "60000", .symbol = "BTC/USD"};
        const std::string fees = activity("a", "CFEE", "-180", "", "2026-06-16", "BTCUSD") + "," +
                                 activity("b", "CFEE", "-20", "", "2026-06-16", "BTCUSD");
        for (int i = 0; i < 2; ++i) {
            desk.broker.requestSnapshot();
            desk.playSnapshot({.closed = {sold}, .fills = {fill}, .others = i == 0 ? "[]" : "[" + fees + "]"});
        }
        QVERIFY(desk.told<OrderFilled>()[0].fill.fee == usd("300")); // taken off at once
        const auto told = desk.told<CashFlow>();
        QCOMPARE(told.size(), std::size_t(2));
        QVERIFY(told[0].amount == usd("120") && told[0].kind == CashFlow::Kind::Charge); // 180 it was
        QVERIFY(told[1].amount == usd("-20"));
    }

    void everythingComesTogether()
    {
        BrokerDesk desk;
        desk.linkUp();
        const Theirs order{.id = "x1", .clientId = "web", .type = "limit", .limit = "104"};
        desk.playSnapshot({.cash = "99123.45", .open = {order}, .positions = positions("-7")});
        QCOMPARE(desk.story(), std::string()); // an order that nobody here knows is looked at twice
        desk.answer("GET /v2/orders/x1", order);
        const auto told = desk.told<VenueSnapshot>();
        QCOMPARE(told.size(), std::size_t(1));
        QVERIFY(told[0].cash == usd("99123.45") && told[0].cashRounding == usd("0.01"));
        QVERIFY(told[0].lastEquity == usd("99000.5"));
        QVERIFY(told[0].isConsistent);
        QCOMPARE(told[0].holdings[0].quantity, qty("-7"));
        QVERIFY(told[0].holdings[0].price == px("100.5"));
        QCOMPARE(told[0].openOrders[0].request.clientOrderId, ClientOrderId("web"));
        QVERIFY(told[0].openOrders[0].request.limitPrice == px("104"));
    }

    void aNameThatCameWrongIsNoOrderOfSomebodyElse()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.requestSnapshot();
        desk.playSnapshot({.open = {{.id = "0", .clientId = "0"}}});
        desk.answer("GET /v2/orders/0", 404, "{}");
        QCOMPARE(desk.story(), std::string());
    }

    void anyPartThatFailsIsNoComparison_data()
    {
        QTest::addColumn<int>("part");
        for (int part = 0; part < 8; ++part)
            QTest::addRow("%d", part) << part;
    }
    void anyPartThatFailsIsNoComparison()
    {
        QFETCH(int, part);
        BrokerDesk desk;
        desk.linkUp();
        const std::vector<std::pair<std::string, std::string>> parts{
            {askClock, R"({"timestamp":"2026-06-16T15:00:00Z","is_open":true,"next_open":"2026-06-17T13:30:00Z",)"
                       R"("next_close":"2026-06-16T20:00:00Z"})"},
            {BrokerDesk::allFills, "[]"},
            {"GET /v2/account", R"({"id":"a","status":"ACTIVE","currency":"USD","equity":"1","cash":"1"})"},
            {"GET /v2/positions", "[]"},
            {"GET /v2/orders?status=open", "[]"},
            {"GET /v2/orders?status=closed", "[]"},
            {"GET /v2/account/activities?category", "[]"},
            {BrokerDesk::allFills, "[]"}};
        for (int i = 0; i < 8; ++i)
            if (desk.waiting(parts[std::size_t(i)].first)) {
                const auto &[what, body] = parts[std::size_t(i)];
                desk.answer(what, i == part ? 503 : 200, i == part ? "" : body);
            }
        QCOMPARE(desk.story(), std::string());
        QCOMPARE(desk.allWaiting(), std::string());
        desk.broker.requestSnapshot(); // and the next one is whole
        desk.playSnapshot();
        QCOMPARE(desk.story(), std::string("snapshot"));
    }

    void asOftenAsItIsAskedForMeanwhileItIsToldOnceMore()
    {
        BrokerDesk desk;
        desk.linkUp();
        desk.broker.requestSnapshot();
        desk.broker.requestSnapshot();
        desk.playSnapshot();
        desk.playSnapshot();
        QCOMPARE(desk.story(), std::string("snapshot · snapshot"));
        QVERIFY(!desk.waiting(askClock));
    }

    void whatHappensMeanwhileBeginsItAnew()
    {
        BrokerDesk desk;
        desk.linkUp();
        const Theirs theirs{.id = "x1", .clientId = "web"};
        desk.playFirstFills({});
        desk.socket.tell(frame("new", theirs));
        desk.answer("GET /v2/orders/x1", theirs);
        desk.playParts({.open = {theirs}});
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.told<VenueSnapshot>().size(), std::size_t(0));
        desk.playSnapshot({.open = {theirs}});
        QVERIFY(desk.told<VenueSnapshot>()[0].isConsistent);
    }

    void aFillThatOnlyTheSecondLookSeesBeginsItAnew()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", Theirs{});
        desk.events.clear();
        desk.broker.requestSnapshot();
        desk.playSnapshot({.open = {Theirs{}}, .lateFills = {TheirFill()}}); // its event is late
        QCOMPARE(desk.story(), std::string());
        desk.playSnapshot({.cash = "101000", .closed = {{.status = "filled", .filled = "10"}}, .fills = {TheirFill()}});
        QCOMPARE(desk.story(), std::string("filled C1 10 at 100 · snapshot"));
        QVERIFY(desk.told<VenueSnapshot>()[0].isConsistent);
    }

    void whatNeverRestsIsSaidToBeOfNoOneMoment()
    {
        BrokerDesk desk;
        desk.linkUp();
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(desk.told<VenueSnapshot>().size(), std::size_t(0));
            const Theirs theirs{.id = "x1", .clientId = "web"};
            desk.socket.tell(frame("new", theirs));
            if (i == 0)
                desk.answer("GET /v2/orders/x1", theirs);
            desk.playSnapshot();
        }
        QVERIFY(!desk.told<VenueSnapshot>()[0].isConsistent);
    }

    void historyGoesBackBehindTheLastOneButNotBeforeOurBooks()
    {
        BrokerDesk desk;
        desk.linkUp();
        desk.playSnapshot({.clock = "2026-06-16T15:00:00Z"});
        desk.broker.requestSnapshot();
        desk.playFirstFills({.clock = "2026-06-16T16:00:00Z"});
        QVERIFY(desk.waiting("GET /v2/orders?status=closed&limit=500&after=2026-06-16T15%3A00%3A00"));
        desk.playParts({});
        desk.answerFills(BrokerDesk::allFills, {});
        desk.broker.requestSnapshot();
        desk.playFirstFills({.clock = "2026-06-16T16:01:00Z"});
        QVERIFY(desk.waiting("GET /v2/orders?status=closed&limit=500&after=2026-06-16T15%3A45%3A00"));
    }

    void historyBeginsWithTheOldestOrderOfOurBooks()
    {
        BrokerDesk desk;
        Order order = desk.order(desk.vetted("C1"));
        order.createdAt = sessionTime() - 48h;
        desk.broker.query(order);
        desk.linkUp();
        desk.playFirstFills({});
        QVERIFY(desk.waiting("GET /v2/orders?status=closed&limit=500&after=2026-06-14T14%3A00%3A00"));
    }

    void anEarlierRunSaysWhereHistoryGoesOn()
    {
        auto setup = BrokerDesk::usual();
        setup.reconciledAt = sessionTime() - 5h;
        BrokerDesk desk(std::move(setup));
        desk.linkUp();
        desk.playFirstFills({});
        QVERIFY(desk.waiting("GET /v2/orders?status=closed&limit=500&after=2026-06-16T09%3A45%3A00"));
        desk.playParts({.others = "[" + activity("a", "CSD", "1", "2026-06-16T12:00:00Z") + "]"});
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.told<CashFlow>().size(), std::size_t(1));
    }

    void aLookAtOrdersGoesBackLessFar()
    {
        BrokerDesk desk;
        desk.start({.open = {{.id = "x1", .clientId = "web"}}, .fills = {{.order = "x1"}}});
        desk.answer("GET /v2/orders/x1", Theirs{.id = "x1", .clientId = "web"});
        desk.broker.requestOrders();
        desk.answer("GET /v2/orders?status=open", 200, "[]");
        QVERIFY(desk.waiting("GET /v2/account/activities/FILL?after=2026-06-16T15%3A00%3A00")); // no sooner than our books
        desk.answerFills(BrokerDesk::allFills, {{.order = "x1", .quantity = "1", .cumulative = "11",
                                                 .at = "2026-06-16T15:30:00Z"}});
        desk.broker.requestOrders();
        desk.answer("GET /v2/orders?status=open", 200, "[]");
        QVERIFY(desk.waiting("GET /v2/account/activities/FILL?after=2026-06-16T15%3A29%3A00"));
    }

    void longListsAreReadToTheirEnd()
    {
        BrokerDesk desk;
        desk.linkUp();
        std::vector<Theirs> first;
        std::vector<TheirFill> fills;
        for (int i = 0; i < 500; ++i)
            first.push_back({.id = "x" + std::to_string(i), .clientId = "web" + std::to_string(i), .filled = "0"});
        for (int i = 0; i < 100; ++i)
            fills.push_back({.order = "x0", .quantity = "1", .cumulative = std::to_string(i + 1)});
        desk.playFirstFills({.fills = fills});
        desk.answerFills(BrokerDesk::allFills, {{.order = "x1", .quantity = "1", .cumulative = "1"}});
        desk.playParts({.open = first});
        desk.answer("GET /v2/orders?status=open", 200, listOf(std::vector{Theirs{.id = "last", .clientId = "last"}, first.back()}));
        desk.answerFills(BrokerDesk::allFills, {});
        const auto told = desk.told<VenueSnapshot>();
        QCOMPARE(told[0].openOrders.size(), std::size_t(501));
        QCOMPARE(told[0].fills.size(), std::size_t(101));
    }

    void aFillOfAnOrderNobodyKnowsIsAskedFor()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.requestSnapshot();
        desk.playSnapshot({.fills = {{.order = "x1"}, {.order = "x2", .at = "2026-06-16T15:00:02Z"}}});
        QCOMPARE(desk.story(), std::string());
        desk.answer("GET /v2/orders/x1", Theirs{.id = "x1", .clientId = "web", .status = "filled", .filled = "10"});
        desk.answer("GET /v2/orders/x2", 404, R"({"message":"order not found"})");
        QCOMPARE(desk.story(), std::string("filled web 10 at 100 · filled x2 10 at 100 · accepted web x1 · accepted x2 x2 · snapshot"));
    }

    void ordersAloneComeWithoutTheAccount()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", Theirs{});
        desk.events.clear();
        const int accounts = desk.count("GET /v2/account ");
        desk.broker.requestOrders();
        const Theirs theirs{.status = "partially_filled", .filled = "4"};
        desk.answer("GET /v2/orders?status=open", 200, listOf(std::vector{theirs}));
        desk.answerFills(BrokerDesk::allFills, {{.quantity = "4", .cumulative = "4"}});
        QCOMPARE(desk.story(), std::string("filled C1 4 at 100 · orders"));
        QCOMPARE(desk.told<VenueOrders>()[0].openOrders[0].filled, qty("4"));
        QCOMPARE(desk.told<VenueOrders>()[0].openOrders[0].request.role, OrderRole::Exit);
        QCOMPARE(desk.count("GET /v2/account "), accounts);
    }

    void moneyThatCameIsToldOnceAndByItsKind()
    {
        BrokerDesk desk;
        const std::string before = activity("a", "CSD", "500", "2026-06-15T10:00:00Z");
        desk.start({.others = "[" + before + "]"}); // in the first cash already
        QCOMPARE(desk.told<CashFlow>().size(), std::size_t(0));
        const std::string more = "[" + before + "," + activity("b", "CSD", "1000", "2026-06-16T15:10:00Z") + "," +
                                 activity("c", "FEE", "-0.02", "2026-06-16T15:10:01Z") + "," +
                                 activity("d", "DIV", "3.5", "", "2026-06-17") + "," + activity("e", "CFEE", "0", "") + "]";
        for (int i = 0; i < 2; ++i) {
            desk.broker.requestSnapshot();
            desk.playSnapshot({.others = more});
        }
        const auto told = desk.told<CashFlow>();
        QCOMPARE(told.size(), std::size_t(3));
        QVERIFY(told[0].kind == CashFlow::Kind::Transfer && told[0].amount == usd("1000"));
        QVERIFY(told[1].kind == CashFlow::Kind::Charge && told[1].amount == usd("-0.02"));
        QVERIFY(told[2].kind == CashFlow::Kind::Charge && told[2].id == CashFlowId("alpaca-d"));
    }

    void moneyThatCameBetweenTwoRunsIsTold()
    {
        auto setup = BrokerDesk::usual();
        setup.booksSince = sessionTime() - 24h;
        setup.reconciledAt = sessionTime() - 1h;
        BrokerDesk desk(std::move(setup));
        desk.linkUp();
        desk.playFirstFills({});
        QVERIFY(desk.waiting("GET /v2/orders?status=closed&limit=500&after=2026-06-16T13%3A45%3A00"));
        desk.playParts({.others = "[" + activity("a", "CSD", "1", "2026-06-15T14:00:00Z") + "," +
                                  activity("b", "CSD", "2", "2026-06-15T16:00:00Z") + "]"});
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.told<CashFlow>().size(), std::size_t(1));
        QVERIFY(desk.told<CashFlow>()[0].id == CashFlowId("alpaca-b"));
    }

    void anAccountThatMayNotTradeSaysSoOnce()
    {
        BrokerDesk desk;
        desk.start();
        for (int i = 0; i < 2; ++i) {
            desk.broker.requestSnapshot();
            desk.playFirstFills({});
            desk.answer("GET /v2/account", 200,
                        R"({"id":"a","status":"ACTIVE","currency":"USD","equity":"1","cash":"1","trading_blocked":true})");
            desk.answer("GET /v2/positions", 200, "[]");
            desk.answer("GET /v2/orders?status=open", 200, "[]");
            desk.answer("GET /v2/orders?status=closed", 200, "[]");
            desk.answer("GET /v2/account/activities?category", 200, "[]");
            desk.answerFills(BrokerDesk::allFills, {});
        }
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(1));
        QCOMPARE(desk.told<VenueSnapshot>().size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(AlpacaBrokerSnapshotTest)
#include "AlpacaBrokerSnapshotTest.moc"
