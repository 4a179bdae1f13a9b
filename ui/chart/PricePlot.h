#pragma once

#include "ui/chart/BarSeries.h"
#include "ui/chart/BarTicker.h"
#include "ui/chart/ChartColours.h"
#include "ui/chart/ChartLevel.h"
#include "ui/chart/CrosshairLayer.h"
#include "ui/chart/Plotting.h"
#include "ui/chart/PriceTicker.h"

#include <map>
#include <optional>
#include <vector>

namespace ui {

class CandleLayer;
class LevelLayer;
class MarkerLayer;
class NoteLayer;
class VolumeLayer;

/// The picture of one series: candles over volume on a shared axis that counts bars. Knows how to
/// pan, zoom and point; what is drawn is handed to it. Repaints are coalesced.
class PricePlot final : public QCustomPlot {
    Q_OBJECT

public:
    explicit PricePlot(QWidget *parent = nullptr);

    /// Bars and strategy lines; the same data again costs nothing.
    void showSeries(const core::SeriesView &view);
    void showLevels(std::vector<ChartLevel> levels);
    void showMarkers(std::vector<core::TradeMarker> markers);
    void showWatermark(const QString &text);

    [[nodiscard]] const BarSeries &series() const { return m_series; }
    [[nodiscard]] std::optional<ChartCursor> cursor() const { return m_cursor; }
    [[nodiscard]] std::vector<ChartLevel> levels() const;
    [[nodiscard]] QString markerTextAt(int position) const;
    /// First and last position on the screen, as fractions of a bar.
    [[nodiscard]] QCPRange visibleBars() const { return keyAxis()->range(); }
    [[nodiscard]] QCPRange visiblePrices() const;
    [[nodiscard]] bool isFollowing() const { return m_isFollowing; }
    /// Bars that have come since the person looked away from the newest.
    [[nodiscard]] int barsMissed() const { return m_isFollowing ? 0 : m_series.count() - m_countWhenLeft; }

    /// Name and value of each strategy line at a bar, for the forming bar that of the last closed one;
    /// NaN while it warms up.
    [[nodiscard]] std::vector<std::pair<QString, double>> lineValuesAt(int position) const;
    /// The colour of a strategy line, by its place among the names.
    [[nodiscard]] QColor lineColour(int index) const;
    /// A price's place on the screen, for whoever draws or clicks beside the chart.
    [[nodiscard]] QPointF pixelOf(int position, double price) const;

public Q_SLOTS:
    void followLive();
    /// The usual number of bars, following, with automatic prices.
    void fit();

Q_SIGNALS:
    void cursorChanged();
    void followingChanged(bool isFollowing);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Drag {
        QPointF from;
        QCPRange bars;
        QCPRange prices;
        bool isOnPriceAxis = false;
        bool hasMoved = false;
    };

    void arrangePanes();
    void arrangeAxes();
    void addLayers();
    void dress();
    void dressAxis(QCPAxis *axis) const;
    [[nodiscard]] QCPAxis *keyAxis() const { return m_priceRect->axis(QCPAxis::atBottom); }
    [[nodiscard]] QCPAxis *priceAxis() const { return m_priceRect->axis(QCPAxis::atRight); }
    [[nodiscard]] bool showLines(const core::SeriesView &view);
    void adoptChange(BarSeries::Change change, std::optional<core::Timestamp> anchor, int anchorPosition);
    void setBars(QCPRange range);
    void shiftView(int by);
    void scaleValues();
    /// First and last bar of which something may be seen.
    [[nodiscard]] std::optional<std::pair<int, int>> positionsInView() const;
    [[nodiscard]] std::optional<QCPRange> priceSpan() const;
    [[nodiscard]] QCPRange withLines(QCPRange span, int first, int last) const;
    [[nodiscard]] double liveGap() const;
    void setFollowing(bool isFollowing);
    void dragTo(QPointF to);
    void zoom(double factor, double aroundBar);
    void setCursor(std::optional<ChartCursor> cursor);
    void moveCursor(int by);
    void prepareTicks();
    void refresh() { replot(rpQueuedReplot); }

    BarSeries m_series;
    ChartColours m_colours;
    std::map<std::string, std::shared_ptr<const std::vector<double>>> m_lines;
    QCPAxisRect *m_priceRect = nullptr;
    QCPAxisRect *m_volumeRect = nullptr;
    QSharedPointer<BarTicker> m_ticker;
    QSharedPointer<PriceTicker> m_priceTicker;
    CandleLayer *m_candles = nullptr;
    VolumeLayer *m_volumes = nullptr;
    MarkerLayer *m_markers = nullptr;
    LevelLayer *m_levels = nullptr;
    CrosshairLayer *m_crosshair = nullptr;
    NoteLayer *m_notes = nullptr;
    std::optional<ChartCursor> m_cursor;
    std::optional<Drag> m_drag;
    bool m_isFollowing = true;
    bool m_isPriceScaleManual = false;
    int m_countWhenLeft = 0;
};

} // namespace ui
