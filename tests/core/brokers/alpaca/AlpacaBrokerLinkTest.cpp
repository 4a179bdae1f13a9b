#include "tests/core/brokers/alpaca/BrokerDesk.h"

using namespace core;
using namespace core::alpaca;
using namespace support;
using namespace std::chrono_literals;

namespace {

const std::string authorized = R"({"stream":"authorization","data":{"status":"authorized","action":"authenticate"}})";
const std::string listening = R"({"stream":"listening","data":{"streams":["trade_updates"]}})";

bool isUp(const BrokerDesk &desk)
{
    const auto told = desk.told<LinkChanged>();
    return !told.empty() && told.back().isUp;
}

} // namespace

/// The socket of order events, the keys, the clock and the failures that concern the account as a whole.
class AlpacaBrokerLinkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheVenueRepeatsOfOurKeysIsKeptByNobody()
    {
        BrokerDesk desk;
        desk.linkUp();
        desk.playSnapshot();
        desk.events.clear();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", 403, R"({"code":40310000,"message":"PKTEST with secret may not"})");
        QCOMPARE(desk.told<OrderRejected>().size(), std::size_t(1));
        QVERIFY(desk.told<OrderRejected>()[0].reason.find("[removed] with [removed] may not") != std::string::npos);
        desk.broker.requestSnapshot();
        desk.answer("GET /v2/clock", 503, R"({"message":"no service for PKTEST"})");
        QVERIFY(desk.told<VenueTrouble>()[0].sentence.find("PKTEST") == std::string::npos);
        desk.socket.tell(R"({"action":"error","data":{"error_message":"goodbye secret"}})");
        QCOMPARE(desk.told<LinkChanged>().back().detail, std::string("goodbye [removed]"));
    }

    void itIsUpOnlyOnceTheVenueListens()
    {
        BrokerDesk desk;
        QCOMPARE(desk.socket.openings[0].url, std::string("wss://paper-api.alpaca.markets/stream"));
        desk.socket.accept();
        QCOMPARE(desk.socket.sent[0].bytes, std::string(R"({"action":"auth","key":"PKTEST","secret":"secret"})"));
        desk.socket.tell(authorized, true); // paper accounts get binary frames
        QVERIFY(!isUp(desk));
        QCOMPARE(desk.socket.sent[1].bytes, listenMessage());
        desk.socket.tell(listening, true);
        QVERIFY(isUp(desk));
        QVERIFY(desk.waiting("GET /v2/clock")); // what happened before
    }

    void listeningToNothingIsNotUp()
    {
        BrokerDesk desk;
        desk.socket.accept();
        desk.socket.tell(authorized);
        desk.socket.tell(R"({"stream":"listening","data":{"streams":[]}})");
        QVERIFY(!isUp(desk));
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
    }

    void aSilentSocketIsLeftAndOpenedAgain()
    {
        BrokerDesk desk;
        desk.start();
        for (int i = 0; i < 4; ++i) {
            desk.pass(5s);
            desk.socket.pong();
        }
        QVERIFY(desk.socket.pings >= 4);
        QCOMPARE(desk.told<LinkChanged>().size(), std::size_t(0)); // quiet, and alive
        desk.pass(14s);
        QCOMPARE(desk.told<LinkChanged>().size(), std::size_t(0));
        desk.pass(1s);
        QVERIFY(!desk.told<LinkChanged>().empty() && !isUp(desk));
        desk.pass(1s);
        QCOMPARE(desk.socket.openings.size(), std::size_t(2));
    }

    void aReconnectAsksWhatItMissed()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", Theirs{});
        desk.socket.drop("reset");
        QVERIFY(!isUp(desk));
        desk.pass(1s);
        desk.events.clear();
        desk.linkUp();
        desk.playSnapshot({.closed = {{.status = "filled", .filled = "10"}}, .fills = {TheirFill()}});
        QCOMPARE(desk.story(), std::string("filled C1 10 at 100 · snapshot"));
    }

    void itComesBackLaterAndLater()
    {
        BrokerDesk desk;
        Duration waited{};
        for (int i = 0; i < 40; ++i) {
            desk.socket.drop("no route");
            const auto before = desk.socket.openings.size();
            for (waited = {}; desk.socket.openings.size() == before; waited += 100ms)
                desk.pass(100ms);
            QVERIFY(waited <= 61s);
        }
        QVERIFY(desk.clock.now() - sessionTime() > 5min); // and not in a rush
    }

    void aHandshakeThatHangsIsGivenUp()
    {
        BrokerDesk desk;
        desk.socket.accept();
        desk.pass(16s);
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
        desk.pass(1s);
        QCOMPARE(desk.socket.openings.size(), std::size_t(2));
    }

    void anUnreadableFrameMeansAskingForAll()
    {
        for (const char *bytes : {"{\"stream\":\"trade_updates\"", "\x82\xA6stream", "", "{\"stream\":\"trade_updates\",\"data\":{}}"}) {
            BrokerDesk desk;
            desk.start();
            desk.socket.tell(bytes, true);
            QVERIFY(desk.waiting("GET /v2/clock"));
            QCOMPARE(desk.told<LinkChanged>().size(), std::size_t(0));
        }
    }

    void aFloodOfThemIsNoFloodOfQuestions()
    {
        BrokerDesk desk;
        desk.start();
        const int before = desk.count("GET /v2/clock");
        for (int i = 0; i < 100; ++i) {
            desk.socket.tell("?");
            if (desk.waiting("GET /v2/clock"))
                desk.answer("GET /v2/clock", 503, "");
        }
        QCOMPARE(desk.count("GET /v2/clock"), before + 1);
        desk.pass(5s);
        QCOMPARE(desk.count("GET /v2/clock"), before + 2);
    }

    void whyItIsDownIsToldOnce()
    {
        BrokerDesk desk;
        desk.events.clear();
        for (int i = 0; i < 3; ++i) {
            desk.socket.accept();
            desk.socket.tell(R"({"stream":"authorization","data":{"status":"unauthorized","action":"authenticate"}})");
            desk.pass(61s);
        }
        QCOMPARE(desk.told<LinkChanged>().size(), std::size_t(1));
        QVERIFY(!desk.told<LinkChanged>()[0].detail.empty());
        QVERIFY(desk.waiting("GET /v2/account")); // the proof
    }

    void anUnknownEventMeansAskingForTheOrder()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", Theirs{});
        desk.socket.tell(frame("teleported", {.status = "new"}));
        desk.answer("GET /v2/orders/v1", Theirs{.status = "canceled"});
        QCOMPARE(desk.story(), std::string("accepted C1 v1 · cancelled C1"));
    }

    void anOrderOfSomebodyElseIsToldUnderItsOwnName()
    {
        BrokerDesk desk;
        desk.start();
        const TheirFill fill{.order = "x1", .quantity = "3", .cumulative = "3"};
        const Theirs theirs{.id = "x1", .clientId = "web", .status = "partially_filled", .filled = "3"};
        desk.socket.tell(frame("partial_fill", theirs, &fill));
        QCOMPARE(desk.story(), std::string()); // looked at first
        desk.answer("GET /v2/orders/x1", theirs);
        QVERIFY(desk.story().starts_with("filled web 3 at 100"));
        desk.playSnapshot({.open = {theirs}, .fills = {fill}}); // asked for at once
        const auto snapshot = desk.told<VenueSnapshot>();
        QCOMPARE(snapshot[0].openOrders[0].request.clientOrderId, ClientOrderId("web"));
        QVERIFY(snapshot[0].openOrders[0].isExternal());
        QCOMPARE(snapshot[0].fills[0].order, ClientOrderId("web"));
    }

    void aNameThatCameWrongBooksNothing()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", Theirs{});
        desk.events.clear();
        const TheirFill fill{.order = "0"};
        desk.socket.tell(frame("fill", {.id = "0", .clientId = "0", .status = "filled", .filled = "10"}, &fill));
        desk.answer("GET /v2/orders/0", 404, "{}");
        QCOMPARE(desk.story(), std::string());
        desk.playSnapshot({.closed = {{.status = "filled", .filled = "10"}}, .fills = {TheirFill()}});
        QCOMPARE(desk.story(), std::string("filled C1 10 at 100 · snapshot"));
        desk.pass(1min);
        QCOMPARE(desk.told<OrderFilled>().size(), std::size_t(1));
    }

    void wrongKeysAreProvenOnceAndStopEverything()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.requestSnapshot();
        desk.answer("GET /v2/clock", 401, "{}");
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(0)); // perhaps a hiccup
        desk.answer("GET /v2/account", 401, "{}");
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(1));
        QVERIFY(desk.told<VenueTrouble>()[0].mustHalt && desk.told<VenueTrouble>()[0].countsToHalt);
        QVERIFY(!isUp(desk));
        const auto openings = desk.socket.openings.size();
        desk.pass(10min);
        QCOMPARE(desk.socket.openings.size(), openings);
        desk.broker.requestSnapshot(); // a comparison may show that they are good again
        desk.playSnapshot();
        QCOMPARE(desk.socket.openings.size(), openings + 1);
    }

    void aHiccupWithTheKeysIsNone()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.requestSnapshot();
        desk.answer("GET /v2/clock", 401, "{}");
        desk.answer("GET /v2/account", 200, "{}");
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(0));
        QCOMPARE(desk.told<LinkChanged>().size(), std::size_t(0));
    }

    void keysOfTheOtherKindSendNothing()
    {
        auto setup = BrokerDesk::usual();
        setup.environment = Environment::Live;
        BrokerDesk desk(std::move(setup));
        desk.broker.submit(desk.vetted("C1"));
        desk.broker.requestSnapshot();
        desk.broker.query(desk.order(desk.vetted("C1")));
        desk.broker.cancel(desk.order(desk.vetted("C1")));
        desk.pass(10min);
        QVERIFY(desk.http.requests.empty() && desk.socket.openings.empty());
        QVERIFY(desk.told<VenueTrouble>()[0].mustHalt);
        QCOMPARE(int(desk.told<OrderRejected>()[0].kind), int(RefusalKind::Keys));
        QVERIFY(desk.told<OrderRejected>()[0].reason.find("PKTEST") == std::string::npos);
    }

    void anotherSessionIsNotFought()
    {
        BrokerDesk desk;
        desk.start();
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(0));
            const auto openings = desk.socket.openings.size();
            desk.socket.tell(R"({"action":"error","data":{"error_message":"connection limit exceeded"}})");
            desk.pass(9s);
            QCOMPARE(desk.socket.openings.size(), openings);
            desk.pass(60s);
            QCOMPARE(desk.socket.openings.size(), openings + 1);
            desk.socket.accept();
        }
        QVERIFY(desk.told<VenueTrouble>()[0].mustHalt);
    }

    void failuresOfTheInterfaceCountOncePerEndpointInAWhile()
    {
        BrokerDesk desk;
        desk.start();
        for (int i = 0; i < 3; ++i) {
            desk.broker.requestSnapshot();
            desk.answer("GET /v2/clock", 503, "");
        }
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(1));
        QVERIFY(desk.told<VenueTrouble>()[0].countsToHalt && !desk.told<VenueTrouble>()[0].mustHalt);
        desk.pass(6s);
        desk.broker.requestSnapshot();
        desk.lose("GET /v2/clock");
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(2));
    }

    void refusalsDoNotCountAndARedirectHalts()
    {
        BrokerDesk desk;
        desk.start();
        desk.broker.submit(desk.vetted("C1"));
        desk.answer("POST /v2/orders", 403, "{}");
        QCOMPARE(desk.told<VenueTrouble>().size(), std::size_t(0));
        desk.broker.requestSnapshot();
        desk.answer("GET /v2/clock", 302, "");
        QVERIFY(desk.told<VenueTrouble>()[0].mustHalt);
        QVERIFY(!desk.waiting("GET")); // it is not followed
    }

    void theClockIsJudgedByTheDateOfAnswers()
    {
        BrokerDesk desk;
        desk.start();
        const auto hear = [&](const char *date) {
            desk.broker.requestSnapshot();
            desk.http.answer(*desk.waiting("GET /v2/clock"), 503, "", {{"Date", date}},
                             {.steadySent = desk.clock.steady(), .steadyReceived = desk.clock.steady()});
        };
        hear("Tue, 16 Jun 2026 15:00:00 GMT"); // ours is 15:00:00 exactly
        QVERIFY(desk.told<ClockJudged>()[0].isGood);
        hear("Tue, 16 Jun 2026 15:00:04 GMT");
        QCOMPARE(desk.told<ClockJudged>().size(), std::size_t(2));
        QVERIFY(!desk.told<ClockJudged>()[1].allowsEntries);
        QVERIFY(desk.told<ClockJudged>()[1].offset == Duration(4s));
        hear("Tue, 16 Jun 2026 15:00:00 GMT");
        QVERIFY(desk.told<ClockJudged>()[2].allowsEntries);
        desk.pass(16min); // not compared for long
        QVERIFY(!desk.told<ClockJudged>()[3].allowsEntries);
    }
};

QTEST_GUILESS_MAIN(AlpacaBrokerLinkTest)
#include "AlpacaBrokerLinkTest.moc"
