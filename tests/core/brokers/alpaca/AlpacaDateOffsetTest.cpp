#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaDateOffset.h"

#include "core/base/SeededRandom.h"

#include <QTest>

using namespace core;
using namespace core::alpaca;
using namespace std::chrono_literals;

namespace {

Timestamp noon()
{
    return parseIsoText("2026-06-16T12:00:00Z").value();
}

std::string dateOf(Timestamp at)
{
    const std::string iso = toIsoText(at); // 2026-06-16T12:00:00.000Z
    return "Tue, " + iso.substr(8, 2) + " Jun 2026 " + iso.substr(11, 8) + " GMT";
}

/// Our clock, and the venue's, which is ahead of it by `offset`.
struct Clocks {
    explicit Clocks(Duration by) : ours(noon()), offset(by) {}
    /// An answer on its way for so long, half of it each way.
    void hear(Duration way)
    {
        const Duration sent = ours.steady();
        ours.advance(way / 2);
        const std::string date = dateOf(ours.now() + offset);
        ours.advance(way / 2);
        judge.add({.sent = {}, .received = {}, .steadySent = sent, .steadyReceived = ours.steady()}, date);
    }
    ManualClock ours;
    Duration offset;
    DateOffset judge;
};

} // namespace

class AlpacaDateOffsetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheDateOfHttp()
    {
        QVERIFY(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT") == parseIsoText("1994-11-06T08:49:37Z").value());
        QVERIFY(parseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT") == parseIsoText("2017-01-01T00:00:00Z").value());
        for (const char *text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                                 "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
                                 "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 9994 08:49:37 GMT",
                                 "Sun, 06 Nov 19x4 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT"})
            QVERIFY2(!parseHttpDate(text), text);
    }

    void nothingIsKnownBeforeTheFirstAnswer()
    {
        Clocks clocks(0s);
        QVERIFY(!clocks.judge.offset(clocks.ours));
        QVERIFY(clocks.judge.verdict(clocks.ours) == net::ClockVerdict::NoEntries);
        QVERIFY(clocks.judge.correctedNow(clocks.ours) == noon());
    }

    void manyAnswersMakeAGoodClockOfWholeSeconds_data()
    {
        QTest::addColumn<int>("millis"); // the venue is so far ahead
        QTest::addColumn<int>("verdict");
        const auto row = [](const char *name, int millis, net::ClockVerdict verdict) {
            QTest::newRow(name) << millis << int(verdict);
        };
        row("equal", 0, net::ClockVerdict::Good);
        row("a little ahead", 150, net::ClockVerdict::Good);
        row("ahead", 1000, net::ClockVerdict::Warn);
        row("far ahead", 2800, net::ClockVerdict::NoEntries);
        row("behind", -500, net::ClockVerdict::Warn);
        row("far behind", -1100, net::ClockVerdict::NoEntries);
        row("an hour", 3'600'000, net::ClockVerdict::NoEntries);
    }
    void manyAnswersMakeAGoodClockOfWholeSeconds()
    {
        QFETCH(int, millis);
        QFETCH(int, verdict);
        Clocks clocks{std::chrono::milliseconds(millis)};
        SeededRandom random(7);
        for (int i = 0; i < 200; ++i) {
            clocks.ours.advance(std::chrono::milliseconds(std::int64_t(1000 * random.uniform())));
            clocks.hear(40ms);
            const Duration least = std::chrono::abs(*clocks.judge.offset(clocks.ours));
            QVERIFY(least <= std::chrono::abs(clocks.offset)); // never more than there is
        }
        const Duration wrong = std::chrono::abs(clocks.judge.correctedNow(clocks.ours) - (clocks.ours.now() + clocks.offset));
        QVERIFY(wrong < 60ms);
        QCOMPARE(int(clocks.judge.verdict(clocks.ours)), verdict);
    }

    void aClockThatIsSetIsNoticedWithTheNextAnswer()
    {
        Clocks clocks(0s);
        for (int i = 0; i < 50; ++i) {
            clocks.ours.advance(130ms);
            clocks.hear(40ms);
        }
        clocks.offset = 10s;
        clocks.hear(40ms);
        QVERIFY(clocks.judge.verdict(clocks.ours) == net::ClockVerdict::NoEntries);
        QVERIFY(*clocks.judge.offset(clocks.ours) > 8s);
        clocks.offset = 0s;
        clocks.hear(40ms);
        QVERIFY(clocks.judge.verdict(clocks.ours) == net::ClockVerdict::Good);
    }

    void aSlowAnswerSaysNothingAndAnOldOneNotForEver()
    {
        Clocks clocks(0s);
        clocks.hear(3s);
        QVERIFY(!clocks.judge.offset(clocks.ours));
        clocks.hear(40ms);
        QVERIFY(clocks.judge.verdict(clocks.ours) == net::ClockVerdict::Good);
        clocks.ours.advance(16min);
        QVERIFY(clocks.judge.verdict(clocks.ours) == net::ClockVerdict::NoEntries);
    }
};

QTEST_GUILESS_MAIN(AlpacaDateOffsetTest)
#include "AlpacaDateOffsetTest.moc"
