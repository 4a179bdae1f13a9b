#include "core/indicators/Atr.h"
#include "core/indicators/Batch.h"
#include "core/indicators/Ema.h"
#include "core/indicators/Recurrence.h"
#include "core/indicators/Rsi.h"
#include "core/indicators/Sma.h"
#include "tests/support/RandomBars.h"

#include <QTest>

#include <cmath>

using namespace core;

namespace {

constexpr double epsilon = 0x1.0p-53;

struct Series {
    std::vector<double> high, low, close;
};

enum class Shape { Walk, Flat, Jumps };

/// Jumps: a price that is a million times as large for a while, then small again.
Series seriesOf(std::size_t count, Shape shape)
{
    Series series;
    std::size_t i = 0;
    for (const Bar &bar : support::randomBars(count, count)) {
        const double scale = shape == Shape::Jumps && i % 700 < 20 ? 1e6 : 1;
        series.high.push_back(shape == Shape::Flat ? 7 : bar.high.toDouble() * scale);
        series.low.push_back(shape == Shape::Flat ? 7 : bar.low.toDouble() * scale);
        series.close.push_back(shape == Shape::Flat ? 7 : bar.close.toDouble() * scale);
        ++i;
    }
    return series;
}

std::vector<double> streamedAtr(const Series &series, int period)
{
    Atr atr(period);
    std::vector<double> values;
    for (std::size_t i = 0; i < series.close.size(); ++i) {
        atr.update(series.high[i], series.low[i], series.close[i]);
        values.push_back(atr.ready() ? atr.value() : std::nan(""));
    }
    return values;
}

/// The largest distance in units of 2^-53 of what `scale` says; infinite when one is NaN and the other not.
template <class Scale>
double worst(const std::vector<double> &batch, const std::vector<double> &stream, Scale scale)
{
    if (batch.size() != stream.size())
        return std::numeric_limits<double>::infinity();
    double most = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (std::isnan(batch[i]) != std::isnan(stream[i]))
            return std::numeric_limits<double>::infinity();
        if (!std::isnan(batch[i]) && batch[i] != stream[i])
            most = std::max(most, std::abs(batch[i] - stream[i]) / (epsilon * scale(i)));
    }
    return most;
}

} // namespace

/// The batch functions give what the streams give, within the bounds their headers state.
class BatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheStream_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("period");
        QTest::addColumn<int>("shape");
        for (const int count : {0, 1, 2, 13, 14, 15, 16, 29, 64, 513, 514, 5000})
            for (const int period : {1, 2, 3, 8, 14, 30, 200})
                for (const int shape : {int(Shape::Walk), int(Shape::Flat), int(Shape::Jumps)})
                    QTest::addRow("%d values, period %d, shape %d", count, period, shape) << count << period << shape;
    }
    void equalsTheStream()
    {
        QFETCH(int, count);
        QFETCH(int, period);
        QFETCH(int, shape);
        const Series series = seriesOf(std::size_t(count), Shape(shape));
        const std::vector<double> &close = series.close;
        const double largest = close.empty() ? 0 : *std::ranges::max_element(close);

        const auto smas = runOver(Sma(period), close);
        const auto emas = runOver(Ema(period), close);
        const auto rsis = runOver(Rsi(period), close);
        const auto atrs = streamedAtr(series, period);

        QVERIFY(worst(sma(close, period), smas, [&](std::size_t i) { return smas[i]; }) <= 2);
        QVERIFY(worst(ema(close, period), emas, [&](std::size_t) { return largest; }) <= 4 * period + 16);
        QVERIFY(worst(rsi(close, period), rsis, [](std::size_t) { return 200.0; }) <= 4 * period + 20);
        double highest = 0;
        const auto largestSoFar = [&](std::size_t i) { return highest = std::max(highest, atrs[i]); };
        QVERIFY(worst(atr(series.high, series.low, close, period), atrs, largestSoFar) <= 4 * period + 16);
    }

    void theRecurrenceIsThePlainOne()
    {
        const std::vector<double> values = seriesOf(1000, Shape::Walk).close;
        for (const double decay : {0.0, 0.5, 0.9, 0.995})
            for (const std::size_t count : {0, 1, 7, 8, 9, 1000}) {
                std::vector<double> out(count);
                const double share = 1 - decay;
                const double last = recur(std::span(values).first(count), decay, share, 3.0, out.data());
                double plain = 3.0;
                for (std::size_t i = 0; i < count; ++i) {
                    plain = decay * plain + share * values[i];
                    QVERIFY(std::abs(out[i] - plain) <= (4 / share + 16) * epsilon * 1000);
                }
                QCOMPARE(last, count > 0 ? out.back() : 3.0);
            }
    }

    void roomOfAnotherSizeIsABug()
    {
        const std::vector<double> values(10, 1.0);
        std::vector<double> small(9);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, sma(values, 3, small));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, ema(values, 3, small));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, rsi(values, 3, small));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, atr(values, values, values, 3, small));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)sma(values, 0));
    }
};

QTEST_GUILESS_MAIN(BatchTest)
#include "BatchTest.moc"
