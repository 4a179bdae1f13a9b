#include "core/indicators/Atr.h"
#include "core/indicators/Ema.h"
#include "core/indicators/Rsi.h"
#include "core/indicators/Sma.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>

using namespace core;

namespace bench {

namespace {

struct Plain {
    double high, low, close;
};

const std::vector<Plain> &plainBars()
{
    static const std::vector<Plain> bars = [] {
        std::vector<Plain> all;
        for (const Bar &bar : millionBars())
            all.push_back({bar.high.toDouble(), bar.low.toDouble(), bar.close.toDouble()});
        return all;
    }();
    return bars;
}

/// Three simple and three exponential averages, two RSI, two ATR, as a strategy keeps them.
void tenIndicators(benchmark::State &state)
{
    Sma sma[]{Sma(10), Sma(30), Sma(200)};
    Ema ema[]{Ema(12), Ema(26), Ema(200)};
    Rsi rsi[]{Rsi(14), Rsi(2)};
    Atr atr[]{Atr(14), Atr(21)};
    const auto &bars = plainBars();
    std::size_t i = 0;
    const auto update = [&] {
        const Plain &bar = bars[i++ % bars.size()];
        for (Sma &each : sma)
            each.update(bar.close);
        for (Ema &each : ema)
            each.update(bar.close);
        for (Rsi &each : rsi)
            each.update(bar.close);
        for (Atr &each : atr)
            each.update(bar.high, bar.low, bar.close);
    };
    const auto sum = [&] {
        double total = 0;
        for (const Sma &each : sma)
            total += each.value();
        for (const Ema &each : ema)
            total += each.value();
        for (const Rsi &each : rsi)
            total += each.value();
        for (const Atr &each : atr)
            total += each.value();
        return total;
    };
    while (i < 1000)
        update();
    state.SetLabel("sum at 1000: " + nineDigits(sum()));
    for (auto _ : state) {
        update();
        benchmark::DoNotOptimize(sum());
    }
}

/// The same ten, each worked out again from the last bars as a textbook does it: windows summed anew,
/// recursions in one line.
class Textbook {
public:
    explicit Textbook(const std::vector<Plain> &bars) : m_bars(bars)
    {
        for (std::size_t k = 0; k < 3; ++k)
            m_ema[k] = mean(emaPeriods[k] - 1, emaPeriods[k]);
        for (std::size_t i = 1; i < 999; ++i)
            update(i);
    }
    double update(std::size_t i)
    {
        double total = 0;
        if (i >= 200)
            for (const std::size_t period : {10, 30, 200})
                total += mean(i, period);
        for (std::size_t k = 0; k < 3; ++k) {
            if (i >= emaPeriods[k])
                m_ema[k] += 2.0 / (double(emaPeriods[k]) + 1) * (m_bars[i].close - m_ema[k]);
            total += m_ema[k];
        }
        const double change = m_bars[i].close - m_bars[i - 1].close;
        const double range = std::max({m_bars[i].high - m_bars[i].low, std::abs(m_bars[i].high - m_bars[i - 1].close),
                                       std::abs(m_bars[i].low - m_bars[i - 1].close)});
        for (std::size_t k = 0; k < 2; ++k) {
            smooth(m_gain[k], std::max(change, 0.0), i, rsiPeriods[k]);
            smooth(m_loss[k], std::max(-change, 0.0), i, rsiPeriods[k]);
            smooth(m_range[k], range, i, atrPeriods[k]);
            total += 100 - 100 / (1 + m_gain[k] / m_loss[k]) + m_range[k];
        }
        return total;
    }

private:
    double mean(std::size_t last, std::size_t period) const
    {
        double sum = 0;
        for (std::size_t i = last + 1 - period; i <= last; ++i)
            sum += m_bars[i].close;
        return sum / double(period);
    }
    static void smooth(double &average, double value, std::size_t i, std::size_t period)
    {
        const double n = double(std::min(i, period));
        average += (value - average) / n;
    }

