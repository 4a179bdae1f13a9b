#include "core/optimise/CrossoverSweep.h"

#include "core/history/BarFile.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/RandomBars.h"
#include "tests/support/SharedData.h"

#include <QTest>

using namespace core;
using namespace support;

namespace {

BacktestSettings settingsOf(std::vector<Bar> bars, const char *fee, CrossoverSet set = {},
                            const SeriesId &series = {{"bybit-linear", "BTCUSDT"}, Timeframe::M1})
{
    BacktestSettings settings;
    settings.engine = bareEngine(series, "ma-crossover",
                                 {{"fast", std::to_string(set.fast)}, {"slow", std::to_string(set.slow)}},
                                 usd("10000"), dec(fee), SizeRule::AllIn, {});
    settings.series.push_back({series, std::move(bars)});
    return settings;
}

/// The first field in which two trades differ; null when they are the same.
const char *difference(const RoundTrip &a, const RoundTrip &b)
{
    return a.instrument != b.instrument     ? "instrument"
           : a.direction != b.direction     ? "direction"
           : a.entryTime != b.entryTime     ? "entry time"
           : a.entryPrice != b.entryPrice   ? "entry price"
           : a.exitTime != b.exitTime       ? "exit time"
           : a.exitPrice != b.exitPrice     ? "exit price"
           : a.quantity != b.quantity       ? "quantity"
           : a.pnl != b.pnl                 ? "P&L"
           : a.returnPct != b.returnPct     ? "return"
           : a.fees != b.fees               ? "fees"
           : a.reason != b.reason           ? "reason"
                                            : nullptr;
}

/// Bars that move by whole steps, so that equal averages are common.
std::vector<Bar> steppedBars(std::size_t count, const char *stepText)
{
    const std::int64_t step = dec(stepText).nanos();
    SeededRandom random(7);
    std::vector<Bar> bars = randomBars(count, 7);
    std::int64_t level = 40;
    for (Bar &bar : bars) {
        level = std::max<std::int64_t>(3, level + std::int64_t(random.next() % 3) - 1);
        bar.open = bar.close = Price(Decimal::fromNanos(level * step));
        bar.high = bar.low = bar.close;
    }
    return bars;
}

/// Prices with nine places that are worth nothing as multiples of a tick.
std::vector<Bar> ragged(std::vector<Bar> bars)
{
    SeededRandom random(3);
    for (Bar &bar : bars) {
        bar.open = Price(Decimal::fromNanos(bar.open.value().nanos() + std::int64_t(random.next() % 999)));
        bar.close = Price(Decimal::fromNanos(bar.close.value().nanos() + std::int64_t(random.next() % 999)));
    }
    return bars;
}

/// Prices whose sums leave 64 bits.
std::vector<Bar> dear(std::vector<Bar> bars)
{
    for (Bar &bar : bars) {
        bar.open = Price(Decimal::fromNanos(bar.open.value().nanos() * 1'000'000));
        bar.close = Price(Decimal::fromNanos(bar.close.value().nanos() * 1'000'000));
    }
    return bars;
}

const std::vector<CrossoverSet> sets{{1, 2}, {1, 15}, {2, 3}, {3, 8}, {5, 20}, {7, 31}, {10, 30}, {12, 26}, {20, 50}, {50, 200}, {99, 100}};

} // namespace

class CrossoverSweepTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheTradesAndTheDigestOfTheEngine_data()
    {
        QTest::addColumn<QString>("bars");
        QTest::addColumn<QString>("fee");
        for (const char *bars : {"random", "ragged", "steps of a cent", "steps of a third", "dear",
                                 "us-intraday/AAPL/1h.csv", "us-yahoo/AAPL/1d.csv", "bybit-linear/BTCUSDT/1h.csv",
                                 "binance-spot/BTCUSDT/1h.csv.gz", "bybit-linear/ADAUSDT/1m.csv.gz"})
            for (const char *fee : {"0", "0.001"})
                QTest::addRow("%s, fee %s", bars, fee) << QString::fromUtf8(bars) << QString::fromUtf8(fee);
    }
    void givesTheTradesAndTheDigestOfTheEngine()
    {
        QFETCH(QString, bars);
        QFETCH(QString, fee);
        if (bars.contains(QLatin1Char('/')))
            REQUIRE_SHARED_DATA();
        const std::vector<Bar> series = barsOf(bars.toStdString());
        QVERIFY(series.size() > 250);
        const std::string rate = fee.toStdString();
        const auto sweep = CrossoverSweep::create(settingsOf(series, rate.c_str()));
        VERIFY_RESULT(sweep);

        const auto outcomes = sweep->run(sets);

        VERIFY_RESULT(outcomes);
        QCOMPARE(outcomes->size(), sets.size());
        std::size_t trades = 0;
        for (std::size_t i = 0; i < sets.size(); ++i) {
            const auto slow = runBacktest(settingsOf(series, rate.c_str(), sets[i]));
            const auto full = sweep->runInFull(sets[i]);
            VERIFY_RESULT(slow);
            VERIFY_RESULT(full);
            QCOMPARE(full->trades.size(), slow->trades.size());
            for (std::size_t k = 0; k < slow->trades.size(); ++k)
                if (const char *field = difference(full->trades[k], slow->trades[k]))
                    QFAIL(qPrintable(QStringLiteral("%1/%2, trade %3: another %4")
                                         .arg(sets[i].fast).arg(sets[i].slow).arg(k).arg(QLatin1String(field))));
            for (const CrossoverOutcome &outcome : {(*outcomes)[i], full->outcome}) {
                QCOMPARE(outcome.set, sets[i]);
                QCOMPARE(outcome.finalEquity, slow->finalEquity);
                QCOMPARE(outcome.fees, slow->fees);
                QCOMPARE(outcome.roundTrips, slow->roundTrips);
            }
            QCOMPARE(full->digest, slow->digest);
            trades += slow->trades.size();
        }
        QVERIFY2(trades > 50, "the bars hardly trade: nothing was compared");
    }

    void refusesWhatItDoesNotCover_data()
    {
        QTest::addColumn<int>("oddity");
        for (int i = 0; i < 14; ++i)
            QTest::addRow("oddity %d", i) << i;
    }
    void refusesWhatItDoesNotCover()
    {
        QFETCH(int, oddity);
        BacktestSettings settings = settingsOf(randomBars(100), "0.001");
        BotSettings &bot = settings.engine.bots.front();
        switch (oddity) {
        case 0: settings.fillAt = FillAt::Close; break;
        case 1: settings.slippage = dec("0.001"); break;
        case 2: settings.feePerUnit = dec("0.01"); break;
        case 3: settings.venue = VenueRules{}; break;
        case 4: settings.atTheEnd = AtTheEnd::CloseAtOpen; break;
        case 5: bot.parameters["average"] = "ema"; break;
        case 6: bot.allowsShort = true; break;
        case 7: bot.planning.stopAtrs = dec("2"); break;
        case 8: bot.planning.size = SizeRule::Fixed; break;
        case 9: settings.engine.limits.isUnlimited = false; break;
        case 10: settings.engine.instruments.front().multiplier = dec("10"); break;
        case 11: settings.series.push_back(settings.series.front()); break;
        case 12: std::swap(settings.series[0].bars[3], settings.series[0].bars[4]); break;
        case 13: bot.planning.collar = dec("0.01"); break;
        }

        const auto sweep = CrossoverSweep::create(settings);

        QVERIFY(!sweep);
        QCOMPARE(sweep.error().code, ErrorCode::BadInput);
        QVERIFY(CrossoverSweep::create(settingsOf(randomBars(100), "0.001")));
    }

    void refusesPeriodsThatAreNone()
    {
        const auto sweep = CrossoverSweep::create(settingsOf(randomBars(100), "0"));
        VERIFY_RESULT(sweep);

        for (const CrossoverSet bad : {CrossoverSet{0, 5}, CrossoverSet{5, 5}, CrossoverSet{6, 5}, CrossoverSet{5, 10'001}}) {
            QVERIFY(!sweep->run(std::span(&bad, 1)));
            QVERIFY(!sweep->runInFull(bad));
        }
    }

    void hasNoTradesWhereTheBarsEndBeforeTheSlowAverage()
    {
        const auto sweep = CrossoverSweep::create(settingsOf(randomBars(20), "0"));
        VERIFY_RESULT(sweep);

        const auto run = sweep->runInFull({10, 30});

        VERIFY_RESULT(run);
        QCOMPARE(run->trades.size(), std::size_t(0));
        QCOMPARE(run->outcome.finalEquity, usd("10000"));
    }

private:
    static std::vector<Bar> barsOf(const std::string &name)
    {
        if (name == "random")
            return randomBars(20'000);
        if (name == "ragged")
            return ragged(randomBars(10'000, 5));
        if (name == "steps of a cent")
            return steppedBars(20'000, "0.01");
        if (name == "steps of a third")
            return steppedBars(20'000, "0.333333333");
        if (name == "dear")
            return dear(randomBars(5'000, 9));
        auto bars = readBars(sharedFile(("bars/" + name).c_str()));
        return bars ? std::move(*bars) : std::vector<Bar>();
    }
};

QTEST_GUILESS_MAIN(CrossoverSweepTest)
#include "CrossoverSweepTest.moc"
