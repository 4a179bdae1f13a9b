#include "tests/core/brokers/alpaca/BrokerDesk.h"

using namespace core;
using namespace core::alpaca;
using namespace support;
using namespace std::chrono_literals;

namespace {

const std::string post = "POST /v2/orders";

/// Target `T` with its leg, the stop, whose client id is the venue's own.
Theirs pair(const std::string &target = "new", const std::string &stop = "held")
{
    const Theirs leg{.id = "v2", .clientId = "made-by-alpaca", .status = stop, .type = "stop", .stop = "98",
                     .orderClass = "oco"};
    return {.id = "v1", .clientId = "T", .status = target, .type = "limit", .limit = "104", .orderClass = "oco",
            .legs = {leg}};
}

Theirs legOf(const Theirs &parent, const std::string &status, const std::string &filled = "0")
{
    Theirs leg = parent.legs[0];
    leg.status = status;
    leg.filled = filled;
    return leg;
}

const std::string byStop = "GET /v2/orders:by_client_order_id?client_order_id=S";
const std::string byTarget = "GET /v2/orders:by_client_order_id?client_order_id=T";
const std::string nowhere = R"({"code":40410000,"message":"order not found"})";

struct Pair : BrokerDesk {
    Pair() { start(); }
    void send() { broker.submitPair(stop, target); }
    VettedOrder stop = vetted("S", OrderRole::Stop, "98", "oco-T");
    VettedOrder target = vetted("T", OrderRole::Target, "104", "oco-T");
};

} // namespace

