#pragma once

#include <QColor>

#include <array>

namespace ui {

/// The colours one chart paints with, taken from the theme; nothing in this room names a colour.
struct ChartColours {
    QColor background;
    QColor grid;
    QColor text;
    QColor dimText;
    QColor up;
    QColor down;
    QColor accent;
    QColor warning;
    QColor tagText; ///< On a tag filled with one of the colours above.
    std::array<QColor, 3> lines; ///< Of strategy lines, in their order.
};

[[nodiscard]] ChartColours currentChartColours();

} // namespace ui
