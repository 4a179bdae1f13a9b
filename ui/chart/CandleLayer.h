#pragma once

#include "ui/chart/BarSeries.h"
#include "ui/chart/ChartColours.h"
#include "ui/chart/Plotting.h"

namespace ui {

/// What the bar layers of a chart share: where a bar lies on the screen and what it is painted with.
class BarLayer : public QCPLayerable {
    Q_OBJECT

public:
    BarLayer(QCPAxisRect *rect, const BarSeries &series, const ChartColours &colours);

protected:
    struct Column {
        int pixel = 0;
        int halfBody = 0;
    };

    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;
    [[nodiscard]] QRect clipRect() const override;
    [[nodiscard]] double pixelsPerBar() const;
    [[nodiscard]] Column columnOf(int position) const;
    /// The first position whose pixel is not that of this one.
    [[nodiscard]] int nextColumn(int position) const;
    /// More than one bar falls on a pixel, or nearly.
    [[nodiscard]] bool isDense() const;
    [[nodiscard]] int pixelOf(double value) const { return qRound(m_valueAxis->coordToPixel(value)); }
    [[nodiscard]] int pixelOf(core::Price price) const { return pixelOf(price.toDouble()); }
    [[nodiscard]] std::pair<int, int> visiblePositions() const; ///< First and last, clamped; empty if last < first.

    QCPAxisRect *m_rect;
    QCPAxis *m_keyAxis;
    QCPAxis *m_valueAxis;
    const BarSeries &m_series;
    const ChartColours &m_colours;
};

/// Candles: hollow when up, filled when down, so that they read without colour. Where more than
/// one bar falls on a pixel, one stroke from low to high stands for them all. Shapes of one colour are
/// painted at once: a painter's state costs more than a candle.
class CandleLayer final : public BarLayer {
    Q_OBJECT

public:
    using BarLayer::BarLayer;

protected:
    void draw(QCPPainter *painter) override;

private:
    void drawCandles(QCPPainter *painter, int first, int last) const;
    void drawStrokes(QCPPainter *painter, int first, int last) const;
    void drawRepairMarks(QCPPainter *painter, int first, int last) const;
};

/// Volume columns in the tint of their bar.
class VolumeLayer final : public BarLayer {
    Q_OBJECT

public:
    using BarLayer::BarLayer;

protected:
    void draw(QCPPainter *painter) override;
};

} // namespace ui
