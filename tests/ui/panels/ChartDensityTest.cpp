#include "core/base/Timestamp.h"
#include "tests/support/RandomBars.h"
#include "ui/chart/BarPyramid.h"
#include "ui/chart/BarTicker.h"
#include "ui/chart/ChartColours.h"
#include "ui/chart/PricePlot.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace support;

namespace {

/// The same by walking through the bars.
ui::BarSpan plainly(const std::vector<core::Bar> &bars, std::size_t first, std::size_t last)
{
    ui::BarSpan span(bars[first]);
    for (std::size_t i = first + 1; i <= last; ++i) {
        span.close = bars[i].close;
        span.low = std::min(span.low, bars[i].low);
        span.high = std::max(span.high, bars[i].high);
        span.volume = std::max(span.volume, bars[i].volume);
    }
    return span;
}

QVector<double> plainTicks(const ui::BarSeries &series, QCPRange range, double spacing)
{
    const int first = std::max(0, int(std::floor(range.lower)) / 512 * 512);
    const int last = std::min(series.count() - 1, int(std::ceil(range.upper)));
    std::vector<int> taken;
    const auto hasRoom = [&](int position) {
        return std::ranges::all_of(taken, [&](int other) { return std::abs(other - position) >= spacing; });
    };
    for (int turn = int(ui::TimeTurn::Year); turn > int(ui::TimeTurn::None); --turn)
        for (int position = first; position <= last; ++position)
            if (int(series.turnAt(position)) == turn && hasRoom(position))
                taken.push_back(position);
    std::ranges::sort(taken);
    QVector<double> ticks;
    for (const int position : taken)
        if (range.contains(position))
            ticks.append(position);
    return ticks;
}

core::SeriesView viewOf(std::vector<core::Bar> bars)
{
    core::SeriesView view;
    view.id = {{"bybit-linear", "BTCUSDT"}, core::Timeframe::M1};
    view.forming = bars.back();
    bars.pop_back();
    view.bars = std::make_shared<const std::vector<core::Bar>>(std::move(bars));
    return view;
}

void showAll(ui::PricePlot &plot, int count)
{
    const QPointF middle(plot.width() / 2.0, plot.height() / 3.0);
    for (int i = 0; i < 200 && plot.visibleBars().size() < count; ++i) {
        QWheelEvent wheel(middle, middle, {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&plot, &wheel);
    }
    plot.replot(QCustomPlot::rpImmediateRefresh);
}

} // namespace

/// What is drawn from spans of bars must be what the bars themselves would have drawn.
class ChartDensityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyRunOfBarsHasTheExtremesOfItsBars()
    {
        for (const std::size_t count : {1, 7, 8, 9, 64, 511, 512, 513, 5000}) {
            const std::vector<core::Bar> bars = randomBars(count, count);
            ui::BarPyramid pyramid;
            pyramid.build(bars);
            core::SeededRandom random(count);
            for (int i = 0; i < 2000; ++i) {
                const std::size_t a = random.next() % count;
                const std::size_t b = random.next() % count;
                const auto [first, last] = std::minmax(a, b);
                QVERIFY(pyramid.over(bars, first, last) == plainly(bars, first, last));
            }
            QVERIFY(pyramid.over(bars, 0, count - 1) == plainly(bars, 0, count - 1));
        }
    }

    void aSeriesCountsItsFormingBarIn()
    {
        std::vector<core::Bar> bars = randomBars(100);
        bars.back().high = bars.back().high + core::Price(core::Decimal::fromInteger(1000));
        ui::BarSeries series;
        series.update(viewOf(bars));

        QVERIFY(series.over(10, 99) == plainly(bars, 10, 99));
        QVERIFY(series.over(10, 98) == plainly(bars, 10, 98));
        QVERIFY(series.over(99, 99) == plainly(bars, 99, 99));
    }

