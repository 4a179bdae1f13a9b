#include "ui/chart/CrosshairLayer.h"

#include "ui/chart/PriceTicker.h"

namespace ui {

CrosshairLayer::CrosshairLayer(QCPAxisRect *priceRect, QCPAxisRect *volumeRect,
                               const BarSeries &series, const ChartColours &colours)
    : QCPLayerable(priceRect->parentPlot(), QStringLiteral("crosshair"), priceRect),
      m_priceRect(priceRect), m_volumeRect(volumeRect), m_series(series), m_colours(colours)
{
}

void CrosshairLayer::applyDefaultAntialiasingHint(QCPPainter *painter) const
{
    painter->setAntialiasing(false);
}

QRect CrosshairLayer::clipRect() const
{
    return mParentPlot->viewport();
}

void CrosshairLayer::draw(QCPPainter *painter)
{
    if (!m_cursor || m_cursor->position < 0 || m_cursor->position >= m_series.count())
        return;
    const QRect price = m_priceRect->rect();
    const QRect volume = m_volumeRect->rect();
    const double x = std::floor(m_priceRect->axis(QCPAxis::atBottom)->coordToPixel(m_cursor->position));
    if (x < price.left() || x > price.right())
        return;
    painter->setFont(mParentPlot->font());
    painter->setPen(QPen(m_colours.dimText, 1, Qt::DashLine));
    painter->drawLine(QPointF(x, price.top()), QPointF(x, volume.bottom()));
    const core::Timestamp at = m_series.at(m_cursor->position).openTime;
    drawTimeTag(painter, volume, x, momentText(at, m_series.zone()), m_colours.text,
                m_colours.background);

    const double y = std::round(m_priceRect->axis(QCPAxis::atRight)->coordToPixel(m_cursor->price));
    if (y < price.top() || y > price.bottom())
        return;
    painter->setPen(QPen(m_colours.dimText, 1, Qt::DashLine));
    painter->drawLine(QPointF(price.left(), y), QPointF(price.right(), y));
    drawPriceTag(painter, price,
                 {y, axisPriceText(m_cursor->price, m_pricePlaces), m_colours.text, true},
                 m_colours.background, m_colours.background);
}

} // namespace ui
