#pragma once

#include "core/history/BarScan.h"

#include <span>

namespace core {

/// Puts the bars of a scan into ascending order, one for each time, and reports what stood in the
/// way: exact repetitions (Duplicate), one time with different values (Conflict: the first stays),
/// and rows out of order — the fewest that need to move, or one finding if the whole file is newest
/// first.
void arrange(BarScan &scan);

/// The most common step between ascending times; of equally common ones the shorter. Nothing for
/// fewer than two.
[[nodiscard]] std::optional<Duration> commonStep(std::span<const Bar> bars);

/// Gives each bar of the series its closing time: opening time + length. For US equities an
/// intraday bar that opens before the session's close ends at the latest with it (16:00 New York,
/// 13:00 on half days: the 15:30 hour bar is half an hour), a daily bar ends with its date's
/// session, and a weekly bar with the Friday session of its date's week.
void setCloseTimes(std::span<Bar> bars, Duration length, SessionKind session);

} // namespace core