    /// The axis chooses its labels as if it had looked at every bar.
    void theLabelsAreThoseOfAPlainWalkThroughTheBars()
    {
        ui::BarSeries series;
        series.update(viewOf(randomBars(20'000, 4)));
        ui::BarTicker ticker(series);
        core::SeededRandom random(8);
        std::size_t labels = 0;
        for (int i = 0; i < 60; ++i) {
            const double lower = random.uniform() * 19'000;
            const QCPRange range(lower - 100, lower + 20 + random.uniform() * (i % 2 ? 20'000 : 300));
            const double spacing = 0.3 + random.uniform() * (i % 3 ? 40 : 2000);
            ticker.setSpacing(spacing);
            QVector<double> ticks;

            ticker.generate(range, QLocale(), QLatin1Char('f'), 2, ticks, nullptr, nullptr);

            QCOMPARE(ticks, plainTicks(series, range, spacing));
            labels += std::size_t(ticks.size());
        }
        QVERIFY(labels > 500);
    }

    /// Every pixel column shows one stroke from the lowest low to the highest high of its bars.
    void aPixelOfManyBarsShowsAllOfThem()
    {
        const std::vector<core::Bar> bars = randomBars(20'000, 11);
        ui::PricePlot plot;
        plot.resize(900, 500);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.showSeries(viewOf(bars));
        showAll(plot, int(bars.size()));
        const QImage image = plot.grab().toImage();
        const ui::ChartColours colours = ui::currentChartColours();

        std::map<int, std::pair<std::size_t, std::size_t>> runs; // by pixel: first and last bar
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const int pixel = int(std::floor(plot.pixelOf(int(i), 0).x()));
            runs.try_emplace(pixel, i, i).first->second.second = i;
        }
        int checked = 0;
        for (const auto &[pixel, run] : runs) {
            const ui::BarSpan span = plainly(bars, run.first, run.second);
            const QRgb expected = (span.close >= span.open ? colours.up : colours.down).rgb();
            const int top = qRound(plot.pixelOf(0, span.high.toDouble()).y());
            const int bottom = qRound(plot.pixelOf(0, span.low.toDouble()).y());
            if (pixel < 0 || pixel >= image.width() || top < 0 || bottom >= image.height())
                continue;
            QCOMPARE(image.pixel(pixel, top), expected);
            QCOMPARE(image.pixel(pixel, bottom), expected);
            QVERIFY(image.pixel(pixel, top - 1) != expected);
            QVERIFY(image.pixel(pixel, bottom + 1) != expected);
            ++checked;
        }
        QVERIFY2(checked > 300, "hardly a column was looked at");
    }

    /// Close up, the wick stands on the middle of its body.
    void aCandleStandsOnItsOwnMiddle()
    {
        core::Bar bar = randomBars(1).front();
        const auto price = [](int units) { return core::Price(core::Decimal::fromInteger(units)); };
        bar.open = price(110);
        bar.close = price(100);
        bar.high = price(120);
        bar.low = price(90);
        std::vector<core::Bar> bars(20, bar);
        for (std::size_t i = 1; i < bars.size(); ++i)
            bars[i].openTime = bars[i - 1].openTime + std::chrono::minutes(1);
        ui::PricePlot plot;
        plot.resize(900, 500);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.showSeries(viewOf(bars));
        plot.replot(QCustomPlot::rpImmediateRefresh);
        const QImage image = plot.grab().toImage();
        const QRgb down = ui::currentChartColours().down.rgb();

        const int middle = int(std::floor(plot.pixelOf(10, 0).x()));
        const auto inkedAround = [&](double value) {
            const int y = qRound(plot.pixelOf(0, value).y());
            std::pair<int, int> reach(0, 0); // pixels inked to the left and to the right
            while (image.pixel(middle - reach.first - 1, y) == down)
                ++reach.first;
            while (image.pixel(middle + reach.second + 1, y) == down)
                ++reach.second;
            return image.pixel(middle, y) == down ? reach : std::pair(-1, -1);
        };

        QCOMPARE(inkedAround(115), std::pair(0, 0)); // a wick one pixel wide
        const auto body = inkedAround(105);
        QCOMPARE(body.first, body.second);
        QVERIFY(body.first > 2);
    }
};

QTEST_MAIN(ChartDensityTest)
#include "ChartDensityTest.moc"
