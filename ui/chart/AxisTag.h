#pragma once

#include "ui/chart/Plotting.h"

namespace ui {

/// A small label in the price axis, level with what it belongs to.
struct AxisTag {
    double y = 0;
    QString text;
    QColor colour;
    bool isFilled = false; ///< Filled for the price that moves, outlined for those that stand.
};

/// Draws one tag right of `rect`, in the axis.
void drawPriceTag(QCPPainter *painter, const QRect &rect, const AxisTag &tag, const QColor &paper,
                  const QColor &ink);
/// Draws a tag centred on `x` below `rect`, kept inside it.
void drawTimeTag(QCPPainter *painter, const QRect &rect, double x, const QString &text,
                 const QColor &paper, const QColor &ink);
/// Moves the heights apart, in their order, so that neighbours keep `distance`; none leaves [top, bottom]
/// while there is room.
void spread(std::vector<double *> heights, double distance, double top, double bottom);

} // namespace ui
