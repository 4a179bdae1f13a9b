#include "ui/chart/PricePlot.h"

#include "ui/chart/CandleLayer.h"
#include "ui/chart/LevelLayer.h"
#include "ui/chart/MarkerLayer.h"
#include "ui/chart/NoteLayer.h"
#include "ui/chart/VolumeTicker.h"
#include "ui/format/Numbers.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double usualBars = 120;
constexpr double fewestBars = 12;
constexpr double gapShare = 0.08;     // free room right of the newest bar
constexpr double greatestGap = 0.3;   // with the labels of the price lines
constexpr double headRoom = 0.16;     // of the price span, for the data box
constexpr double footRoom = 0.08;
constexpr double levelReach = 1.5;    // a level this far outside the bars' span still widens the view

QCPRange widened(QCPRange span, double value)
{
    return {std::min(span.lower, value), std::max(span.upper, value)};
}

} // namespace

PricePlot::PricePlot(QWidget *parent) : QCustomPlot(parent), m_ticker(new BarTicker(m_series)),
      m_priceTicker(new PriceTicker)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Price chart"));
    setBufferDevicePixelRatio(devicePixelRatioF());
    arrangePanes();
    arrangeAxes();
    addLayers();
    dress();
    connect(this, &QCustomPlot::beforeReplot, this, &PricePlot::prepareTicks);
}

void PricePlot::prepareTicks()
{
    const double room = 9.5 * fontMetrics().averageCharWidth();
    m_ticker->setSpacing(keyAxis()->range().size() * room / std::max(1, m_priceRect->width()));
    const double perPixel = priceAxis()->range().size() / std::max(1, m_priceRect->height());
    m_priceTicker->setTags(m_levels->tagPrices(), m_levels->tagHeight() * perPixel);
}

void PricePlot::arrangePanes()
{
    plotLayout()->clear();
    plotLayout()->setRowSpacing(0);
    m_priceRect = new QCPAxisRect(this, true);
    m_volumeRect = new QCPAxisRect(this, true);
    plotLayout()->addElement(0, 0, m_priceRect);
    plotLayout()->addElement(1, 0, m_volumeRect);
    plotLayout()->setRowStretchFactor(0, 5);
    auto *margins = new QCPMarginGroup(this);
    for (QCPAxisRect *rect : {m_priceRect, m_volumeRect}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        rect->setMinimumMargins({});
    }
    m_priceRect->setMinimumMargins({0, 2, 0, 0});
}

void PricePlot::arrangeAxes()
{
    for (QCPAxisRect *rect : {m_priceRect, m_volumeRect}) {
        for (QCPAxis *axis : rect->axes())
            axis->setVisible(false);
        QCPAxis *values = rect->axis(QCPAxis::atRight);
        values->setVisible(true);
        values->grid()->setVisible(true);
        QCPAxis *keys = rect->axis(QCPAxis::atBottom);
        keys->setVisible(true);
        keys->setTicker(m_ticker);
        keys->setSubTicks(false);
        values->setSubTicks(false);
        values->setTickLength(0, 0);
        keys->setTickLength(0, 0);
        rect->axis(QCPAxis::atLeft)->grid()->setVisible(false);
    }
    keyAxis()->setTickLabels(false);
    priceAxis()->setTicker(m_priceTicker);
    m_volumeRect->axis(QCPAxis::atRight)->setTicker(QSharedPointer<VolumeTicker>::create());
}

void PricePlot::addLayers()
{
    addLayer(QStringLiteral("notes"), layer(QStringLiteral("grid")), limBelow);
    addLayer(QStringLiteral("levels"), layer(QStringLiteral("axes")), limAbove);
    addLayer(QStringLiteral("crosshair"), layer(QStringLiteral("overlay")), limAbove);
    layer(QStringLiteral("crosshair"))->setMode(QCPLayer::lmBuffered);
    m_notes = new NoteLayer(m_priceRect, m_volumeRect, m_colours);
    m_volumes = new VolumeLayer(m_volumeRect, m_series, m_colours);
    m_candles = new CandleLayer(m_priceRect, m_series, m_colours);
    m_markers = new MarkerLayer(m_priceRect, m_series, m_colours);
    m_markers->setLayer(QStringLiteral("axes")); // above the strategy lines
    m_levels = new LevelLayer(m_priceRect, m_colours);
    m_crosshair = new CrosshairLayer(m_priceRect, m_volumeRect, m_series, m_colours);
}

