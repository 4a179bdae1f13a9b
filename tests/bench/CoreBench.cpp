// What the main job costs, each figure beside the plain way of doing it. Goals: product page, section 9.
#include "core/backtest/Backtest.h"
#include "core/history/BarFile.h"
#include "core/indicators/Atr.h"
#include "core/indicators/Ema.h"
#include "core/indicators/Rsi.h"
#include "core/indicators/Sma.h"
#include "core/simulation/DemoMarket.h"
#include "core/storage/SqliteJournal.h"

#include <benchmark/benchmark.h>

#include <QDir>
#include <QTemporaryDir>

#include <condition_variable>
#include <mutex>
#include <numeric>

using namespace core;

namespace {

const SeriesId minutes{{"bybit-linear", "BTCUSDT"}, Timeframe::M1};

/// Closed minutes of the demo market.
std::vector<Bar> demoBars(std::size_t count)
{
    DemoMarket market(1, {minutes});
    std::vector<Bar> bars = market.history(minutes);
    while (bars.size() < count) {
        const MarketStep step = market.next();
        if (step.kind == MarketStep::Kind::BarClose)
            bars.push_back(step.bar);
    }
    return bars;
}

const std::vector<Bar> &sharedBars()
{
    static const std::vector<Bar> bars = demoBars(20'000);
    return bars;
}

void fourIndicatorsOneBar(benchmark::State &state)
{
    const auto &bars = sharedBars();
    Sma sma(30);
    Ema ema(30);
    Rsi rsi(14);
    Atr atr(14);
    std::size_t i = 0;
    for (auto _ : state) {
        const Bar &bar = bars[i++ % bars.size()];
        const double close = bar.close.toDouble();
        sma.update(close);
        ema.update(close);
        rsi.update(close);
        atr.update(bar.high.toDouble(), bar.low.toDouble(), close);
        benchmark::DoNotOptimize(&sma);
        benchmark::DoNotOptimize(&atr);
    }
}
BENCHMARK(fourIndicatorsOneBar);

/// The peer: summing the whole window again for every bar.
void smaByPlainSum(benchmark::State &state)
{
    const auto &bars = sharedBars();
    std::size_t i = 30;
    for (auto _ : state) {
        double sum = 0;
        for (std::size_t k = i - 30; k < i; ++k)
            sum += bars[k].close.toDouble();
        benchmark::DoNotOptimize(sum);
        i = i + 1 < bars.size() ? i + 1 : 30;
    }
}
BENCHMARK(smaByPlainSum);

/// The whole path — strategy, planning, desk, gate, execution, venue, books — per bar.
void backtestThroughTheEngine(benchmark::State &state)
{
    BacktestSettings settings;
    settings.engine = bareEngine(minutes, "ma-crossover", {}, Money(Decimal::fromInteger(10'000)),
                                 *Decimal::parse("0.001"), SizeRule::AllIn, {});
    settings.series = {{minutes, sharedBars()}};
    std::string digest;
    for (auto _ : state) {
        const auto result = runBacktest(settings);
        if (!result) {
            state.SkipWithError("the back-test failed");
            return;
        }
        digest = result->digest;
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t(sharedBars().size()));
    state.SetLabel("digest " + digest.substr(0, 12));
}
BENCHMARK(backtestThroughTheEngine)->Unit(benchmark::kMillisecond);

void readBarsFromCsv(benchmark::State &state)
{
    const QTemporaryDir folder;
    const std::string path = QDir(folder.path()).filePath(QStringLiteral("1m.csv")).toStdString();
    if (!writeBars(path, sharedBars())) {
        state.SkipWithError("the bars cannot be written");
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(readBars(path, {Timeframe::M1, SessionKind::AlwaysOpen}));
    state.SetItemsProcessed(state.iterations() * std::int64_t(sharedBars().size()));
}
BENCHMARK(readBarsFromCsv)->Unit(benchmark::kMillisecond);

/// From append to durable: one record, write-ahead log with full sync.
void journalCommit(benchmark::State &state)
{
    const QTemporaryDir folder;
    const SystemClock clock;
    std::mutex mutex;
    std::condition_variable wake;
    std::int64_t through = 0;
    auto journal = SqliteJournal::open(folder.path(), clock,
                                       {[&](std::int64_t ticket) {
                                            const std::lock_guard lock(mutex);
                                            through = ticket;
                                            wake.notify_one();
                                        },
                                        [](const std::string &) {}});
    if (!journal) {
        state.SkipWithError("the journal cannot be opened");
        return;
    }
    for (auto _ : state) {
        const std::int64_t ticket = (*journal)->append(
            {Table::Equity, {}, {{"time", std::string("t")}, {"kind", std::string("sample")}, {"run", std::string("r")}}});
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return through >= ticket; });
    }
}
BENCHMARK(journalCommit)->Unit(benchmark::kMicrosecond)->UseRealTime();

} // namespace
