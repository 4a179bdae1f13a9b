#include "ui/chart/CandleLayer.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double strokePixels = 2; // below this many pixels a bar has no body

bool isUp(const core::Bar &bar)
{
    return bar.close >= bar.open;
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

BarLayer::Column BarLayer::columnOf(int position) const
{
    const double halfBody = std::floor(std::clamp(pixelsPerBar() * 0.36, 0.0, 24.0));
    return {std::floor(m_keyAxis->coordToPixel(position)) + 0.5, halfBody};
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
    if (pixelsPerBar() < strokePixels) {
        drawStrokes(painter, first, last);
        return;
    }
    for (int position = first; position <= last; ++position)
        drawCandle(painter, position);
}

void CandleLayer::drawCandle(QCPPainter *painter, int position) const
{
    const core::Bar &bar = m_series.at(position);
    const Column column = columnOf(position);
    const QColor colour = isUp(bar) ? m_colours.up : m_colours.down;
    const double open = pixelOf(bar.open.toDouble());
    const double close = pixelOf(bar.close.toDouble());
    const double top = std::round(std::min(open, close));
    const double bottom = std::max(top + 1, std::round(std::max(open, close)));

    painter->setPen(QPen(colour, 1));
    painter->drawLine(QPointF(column.centre, pixelOf(bar.high.toDouble())), QPointF(column.centre, top));
    painter->drawLine(QPointF(column.centre, bottom), QPointF(column.centre, pixelOf(bar.low.toDouble())));
    const QRectF body(column.centre - 0.5 - column.halfBody, top, 2 * column.halfBody, bottom - top);
    painter->setBrush(isUp(bar) ? m_colours.background : colour);
    painter->drawRect(body);
    if (bar.isRepaired) {
        painter->setPen(QPen(m_colours.warning, 1));
        const double below = pixelOf(bar.low.toDouble()) + 3;
        painter->drawLine(QPointF(body.left(), below), QPointF(body.right(), below));
    }
}

void CandleLayer::drawStrokes(QCPPainter *painter, int first, int last) const
{
    for (int position = first; position <= last;) {
        const double x = columnOf(position).centre;
        const core::Bar &opening = m_series.at(position);
        core::Price low = opening.low;
        core::Price high = opening.high;
        core::Price close = opening.close;
        for (; position <= last && columnOf(position).centre <= x; ++position) {
            low = std::min(low, m_series.at(position).low);
            high = std::max(high, m_series.at(position).high);
            close = m_series.at(position).close;
        }
        painter->setPen(QPen(close >= opening.open ? m_colours.up : m_colours.down, 1));
        painter->drawLine(QPointF(x, pixelOf(high.toDouble())), QPointF(x, pixelOf(low.toDouble())));
    }
}

void VolumeLayer::draw(QCPPainter *painter)
{
    const auto [first, last] = visiblePositions();
    const double ground = m_rect->bottom() + 1;
    painter->setPen(Qt::NoPen);
    for (int position = first; position <= last; ++position) {
        const core::Bar &bar = m_series.at(position);
        const Column column = columnOf(position);
        const double top = std::floor(pixelOf(bar.volume));
        painter->setBrush(faded(isUp(bar) ? m_colours.up : m_colours.down, 0.55));
        painter->drawRect(QRectF(column.centre - 0.5 - column.halfBody, top, 2 * column.halfBody + 1,
                                 ground - top));
    }
}

} // namespace ui
