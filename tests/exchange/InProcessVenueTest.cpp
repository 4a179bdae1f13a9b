#include "tests/support/CoreBuilders.h"
#include "tests/support/HandTape.h"
#include "tests/support/InProcessVenue.h"

#include <QTest>

using namespace core;
using namespace core::net;
using namespace support;
using namespace std::chrono_literals;

namespace {

const SeriesId apple{{"alpaca", "AAPL"}, Timeframe::M1};

PlayedVenue::Market oneStock()
{
    PlayedVenue::Market market;
    market.start = sessionTime();
    for (int i = 3; i > 0; --i)
        market.history[apple].push_back({market.start - i * 1min, market.start - (i - 1) * 1min, px("100"), px("100"),
                                         px("100"), px("100"), 1000});
    auto tape = std::make_unique<HandTape>();
    for (int i = 1; i <= 600; ++i) {
        MarketStep step;
        step.at = market.start + i * 1s;
        step.series = apple;
        step.price = px("100");
        tape->steps.push_back(step);
    }
    market.tape = std::move(tape);
    return market;
}

InProcessVenue::Setup setupOf(std::uint64_t seed)
{
    InProcessVenue::Setup setup;
    setup.venues.cash = usd("100000");
    setup.venues.partialShare = {};
    setup.venues.alpacaKeys = {"PKTEST", "secret"};
    setup.wireSeed = seed;
    setup.realStart = sessionTime();
    return setup;
}

/// A program at that venue: it listens to its orders and sends one.
struct Program {
    explicit Program(std::uint64_t seed = 1) : venue(oneStock(), setupOf(seed))
    {
        socket->setListener({[this] { hear("opened"); }, [this](std::string_view bytes, bool) { hear(std::string(bytes)); },
                             [this] { hear("pong"); }, [this](const std::string &, int) { hear("closed"); }});
        socket->open("wss://paper-api.alpaca.markets/stream", {});
        venue.play(1s);
        (void)socket->sendText(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        (void)socket->sendText(R"({"action":"listen","data":{"streams":["trade_updates"]}})");
        venue.play(1s);
        heard.clear();
    }
    void hear(const std::string &what)
    {
        heard.push_back(what);
        heardAt.push_back(venue.time().now());
        story += std::to_string(venue.time().now().count()) + " " + what + "\n";
    }
    void begin(const std::string &row)
    {
        const auto rows = app::FaultPlan::parse("faults:\n- {" + row + "}\n", "test");
        QVERIFY(rows.has_value());
        venue.venues().faults().begin(*rows);
    }
    void order()
    {
        HttpRequest request{"POST", "https://paper-api.alpaca.markets/v2/orders"};
        request.headers = {{"APCA-API-KEY-ID", "PKTEST"}, {"APCA-API-SECRET-KEY", "secret"}};
        request.body = R"({"symbol":"AAPL","qty":"1","side":"buy","type":"market","time_in_force":"day",)"
                       R"("client_order_id":"one"})";
        const Duration sent = venue.time().now();
        http->send(request, [this, sent](HttpOutcome result) {
            took = venue.time().now() - sent;
            outcome = std::move(result);
            hear("answered");
        });
    }
    [[nodiscard]] int status() const
    {
        const auto *answer = outcome ? std::get_if<HttpAnswer>(&*outcome) : nullptr;
        return answer ? answer->status : 0;
    }
    [[nodiscard]] std::size_t ordersThere() { return venue.venues().alpaca().account().arrivals().size(); }
    [[nodiscard]] int heardOf(const char *event) const
    {
        return int(std::count_if(heard.begin(), heard.end(), [&](const std::string &each) {
            return each.find(std::string(R"("event":")") + event + "\"") != std::string::npos;
        }));
    }

    InProcessVenue venue;
    std::unique_ptr<HttpPort> http = venue.http();
    std::unique_ptr<SocketPort> socket = venue.socket();
    std::vector<std::string> heard;
    std::vector<Duration> heardAt;
    std::optional<HttpOutcome> outcome;
    Duration took{};
    std::string story;
};

} // namespace

class InProcessVenueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOrderIsAnsweredAndToldAndItsBytesAreKept()
    {
        Program program;
        program.order();
        program.venue.play(1s);

