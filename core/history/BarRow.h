#pragma once

#include "core/domain/Bar.h"
#include "core/history/Defect.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace core {

/// How a file writes its times.
enum class TimeForm { Seconds, Millis, Micros, Nanos, IsoText };

/// Nanoseconds of one count; IsoText counts nanoseconds.
[[nodiscard]] std::int64_t nanosPerCount(TimeForm form);
/// The form of one cell, judged by its size: whole numbers up to 1e11 are seconds (year 5138), to
/// 1e14 milliseconds (from 1973 on; before 1966 when negative), and so on. Nothing if it is no
/// time.
[[nodiscard]] std::optional<TimeForm> timeFormOf(std::string_view cell);
/// Whether an ISO text fixes the moment: it has a zone, or is a date alone (of a trading day, UTC).
[[nodiscard]] bool namesZone(std::string_view isoText);
/// The moment in a cell, within the years 1897 to 2188.
[[nodiscard]] std::optional<Timestamp> parseTime(std::string_view cell, TimeForm form);

/// Reads one row `count,open,high,low,close,volume\n` of plain digits that makes a possible bar, as
/// nearly all rows are, without a detour. Returns the place after the row, or null for any row that
/// deserves a closer look. A zero byte must follow the text. Prices keep nine places exactly.
[[nodiscard]] const char *readPlainRow(const char *at, std::int64_t nanosPerCount, Bar &bar);

/// The six cells of a row as text.
struct RowCells {
    std::string_view time;
    std::string_view open;
    std::string_view high;
    std::string_view low;
    std::string_view close;
    std::optional<std::string_view> volume; ///< Absent when the file has no such column: read as 0.
};

/// One row read in full: a bar, or what is wrong with it (and its time, if that much was legible).
struct RowReading {
    std::optional<Bar> bar;
    std::optional<Timestamp> openTime;
    std::optional<Defect> defect;
};

/// Prices with more than nine places are rounded half to even (vendors write the float noise of
/// their doubles, such as 211.41000366210938).
[[nodiscard]] RowReading readRow(const RowCells &cells, TimeForm form, int line);

/// Cells between commas, without quotes and the spaces around them.
void splitCells(std::string_view line, std::vector<std::string_view> &cells);

} // namespace core
