#pragma once

#include "core/base/Error.h"
#include "core/domain/Trade.h"

#include <string>
#include <vector>

namespace app {

/// Reads a whole `.csv` or `.csv.gz` with the header `timestamp_utc_ms,price,size,side` (the taker's side, or
/// nothing), oldest first. BadInput for another header, a row that cannot be read, a price or size that is not above
/// zero, and a time before the one above it.
[[nodiscard]] core::Result<std::vector<core::Trade>> readTrades(const std::string &path);

} // namespace app
