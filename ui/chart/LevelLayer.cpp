#include "ui/chart/LevelLayer.h"

namespace ui {

namespace {

Qt::PenStyle strokeOf(LevelKind kind)
{
    switch (kind) {
    case LevelKind::Entry: return Qt::SolidLine;
    case LevelKind::Stop: return Qt::DashLine;
    case LevelKind::Target: return Qt::DashDotLine;
    case LevelKind::HeldTarget: return Qt::CustomDashLine;
    case LevelKind::Position: return Qt::DashDotDotLine;
    case LevelKind::LivePriceUp:
    case LevelKind::LivePriceDown: return Qt::DotLine;
    }
    return Qt::SolidLine;
}

/// Each kind has its own stroke, so that lines differ in grey as well.
QPen penOf(LevelKind kind, const QColor &colour)
{
    QPen pen(colour, 1, strokeOf(kind));
    if (pen.style() == Qt::CustomDashLine)
        pen.setDashPattern({8, 8}); // longer gaps than any order at the venue has
    return pen;
}

} // namespace

LevelLayer::LevelLayer(QCPAxisRect *rect, const ChartColours &colours)
    : QCPLayerable(rect->parentPlot(), QStringLiteral("levels"), rect), m_rect(rect),
      m_valueAxis(rect->axis(QCPAxis::atRight)), m_colours(colours)
{
}

void LevelLayer::applyDefaultAntialiasingHint(QCPPainter *painter) const
{
    painter->setAntialiasing(false);
}

QRect LevelLayer::clipRect() const
{
    return mParentPlot->viewport(); // tags lie in the axis, outside the axis rect
}

QColor LevelLayer::colourOf(LevelKind kind) const
{
    switch (kind) {
    case LevelKind::Entry: return m_colours.accent;
    case LevelKind::Stop:
    case LevelKind::LivePriceDown: return m_colours.down;
    case LevelKind::Target:
    case LevelKind::HeldTarget:
    case LevelKind::LivePriceUp: return m_colours.up;
    case LevelKind::Position: return m_colours.dimText;
    }
    return m_colours.text;
}

std::vector<LevelLayer::Placed> LevelLayer::placedLevels(double lineHeight) const
{
    std::vector<Placed> placed;
    for (const ChartLevel &level : m_levels) {
        const double y = std::round(m_valueAxis->coordToPixel(level.price));
        const bool isAbove = y < m_rect->top();
        const bool isBelow = y > m_rect->bottom();
        const QString arrow = isAbove ? QStringLiteral("↑ ") : isBelow ? QStringLiteral("↓ ") : QString();
        const QString label = level.label.isEmpty() ? QString() : arrow + level.label;
        placed.push_back({&level, label, !isAbove && !isBelow, y, y, y});
    }
    std::vector<double *> labels;
    std::vector<double *> tags;
    for (Placed &one : placed) {
        tags.push_back(&one.tagY);
        if (!one.label.isEmpty())
            labels.push_back(&one.labelY);
    }
    const double top = m_rect->top() + lineHeight / 2;
    const double bottom = m_rect->bottom() - lineHeight / 2;
    spread(labels, lineHeight, top, bottom);
    spread(tags, lineHeight, top, bottom);
    return placed;
}

void LevelLayer::draw(QCPPainter *painter)
{
    painter->setFont(mParentPlot->font());
    const std::vector<Placed> placed = placedLevels(tagHeight());
    for (const Placed &one : placed)
        if (one.isInView)
            drawLine(painter, one);
    for (const Placed &one : placed)
        drawLabel(painter, one);
    for (const Placed &one : placed)
        drawPriceTag(painter, m_rect->rect(),
                     {one.tagY, one.level->tag, colourOf(one.level->kind), isLivePrice(*one.level)},
                     m_colours.background, m_colours.tagText);
}

std::vector<double> LevelLayer::tagPrices() const
{
    std::vector<double> prices;
    for (const Placed &one : placedLevels(tagHeight()))
        prices.push_back(m_valueAxis->pixelToCoord(one.tagY));
    return prices;
}

double LevelLayer::tagHeight() const
{
    return QFontMetricsF(mParentPlot->font()).height() + 5;
}

double LevelLayer::labelRoom() const
{
    const QFontMetricsF metrics(mParentPlot->font());
    double widest = 0;
    for (const ChartLevel &level : m_levels)
        if (!level.label.isEmpty())
            widest = std::max(widest, metrics.horizontalAdvance(level.label) + 3 * metrics.height());
    return widest;
}

void LevelLayer::drawLine(QCPPainter *painter, const Placed &placed) const
{
    painter->setPen(penOf(placed.level->kind, colourOf(placed.level->kind)));
    painter->drawLine(QPointF(m_rect->left(), placed.y), QPointF(m_rect->right(), placed.y));
}

void LevelLayer::drawLabel(QCPPainter *painter, const Placed &placed) const
{
    if (placed.label.isEmpty())
        return;
    const QFontMetricsF metrics(painter->font());
    const double width = metrics.horizontalAdvance(placed.label) + metrics.height() * 0.7;
    const QRectF box(m_rect->right() - width - metrics.height() / 2,
                     placed.labelY - metrics.height() / 2 - 1, width, metrics.height() + 2);
    painter->setPen(QPen(colourOf(placed.level->kind), 1));
    painter->setBrush(m_colours.background);
    painter->drawRect(box);
    painter->drawText(box, int(Qt::AlignCenter), placed.label);
}

} // namespace ui
