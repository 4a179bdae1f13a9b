#pragma once

#include "core/domain/Instrument.h"
#include "core/domain/Timeframe.h"
#include "core/history/Defect.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace core {

struct ValidationOptions {
    /// Absent: the most common step between the bars.
    std::optional<Timeframe> timeframe{};
    /// Which pauses are no gaps. Absent: judged by the file's own pauses (`sessionKindOf`).
    std::optional<SessionKind> calendar{};
    /// Bars that open later are in the future.
    Timestamp now;
};

struct ValidationReport {
    std::int64_t rows = 0; ///< Rows with data, defective ones included.
    bool ok = true;        ///< No defect of severity Error.
    std::vector<Defect> defects; ///< In order of line.
};

/// Everything that is wrong with a bar file, one finding for each row and cause. Fails only for
/// what cannot be read as a table at all: no such file, cut gzip, binary bytes, a web page. `path`
/// is UTF-8.
[[nodiscard]] Result<ValidationReport> validateBarFile(const std::string &path,
                                                       const ValidationOptions &options);

} // namespace core
