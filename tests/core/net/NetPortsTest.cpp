#include "core/net/Backoff.h"
#include "core/net/ClockOffset.h"
#include "core/net/HttpPort.h"
#include "core/net/SilenceWatch.h"
#include "tests/support/FakeHttp.h"
#include "tests/support/FakeSocket.h"

#include <QTest>

#include <rapidcheck.h>

using namespace core;
using namespace core::net;
using namespace std::chrono_literals;

namespace {

/// An exchange that began at `start` on both clocks of `clock`, took `roundTrip`, and found the venue's
/// clock `ahead` of ours halfway.
void exchange(ClockOffset &offset, ManualClock &clock, Duration roundTrip, Duration ahead)
{
    RoundTrip times{.sent = clock.now(), .received = {}, .steadySent = clock.steady(), .steadyReceived = {}};
    const Timestamp venueTime = clock.now() + roundTrip / 2 + ahead;
    clock.advance(roundTrip);
    times.received = clock.now();
    times.steadyReceived = clock.steady();
    offset.add(times, venueTime);
}

const Timestamp noon = timestampFromMillis(1'700'000'000'000);

} // namespace

class NetPortsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headersAreFoundInAnyCaseAndTheFirstOneCounts()
    {
        HttpHeaders headers{{"X-RateLimit-Limit", "200"}};
        headers.add("x-ratelimit-limit", "100");

        QVERIFY(headers.find("X-RATELIMIT-LIMIT") == "200");
        QVERIFY(headers.has("x-Ratelimit-limit"));
        QVERIFY(!headers.has("x-ratelimit"));
        QCOMPARE(headers.lines().size(), std::size_t(2));
        QVERIFY(isSameName("\xc3\x84", "\xc3\x84"));
        QVERIFY(!isSameName("[", "{")); // only letters have two cases
    }

    // --- SilenceWatch ---

    void aLinkIsPingedOnTimeWhateverComes()
    {
        SilenceWatch watch({.pingEvery = 10s, .dropAfter = 25s, .staleAfter = 30s}, 100s);

        watch.received(109s);
        QVERIFY(watch.advice(109999ms) == SilenceWatch::Advice::Wait);
        QVERIFY(watch.advice(110s) == SilenceWatch::Advice::Ping);
        watch.pinged(110s);
        QVERIFY(watch.advice(111s) == SilenceWatch::Advice::Wait);
        QVERIFY(watch.nextLook() == 120s);
    }

    void aLinkWithoutASignOfLifeIsDropped()
    {
        SilenceWatch watch({.pingEvery = 10s, .dropAfter = 25s, .staleAfter = 30s}, 0s);
        watch.pinged(10s);
        watch.ponged(11s);
        watch.pinged(35s);

        QVERIFY(watch.advice(35999ms) == SilenceWatch::Advice::Wait);
        QVERIFY(watch.nextLook() == 36s);
        QVERIFY(watch.advice(36s) == SilenceWatch::Advice::Drop);
    }

    void pongsKeepALinkButMakeNoDataFresh()
    {
        SilenceWatch watch({.pingEvery = 10s, .dropAfter = 25s, .staleAfter = 30s}, 0s);

        for (int i = 1; i <= 6; ++i)
            watch.ponged(i * 5s);

        QVERIFY(watch.advice(30s) != SilenceWatch::Advice::Drop);
        QVERIFY(watch.dataAge(30s) == 30s);
        QVERIFY(watch.isStale(30s));
        watch.received(31s);
        QVERIFY(!watch.isStale(60s));
        QVERIFY(watch.isStale(61s));
    }

    // --- Backoff ---

    void theWaitLiesWithinTheDoublingCeilingAndNeverAboveTheCap()
    {
        const bool holds = rc::check("full jitter", [] {
            Backoff backoff({}, SeededRandom(*rc::gen::arbitrary<std::uint64_t>()));
            Duration ceiling = 250ms;
            for (int i = 0; i < 70; ++i) { // more doublings than 64 bits hold
                const Duration wait = backoff.failed(Duration(i));
                RC_ASSERT(wait >= 0ns);
                RC_ASSERT(wait <= ceiling);
                ceiling = std::min<Duration>(ceiling * 2, 60s);
            }
        });
        QVERIFY(holds);
    }

    void theJitterUsesTheWholeRange()
    {
        Backoff backoff({.base = 60s, .cap = 60s, .healthy = 30s}, SeededRandom(7));
        int low = 0;
        int high = 0;
        for (int i = 0; i < 1000; ++i) {
            const Duration wait = backoff.failed(0s);
            low += wait < 6s ? 1 : 0;
            high += wait > 54s ? 1 : 0;
        }
        QVERIFY(low > 60 && low < 140);
        QVERIFY(high > 60 && high < 140);
    }

    void onlyALongHealthForgetsTheFailures()
    {
        Backoff backoff({}, SeededRandom(1));
        for (int i = 0; i < 5; ++i)
            (void)backoff.failed(Duration(0));
        backoff.worked(100s);
        (void)backoff.failed(100s + 29999ms);
        QCOMPARE(backoff.failures(), 6);

        backoff.worked(200s);
        backoff.worked(220s); // the first time counts
        QVERIFY(backoff.failed(230s) <= 250ms);
        QCOMPARE(backoff.failures(), 1);
    }

    void theSameSeedWaitsTheSame()
    {
        Backoff one({}, SeededRandom(9));
        Backoff other({}, SeededRandom(9));
        for (int i = 0; i < 20; ++i)
            QVERIFY(one.failed(Duration(i)) == other.failed(Duration(i)));
    }

    // --- ClockOffset ---

    void withoutASampleTheClockIsInDoubt()
    {
        ManualClock clock(noon);
        const ClockOffset offset;

        QVERIFY(offset.verdict(clock) == ClockVerdict::NoEntries);
        QVERIFY(!offset.offset(clock));
        QVERIFY(!offset.age(clock));
        QVERIFY(offset.correctedNow(clock) == noon);
    }

    void theOffsetIsThatOfTheSmallestRoundTrip()
    {
        ManualClock clock(noon);
        ClockOffset offset;

        exchange(offset, clock, 300ms, 120ms);
        exchange(offset, clock, 20ms, 100ms);
        exchange(offset, clock, 400ms, -60ms);

        QVERIFY(*offset.offset(clock) == 100ms);
        clock.advance(7s);
        QVERIFY(*offset.offset(clock) == 100ms);
        QVERIFY(offset.correctedNow(clock) == clock.now() + 100ms);
        QVERIFY(offset.verdict(clock) == ClockVerdict::Good);
    }

    void anOldBestSampleGivesWayInTheEnd()
    {
        ManualClock clock(noon);
        ClockOffset offset;
        exchange(offset, clock, 10ms, 100ms);
        for (int i = 0; i < 8; ++i)
            exchange(offset, clock, 40ms, 60ms);

        QVERIFY(*offset.offset(clock) == 60ms);
    }

    void aSampleThatTookTooLongSaysNothing()
    {
        ManualClock clock(noon);
        ClockOffset offset;
        exchange(offset, clock, 2001ms, 0ms);
        QVERIFY(!offset.offset(clock));
    }

    void theLimitsAreKept_data()
    {
        QTest::addColumn<int>("ahead"); // ours of the venue's, in milliseconds
        QTest::addColumn<int>("verdict");
        const auto row = [](int ahead, ClockVerdict verdict) {
            QTest::addRow("%d ms", ahead) << ahead << int(verdict);
        };
        row(0, ClockVerdict::Good);
        row(250, ClockVerdict::Good);
        row(251, ClockVerdict::Warn);
        row(-251, ClockVerdict::Warn);
        row(800, ClockVerdict::Warn);
        row(801, ClockVerdict::NoEntries);
        row(-2500, ClockVerdict::Warn);
        row(-2501, ClockVerdict::NoEntries);
        row(3'600'000, ClockVerdict::NoEntries);
    }
    void theLimitsAreKept()
    {
        QFETCH(int, ahead);
        QFETCH(int, verdict);
        ManualClock clock(noon);
        ClockOffset offset;
        exchange(offset, clock, 20ms, -std::chrono::milliseconds(ahead));
        QCOMPARE(int(offset.verdict(clock)), verdict);
    }

    void anOldSampleIsDoubt()
    {
        ManualClock clock(noon);
        ClockOffset offset;
        exchange(offset, clock, 20ms, 0ms);

        clock.advance(15min);
        QVERIFY(offset.verdict(clock) == ClockVerdict::Good);
        clock.advance(1ns);
        QVERIFY(offset.verdict(clock) == ClockVerdict::NoEntries);
        QVERIFY(*offset.age(clock) == 15min + 1ns);
        exchange(offset, clock, 20ms, 0ms);
        QVERIFY(offset.verdict(clock) == ClockVerdict::Good);
    }

    void aWallClockThatIsSetBackShowsAtOnceAndSigningTimeStaysRight()
    {
        ManualClock clock(noon);
        ClockOffset offset;
        exchange(offset, clock, 20ms, 0ms);
        const Timestamp right = offset.correctedNow(clock);

        clock.moveTo(clock.now() - 1h); // the steady clock stands still for it

        QVERIFY(offset.correctedNow(clock) == right);
        QVERIFY(*offset.offset(clock) == 1h);
        QVERIFY(offset.verdict(clock) == ClockVerdict::NoEntries);
    }

    void afterSleepOneSampleIsEnough()
    {
        ManualClock clock(noon);
        ClockOffset offset;
        exchange(offset, clock, 20ms, 0ms);
        clock.moveTo(clock.now() - 8h); // as if the steady clock had stopped for eight hours …

        exchange(offset, clock, 90ms, 0ms); // … and a slower sample says so

        QVERIFY(*offset.offset(clock) == 0ms);
        QVERIFY(offset.verdict(clock) == ClockVerdict::Good);
    }

    // --- the fakes of the room ---

    void theFakesAnswerWhenTold()
    {
        support::FakeHttp http;
        int status = 0;
        http.send({.method = "GET", .url = "https://a/b"}, [&](HttpOutcome outcome) {
            status = std::get<HttpAnswer>(outcome).status;
        });
        QCOMPARE(http.waiting(), std::size_t(1));
        http.answer(0, 204, {});
        QCOMPARE(status, 204);
        QVERIFY(!http.isWaiting(0));

        support::FakeSocket socket;
        int closed = 0;
        socket.setListener(
            {[] {}, [](std::string_view, bool) {}, [] {}, [&](const std::string &, int) { ++closed; }});
        socket.open("wss://a/b", {});
        QVERIFY(!socket.sendText("early"));
        socket.accept();
        QVERIFY(socket.sendText("late"));
        socket.drop("gone");
        socket.drop("gone again");
        QCOMPARE(closed, 1);
        QCOMPARE(socket.sent.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(NetPortsTest)
#include "NetPortsTest.moc"
