#include "ui/chart/CandleLayer.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double strokePixels = 2; // below this many pixels a bar has no body

/// The shapes of bars that rose and of those that fell.
template <class Shape>
struct Coloured {
    QList<Shape> up;
    QList<Shape> down;

    void add(bool isUp, const Shape &shape) { (isUp ? up : down).append(shape); }
};

void drawLines(QCPPainter *painter, const Coloured<QLine> &lines, const ChartColours &colours)
{
    painter->setPen(QPen(colours.up, 1));
    painter->drawLines(lines.up);
    painter->setPen(QPen(colours.down, 1));
    painter->drawLines(lines.down);
}

QColor faded(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

} // namespace

BarLayer::BarLayer(QCPAxisRect *rect, const BarSeries &series, const ChartColours &colours)
    : QCPLayerable(rect->parentPlot(), QStringLiteral("main"), rect), m_rect(rect),
      m_keyAxis(rect->axis(QCPAxis::atBottom)), m_valueAxis(rect->axis(QCPAxis::atRight)),
      m_series(series), m_colours(colours)
{
}

void BarLayer::applyDefaultAntialiasingHint(QCPPainter *painter) const
{
    painter->setAntialiasing(false);
}

QRect BarLayer::clipRect() const
{
    return m_rect->rect();
}

double BarLayer::pixelsPerBar() const
{
    return m_rect->width() / std::max(1.0, m_keyAxis->range().size());
}

bool BarLayer::isDense() const
{
    return pixelsPerBar() < strokePixels;
}

BarLayer::Column BarLayer::columnOf(int position) const
{
    return {int(std::floor(m_keyAxis->coordToPixel(position))), int(std::clamp(pixelsPerBar() * 0.36, 0.0, 24.0))};
}

int BarLayer::nextColumn(int position) const
{
    // The axis tells nearly where the next pixel begins; where exactly, the bars' own pixels tell.
    const int pixel = columnOf(position).pixel;
    int next = std::max(position + 1, int(std::ceil(m_keyAxis->pixelToCoord(pixel + 1))));
    while (next > position + 1 && columnOf(next - 1).pixel > pixel)
        --next;
    while (columnOf(next).pixel <= pixel)
        ++next;
    return next;
}

std::pair<int, int> BarLayer::visiblePositions() const
{
    const QCPRange range = m_keyAxis->range();
    return {std::max(0, int(std::floor(range.lower))),
            std::min(m_series.count() - 1, int(std::ceil(range.upper)))};
}

void CandleLayer::draw(QCPPainter *painter)
{
    const auto [first, last] = visiblePositions();
    if (isDense())
        return drawStrokes(painter, first, last);
    drawCandles(painter, first, last);
    drawRepairMarks(painter, first, last);
}

void CandleLayer::drawCandles(QCPPainter *painter, int first, int last) const
{
    Coloured<QLine> wicks;
    Coloured<QRect> bodies;
    for (int position = first; position <= last; ++position) {
        const core::Bar &bar = m_series.at(position);
        const auto [pixel, halfBody] = columnOf(position);
        const bool isUp = bar.close >= bar.open;
        const int top = std::min(pixelOf(bar.open), pixelOf(bar.close));
        const int bottom = std::max(top + 1, std::max(pixelOf(bar.open), pixelOf(bar.close)));
        wicks.add(isUp, {pixel, pixelOf(bar.high), pixel, top});
        wicks.add(isUp, {pixel, bottom, pixel, pixelOf(bar.low)});
        bodies.add(isUp, {pixel - halfBody, top, 2 * halfBody, bottom - top});
    }
    drawLines(painter, wicks, m_colours);
    painter->setPen(QPen(m_colours.up, 1));
    painter->setBrush(m_colours.background);
    painter->drawRects(bodies.up);
    painter->setPen(QPen(m_colours.down, 1));
    painter->setBrush(m_colours.down);
    painter->drawRects(bodies.down);
}

void CandleLayer::drawRepairMarks(QCPPainter *painter, int first, int last) const
{
    painter->setPen(QPen(m_colours.warning, 1));
    for (int position = first; position <= last; ++position) {
        const core::Bar &bar = m_series.at(position);
        if (!bar.isRepaired)
            continue;
        const auto [pixel, halfBody] = columnOf(position);
        const int below = pixelOf(bar.low) + 3;
        painter->drawLine(QLine(pixel - halfBody, below, pixel + halfBody, below));
    }
}

void CandleLayer::drawStrokes(QCPPainter *painter, int first, int last) const
{
    Coloured<QLine> strokes;
    for (int position = first; position <= last;) {
        const int next = nextColumn(position);
        const BarSpan span = m_series.over(position, std::min(next - 1, last));
        const int pixel = columnOf(position).pixel;
        strokes.add(span.isUp(), {pixel, pixelOf(span.high), pixel, pixelOf(span.low)});
        position = next;
    }
    drawLines(painter, strokes, m_colours);
}

void VolumeLayer::draw(QCPPainter *painter)
{
    const auto [first, last] = visiblePositions();
    const int ground = m_rect->bottom() + 1;
    Coloured<QRect> columns;
    for (int position = first; position <= last;) {
        const int next = isDense() ? nextColumn(position) : position + 1;
        const BarSpan span = m_series.over(position, std::min(next - 1, last));
        const auto [pixel, halfBody] = columnOf(position);
        const int top = int(std::floor(m_valueAxis->coordToPixel(span.volume)));
        columns.add(span.isUp(), {pixel - halfBody, top, 2 * halfBody + 1, ground - top});
        position = next;
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(faded(m_colours.up, 0.55));
    painter->drawRects(columns.up);
    painter->setBrush(faded(m_colours.down, 0.55));
    painter->drawRects(columns.down);
}

} // namespace ui
