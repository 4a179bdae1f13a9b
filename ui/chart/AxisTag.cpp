#include "ui/chart/AxisTag.h"

#include <algorithm>

namespace ui {

void drawPriceTag(QCPPainter *painter, const QRect &rect, const AxisTag &tag, const QColor &paper,
                  const QColor &ink)
{
    const QFontMetricsF metrics(painter->font());
    const double pad = metrics.height() / 4;
    const QRectF box(rect.right() + 2, tag.y - metrics.height() / 2 - 1,
                     metrics.horizontalAdvance(tag.text) + 2 * pad, metrics.height() + 2);
    painter->setPen(QPen(tag.colour, 1));
    painter->setBrush(tag.isFilled ? tag.colour : paper);
    painter->drawRect(box);
    painter->setPen(tag.isFilled ? ink : tag.colour);
    painter->drawText(box, int(Qt::AlignCenter), tag.text);
}

void drawTimeTag(QCPPainter *painter, const QRect &rect, double x, const QString &text,
                 const QColor &paper, const QColor &ink)
{
    const QFontMetricsF metrics(painter->font());
    const double width = metrics.horizontalAdvance(text) + metrics.height() / 2;
    const double left = std::clamp(x - width / 2, double(rect.left()),
                                   std::max(double(rect.left()), rect.right() - width));
    const QRectF box(left, rect.bottom() + 2, width, metrics.height() + 2);
    painter->setPen(Qt::NoPen);
    painter->setBrush(paper);
    painter->drawRect(box);
    painter->setPen(ink);
    painter->drawText(box, int(Qt::AlignCenter), text);
}

void spread(std::vector<double *> heights, double distance, double top, double bottom)
{
    std::sort(heights.begin(), heights.end(), [](double *a, double *b) { return *a < *b; });
    double free = top;
    for (double *height : heights) {
        *height = std::max(*height, free);
        free = *height + distance;
    }
    free = bottom;
    for (auto height = heights.rbegin(); height != heights.rend(); ++height) {
        **height = std::min(**height, free);
        free = **height - distance;
    }
}

} // namespace ui