void PricePlot::dress()
{
    m_colours = currentChartColours();
    setBackground(QBrush(m_colours.background));
    for (QCPAxisRect *rect : {m_priceRect, m_volumeRect})
        for (QCPAxis *axis : rect->axes())
            dressAxis(axis);
    const double lineWidth = std::max(1.0, fontMetrics().height() / 12.0);
    for (int index = 0; index < graphCount(); ++index)
        graph(index)->setPen(QPen(lineColour(index), lineWidth));
    // The axis must hold a tag, whatever its own labels need.
    const int tagRoom = fontMetrics().horizontalAdvance(QStringLiteral("00,000.00")) + fontMetrics().height() / 2 + 6;
    for (QCPAxisRect *rect : {m_priceRect, m_volumeRect})
        rect->setMinimumMargins({0, rect == m_priceRect ? 2 : 0, tagRoom, 0});
    m_volumeRect->setMinimumSize(20, fontMetrics().height() * 3);
    refresh();
}

void PricePlot::dressAxis(QCPAxis *axis) const
{
    axis->setBasePen(QPen(m_colours.grid, 1));
    axis->setTickLabelColor(m_colours.dimText);
    axis->setTickLabelFont(font());
    axis->grid()->setPen(QPen(m_colours.grid, 1));
    axis->grid()->setZeroLinePen(Qt::NoPen);
    axis->setTickPen(Qt::NoPen);
}

QColor PricePlot::lineColour(int index) const
{
    return m_colours.lines[std::size_t(index) % m_colours.lines.size()];
}

std::vector<std::pair<QString, double>> PricePlot::lineValuesAt(int position) const
{
    std::vector<std::pair<QString, double>> values;
    for (const auto &[name, line] : m_lines) {
        const bool isKnown = line && !line->empty();
        const std::size_t last = isKnown ? std::min(std::size_t(position), line->size() - 1) : 0;
        values.emplace_back(QString::fromStdString(name), isKnown ? (*line)[last] : std::nan(""));
    }
    return values;
}

std::vector<ChartLevel> PricePlot::levels() const
{
    return m_levels->levels();
}

QString PricePlot::markerTextAt(int position) const
{
    return m_markers->textAt(position);
}

QCPRange PricePlot::visiblePrices() const
{
    return priceAxis()->range();
}

QPointF PricePlot::pixelOf(int position, double price) const
{
    return {keyAxis()->coordToPixel(position), priceAxis()->coordToPixel(price)};
}

void PricePlot::showSeries(const core::SeriesView &view)
{
    const bool isOther = view.id != m_series.id();
    // The bar in the middle of the view keeps its place when old bars drop out at the front.
    const int anchorPosition = std::clamp(int(visibleBars().center()), 0, std::max(0, m_series.count() - 1));
    std::optional<core::Timestamp> anchor;
    if (!isOther && m_series.count() > 0)
        anchor = m_series.at(anchorPosition).openTime;

    const BarSeries::Change change = m_series.update(view);
    const bool haveLinesChanged = showLines(view);
    if (m_series.count() > 0)
        m_notes->setZone(zoneName(m_series.at(m_series.count() - 1).openTime, m_series.zone()));
    if (isOther) {
        const core::Decimal tick = core::usualInstrument(view.id.instrument).tickSize;
        priceAxis()->setNumberPrecision(placesOf(tick));
        m_crosshair->setPricePlaces(placesOf(tick));
        setCursor(std::nullopt);
        fit();
    } else if (change != BarSeries::Change::None || haveLinesChanged) {
        adoptChange(change, anchor, anchorPosition);
    }
}

void PricePlot::adoptChange(BarSeries::Change change, std::optional<core::Timestamp> anchor,
                            int anchorPosition)
{
    if (change == BarSeries::Change::Bars && anchor)
        shiftView(m_series.positionOf(*anchor).value_or(0) - anchorPosition);
    if (change == BarSeries::Change::Bars && m_isFollowing)
        followLive();
    scaleValues();
    if (m_cursor)
        Q_EMIT cursorChanged(); // the bar under the cursor may be the one that grows
}

void PricePlot::shiftView(int by)
{
    if (by == 0)
        return;
    setBars({visibleBars().lower + by, visibleBars().upper + by});
    m_countWhenLeft += by;
    if (m_cursor)
        m_cursor->position = std::max(0, m_cursor->position + by);
    m_crosshair->setCursor(m_cursor);
}

bool PricePlot::showLines(const core::SeriesView &view)
{
    if (m_lines == view.lines)
        return false;
    m_lines = view.lines;
    clearGraphs();
    QList<double> positions;
    for (const auto &[name, values] : m_lines) {
        QCPGraph *line = addGraph(keyAxis(), priceAxis());
        positions.resize(values ? qsizetype(values->size()) : 0);
        for (qsizetype position = 0; position < positions.size(); ++position)
            positions[position] = double(position);
        if (values)
            line->setData(positions, QList<double>(values->begin(), values->end()), true);
        line->setName(QString::fromStdString(name));
    }
    dress();
    return true;
}

