#pragma once

#include <string>

namespace core {

/// What can be wrong with a bar file. The words on the wire are a contract (`defectKindName`).
enum class DefectKind {
    Duplicate,      ///< A row repeated exactly.
    Conflict,       ///< One time twice with different values.
    OutOfOrder,     ///< Not oldest first.
    Gap,            ///< Bars missing while the market was open.
    MixedTimeframe, ///< Bars of two lengths, or not of the length asked for.
    ImpossibleBar,  ///< High below low, open or close outside them, a price of zero.
    Negative,       ///< A negative price or volume.
    NotANumber,     ///< A cell that is empty or holds something else than its value.
    Outlier,        ///< A price out of line with its neighbours.
    ZeroVolume,
    BadHeader,      ///< Missing or unknown column names, other separators.
    Truncated,      ///< A row cut short.
    Encoding,       ///< Not UTF-8.
    Unit,           ///< Times in another unit than milliseconds, or without a time zone.
    Empty,          ///< No bars.
    Future,         ///< A bar that has not begun.
};

enum class DefectSeverity { Error, Warning };

/// One finding, at a line of the file (the first line, usually the header, is 1).
struct Defect {
    DefectKind kind;
    int line = 1;
    std::string detail;
    std::string field{}; ///< The column, where there is one.
    bool isPutRight = false; ///< Reading corrects it with certainty (times in another known unit).
};

[[nodiscard]] const char *defectKindName(DefectKind kind);
/// Zero volume and outliers happen in sound files; all else is an error.
[[nodiscard]] DefectSeverity severityOf(DefectKind kind);
[[nodiscard]] const char *severityName(DefectSeverity severity);
/// Whether the file's bars can no longer be trusted: any error that reading does not put right.
/// (Reading does not look for gaps: they leave the bars around them as they are.)
[[nodiscard]] bool stopsReading(const Defect &defect);

} // namespace core
