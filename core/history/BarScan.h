#pragma once

#include "core/history/BarHeader.h"

namespace core {

/// A row that holds no usable bar.
struct LostRow {
    int line = 0;
    std::optional<Timestamp> openTime; ///< If that much was legible.
};

/// A bar file's text, row by row, in the order of the file. Bars have no closing time yet: that
/// needs the timeframe.
struct BarScan {
    std::int64_t rows = 0; ///< Rows with data, usable or not.
    std::vector<Bar> bars;
    std::vector<int> lines; ///< Of each bar.
    bool isAscending = true; ///< As the rows stand in the file, without repetitions.
    /// From each bar to the next, where it is the same throughout.
    std::optional<Duration> evenStep{};
    std::vector<LostRow> lost;
    std::vector<Defect> defects;
    bool hasVolume = true;
    bool knowsZone = true; ///< False: the times are wall times of nobody knows where.
};

/// Reads UTF-8 with or without byte order mark; UTF-16 is read and reported. BadInput for what is
/// no table at all: binary bytes, a web page, JSON. A zero byte must follow the text, as in
/// FileBytes.
[[nodiscard]] Result<BarScan> scanBars(std::string_view text);

} // namespace core
