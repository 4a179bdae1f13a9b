#include "core/backtest/Backtest.h"
#include "core/optimise/CrossoverSweep.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"

#include <cmath>

using namespace core;

namespace bench {

namespace {

const SeriesId minutes{{"bybit-linear", "BTCUSDT"}, Timeframe::M1};
constexpr std::size_t playedBars = 200'000;

std::vector<Bar> someBars()
{
    return {millionBars().begin(), millionBars().begin() + playedBars};
}

BacktestSettings crossSettings()
{
    BacktestSettings settings;
    settings.engine = bareEngine(minutes, "ma-crossover", {}, Money(Decimal::fromInteger(10'000)),
                                 *Decimal::parse("0.0001"), SizeRule::AllIn, {});
    settings.series = {{minutes, someBars()}};
    return settings;
}

/// The whole path — strategy, planning, desk, gate, execution, venue, books — for every bar.
void throughTheEngine(benchmark::State &state)
{
    const BacktestSettings settings = crossSettings();
    Result<BacktestResult> result = failure(ErrorCode::BadInput, "not run");
    for (auto _ : state)
        result = runBacktest(settings);
    if (!result)
        return state.SkipWithError("the back-test failed");
    items(state, double(result->bars));
    state.SetLabel(std::to_string(result->trades.size()) + " entries, log10 equity " +
                   nineDigits(std::log10(result->finalEquity.toDouble())) + ", digest " + result->digest.substr(0, 12));
}

/// The limit: the same strategy in one loop of doubles that knows no order, venue, book or rule.
void byPlainLoop(benchmark::State &state)
{
    std::vector<double> opens, closes, cents; // whole cents: their sums are exact, so ties are ties
    for (std::size_t i = 0; i < playedBars; ++i) {
        opens.push_back(millionBars()[i].open.toDouble());
        closes.push_back(millionCloses()[i]);
        cents.push_back(std::round(closes[i] * 100));
    }
    double equity = 0;
    int entries = 0;
    for (auto _ : state) {
        std::vector<double> curve(playedBars);
        double cash = 10'000, held = 0, fast = 0, slow = 0;
        int side = 0, wanted = 0;
        entries = 0;
        for (std::size_t i = 0; i < playedBars; ++i) {
            if (wanted > 0) {
                held = std::floor(cash / (opens[i] * 1.0001) * 1e9) / 1e9;
                cash -= held * opens[i] * 1.0001;
                ++entries;
            } else if (wanted < 0 && held > 0) {
                cash += held * opens[i] * 0.9999;
                held = 0;
            }
            wanted = 0;
            fast += cents[i] - (i >= 10 ? cents[i - 10] : 0);
            slow += cents[i] - (i >= 30 ? cents[i - 30] : 0);
            curve[i] = cash + held * closes[i];
            const double distance = fast * 3 - slow;
            if (i < 29 || distance == 0)
                continue;
            const int now = distance > 0 ? 1 : -1;
            wanted = side != 0 && now != side ? now : 0;
            side = now;
        }
        equity = curve.back();
        benchmark::DoNotOptimize(curve.data());
    }
    items(state, double(playedBars));
    state.SetLabel(std::to_string(entries) + " entries, log10 equity " + nineDigits(std::log10(equity)));
}

/// A thousand sets: forty fast periods by twenty-five slow ones, over the million bars.
std::vector<CrossoverSet> thousandSets()
{
    std::vector<CrossoverSet> sets;
    for (int fast = 5; fast < 45; ++fast)
        for (int slow = 50; slow < 300; slow += 10)
            sets.push_back({fast, slow});
    return sets;
}

void sweepOnOneCore(benchmark::State &state)
{
    BacktestSettings settings = crossSettings();
    settings.series = {{minutes, millionBars()}};
    const auto sweep = CrossoverSweep::create(std::move(settings));
    if (!sweep)
        return state.SkipWithError("the sweep refuses the settings");
    const std::vector<CrossoverSet> sets = thousandSets();
    Result<std::vector<CrossoverOutcome>> outcomes = failure(ErrorCode::BadInput, "not run");
    for (auto _ : state)
        outcomes = sweep->run(sets);
    std::int64_t trips = 0;
    double sum = 0;
    for (const CrossoverOutcome &each : *outcomes) {
        trips += each.roundTrips;
        sum += std::log10(each.finalEquity.toDouble());
    }
    state.SetLabel(std::to_string(sets.size()) + " sets, " + std::to_string(trips) + " round trips, sum of log10 equity " +
                   nineDigits(sum));
}

/// The limit: the same thousand in a loop of doubles over sums that are made once, money as double.
void sweepByPlainLoop(benchmark::State &state)
{
    const std::vector<Bar> &bars = millionBars();
    std::vector<double> sums{0}, opens;
    for (const Bar &bar : bars) {
        sums.push_back(sums.back() + std::round(bar.close.toDouble() * 100));
        opens.push_back(bar.open.toDouble());
    }
    const std::vector<CrossoverSet> sets = thousandSets();
    std::int64_t trips = 0;
    double sum = 0;
    for (auto _ : state) {
        trips = 0;
        sum = 0;
        for (const auto &[fast, slow] : sets) {
            double cash = 10'000, held = 0;
            int side = 0;
            for (std::size_t i = std::size_t(slow); i < sums.size(); ++i) {
                const double distance = (sums[i] - sums[i - std::size_t(fast)]) * slow -
                                        (sums[i] - sums[i - std::size_t(slow)]) * fast;
                const int now = (distance > 0) - (distance < 0);
                if (now == 0 || now == side)
                    continue;
                const bool isCross = side != 0 && i < opens.size();
                side = now;
                if (isCross && now > 0) {
                    held = std::floor(cash / (opens[i] * 1.0001) * 1e9) / 1e9;
                    cash -= held * opens[i] * 1.0001;
                } else if (isCross && held > 0) {
                    cash += held * opens[i] * 0.9999;
                    held = 0;
                    ++trips;
                }
            }
            sum += std::log10(cash + held * bars.back().close.toDouble());
        }
    }
    state.SetLabel(std::to_string(sets.size()) + " sets, " + std::to_string(trips) + " round trips, sum of log10 equity " +
                   nineDigits(sum));
}

} // namespace

void addBacktestRows()
{
    addRow({.what = "back-test SMA 10/30, bars",
            .unit = Unit::MillionPerSecond,
            .goal = 100,
            .ways = {{"ours, through the engine", throughTheEngine}, {"one loop of doubles (limit)", byPlainLoop}},
            .quoted = {{"backtrader", 0.017}, {"backtesting.py", 0.195}, {"vectorbt", 9}},
            .note = "fill at the next open, equal averages keep the last side, quantity floored at nine places, "
                    "fee 0.0001 of both notionals, all-in of 10,000, 200,000 bars"});
    addRow({.what = "sweep, 1,000 sets x 1 M bars",
            .unit = Unit::Seconds,
            .goal = 0.7,
            .ways = {{"ours, one core, exact money", sweepOnOneCore}, {"plain loop, money as double", sweepByPlainLoop}},
            .quoted = {{"vectorbt", 109}, {"limit", 0.3}},
            .effort = Effort::Once,
            .note = "SMA 5..44 by 50..290; definitions as above"});
}

} // namespace bench
