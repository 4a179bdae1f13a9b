#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"
#include "ui/chart/PricePlot.h"

#include <QApplication>

using namespace core;

namespace bench {

namespace {

const SeriesId minutes{{"bybit-linear", "BTCUSDT"}, Timeframe::M1};
constexpr QSize frame(1600, 900);

SeriesView viewOf(std::size_t count)
{
    const auto &all = millionBars();
    SeriesView view;
    view.id = minutes;
    view.bars = std::make_shared<const std::vector<Bar>>(all.begin(), all.begin() + std::ptrdiff_t(count));
    return view;
}

void showOffscreen(QWidget &plot)
{
    plot.resize(frame);
    plot.show();
    QApplication::processEvents();
}

/// Turns the wheel until everything is in view.
void zoomOut(ui::PricePlot &plot, std::size_t count)
{
    const QPointF middle(frame.width() / 2.0, frame.height() / 3.0);
    for (int i = 0; i < 200 && plot.visibleBars().size() < double(count); ++i) {
        QWheelEvent wheel(middle, middle, {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&plot, &wheel);
    }
}

int inked(const QWidget &plot)
{
    const QImage image = const_cast<QWidget &>(plot).grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QRgb paper = image.pixel(image.width() / 2, 3);
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) != paper;
    return count;
}

void repaintOurs(benchmark::State &state, std::size_t count)
{
    ui::PricePlot plot;
    showOffscreen(plot);
    plot.showSeries(viewOf(count));
    zoomOut(plot, count);
    QApplication::processEvents();
    if (plot.visibleBars().size() < double(count))
        return state.SkipWithError("not all candles are in view");
    for (auto _ : state)
        plot.replot(QCustomPlot::rpImmediateRefresh);
    state.SetLabel(std::to_string(inked(plot)) + " pixels inked");
}

/// QCustomPlot's own candles on its own plot, same bars, same size.
struct Financial {
    QCustomPlot plot;
    QCPFinancial *candles = nullptr;

    explicit Financial(std::size_t count)
    {
        showOffscreen(plot);
        candles = new QCPFinancial(plot.xAxis, plot.yAxis);
        candles->setWidth(0.7);
        QVector<QCPFinancialData> data;
        for (std::size_t i = 0; i < count; ++i) {
            const Bar &bar = millionBars()[i];
            data.append({double(i), bar.open.toDouble(), bar.high.toDouble(), bar.low.toDouble(), bar.close.toDouble()});
        }
        candles->data()->set(data, true);
        plot.rescaleAxes();
        QApplication::processEvents();
    }
};

void repaintFinancial(benchmark::State &state, std::size_t count)
{
    Financial peer(count);
    for (auto _ : state)
        peer.plot.replot(QCustomPlot::rpImmediateRefresh);
    state.SetLabel(std::to_string(inked(peer.plot)) + " pixels inked");
}

/// The limit: the frame of an empty plot, axes and grid only.
void repaintEmpty(benchmark::State &state)
{
    QCustomPlot plot;
    showOffscreen(plot);
    for (auto _ : state)
        plot.replot(QCustomPlot::rpImmediateRefresh);
}

constexpr std::size_t usualView = 120;

/// A tick moves the forming bar's close; what must follow is on the screen when this returns.
void tickOurs(benchmark::State &state)
{
    ui::PricePlot plot;
    showOffscreen(plot);
    SeriesView view = viewOf(1000);
    Bar forming = millionBars()[1000];
    view.forming = forming;
    plot.showSeries(view);
    QApplication::processEvents();
    const Price up = forming.open + Price(Decimal::fromNanos(50'000'000));
    const Price down = forming.open - Price(Decimal::fromNanos(50'000'000));
    bool isUp = false;
    for (auto _ : state) {
        isUp = !isUp;
        view.forming->close = isUp ? up : down;
        plot.showSeries(view);
        plot.replot(QCustomPlot::rpImmediateRefresh);
    }
    state.SetLabel(std::to_string(int(plot.visibleBars().size())) + " bars wide");
}

void tickFinancial(benchmark::State &state)
{
    Financial peer(usualView);
    bool isUp = false;
    for (auto _ : state) {
        isUp = !isUp;
        const auto last = peer.candles->data()->end() - 1;
        last->close = last->open + (isUp ? 0.05 : -0.05);
        peer.plot.replot(QCustomPlot::rpImmediateRefresh);
    }
    state.SetLabel(std::to_string(usualView) + " bars wide");
}

} // namespace

void addChartRows()
{
    const std::tuple<const char *, std::size_t, std::optional<double>> sizes[]{
        {"chart frame, 1 k candles", 1'000, std::nullopt},
        {"chart frame, 100 k candles", 100'000, std::nullopt},
        {"chart frame, 1 M candles", 1'000'000, 1.0}};
    for (const auto &[what, count, goal] : sizes)
        addRow({.what = what,
                .unit = Unit::Milliseconds,
                .goal = goal,
                .ways = {{"ours, 1600x900", [count = count](auto &state) { repaintOurs(state, count); }},
                         {"QCustomPlot financial", [count = count](auto &state) { repaintFinancial(state, count); }},
                         {"QCustomPlot, empty (limit)", repaintEmpty}}});
    addRow({.what = "one tick, last candle repainted",
            .unit = Unit::Milliseconds,
            .goal = 0.06,
            .ways = {{"ours", tickOurs}, {"QCustomPlot financial", tickFinancial}},
            .quoted = {{"QCustomPlot", 0.9}, {"Qt Charts", 12}}});
}

} // namespace bench
