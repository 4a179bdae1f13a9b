#include "tests/core/brokers/alpaca/BrokerDesk.h"
#include "tests/support/SharedData.h"
#include "tests/support/Vetted.h"

using namespace core;
using namespace core::alpaca;
using namespace support;
using namespace std::chrono_literals;

namespace {

const std::string post = "POST /v2/orders";
const std::string byName = "GET /v2/orders:by_client_order_id?client_order_id=C1";
const std::string allOrders = "GET /v2/orders?status=all";
const std::string nowhere = R"({"code":40410000,"message":"order not found"})";

/// Started, and one order of ten is on its way.
struct Sent : BrokerDesk {
    Sent()
    {
        start();
        broker.submit(exit);
    }
    VettedOrder exit = vetted("C1");
};

} // namespace

/// One order from the way out to its end.
class AlpacaBrokerOrdersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEntryThatTheVenuesFactsForbidDoesNotLeave()
    {
        const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
        AlpacaBroker::Setup setup = BrokerDesk::usual();
        Instrument facts = usualInstrument(coin);
        facts.minQuantity = qty("5");
        setup.facts = {facts};
        BrokerDesk desk(setup);
        desk.start();
        Vetted vetted(desk.clock);
        desk.broker.submit(vetted.entry({.id = "E1", .instrument = coin, .quantity = qty("4")}));
        QCOMPARE(desk.count(post), 0);
        QVERIFY(desk.told<OrderRejected>()[0].kind == RefusalKind::NotSent);
        desk.broker.submit(desk.vetted("C1", OrderRole::Exit, nullptr, "", coin)); // an exit is the venue's to judge
        desk.broker.submit(vetted.entry({.id = "E2", .instrument = coin, .quantity = qty("5")}));
        QCOMPARE(desk.count(post), 2);
    }

    void anEntryThatWouldTradeWithOurOwnOrderDoesNotLeave()
    {
        Sent desk;
        Theirs stop{.type = "stop", .stop = "90"};
        desk.answer(post, stop);
        Vetted vetted(desk.clock);
        desk.broker.submit(vetted.entry({.id = "E1", .instrument = stock(), .quantity = qty("1")}));
        QCOMPARE(desk.count(post), 1);
        QVERIFY(desk.told<OrderRejected>()[0].kind == RefusalKind::WashTrade);
        stop.status = "canceled";
        desk.socket.tell(frame("canceled", stop));
        desk.broker.submit(vetted.entry({.id = "E2", .instrument = stock(), .quantity = qty("1")}));
        QCOMPARE(desk.count(post), 2);
    }

    void noEntryLeavesWhileTradingIsHalted()
    {
        const auto halts = std::make_shared<TradingHalts>();
        AlpacaBroker::Setup setup = BrokerDesk::usual();
        setup.halts = halts;
        BrokerDesk desk(setup);
        desk.start();
        Vetted vetted(desk.clock);
        halts->halt(stock(), sessionTime(), "news pending (T1)");
        desk.broker.submit(vetted.entry({.id = "E1", .instrument = stock(), .quantity = qty("1")}));
        QCOMPARE(desk.count(post), 0);
        QVERIFY(desk.told<OrderRejected>()[0].kind == RefusalKind::MarketClosed);
        QCOMPARE(desk.told<OrderRejected>()[0].reason, std::string("Trading in AAPL is halted: news pending (T1)"));
        desk.broker.submit(desk.vetted("C1")); // exits go, whatever
        halts->resume(stock());
        desk.broker.submit(vetted.entry({.id = "E2", .instrument = stock(), .quantity = qty("1")}));
        QCOMPARE(desk.count(post), 2);
    }

    void noEntryLeavesWhileTheVenueCallsTheMarketClosed()
    {
        BrokerDesk desk;
        desk.start({.isOpen = false}); // in what the calendar calls a session
        Vetted vetted(desk.clock);
        desk.broker.submit(vetted.entry({.id = "E1", .instrument = stock(), .quantity = qty("1")}));
        QCOMPARE(desk.count(post), 0);
        QVERIFY(desk.told<OrderRejected>()[0].kind == RefusalKind::MarketClosed);
        desk.broker.submit(desk.vetted("C1"));
        const Theirs far{.type = "limit", .limit = "120"};
        desk.answer(post, far);
        desk.broker.requestSnapshot();
        desk.playSnapshot({.open = {far}});
        desk.broker.submit(vetted.entry({.id = "E2", .instrument = stock(), .quantity = qty("1"), .limitPrice = px("100")}));
        QCOMPARE(desk.count(post), 2);
    }

    void noEntryLeavesFromABlockedAccount()
    {
        BrokerDesk desk;
        desk.start({.account = R"(,"trading_blocked":true)"});
        Vetted vetted(desk.clock);
        desk.broker.submit(vetted.entry({.id = "E1", .instrument = stock(), .quantity = qty("1")}));
        QCOMPARE(desk.count(post), 0);
        QVERIFY(desk.told<OrderRejected>()[0].kind == RefusalKind::Keys);
        desk.broker.submit(desk.vetted("C1"));
        QCOMPARE(desk.count(post), 1);
    }

    void whatWasSentIsNotLookedForBeforeItWasSent()
    {
        Sent desk;
        desk.socket.tell(frame("a new word", {}));
        desk.answer("GET /v2/orders/v1", 404, nowhere);
        desk.answer(byName, 404, nowhere);
        QVERIFY(desk.waiting(allOrders)); // no order of ours is older than the last comparison before it
        QVERIFY(desk.http.last().url.find("after=2026-06-16T14%3A59%3A00") != std::string::npos);
    }

    void anOrderGoesOutOnceAndIsAccepted()
    {
        Sent desk;
        QCOMPARE(desk.http.last().body,
                 std::string(R"({"symbol":"AAPL","qty":"10","side":"sell","type":"market","time_in_force":"gtc",)"
                             R"("client_order_id":"C1","position_intent":"sell_to_close"})"));
        desk.answer(post, Theirs{});
        desk.pass(10min);
        QCOMPARE(desk.count(post), 1);
        QCOMPARE(desk.story(), std::string("accepted C1 v1"));
    }

    void aFillMayComeBeforeTheAnswer()
    {
        Sent desk;
        const TheirFill fill;
        desk.socket.tell(frame("fill", {.status = "filled", .filled = "10"}, &fill));
        desk.answer(post, Theirs{.status = "filled", .filled = "10"});
        QCOMPARE(desk.story(), std::string("filled C1 10 at 100 · accepted C1 v1"));
        QVERIFY(desk.told<OrderFilled>()[0].fill.at == parseIsoText(fill.at).value());
    }

    void anAnswerThatShowsFillsIsCompleted()
    {
        Sent desk;
        desk.answer(post, Theirs{.status = "partially_filled", .filled = "4"});
        QCOMPARE(desk.story(), std::string());
        desk.answerFills("GET /v2/account/activities/FILL?order_id=v1&after=2026-06-16T14%3A59%3A59",
                         {{.order = "x", .quantity = "1", .cumulative = "1"}, {.quantity = "4", .cumulative = "4"}});
        QCOMPARE(desk.story(), std::string("filled C1 4 at 100 · accepted C1 v1")); // whatever else is in the list
    }

    void aFillIsToldOnceHoweverOftenItComes()
    {
        Sent desk;
        desk.answer(post, Theirs{});
        const TheirFill first{.quantity = "4", .cumulative = "4"};
        const std::string told = frame("partial_fill", {.status = "partially_filled", .filled = "4"}, &first);
        desk.socket.tell(told);
        desk.socket.tell(told);
        desk.broker.requestSnapshot();
        desk.playSnapshot({.open = {{.status = "partially_filled", .filled = "4"}}, .fills = {first}});
        QCOMPARE(desk.told<OrderFilled>().size(), std::size_t(1));
        QCOMPARE(desk.told<VenueSnapshot>()[0].fills.size(), std::size_t(1));
    }

    void oneFillThatTwoSourcesTellDifferentlyIsBookedOnce_data()
    {
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("price");
        QTest::newRow("the price is rounded") << "4" << "100.001";
        QTest::newRow("two are told as one") << "6" << "100";
    }
    void oneFillThatTwoSourcesTellDifferentlyIsBookedOnce()
    {
        QFETCH(QString, quantity);
        QFETCH(QString, price);
        Sent desk;
        desk.answer(post, Theirs{});
        const TheirFill first{.quantity = "4", .cumulative = "4"};
        const TheirFill other{.quantity = quantity.toStdString(), .cumulative = quantity.toStdString(), .price = price.toStdString()};
        desk.socket.tell(frame("partial_fill", {.status = "partially_filled", .filled = "4"}, &first));
        desk.broker.requestSnapshot();
        desk.playSnapshot({.open = {{.status = "partially_filled", .filled = "4"}}, .fills = {other}});
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · filled C1 4 at 100 · snapshot"));
        QVERIFY(desk.told<VenueSnapshot>()[0].fills.empty()); // nor does our books' comparison get it
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(1));
        QVERIFY(desk.told<VenueTrouble>()[0].sentence.find("order C1 in AAPL") != std::string::npos);
        desk.playSnapshot({.open = {{.status = "partially_filled", .filled = "4"}}, .fills = {other}}); // asked for
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(1));
        desk.pass(1h);
        QVERIFY(!desk.waiting(desk.allFills));
    }

    void anOrderEndsThoughAFillOfItIsContradicted()
    {
        Sent desk;
        desk.answer(post, Theirs{});
        const TheirFill second{.quantity = "6", .cumulative = "10"};
        desk.socket.tell(frame("fill", {.status = "canceled", .filled = "10"}, &second));
        desk.answerFills("GET /v2/account/activities/FILL?order_id=v1",
                         {{.quantity = "4", .cumulative = "4"}, {.quantity = "6", .cumulative = "10", .price = "101"}});
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · filled C1 6 at 100 · filled C1 4 at 100 · cancelled C1"));
    }

    void aLateFillStillCounts()
    {
        Sent desk;
        desk.answer(post, Theirs{});
        const TheirFill second{.quantity = "6", .cumulative = "10"};
        const TheirFill first{.quantity = "4", .cumulative = "4"};
        desk.socket.tell(frame("fill", {.status = "filled", .filled = "10"}, &second));
        desk.socket.tell(frame("partial_fill", {.status = "partially_filled", .filled = "4"}, &first));
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · filled C1 6 at 100 · filled C1 4 at 100"));
    }

    void aPartIsFilledAndTheRestCancelled()
    {
        Sent desk;
        desk.answer(post, Theirs{});
        const TheirFill first{.quantity = "4", .cumulative = "4"};
        desk.socket.tell(frame("partial_fill", {.status = "partially_filled", .filled = "4"}, &first));
        desk.broker.cancel(desk.order(desk.exit));
        desk.answer("DELETE /v2/orders/v1", 204, "");
        QCOMPARE(desk.told<OrderCancelled>().size(), std::size_t(0)); // taken is not done
        desk.socket.tell(frame("canceled", {.status = "canceled", .filled = "4"}));
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · filled C1 4 at 100 · cancelled C1"));
    }

    void anEndWaitsForTheFillsBeforeIt()
    {
        Sent desk;
        desk.answer(post, Theirs{});
        desk.socket.tell(frame("canceled", {.status = "canceled", .filled = "4"}));
        QCOMPARE(desk.story(), std::string("accepted C1 v1"));
        desk.answerFills("GET /v2/account/activities/FILL?order_id=v1", {}); // the list lags
        QCOMPARE(desk.story(), std::string("accepted C1 v1"));
        desk.pass(2s);
        desk.answer("GET /v2/orders/v1", Theirs{.status = "canceled", .filled = "4"});
        desk.answerFills("GET /v2/account/activities/FILL?order_id=v1", {{.quantity = "4", .cumulative = "4"}});
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · filled C1 4 at 100 · cancelled C1"));
    }

    void aCancelThatLostToAFill()
    {
        Sent desk;
        desk.answer(post, Theirs{});
        desk.broker.cancel(desk.order(desk.exit));
        desk.answer("DELETE /v2/orders/v1", 422, R"({"code":42210000,"message":"order is already in filled state"})");
        desk.answer("GET /v2/orders/v1", Theirs{.status = "filled", .filled = "10"});
        desk.answerFills("GET /v2/account/activities/FILL?order_id=v1", {TheirFill()});
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · filled C1 10 at 100"));
    }

    void aCancelBeforeTheAnswerFindsTheOrder()
    {
        Sent desk;
        desk.broker.cancel(desk.order(desk.exit));
        desk.answer(byName, Theirs{});
        QVERIFY(desk.waiting("DELETE /v2/orders/v1"));
        QCOMPARE(desk.count(post), 1);
    }

    void aLostAnswerIsDoubtAndNothingIsSentAgain_data()
    {
        QTest::addColumn<int>("status"); // 0: no answer at all
        QTest::addColumn<QString>("body");
        QTest::newRow("silence") << 0 << QString();
        QTest::newRow("500") << 500 << QStringLiteral("{}");
        QTest::newRow("503 html") << 503 << QStringLiteral("<html></html>");
        QTest::newRow("200 cut") << 200 << QStringLiteral("{\"id\":\"v1\",");
        QTest::newRow("200 html") << 200 << QStringLiteral("<html></html>");
        QTest::newRow("200 empty") << 200 << QString();
        QTest::newRow("another order") << 200 << QString::fromStdString(Theirs{.clientId = "X"}.json());
        QTest::newRow("another symbol") << 200 << QString::fromStdString(Theirs{.symbol = "TSLA"}.json());
        QTest::newRow("id taken") << 422 << QStringLiteral("{\"code\":40010001,\"message\":\"client_order_id must be unique\"}");
        QTest::newRow("redirect") << 302 << QString();
    }
    void aLostAnswerIsDoubtAndNothingIsSentAgain()
    {
        QFETCH(int, status);
        QFETCH(QString, body);
        Sent desk;
        if (status == 0)
            desk.lose(post);
        else
            desk.answer(post, status, body.toStdString());
        QCOMPARE(desk.story(), std::string("unknown C1"));
        desk.pass(10min);
        QCOMPARE(desk.count(post), 1);

        desk.broker.query(desk.order(desk.exit));
        desk.answer(byName, Theirs{});
        QCOMPARE(desk.story(), std::string("unknown C1 · accepted C1 v1"));
    }

    void aRefusalIsARefusal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("kind");
        QTest::newRow("funds") << 403 << QStringLiteral("insufficient buying power") << int(RefusalKind::Funds);
        QTest::newRow("held") << 403 << QStringLiteral("insufficient qty available for order") << int(RefusalKind::NothingHeld);
        QTest::newRow("wash") << 403 << QStringLiteral("potential wash trade detected") << int(RefusalKind::WashTrade);
        QTest::newRow("rate") << 429 << QStringLiteral("too many requests") << int(RefusalKind::RateLimit);
        QTest::newRow("keys") << 401 << QStringLiteral("not authorized") << int(RefusalKind::Keys);
        QTest::newRow("other") << 422 << QStringLiteral("qty must be > 0") << int(RefusalKind::Other);
    }
    void aRefusalIsARefusal()
    {
        QFETCH(int, status);
        QFETCH(QString, message);
        QFETCH(int, kind);
        Sent desk;
        desk.answer(post, status, "{\"message\":\"" + message.toStdString() + "\"}");
        QCOMPARE(desk.story(), std::string("rejected C1"));
        QCOMPARE(int(desk.told<OrderRejected>()[0].kind), kind);
        QVERIFY(QString::fromStdString(desk.told<OrderRejected>()[0].reason).contains(message));
        desk.pass(10min);
        QCOMPARE(desk.count(post), 1);
    }

    void whatNeverLeftIsNoDoubt()
    {
        Sent desk;
        desk.http.finish(*desk.waiting(post), net::NotSent{"no connection"});
        QCOMPARE(desk.story(), std::string("rejected C1"));
        QCOMPARE(int(desk.told<OrderRejected>()[0].kind), int(RefusalKind::NotSent));
    }

    void aRuleOfTheVenueIsSaidBeforeAnythingLeaves()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1", OrderRole::Target, "100.005"));
        QCOMPARE(desk.count(post), 0);
        QCOMPARE(int(desk.told<OrderRejected>()[0].kind), int(RefusalKind::NotSent));
        QVERIFY(!desk.told<OrderRejected>()[0].reason.empty());
    }

    void aLimitOfRequestsHoldsAnOrderOnlyShortly()
    {
        Sent desk;
        desk.answer(post, 429, "{}", {{"Retry-After", "30"}});
        desk.broker.submit(desk.vetted("C2"));
        QCOMPARE(desk.count(post), 1); // it waits
        desk.pass(3s);
        QCOMPARE(desk.told<OrderRejected>().back().order, ClientOrderId("C2"));
        QCOMPARE(int(desk.told<OrderRejected>().back().kind), int(RefusalKind::RateLimit));
        desk.pass(60s);
        QCOMPARE(desk.count(post), 1); // and never leaves
    }

    void aQueryLooksEverywhereBeforeItSaysNo()
    {
        Sent desk;
        desk.lose(post);
        desk.events.clear();
        desk.broker.query(desk.order(desk.exit));
        desk.answer(byName, 404, nowhere);
        desk.answer("GET /v2/orders?status=all&limit=500&after=2026-06-16T14%3A00", 200, "[]");
        QCOMPARE(desk.story(), std::string());
        desk.answerFills(BrokerDesk::allFills, {{.order = "v9", .symbol = "AAPL"}});
        desk.answer("GET /v2/orders/v9", Theirs{.id = "v9", .clientId = "other"});
        QCOMPARE(desk.story(), std::string("not found C1"));
    }

    void fillsOfListedOrdersAreNotAskedForAgain()
    {
        Sent desk;
        desk.lose(post);
        desk.events.clear();
        desk.broker.query(desk.order(desk.exit));
        desk.answer(byName, 404, nowhere);
        const Theirs parent{.id = "v8", .clientId = "other", .legs = {{.id = "v9", .clientId = "leg"}}};
        desk.answer("GET /v2/orders?status=all", 200, listOf(std::vector{parent}));
        desk.answerFills(BrokerDesk::allFills, {{.order = "v8"}, {.order = "v9"}, {.order = "v7", .symbol = "TSLA"}});
        QCOMPARE(desk.allWaiting(), std::string()); // requests are few
        QCOMPARE(desk.story(), std::string("not found C1"));
    }

    void aQueryFindsTheOrderInTheListOrBehindAFill()
    {
        for (const bool isListed : {true, false}) {
            Sent desk;
            desk.lose(post);
            desk.events.clear();
            desk.broker.query(desk.order(desk.exit));
            desk.answer(byName, 404, nowhere);
            const Theirs filled{.status = "filled", .filled = "10"};
            desk.answer("GET /v2/orders?status=all", 200, isListed ? listOf(std::vector{filled}) : "[]");
            if (!isListed) {
                desk.answerFills(BrokerDesk::allFills, {TheirFill()});
                desk.answer("GET /v2/orders/v1", filled);
            }
            desk.answerFills("GET /v2/account/activities/FILL?order_id=v1", {TheirFill()});
            QCOMPARE(desk.story(), std::string("filled C1 10 at 100 · accepted C1 v1"));
        }
    }

    void manyOrdersInDoubtShareOneWalkThroughTheLists()
    {
        Sent desk;
        desk.lose(post);
        desk.events.clear();
        for (const char *id : {"C1", "C2", "C3"})
            desk.broker.query(desk.order(BrokerDesk::vetted(id)));
        for (int i = 0; i < 3; ++i)
            desk.answer("GET /v2/orders:by_client_order_id", 404, nowhere);
        QCOMPARE(desk.count(allOrders), 1); // for the first; the others came later, and wait for lists that are newer
        desk.answer(allOrders, 200, "[]");
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.story(), std::string("not found C1"));
        QCOMPARE(desk.count(allOrders), 2);
        desk.answer(allOrders, 200, listOf(std::vector{Theirs{.id = "v3", .clientId = "C3"}}));
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.story(), std::string("not found C1 · accepted C3 v3 · not found C2"));
        QCOMPARE(desk.count(allOrders), 2);
        QCOMPARE(desk.allWaiting(), std::string());
    }

    void aWalkThatFailsIsNobodysNo()
    {
        Sent desk;
        desk.lose(post);
        desk.events.clear();
        for (const char *id : {"C1", "C2"})
            desk.broker.query(desk.order(BrokerDesk::vetted(id)));
        for (int i = 0; i < 2; ++i)
            desk.answer("GET /v2/orders:by_client_order_id", 404, nowhere);
        desk.answer(allOrders, 503, "");
        desk.answer(allOrders, 200, "[]");
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.story(), std::string("not found C2"));
    }

    void aQueryThatFailsSaysNothing()
    {
        Sent desk;
        desk.lose(post);
        desk.events.clear();
        desk.broker.query(desk.order(desk.exit));
        desk.answer(byName, 503, "");
        QCOMPARE(desk.story(), std::string());
    }

    void anEarlyNoDoesNotAnswerALaterQuestion()
    {
        Sent desk;
        desk.lose(post);
        desk.events.clear();
        desk.broker.query(desk.order(desk.exit));
        desk.broker.query(desk.order(desk.exit));
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(desk.story(), std::string());
            desk.answer(byName, 404, nowhere);
            desk.answer("GET /v2/orders?status=all", 200, "[]");
            desk.answerFills(BrokerDesk::allFills, {});
        }
        QCOMPARE(desk.story(), std::string("not found C1"));
    }

    void anUnknownStatusIsDoubt()
    {
        Sent desk;
        desk.answer(post, Theirs{.status = "teleported"});
        QCOMPARE(desk.story(), std::string("unknown C1"));
        desk.pass(2s);
        desk.answer("GET /v2/orders/v1", Theirs{.status = "new"});
        QCOMPARE(desk.story(), std::string("unknown C1 · accepted C1 v1"));
    }

    void aRejectionAfterAcceptance()
    {
        Sent desk;
        desk.answer(post, Theirs{.status = "pending_new"});
        desk.socket.tell(frame("rejected", {.status = "rejected"}));
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · rejected C1"));
    }

    void aCoinsStopBecomesAStopLimitAndItsFillPaysInTheCoin()
    {
        BrokerDesk desk;
        desk.start();
        const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
        desk.broker.submit(desk.vetted("C1", OrderRole::Stop, "6000", "", coin, Side::Buy));
        QCOMPARE(desk.http.last().body,
                 std::string(R"({"symbol":"BTC/USD","qty":"10","side":"buy","type":"stop_limit","time_in_force":"gtc",)"
                             R"("limit_price":"6120","stop_price":"6000","client_order_id":"C1",)"
                             R"("position_intent":"buy_to_close"})"));
        Theirs theirs{.side = "buy", .type = "stop_limit", .limit = "6120", .stop = "6000", .symbol = "BTC/USD",
                      .assetClass = "crypto"};
        desk.answer(post, theirs);
        theirs.status = "filled";
        theirs.filled = "10";
        const TheirFill fill{.price = "6001", .symbol = "BTCUSD", .side = "buy"};
        desk.socket.tell(frame("fill", theirs, &fill));
        const Fill told = desk.told<OrderFilled>()[0].fill;
        QVERIFY(told.instrument == coin);
        QCOMPARE(told.assetFee, qty("0.025"));
        QVERIFY(told.fee.isZero());
    }

    void theVenueHasChangedAPriceByItself()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1", OrderRole::Target, "104"));
        desk.answer(post, Theirs{.type = "limit", .limit = "103"});
        QCOMPARE(desk.story(), std::string("accepted C1 v1"));
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(AlpacaBrokerOrdersTest)
#include "AlpacaBrokerOrdersTest.moc"
