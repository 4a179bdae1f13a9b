#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Instrument.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace core {

/// What a bar file does not say of itself.
struct BarFileOptions {
    /// The length of the bars; absent: the most common step between them.
    std::optional<Timeframe> timeframe{};
    /// Where bars end (`setCloseTimes`): with the session for US equities, else after their length.
    SessionKind session = SessionKind::AlwaysOpen;
};

/// Reads a whole `.csv` or `.csv.gz` with the header `timestamp_utc_ms,open,high,low,close,volume`,
/// opening times, oldest first. Byte order mark, CRLF, blank lines, spaces, quotes, further
/// columns, ISO times with a zone, and times in seconds, micro- or nanoseconds are read as well.
/// Prices with more than nine places are rounded half to even. `path` is UTF-8.
///
/// All or nothing: the first defect that makes bars untrustworthy (everything `data validate` calls
/// an error, but for gaps and recognised time units) is the Error, BadInput with file, line, field
/// and message. A last number cut short in a file without a final line end cannot be noticed.
[[nodiscard]] Result<std::vector<Bar>> readBars(const std::string &path,
                                                const BarFileOptions &options = {});

/// Writes such a file, replacing it in one step; packed when the name ends in `.gz`. Closing times
/// and repair marks are not part of the format. BadInput for what could not be read back: times not
/// ascending or finer than milliseconds, impossible prices, a volume that is not finite.
[[nodiscard]] Result<> writeBars(const std::string &path, std::span<const Bar> bars);

} // namespace core