/// Stop and target of one position, which are one order at Alpaca.
class AlpacaBrokerPairsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCoinsStopIsSentWithTheVenuesStepOfPrices()
    {
        const InstrumentId coin{"alpaca-crypto", "SHIB/USD"};
        AlpacaBroker::Setup setup = BrokerDesk::usual();
        Instrument facts = usualInstrument(coin);
        facts.tickSize = dec("0.00000001");
        setup.facts = {facts};
        BrokerDesk desk(setup);
        desk.start();
        desk.broker.submit(desk.vetted("C1", OrderRole::Stop, "0.0083", "", coin));
        QVERIFY(desk.http.last().body.find(R"("limit_price":"0.008134")") != std::string::npos);
    }

    void theVenueHoldsAPairAsOneOrder()
    {
        Pair desk;
        QVERIFY(desk.broker.exitSupport(stock()).pairs == PairHolding::OneOrder);
        QVERIFY(!desk.broker.exitSupport(stock()).takesStopBesideEntry);
        QVERIFY(desk.broker.exitSupport({"alpaca-crypto", "BTC/USD"}).pairs == PairHolding::None);
        desk.send();
        QCOMPARE(desk.http.last().body,
                 std::string(R"({"symbol":"AAPL","qty":"10","side":"sell","type":"limit","time_in_force":"gtc",)"
                             R"("client_order_id":"T","order_class":"oco","take_profit":{"limit_price":"104"},)"
                             R"("stop_loss":{"stop_price":"98"},"position_intent":"sell_to_close"})"));
        desk.answer(post, pair());
        QCOMPARE(desk.story(), std::string("accepted S v2 · accepted T v1"));
    }

    void theTargetFillsAndTheStopEnds()
    {
        Pair desk;
        desk.send();
        desk.answer(post, pair());
        Theirs parent = pair("filled");
        parent.filled = "10";
        parent.legs.clear();
        const TheirFill fill{.order = "v1", .price = "104"};
        desk.socket.tell(frame("fill", parent, &fill));
        desk.socket.tell(frame("canceled", legOf(pair(), "canceled")));
        QCOMPARE(desk.story(), std::string("accepted S v2 · accepted T v1 · filled T 10 at 104 · cancelled S"));
    }

    void theStopFillsAndTheTargetEnds()
    {
        Pair desk;
        desk.send();
        desk.answer(post, pair());
        const TheirFill fill{.order = "v2", .price = "97.9"};
        desk.socket.tell(frame("fill", legOf(pair(), "filled", "10"), &fill));
        desk.socket.tell(frame("canceled", pair("canceled", "filled")));
        QVERIFY(desk.story().starts_with("accepted S v2 · accepted T v1 · filled S 10 at 97.9"));
        QCOMPARE(desk.told<OrderFilled>()[0].fill.order, ClientOrderId("S"));
        QCOMPARE(desk.told<OrderCancelled>()[0].order, ClientOrderId("T"));
    }

    void anEventOfTheLegMayComeBeforeTheAnswer()
    {
        Pair desk;
        desk.send();
        desk.socket.tell(frame("held", legOf(pair(), "held")));
        const TheirFill fill{.order = "v2", .price = "97.9"};
        desk.socket.tell(frame("fill", legOf(pair(), "filled", "10"), &fill));
        QCOMPARE(desk.story(), std::string());
        desk.answer(post, pair("new", "held"));
        QCOMPARE(desk.told<OrderFilled>()[0].fill.order, ClientOrderId("S"));
        QCOMPARE(desk.told<OrderFilled>().size(), std::size_t(1));
    }

    void anEventOfTheLegIsOursHoweverLateTheAnswerComes()
    {
        Pair desk;
        desk.send();
        desk.socket.tell(frame("held", legOf(pair(), "held")));
        for (int i = 0; i < 11; ++i)
            desk.pass(1s);
        const TheirFill fill{.order = "v2", .price = "97.9"};
        desk.socket.tell(frame("fill", legOf(pair(), "filled", "10"), &fill));
        desk.answer(post, pair("new", "held"));
        QCOMPARE(desk.told<OrderFilled>().size(), std::size_t(1));
        QCOMPARE(desk.told<OrderFilled>()[0].fill.order, ClientOrderId("S"));
    }

    void aPairWhoseAnswerIsLostIsInDoubtAndBothAreFound()
    {
        Pair desk;
        desk.send();
        desk.lose(post);
        QCOMPARE(desk.story(), std::string("unknown T · unknown S"));
        desk.events.clear();
        desk.broker.query(desk.order(desk.stop));
        Theirs flat = pair();
        flat.legs.clear();
        desk.answer(byStop, 404, nowhere);
        desk.answer(byTarget, flat); // a name gives no legs
        desk.answer("GET /v2/orders/v1?nested=true", pair());
        QCOMPARE(desk.story(), std::string("accepted S v2 · accepted T v1"));
        QCOMPARE(desk.count(post), 1);
    }

    void afterARestartTheStopIsFoundByItsTarget()
    {
        Pair desk;
        desk.broker.query(desk.order(desk.stop)); // what our books brought along
        Theirs parent = pair("filled", "canceled");
        parent.filled = "10";
        desk.answer(byStop, 404, nowhere);
        desk.answer(byTarget, parent);
        desk.answerFills("GET /v2/account/activities/FILL?order_id=v1", {{.order = "v1", .price = "104"}});
        QVERIFY(!desk.told<OrderCancelled>().empty());
        QCOMPARE(desk.told<OrderCancelled>()[0].order, ClientOrderId("S"));
        QCOMPARE(desk.told<OrderFilled>()[0].fill.order, ClientOrderId("T"));
    }

    void afterARestartAComparisonKnowsBoth()
    {
        Pair desk;
        desk.broker.cancel(desk.order(desk.stop)); // known from our books, not yet by an id
        desk.broker.requestSnapshot();
        Theirs flat = pair();
        flat.legs.clear();
        desk.playFirstFills({});
        desk.playParts({.open = {flat, pair().legs[0]}});
        desk.answerFills(BrokerDesk::allFills, {});
        desk.answer(byStop, 404, nowhere); // of the cancel
        desk.answer(byTarget, flat);
        desk.answer(byTarget, flat); // of the comparison
        desk.answer("GET /v2/orders/v1?nested=true", pair());
        desk.answer("GET /v2/orders/v1?nested=true", pair());
        const auto snapshots = desk.told<VenueSnapshot>();
        QCOMPARE(snapshots.size(), std::size_t(1));
        QCOMPARE(snapshots[0].openOrders.size(), std::size_t(2));
        QCOMPARE(snapshots[0].openOrders[1].request.clientOrderId, ClientOrderId("S"));
        QCOMPARE(snapshots[0].openOrders[1].request.ocoGroup, std::string("oco-T"));
        QVERIFY(desk.waiting("DELETE /v2/orders/v2"));
    }

    void aStopThatWentOutAloneIsFoundByItsOwnName()
    {
        Pair desk;
        desk.broker.submit(desk.stop);
        desk.lose(post);
        desk.events.clear();
        desk.broker.query(desk.order(desk.stop));
        desk.answer(byStop, 404, nowhere);
        QVERIFY(!desk.waiting(byTarget)); // it is no leg of anything
        desk.answer("GET /v2/orders?status=all", 200, "[]");
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.story(), std::string("not found S"));
    }

    void aTargetThatIsNoPairHasNoLeg()
    {
        Pair desk; // of an earlier run, where the two were apart
        desk.broker.query(desk.order(desk.stop));
        desk.answer(byStop, 404, nowhere);
        const Theirs alone{.id = "v1", .clientId = "T", .type = "limit", .limit = "104"};
        desk.answer(byTarget, alone);
        desk.answer("GET /v2/orders?status=all", 200, listOf(std::vector{alone}));
        desk.answerFills(BrokerDesk::allFills, {});
        QCOMPARE(desk.story(), std::string("not found S"));
    }

    void aRefusedPairIsRefusedTwice()
    {
        Pair desk;
        desk.send();
        desk.answer(post, 403, R"({"message":"insufficient qty available"})");
        QCOMPARE(desk.story(), std::string("rejected T · rejected S"));
    }

    void aPairThatIsRejectedLateHasNoStopEither()
    {
        Pair desk;
        desk.send();
        Theirs parent = pair("rejected");
        parent.legs.clear();
        desk.socket.tell(frame("rejected", parent));
        QCOMPARE(desk.story(), std::string("rejected T · rejected S"));
    }
};

QTEST_GUILESS_MAIN(AlpacaBrokerPairsTest)
#include "AlpacaBrokerPairsTest.moc"
