#include "ui/chart/ChartColours.h"

#include "ui/theme/Theme.h"

namespace ui {

ChartColours currentChartColours()
{
    return {
        .background = colour(Role::PanelBackground),
        .grid = colour(Role::Grid),
        .text = colour(Role::Text),
        .dimText = colour(Role::Muted),
        .up = colour(Role::Up),
        .down = colour(Role::Down),
        .accent = colour(Role::Accent),
        .warning = colour(Role::Warning),
        .tagText = colour(Role::PanelBackground),
        .lines = {colour(Role::Line1), colour(Role::Line2), colour(Role::Line3)},
    };
}

} // namespace ui
