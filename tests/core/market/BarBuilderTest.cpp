#include "core/market/BarBuilder.h"
#include "core/history/BarSeries.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <QTest>

#include <vector>

using namespace core;
using namespace std::chrono;

namespace {

constexpr SessionKind stocks = SessionKind::UsEquities;
constexpr SessionKind coins = SessionKind::AlwaysOpen;

Timestamp at(const char *text)
{
    return *parseIsoText(text);
}

Price px(std::int64_t cents)
{
    return Price(Decimal::fromNanos(cents * 10'000'000));
}

/// A minute whose prices follow from its number: opens at 100.n, closes a cent higher.
Bar minute(Timestamp open, std::int64_t number, Duration length = minutes(1))
{
    return {open, open + length, px(10'000 + number), px(10'003 + number), px(9'998 + number), px(10'001 + number), 10};
}

/// All bars that come of minutes from `from` to `to`, the last one by the clock.
std::vector<Bar> built(Timestamp from, Timestamp to, Timeframe timeframe, SessionKind session)
{
    BarBuilder builder(timeframe, session);
    std::vector<Bar> bars;
    std::int64_t number = 0;
    for (Timestamp open = from; open < to; open += minutes(1))
        if (const auto bar = builder.add(minute(open, number++)))
            bars.push_back(*bar);
    if (const auto bar = builder.closeBy(to + hours(1)))
        bars.push_back(*bar);
    return bars;
}

} // namespace

class BarBuilderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anHourIsMadeOfItsMinutes()
    {
        const auto bars = built(at("2026-03-02T14:30Z"), at("2026-03-02T15:30Z"), Timeframe::H1, stocks);

        QCOMPARE(bars.size(), std::size_t(1));
        const Bar expected{at("2026-03-02T14:30Z"), at("2026-03-02T15:30Z"), px(10'000), px(10'062),
                           px(9'998),               px(10'060),              600};
        QVERIFY(bars[0] == expected);
    }

    void stockHoursBeginAtHalfPastNineAndTheLastIsShort()
    {
        // From four in the morning to eight in the evening: only the core session counts.
        const auto bars = built(at("2026-03-02T09:00Z"), at("2026-03-03T01:00Z"), Timeframe::H1, stocks);

        QCOMPARE(bars.size(), std::size_t(7));
        QVERIFY(bars.front().openTime == at("2026-03-02T14:30Z"));
        QVERIFY(bars.back().openTime == at("2026-03-02T20:30Z") && bars.back().closeTime == at("2026-03-02T21:00Z"));
        QCOMPARE(bars.back().volume, 300.0);
        QVERIFY(bars.front().open == px(10'330)); // the minute of 14:30, not one of before the opening
    }

    void halfDaysEndAtOneAndDaylightSavingMovesTheOpening()
    {
        const auto half = built(at("2026-11-27T14:00Z"), at("2026-11-27T21:00Z"), Timeframe::H1, stocks);
        QCOMPARE(half.size(), std::size_t(4));
        QVERIFY(half.back().openTime == at("2026-11-27T17:30Z") && half.back().closeTime == at("2026-11-27T18:00Z"));

        const auto summer = built(at("2026-03-09T13:00Z"), at("2026-03-09T21:00Z"), Timeframe::H4, stocks);
        QCOMPARE(summer.size(), std::size_t(2));
        QVERIFY(summer[0].openTime == at("2026-03-09T13:30Z") && summer[0].closeTime == at("2026-03-09T17:30Z"));
        QVERIFY(summer[1].closeTime == at("2026-03-09T20:00Z"));
    }

    void nothingIsMadeOnADayWithoutTrading()
    {
        QVERIFY(built(at("2026-11-26T14:00Z"), at("2026-11-26T22:00Z"), Timeframe::M5, stocks).empty()); // Thanksgiving
        QVERIFY(built(at("2026-11-21T14:00Z"), at("2026-11-21T22:00Z"), Timeframe::M5, stocks).empty()); // Saturday
    }

    void coinsAreCountedFromMidnightUtcAroundTheClock()
    {
        const auto bars = built(at("2026-11-21T03:10Z"), at("2026-11-21T12:00Z"), Timeframe::H4, coins);

        QCOMPARE(bars.size(), std::size_t(3));
        QVERIFY(bars[0].openTime == at("2026-11-21T00:00Z") && bars[0].closeTime == at("2026-11-21T04:00Z"));
        QCOMPARE(bars[0].volume, 500.0);
        QVERIFY(bars[2].openTime == at("2026-11-21T08:00Z"));
    }

    void aBarIsHeldUntilTheNextBeginsOrTheClockHasPassedItsEnd()
    {
        BarBuilder builder(Timeframe::M5, stocks);
        const Timestamp open = at("2026-03-02T14:30Z");
        for (int i = 0; i < 5; ++i)
            QVERIFY(!builder.add(minute(open + minutes(i), i)));

        QVERIFY(!builder.closeBy(open + minutes(5) + BarBuilder::grace - nanoseconds(1)));
        QVERIFY(builder.forming() && builder.forming()->volume == 50);
        const auto closed = builder.closeBy(open + minutes(5) + BarBuilder::grace);
        QVERIFY(closed && closed->closeTime == open + minutes(5));
        QVERIFY(!builder.forming() && !builder.closeBy(open + hours(1)));
    }

    void aMinuteAfterTheSessionClosesItsLastBar()
    {
        BarBuilder builder(Timeframe::H1, stocks);
        QVERIFY(!builder.add(minute(at("2026-03-02T20:59Z"), 1)));

        const auto closed = builder.add(minute(at("2026-03-02T21:00Z"), 2));

        QVERIFY(closed && closed->closeTime == at("2026-03-02T21:00Z") && closed->close == px(10'002));
    }

    void whatWasHandedOnNeverChanges()
    {
        BarBuilder builder(Timeframe::M5, stocks);
        const Timestamp open = at("2026-03-02T14:30Z");
        (void)builder.add(minute(open, 0));
        QVERIFY(builder.closeBy(open + minutes(6)));

        QVERIFY(!builder.add(minute(open + minutes(4), 4)));  // late
        QVERIFY(!builder.add(minute(open - minutes(5), 4)));  // before the session: no matter
        QVERIFY(!builder.closeBy(open + minutes(6)));
        QCOMPARE(builder.late(), 1);
        QVERIFY(!builder.add(minute(open + minutes(10), 10)));
        QVERIFY(!builder.add(minute(open + minutes(7), 7)));  // of a bar that was passed over
        QCOMPARE(builder.late(), 2);
        QVERIFY(builder.forming()->openTime == open + minutes(10) && builder.forming()->volume == 10);
    }

    void minutesMayComeTwiceAndInAnyOrder()
    {
        BarBuilder straight(Timeframe::M5, stocks);
        BarBuilder mixed(Timeframe::M5, stocks);
        const Timestamp open = at("2026-03-02T14:30Z");
        for (int i = 0; i < 5; ++i)
            (void)straight.add(minute(open + minutes(i), i));
        for (const int i : {1, 0, 4, 4, 2, 1, 3})
            (void)mixed.add(minute(open + minutes(i), i));
        (void)mixed.add(minute(open + minutes(2), 70)); // another version of one that is there

        QVERIFY(mixed.forming() && mixed.forming() == straight.forming());
    }

    void finerBarsOfDifferentLengthsMakeTheSameHour()
    {
        BarBuilder minutesOnly(Timeframe::H1, stocks);
        BarBuilder both(Timeframe::H1, stocks);
        const Timestamp open = at("2026-03-02T14:30Z");
        for (int i = 0; i < 60; ++i)
            (void)minutesOnly.add(minute(open + minutes(i), i));
        (void)both.add({open, open + minutes(30), px(10'000), px(10'032), px(9'998), px(10'030), 300});
        for (int i = 30; i < 60; ++i)
            (void)both.add(minute(open + minutes(i), i));

        QVERIFY(both.forming() == minutesOnly.forming());
    }

    void aRepairedMinuteMarksItsBar()
    {
        BarBuilder builder(Timeframe::M5, stocks);
        (void)builder.add(minute(at("2026-03-02T14:30Z"), 0));
        Bar repaired = minute(at("2026-03-02T14:31Z"), 1);
        repaired.isRepaired = true;
        (void)builder.add(repaired);

        QVERIFY(builder.forming()->isRepaired);
    }

    /// The spans are those by which stored bars are closed.
    void closesAsStoredBarsDo_data()
    {
        QTest::addColumn<int>("timeframe");
        QTest::addColumn<bool>("isStock");
        for (const Timeframe each : {Timeframe::M1, Timeframe::M5, Timeframe::M15, Timeframe::M30, Timeframe::H1, Timeframe::H4})
            for (const bool isStock : {true, false})
                QTest::addRow("%s %s", timeframeName(each), isStock ? "stock" : "coin") << int(each) << isStock;
    }
    void closesAsStoredBarsDo()
    {
        QFETCH(int, timeframe);
        QFETCH(bool, isStock);
        const auto length = Timeframe(timeframe);
        const SessionKind session = isStock ? stocks : coins;
        std::vector<Bar> bars;
        const Timestamp to = at("2026-12-02T00:00Z");
        for (Timestamp moment = at("2026-10-28T00:00Z"); moment < to; moment += minutes(7)) // a switch, holiday, half day
            if (const auto span = barSpanAt(moment, length, session))
                if (bars.empty() || bars.back().openTime != span->open)
                    bars.push_back({span->open, span->close, px(1), px(1), px(1), px(1), 1});
        std::vector<Bar> stored = bars;

        setCloseTimes(stored, lengthOf(length), session);

        QVERIFY(bars.size() > 20);
        QVERIFY(stored == bars);
        if (isStock)
            for (const Bar &bar : bars)
                QVERIFY(isCoreSession(bar.openTime) && newYorkTimeOfDay(bar.closeTime) <= hours(16));
    }
};

QTEST_GUILESS_MAIN(BarBuilderTest)
#include "BarBuilderTest.moc"
