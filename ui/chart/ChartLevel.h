#pragma once

#include <QString>

namespace ui {

enum class LevelKind { Entry, Stop, Target, HeldTarget, Position, LivePriceUp, LivePriceDown };

/// A price worth a line across the chart.
struct ChartLevel {
    LevelKind kind = LevelKind::Entry;
    double price = 0;
    QString label; ///< On the line; empty for the live price, whose tag is enough.
    QString tag;   ///< In the axis.

    bool operator==(const ChartLevel &) const = default;
};

[[nodiscard]] inline bool isLivePrice(const ChartLevel &level)
{
    return level.kind == LevelKind::LivePriceUp || level.kind == LevelKind::LivePriceDown;
}

} // namespace ui
