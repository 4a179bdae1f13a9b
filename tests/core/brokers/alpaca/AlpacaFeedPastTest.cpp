#include "tests/core/brokers/alpaca/FeedFixture.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const InstrumentId aapl{"alpaca", "AAPL"};
const InstrumentId tsla{"alpaca", "TSLA"};
const InstrumentId coin{"alpaca-crypto", "BTC/USD"};

bool has(const std::string &url, const char *words)
{
    return url.find(words) != std::string::npos;
}

} // namespace

/// Bars of before the start, over REST.
class AlpacaFeedPastTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hoursAreMadeOfTheSessionsHalfHoursAndTheRunningOneOfMinutes()
    {
        FeedFixture f;
        f.load({{aapl, Timeframe::H1}}, 4, "2026-03-03T10:42:30-05:00"); // 15:42:30Z
        const std::string halves = f.waitingFor("timeframe=30Min");
        QVERIFY(has(halves, "symbols=AAPL") && has(halves, "feed=iex") && has(halves, "adjustment=split"));
        QVERIFY(has(halves, "https://data.alpaca.markets/v2/stocks/bars"));
        QVERIFY(has(f.waitingFor("timeframe=1Min"), "start=2026-03-03T15%3A30%3A00"));

        // From before the opening of the second to after its close, and this morning.
        f.answer("timeframe=30Min", page(R"("AAPL":)" + wireBars("2026-03-02T13:00:00Z", 20, 30min) + R"(,"OTHER":[])"),
                 200);
        QVERIFY(!f.past);
        f.answer("timeframe=1Min", page(R"("AAPL":)" + wireBars("2026-03-03T15:30:00Z", 13, 1min)));

        QVERIFY(f.past && *f.past);
        const std::vector<Bar> &bars = (**f.past).at({aapl, Timeframe::H1});
        QCOMPARE(bars.size(), std::size_t(4)); // no more than was asked for, the newest
        QVERIFY(bars.front().openTime == at("2026-03-02T17:30Z") && bars.front().closeTime == at("2026-03-02T18:30Z"));
        QVERIFY(bars.back().openTime == at("2026-03-02T20:30Z") && bars.back().closeTime == at("2026-03-02T21:00Z"));
        QCOMPARE(bars.back().volume, 10.0); // one half hour
        QCOMPARE(bars.front().open.toString(), std::string("109.5"));
        QCOMPARE(bars.front().close.toString(), std::string("110.51"));
    }

    void theRunningHourGoesOnWithTheMinutesOfTheStream()
    {
        FeedFixture f;
        const std::vector<SeriesId> series{{aapl, Timeframe::H1}};
        f.load(series, 4, "2026-03-02T15:33:10Z");
        f.answer("timeframe=30Min", page(R"("AAPL":)" + wireBars("2026-03-02T14:30:00Z", 3, 30min))); // the third has begun
        f.answer("timeframe=1Min", page(R"("AAPL":)" + wireBars("2026-03-02T15:30:00Z", 4, 1min))); // the fourth has not ended
        QCOMPARE((**f.past).at(series[0]).size(), std::size_t(1));
        f.open(series);
        f.confirm(f.socket(), R"(["AAPL"])");
        QVERIFY(has(f.waitingFor("timeframe=1Min"), "start=2026-03-02T15%3A33%3A00"));
        f.answer("timeframe=1Min", page(""));

        for (int i = 3; i < 60; ++i)
            f.minute(f.socket(), "AAPL", at("2026-03-02T15:30Z") + i * 1min, i);
        QVERIFY(f.bars().empty());
        f.minute(f.socket(), "AAPL", at("2026-03-02T16:30Z"), 60);

        QCOMPARE(f.bars().size(), std::size_t(1));
        const Bar bar = f.bars()[0].bar;
        QVERIFY(bar.openTime == at("2026-03-02T15:30Z") && bar.closeTime == at("2026-03-02T16:30Z"));
        QCOMPARE(bar.volume, 600.0); // each minute once
        QCOMPARE(bar.open.toString(), std::string("100.5"));
        QCOMPARE(bar.close.toString(), std::string("159.51"));
    }

    void allPagesAreRead()
    {
        FeedFixture f;
        f.load({{aapl, Timeframe::M5}, {tsla, Timeframe::M5}}, 3, "2026-03-02T15:00:10Z");
        QVERIFY(has(f.waitingFor("timeframe=5Min"), "symbols=AAPL%2CTSLA"));
        f.answer("timeframe=5Min", page(R"("AAPL":)" + wireBars("2026-03-02T14:30:00Z", 6, 5min), R"("next")"));
        f.answer("page_token=next", page("", R"("more")")); // empty, and yet there is more
        f.answer("page_token=more", page(R"("TSLA":)" + wireBars("2026-03-02T14:30:00Z", 6, 5min, 50)));
        f.answer("timeframe=1Min", page(""));

        QVERIFY(f.past && *f.past);
        QCOMPARE((**f.past).at({aapl, Timeframe::M5}).size(), std::size_t(3));
        QCOMPARE((**f.past).at({tsla, Timeframe::M5}).back().open.toString(), std::string("155.5"));
        QVERIFY((**f.past).at({tsla, Timeframe::M5}).back().closeTime == at("2026-03-02T15:00Z"));
    }

    void aTokenThatRepeatsEndsInAnError()
    {
        FeedFixture f;
        f.load({{coin, Timeframe::H1}}, 3, "2026-03-02T15:00:10Z");
        f.answer("timeframe=1Hour", page("", R"("same")"));
        f.answer("page_token=same", page("", R"("same")"));

        QVERIFY(f.past && !*f.past);
    }

    void whatFailsIsAskedAgainAFewTimes()
    {
        FeedFixture f;
        f.load({{coin, Timeframe::H1}}, 3, "2026-03-02T15:00:10Z");
        f.answer("timeframe=1Min", page(""));
        f.answer("timeframe=1Hour", "<html>", 502);
        QVERIFY(f.waitingFor("timeframe=1Hour").empty()); // not at once
        f.pass(1s);
        f.answer("timeframe=1Hour", page(R"("BTC/USD":)" + wireBars("2026-03-02T12:00:00Z", 4, 1h)));

        QVERIFY(f.past && *f.past);
        const auto &bars = (**f.past).at({coin, Timeframe::H1});
        QCOMPARE(bars.size(), std::size_t(3)); // the fourth runs
        QVERIFY(bars.back().closeTime == at("2026-03-02T15:00Z"));
    }

    void aRefusalIsFinalAndSaysWhy()
    {
        FeedFixture f;
        f.load({{aapl, Timeframe::M1}}, 3, "2026-03-02T15:00:10Z");
        f.answer("timeframe=1Min", R"({"code":42210000,"message":"subscription does not permit querying recent SIP data"})",
                 403);
        f.pass(30s);

        QVERIFY(f.past && !*f.past);
        QVERIFY(has(f.past->error().message, "recent SIP data"));
        QVERIFY(f.http.waiting() == 0);
    }

    void daysAreTheVenuesOwnAndOnlyClosedOnes()
    {
        FeedFixture f;
        f.load({{aapl, Timeframe::D1}}, 5, "2026-03-03T15:00:10Z");
        f.answer("timeframe=1Day",
                 page(R"("AAPL":[)" + wireBar(at("2026-02-27T05:00:00Z"), 1) + "," +
                      wireBar(at("2026-03-02T05:00:00Z"), 2) + "," + wireBar(at("2026-03-03T05:00:00Z"), 3) + "]"));

        QVERIFY(f.past && *f.past);
        const auto &bars = (**f.past).at({aapl, Timeframe::D1});
        QCOMPARE(bars.size(), std::size_t(2)); // today's has not closed
        QVERIFY(bars[1].openTime == at("2026-03-02") && bars[1].closeTime == at("2026-03-02T21:00Z"));
    }

    void aDayIsAskedForTwoMinutesAfterItsClose()
    {
        FeedFixture f;
        const std::vector<SeriesId> series{{aapl, Timeframe::D1}};
        f.load(series, 5, "2026-03-03T20:59:00Z");
        f.answer("timeframe=1Day", page(R"("AAPL":[)" + wireBar(at("2026-03-02T05:00:00Z"), 2) + "]"));
        f.open(series);
        f.pass(170s);
        QVERIFY(f.waitingFor("timeframe=1Day").empty());
        f.pass(20s); // now it is 21:02:10
        const std::string asked = f.waitingFor("timeframe=1Day");
        QVERIFY(!asked.empty());
        f.answer("timeframe=1Day", page("")); // not there yet
        f.pass(20s);
        f.answer("timeframe=1Day",
                 page(R"("AAPL":[)" + wireBar(at("2026-03-02T05:00:00Z"), 2) + "," +
                      wireBar(at("2026-03-03T05:00:00Z"), 3) + "]"));
        f.pass(120s);

        QCOMPARE(f.bars().size(), std::size_t(1)); // the one before was known
        QVERIFY(f.bars()[0].bar.closeTime == at("2026-03-03T21:00Z"));
        QVERIFY(f.waitingFor("timeframe=1Day").empty()); // the next one is tomorrow's
    }
};

QTEST_GUILESS_MAIN(AlpacaFeedPastTest)
#include "AlpacaFeedPastTest.moc"
