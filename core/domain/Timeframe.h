#pragma once

#include "core/base/Timestamp.h"

#include <optional>
#include <string_view>

namespace core {

/// The length of a bar. Names on the wire: 1m 5m 15m 30m 1h 4h 1d 1w.
enum class Timeframe { M1, M5, M15, M30, H1, H4, D1, W1 };

[[nodiscard]] Duration lengthOf(Timeframe timeframe);
[[nodiscard]] const char *timeframeName(Timeframe timeframe);
[[nodiscard]] std::optional<Timeframe> parseTimeframe(std::string_view name);
/// The longest timeframe that is not longer than the given step; nothing under a minute.
[[nodiscard]] std::optional<Timeframe> timeframeOfStep(Duration step);

} // namespace core
