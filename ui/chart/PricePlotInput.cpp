// How a person's mouse and keys move the chart; what they change is in PricePlot.cpp.
#include "ui/chart/PricePlot.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double zoomPerNotch = 0.85;
constexpr int notch = 120; // eighths of a degree, as Qt counts a wheel

} // namespace

void PricePlot::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_drag = Drag{.from = event->position(),
                  .bars = visibleBars(),
                  .prices = priceAxis()->range(),
                  .isOnPriceAxis = event->position().x() > m_priceRect->right()};
}

void PricePlot::mouseMoveEvent(QMouseEvent *event)
{
    if (m_drag) {
        dragTo(event->position());
        return;
    }
    if (!m_priceRect->rect().united(m_volumeRect->rect()).contains(event->pos()) || m_series.count() == 0) {
        setCursor(std::nullopt);
        return;
    }
    const int position = int(std::lround(keyAxis()->pixelToCoord(event->position().x())));
    setCursor(ChartCursor{std::clamp(position, 0, m_series.count() - 1),
                          priceAxis()->pixelToCoord(event->position().y())});
}

void PricePlot::dragTo(QPointF to)
{
    const QPointF moved = to - m_drag->from;
    if (!m_drag->hasMoved && moved.manhattanLength() < QApplication::startDragDistance())
        return;
    m_drag->hasMoved = true;
    setCursor(std::nullopt);
    if (m_drag->isOnPriceAxis) {
        const double factor = std::exp(moved.y() / m_priceRect->height());
        const double centre = m_drag->prices.center();
        const double half = m_drag->prices.size() / 2 * factor;
        m_isPriceScaleManual = true;
        priceAxis()->setRange(centre - half, centre + half);
        refresh();
        return;
    }
    const double bars = moved.x() / std::max(1, m_priceRect->width()) * m_drag->bars.size();
    const double kept = m_drag->bars.size() * 0.2; // some bars always stay in view
    const double lower = std::clamp(m_drag->bars.lower - bars, kept - m_drag->bars.size(),
                                    std::max(0.0, m_series.count() - kept));
    setBars({lower, lower + m_drag->bars.size()});
    setFollowing(false);
    scaleValues();
}

void PricePlot::mouseReleaseEvent(QMouseEvent *)
{
    m_drag.reset();
}

void PricePlot::mouseDoubleClickEvent(QMouseEvent *)
{
    m_drag.reset();
    fit();
}

void PricePlot::wheelEvent(QWheelEvent *event)
{
    const double notches = event->angleDelta().y() / double(notch);
    if (notches != 0)
        zoom(std::pow(zoomPerNotch, notches), keyAxis()->pixelToCoord(event->position().x()));
    event->accept();
}

void PricePlot::leaveEvent(QEvent *event)
{
    setCursor(std::nullopt);
    QCustomPlot::leaveEvent(event);
}

void PricePlot::moveCursor(int by)
{
    if (m_series.count() == 0)
        return;
    const int last = m_series.count() - 1;
    const int from = m_cursor ? m_cursor->position : std::min(last, int(visibleBars().upper)) - by;
    const int position = std::clamp(from + by, 0, last);
    const double outside = position < visibleBars().lower
                               ? position - visibleBars().lower - 1
                               : std::max(0.0, position - visibleBars().upper + 1);
    if (outside != 0) {
        setBars({visibleBars().lower + outside, visibleBars().upper + outside});
        setFollowing(false);
        scaleValues();
    }
    setCursor(ChartCursor{position, m_series.at(position).close.toDouble()});
}

void PricePlot::keyPressEvent(QKeyEvent *event)
{
    const int step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left: moveCursor(-step); return;
    case Qt::Key_Right: moveCursor(step); return;
    case Qt::Key_End: followLive(); return;
    case Qt::Key_Home: fit(); return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(zoomPerNotch, visibleBars().upper); return;
    case Qt::Key_Minus: zoom(1 / zoomPerNotch, visibleBars().upper); return;
    case Qt::Key_Escape:
        if (m_cursor) {
            setCursor(std::nullopt);
            return;
        }
        break;
    default: break;
    }
    QCustomPlot::keyPressEvent(event);
}

void PricePlot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    const bool isDressing = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
                            event->type() == QEvent::StyleChange;
    if (isDressing && m_notes)
        dress();
}

void PricePlot::resizeEvent(QResizeEvent *event)
{
    QCustomPlot::resizeEvent(event);
    if (devicePixelRatioF() != bufferDevicePixelRatio())
        setBufferDevicePixelRatio(devicePixelRatioF());
    if (m_isFollowing && m_series.count() > 0)
        followLive(); // the labels need another share of the new width
}

} // namespace ui