void PricePlot::showLevels(std::vector<ChartLevel> levels)
{
    if (levels == m_levels->levels())
        return;
    const double roomBefore = m_levels->labelRoom();
    m_levels->setLevels(std::move(levels));
    if (m_isFollowing && std::abs(m_levels->labelRoom() - roomBefore) > fontMetrics().height())
        followLive(); // the room for the labels has changed
    else
        scaleValues();
}

void PricePlot::showMarkers(std::vector<core::TradeMarker> markers)
{
    const auto isSame = [](const core::TradeMarker &a, const core::TradeMarker &b) {
        return a.instrument == b.instrument && a.at == b.at && a.price == b.price &&
               a.quantity == b.quantity && a.side == b.side && a.role == b.role;
    };
    if (std::ranges::equal(markers, m_markers->markers(), isSame))
        return;
    m_markers->setMarkers(std::move(markers));
    refresh();
}

void PricePlot::showWatermark(const QString &text)
{
    m_notes->setWatermark(text);
    refresh();
}

double PricePlot::liveGap() const
{
    const double labels = m_levels->labelRoom() / std::max(1, m_priceRect->width());
    return std::max(2.0, visibleBars().size() * std::clamp(labels, gapShare, greatestGap));
}

void PricePlot::fit()
{
    m_isPriceScaleManual = false;
    const double shown = std::clamp(double(m_series.count()), fewestBars * 3, usualBars);
    setBars({0, shown / (1 - gapShare)});
    followLive();
}

void PricePlot::followLive()
{
    const double upper = m_series.count() - 1 + liveGap();
    setBars({upper - visibleBars().size(), upper});
    setFollowing(true);
    scaleValues();
}

void PricePlot::setFollowing(bool isFollowing)
{
    if (isFollowing == m_isFollowing)
        return;
    m_isFollowing = isFollowing;
    m_countWhenLeft = m_series.count();
    Q_EMIT followingChanged(isFollowing);
}

void PricePlot::setBars(QCPRange range)
{
    keyAxis()->setRange(range);
    m_volumeRect->axis(QCPAxis::atBottom)->setRange(range);
}

std::optional<std::pair<int, int>> PricePlot::positionsInView() const
{
    const int first = std::max(0, int(std::floor(visibleBars().lower)));
    const int last = std::min(m_series.count() - 1, int(std::ceil(visibleBars().upper)));
    return first <= last ? std::optional(std::pair(first, last)) : std::nullopt;
}

std::optional<QCPRange> PricePlot::priceSpan() const
{
    const auto inView = positionsInView();
    if (!inView)
        return std::nullopt;
    const auto [first, last] = *inView;
    const BarSpan bars = m_series.over(first, last);
    return withLines({bars.low.toDouble(), bars.high.toDouble()}, first, last);
}

/// Strategy lines stay in view too, unless they run far away from the bars.
QCPRange PricePlot::withLines(QCPRange span, int first, int last) const
{
    const QCPRange bars = span;
    for (const auto &[name, line] : m_lines)
        for (int position = first; line && position <= last && position < int(line->size()); ++position) {
            const double value = (*line)[std::size_t(position)];
            if (value > bars.lower - bars.size() && value < bars.upper + bars.size()) // false for NaN
                span = widened(span, value);
        }
    return span;
}

void PricePlot::scaleValues()
{
    refresh();
    const std::optional<QCPRange> shown = priceSpan();
    if (!shown)
        return; // no bar in view: leave the scale where it was
    QCPRange span = *shown;
    const auto [first, last] = *positionsInView();
    const double volume = m_series.over(first, last).volume;
    m_volumeRect->axis(QCPAxis::atRight)->setRange(0, volume > 0 ? volume * 1.15 : 1);
    if (m_isPriceScaleManual)
        return;
    const double bars = std::max(span.size(), span.upper * 1e-4);
    for (const ChartLevel &level : m_levels->levels())
        if (level.price > span.lower - bars * levelReach && level.price < span.upper + bars * levelReach)
            span = widened(span, level.price);
    const double size = std::max(span.size(), bars);
    priceAxis()->setRange(span.lower - size * footRoom, span.upper + size * headRoom);
}

void PricePlot::zoom(double factor, double aroundBar)
{
    const QCPRange now = visibleBars();
    const double most = std::max(usualBars, m_series.count() * 1.2);
    const double size = std::clamp(now.size() * factor, fewestBars, most);
    const double share = (aroundBar - now.lower) / now.size();
    setBars({aroundBar - size * share, aroundBar + size * (1 - share)});
    setFollowing(m_series.count() - 1 <= visibleBars().upper && m_isFollowing);
    scaleValues();
}

void PricePlot::setCursor(std::optional<ChartCursor> cursor)
{
    if (cursor == m_cursor)
        return;
    m_cursor = cursor;
    m_crosshair->setCursor(cursor);
    layer(QStringLiteral("crosshair"))->replot();
    Q_EMIT cursorChanged();
}

} // namespace ui
