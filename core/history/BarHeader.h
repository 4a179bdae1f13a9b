#pragma once

#include "core/history/BarRow.h"

#include <array>

namespace core {

enum class BarColumn { Time, Open, High, Low, Close, Volume };

/// Which cell of a row holds which value.
struct BarColumns {
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);
    std::array<std::size_t, 6> at{0, 1, 2, 3, 4, 5};
    std::size_t width = 6; ///< Cells in a row.

    [[nodiscard]] std::size_t of(BarColumn column) const
    {
        return at[static_cast<std::size_t>(column)];
    }
    /// Exactly the six columns in the usual order.
    [[nodiscard]] bool areUsual() const { return *this == BarColumns{}; }
    /// Cells a row must have for all values to be there.
    [[nodiscard]] std::size_t needed() const;
    [[nodiscard]] RowCells cellsOf(const std::vector<std::string_view> &cells) const;
    bool operator==(const BarColumns &) const = default;
};

/// What the first line of a bar file says. Column names are `timestamp_utc_ms` (or another name
/// that begins with `timestamp` or `datetime`, or `date`), `open`, `high`, `low`, `close` and
/// `volume`, in any order and case; further columns are passed over. Other usual names (`time`,
/// `o`, `vol`, …) are understood but reported; a volume may be absent, reported as well.
struct HeaderReading {
    std::optional<BarColumns> columns; ///< Nothing: the rows cannot be understood.
    std::optional<Defect> defect;      ///< Always BadHeader.
    bool isData = false;               ///< There is no header: the line is the first row.
};

[[nodiscard]] HeaderReading readHeader(std::string_view line, int lineNumber);

} // namespace core