    static constexpr std::size_t emaPeriods[]{12, 26, 200};
    static constexpr std::size_t rsiPeriods[]{14, 2};
    static constexpr std::size_t atrPeriods[]{14, 21};
    const std::vector<Plain> &m_bars;
    double m_ema[3]{}, m_gain[2]{}, m_loss[2]{}, m_range[2]{};
};

void tenByTextbook(benchmark::State &state)
{
    const auto &bars = plainBars();
    Textbook book(bars);
    state.SetLabel("sum at 1000: " + nineDigits(book.update(999)));
    std::size_t i = 1000;
    for (auto _ : state) {
        benchmark::DoNotOptimize(book.update(i));
        i = i + 1 < bars.size() ? i + 1 : 1000;
    }
}

// --- batch: twenty thousand bars that stay in the cache --------------------------------------------

constexpr std::size_t batchBars = 20'000;

struct Columns {
    std::vector<double> high, low, close;
};

const Columns &columns()
{
    static const Columns all = [] {
        Columns made;
        for (const Plain &bar : std::span(plainBars()).first(batchBars)) {
            made.high.push_back(bar.high);
            made.low.push_back(bar.low);
            made.close.push_back(bar.close);
        }
        return made;
    }();
    return all;
}

/// A way to fill a column of results from the columns of the bars.
template <class Fill>
std::function<void(benchmark::State &)> batchWay(Fill fill)
{
    return [fill](benchmark::State &state) {
        const Columns &in = columns();
        std::vector<double> out(batchBars);
        for (auto _ : state) {
            fill(in, std::span(out));
            benchmark::DoNotOptimize(out.data());
            benchmark::ClobberMemory();
        }
        items(state, double(batchBars));
        state.SetLabel("last " + nineDigits(out.back()));
    };
}

/// The stream itself, bar by bar.
template <class Indicator>
auto streamed(int period)
{
    return batchWay([period](const Columns &in, std::span<double> out) {
        Indicator indicator(period);
        for (std::size_t i = 0; i < out.size(); ++i) {
            if constexpr (std::is_same_v<Indicator, Atr>)
                indicator.update(in.high[i], in.low[i], in.close[i]);
            else
                indicator.update(in.close[i]);
            out[i] = indicator.ready() ? indicator.value() : 0;
        }
    });
}

/// The usual library's loop: add what comes, subtract what goes; drifts.
void slidingSum(const Columns &in, std::span<double> out)
{
    double sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        sum += in.close[i];
        out[i] = sum / 30;
        if (i >= 29)
            sum -= in.close[i - 29];
    }
}

void plainEma(const Columns &in, std::span<double> out)
{
    double value = 0;
    for (std::size_t i = 0; i < 30; ++i)
        value += in.close[i] / 30;
    for (std::size_t i = 30; i < out.size(); ++i)
        out[i] = value = (in.close[i] - value) * (2.0 / 31) + value;
}

void plainRsi(const Columns &in, std::span<double> out)
{
    double gain = 0, loss = 0;
    for (std::size_t i = 1; i < out.size(); ++i) {
        const double change = in.close[i] - in.close[i - 1];
        const double n = double(std::min<std::size_t>(i, 14));
        gain = (gain * (n - 1) + (change > 0 ? change : 0)) / n;
        loss = (loss * (n - 1) + (change < 0 ? -change : 0)) / n;
        out[i] = 100 * (gain / (gain + loss));
    }
}

void plainAtr(const Columns &in, std::span<double> out)
{
    double average = 0;
    for (std::size_t i = 1; i < out.size(); ++i) {
        const double range = std::max({in.high[i] - in.low[i], std::abs(in.high[i] - in.close[i - 1]),
                                       std::abs(in.low[i] - in.close[i - 1])});
        const double n = double(std::min<std::size_t>(i, 14));
        out[i] = average = (average * (n - 1) + range) / n;
    }
}

void addBatchRows()
{
    const auto close = [](auto function, int period) {
        return batchWay([=](const Columns &in, std::span<double> out) { function(in.close, period, out); });
    };
    const auto average = [](std::span<const double> in, int period, std::span<double> out) { sma(in, period, out); };
    const auto exponential = [](std::span<const double> in, int period, std::span<double> out) { ema(in, period, out); };
    const auto strength = [](std::span<const double> in, int period, std::span<double> out) { rsi(in, period, out); };
    addRow({.what = "batch SMA 30, one bar",
            .goal = 0.45,
            .ways = {{"ours", close(average, 30)}, {"our stream", streamed<Sma>(30)}, {"sliding sum", batchWay(slidingSum)}},
            .quoted = {{"TA-Lib", 0.9}, {"limit", 0.45}}});
    addRow({.what = "batch EMA 30, one bar",
            .goal = 0.9,
            .ways = {{"ours", close(exponential, 30)}, {"our stream", streamed<Ema>(30)}, {"plain recursion", batchWay(plainEma)}},
            .quoted = {{"TA-Lib", 1.8}, {"limit", 0.26}}});
    addRow({.what = "batch RSI 14, one bar",
            .goal = 2.5,
            .ways = {{"ours", close(strength, 14)}, {"our stream", streamed<Rsi>(14)}, {"plain recursion", batchWay(plainRsi)}},
            .quoted = {{"TA-Lib", 5.0}, {"limit", 0.52}}});
    addRow({.what = "batch ATR 14, one bar",
            .goal = 2.55,
            .ways = {{"ours", batchWay([](const Columns &in, std::span<double> out) {
                          atr(in.high, in.low, in.close, 14, out);
                      })},
                     {"our stream", streamed<Atr>(14)},
                     {"plain recursion", batchWay(plainAtr)}},
            .quoted = {{"TA-Lib", 5.1}, {"limit", 1.6}},
            .note = "batch rows: 20,000 bars in the cache; the goal is half of TA-Lib's quoted time"});
}

} // namespace

void addIndicatorRows()
{
    addRow({.what = "ten indicators, one live bar",
            .goal = 35,
            .ways = {{"ours", tenIndicators}, {"textbook formulas", tenByTextbook}},
            .quoted = {{"TA-Lib-style state calls, nine", 144}}});
    addBatchRows();
}

} // namespace bench