        QCOMPARE(program.status(), 200);
        QCOMPARE(program.ordersThere(), std::size_t(1));
        QCOMPARE(program.heardOf("new"), 1);
        QCOMPARE(program.heardOf("fill"), 1);
        JsonWriter books;
        program.venue.venues().log().write(books);
        QVERIFY(books.take().find(R"(\"client_order_id\":\"one\")") != std::string::npos);
    }

    /// The same seed tells the same story to the nanosecond, and among seeds answer and fill race.
    void latenciesAreSeededSoThatAnswerAndFillRace()
    {
        int answerFirst = 0;
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            Program program(seed), again(seed);
            program.order();
            again.order();
            program.venue.play(1s);
            again.venue.play(1s);
            QCOMPARE(program.story, again.story);
            QCOMPARE(program.heard.size(), std::size_t(3));
            answerFirst += program.heard.front() == "answered" ? 1 : 0;
        }
        QVERIFY(answerFirst > 5 && answerFirst < 35);
    }

    void faultsOfRequestsStrike_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<int>("status"); // 0: no answer
        QTest::addColumn<int>("orders"); // -1: either
        QTest::addColumn<int>("millis"); // at least
        QTest::newRow("drop") << QByteArray("kind: drop, count: 1") << 0 << 0 << 10000;
        QTest::newRow("delay") << QByteArray("kind: delay, count: 1, seconds: 2") << 200 << 1 << 2000;
        QTest::newRow("truncate") << QByteArray("kind: truncate, count: 1") << 0 << 1 << 0;
        QTest::newRow("wrong-id") << QByteArray("kind: wrong-id, count: 1") << 200 << 1 << 0;
        QTest::newRow("rate-limit") << QByteArray("kind: rate-limit, count: 1") << 429 << 0 << 0;
        QTest::newRow("error before") << QByteArray("kind: server-error-before-acceptance, count: 1") << 500 << 0 << 0;
        QTest::newRow("error after") << QByteArray("kind: server-error-after-acceptance, count: 1") << 500 << 1 << 0;
        QTest::newRow("timeout before") << QByteArray("kind: timeout-before-acceptance, count: 1") << 0 << 0 << 10000;
        QTest::newRow("timeout after") << QByteArray("kind: timeout-after-acceptance, count: 1") << 0 << 1 << 10000;
        QTest::newRow("reset") << QByteArray("kind: socket-reset, count: 1") << 0 << -1 << 0;
        QTest::newRow("clock-skew") << QByteArray("kind: clock-skew, count: 1, seconds: 5") << 200 << 1 << 0;
        QTest::newRow("slow") << QByteArray("kind: slow, count: 1, seconds: 3") << 200 << 1 << 3000;
        QTest::newRow("too slow") << QByteArray("kind: slow, count: 1, seconds: 30") << 0 << 1 << 10000;
        QTest::newRow("maintenance") << QByteArray("kind: maintenance, count: 1, seconds: 1") << 503 << 0 << 0;
        QTest::newRow("revoked-key") << QByteArray("kind: revoked-key, count: 1, seconds: 1") << 401 << 0 << 0;
    }
    void faultsOfRequestsStrike()
    {
        QFETCH(QByteArray, row);
        QFETCH(int, status);
        QFETCH(int, orders);
        QFETCH(int, millis);
        Program program;
        program.begin(row.toStdString() + ", on: order");

        program.order();
        program.venue.play(30s);

        QVERIFY(program.outcome.has_value());
        QCOMPARE(program.status(), status);
        QVERIFY(status != 0 || std::holds_alternative<NoAnswer>(*program.outcome));
        QVERIFY(orders < 0 || program.ordersThere() == std::size_t(orders));
        QVERIFY(program.took >= millis * 1ms && program.took <= 10s);
        if (row.contains("wrong-id"))
            QVERIFY(std::get<HttpAnswer>(*program.outcome).body.find(R"("one")") == std::string::npos);
        if (row.contains("clock-skew"))
            QCOMPARE(std::string(*std::get<HttpAnswer>(*program.outcome).headers.find("Date")),
                     app::httpDate(std::get<HttpAnswer>(*program.outcome).times.received + 5s));
    }

    void faultsOfStreamsStrike_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QByteArray>("heard"); // n = new, f = fill, ? = none of them whole, x = closed
        QTest::newRow("none") << QByteArray("kind: drop, at: 1000") << QByteArray("nf");
        QTest::newRow("drop") << QByteArray("kind: drop, count: 1") << QByteArray("f");
        QTest::newRow("delay") << QByteArray("kind: delay, count: 1, seconds: 2") << QByteArray("fn");
        QTest::newRow("duplicate") << QByteArray("kind: duplicate, count: 1") << QByteArray("nnf");
        QTest::newRow("reorder") << QByteArray("kind: reorder, count: 1") << QByteArray("fn");
        QTest::newRow("truncate") << QByteArray("kind: truncate, count: 1") << QByteArray("nf"); // half of it, still
        QTest::newRow("wrong-id") << QByteArray("kind: wrong-id, count: 1") << QByteArray("nf");
        QTest::newRow("reset") << QByteArray("kind: socket-reset, count: 1") << QByteArray("x");
        QTest::newRow("stale") << QByteArray("kind: stale-data, count: 1, seconds: 60") << QByteArray("");
        QTest::newRow("slow") << QByteArray("kind: slow, count: 1, seconds: 2") << QByteArray("fn");
        QTest::newRow("silent") << QByteArray("kind: silent-socket, count: 1, seconds: 60") << QByteArray("");
        QTest::newRow("maintenance") << QByteArray("kind: maintenance, count: 1") << QByteArray("x");
    }
    void faultsOfStreamsStrike()
    {
        QFETCH(QByteArray, row);
        QFETCH(QByteArray, heard);
        Program program;
        program.begin(row.toStdString() + ", on: stream");

        program.order();
        program.venue.play(30s);

        QByteArray told;
        for (const std::string &each : program.heard)
            told += each == "closed"                                         ? "x"
                    : each.find(R"("event":"new")") != std::string::npos     ? "n"
                    : each.find(R"("event":"fill")") != std::string::npos    ? "f"
                    : each == "answered"                                     ? ""
                                                                             : "?";
        QCOMPARE(told, heard);
        const bool isWhole = std::all_of(program.heard.begin(), program.heard.end(), [](const std::string &each) {
            return each.front() != '{' || each.back() == '}';
        });
        QCOMPARE(isWhole, !row.contains("truncate"));
    }

    /// A program that dies has sent what it had sent.
    void whatHasLeftArrivesThoughItsSenderIsGone()
    {
        Program program;
        program.order();
        QVERIFY(program.venue.playUntil([&] { return !program.outcome && program.venue.time().now() > 2035ms; }, 1s));
        program.http.reset();
        program.socket.reset();
        program.venue.play(10s);
        QVERIFY(!program.outcome);
        QCOMPARE(program.ordersThere(), std::size_t(1));
        QVERIFY(program.heard.empty());
    }

    void aCutWireBreaksWhatIsOpenAndProvesThatNothingLeaves()
    {
        Program program;
        program.order();
        program.venue.play(1ms); // it has not arrived
        program.venue.wire().cut();
        program.venue.play(1s);
        QVERIFY(std::holds_alternative<NoAnswer>(*program.outcome) || std::holds_alternative<NotSent>(*program.outcome));
        QCOMPARE(program.ordersThere(), std::size_t(0));
        QCOMPARE(program.heard.back() == "closed" || program.heard.front() == "closed", true);

        program.order();
        program.venue.play(1s);
        QVERIFY(std::holds_alternative<NotSent>(*program.outcome));
        program.venue.wire().join();
        program.order();
        program.venue.play(1s);
        QCOMPARE(program.status(), 200);
        QCOMPARE(program.ordersThere(), std::size_t(1));
    }

    void whoDoesNotSignInIsHungUpOnInVirtualTime()
    {
        Program program;
        std::vector<std::string> heard;
        const auto market = program.venue.socket();
        market->setListener({{}, [&](std::string_view bytes, bool) { heard.emplace_back(bytes); }, {},
                             [&](const std::string &, int) { heard.emplace_back("closed"); }});
        market->open("wss://stream.data.alpaca.markets/v2/iex", {});
        program.venue.play(9s);
        QCOMPARE(heard.size(), std::size_t(1));
        program.venue.play(2s);
        QCOMPARE(heard.size(), std::size_t(3));
        QVERIFY(heard[1].find("auth timeout") != std::string::npos);
        QCOMPARE(heard[2], std::string("closed"));
    }
};

QTEST_GUILESS_MAIN(InProcessVenueTest)
#include "InProcessVenueTest.moc"
