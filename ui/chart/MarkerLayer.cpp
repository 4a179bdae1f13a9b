#include "ui/chart/MarkerLayer.h"

#include "ui/format/Numbers.h"

#include <QFontMetricsF>

#include <map>

namespace ui {

namespace {

QString letterOf(core::OrderRole role)
{
    switch (role) {
    case core::OrderRole::Entry: return {};
    case core::OrderRole::Stop: return QStringLiteral("S");
    case core::OrderRole::Target: return QStringLiteral("T");
    case core::OrderRole::Exit: return QStringLiteral("X");
    }
    return {};
}

QString roleWord(core::OrderRole role)
{
    switch (role) {
    case core::OrderRole::Entry: return MarkerLayer::tr("entry");
    case core::OrderRole::Stop: return MarkerLayer::tr("stop");
    case core::OrderRole::Target: return MarkerLayer::tr("target");
    case core::OrderRole::Exit: return MarkerLayer::tr("exit");
    }
    return {};
}

/// A triangle with its tip at `tip`, pointing up or down.
QPolygonF triangle(QPointF tip, double size, bool pointsUp)
{
    const double base = tip.y() + (pointsUp ? size : -size);
    return QPolygonF({tip, QPointF(tip.x() - size * 0.62, base), QPointF(tip.x() + size * 0.62, base)});
}

} // namespace

void MarkerLayer::applyDefaultAntialiasingHint(QCPPainter *painter) const
{
    painter->setAntialiasing(true);
}

QString MarkerLayer::textAt(int position) const
{
    QStringList texts;
    for (const core::TradeMarker &marker : m_markers) {
        if (m_series.positionOf(marker.at) != position)
            continue;
        const QString sentence = marker.side == core::Side::Buy
                                     //: Own fill on the chart: quantity, price, role of the order
                                     ? tr("▲ bought %1 at %2 (%3)")
                                     : tr("▼ sold %1 at %2 (%3)");
        texts += sentence.arg(quantityText(marker.quantity), priceText(marker.price),
                              roleWord(marker.role));
    }
    return texts.join(QStringLiteral("   "));
}

void MarkerLayer::draw(QCPPainter *painter)
{
    std::map<std::pair<int, core::Side>, int> stacked; // several fills of one bar stand behind one another
    const auto [first, last] = visiblePositions();
    for (const core::TradeMarker &marker : m_markers) {
        const std::optional<int> position = m_series.positionOf(marker.at);
        if (position && *position >= first && *position <= last)
            drawMarker(painter, marker, *position, stacked[{*position, marker.side}]++);
    }
}

void MarkerLayer::drawMarker(QCPPainter *painter, const core::TradeMarker &marker, int position,
                             int stackedBelow) const
{
    const QFontMetricsF metrics(painter->font());
    const double size = metrics.height() * 0.62;
    const bool isBuy = marker.side == core::Side::Buy;
    const core::Bar &bar = m_series.at(position);
    const double direction = isBuy ? 1 : -1;
    const double edge = pixelOf((isBuy ? bar.low : bar.high).toDouble());
    const QPointF tip(columnOf(position).pixel + 0.5,
                      edge + direction * (size * 0.6 + stackedBelow * size * 1.4));
    const QColor colour = isBuy ? m_colours.up : m_colours.down;

    painter->setPen(QPen(colour, metrics.height() / 11));
    painter->setBrush(marker.role == core::OrderRole::Entry ? colour : m_colours.background);
    painter->drawPolygon(triangle(tip, size, isBuy));
    const QString letter = letterOf(marker.role);
    if (letter.isEmpty())
        return;
    const double baseline = tip.y() + direction * size + (isBuy ? metrics.ascent() : -metrics.descent());
    painter->drawText(QPointF(tip.x() - metrics.horizontalAdvance(letter) / 2, baseline), letter);
}

} // namespace ui
