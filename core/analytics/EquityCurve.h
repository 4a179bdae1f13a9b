#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Instrument.h"

#include <chrono>
#include <span>
#include <vector>

namespace core {

/// Marked equity at the close of a bar, in account currency. A curve is oldest first.
struct EquityPoint {
    Timestamp at;
    double equity = 0;
};

/// The last equity of one exchange day.
struct DailyEquity {
    std::chrono::sys_days day;
    double equity = 0;
};

/// The last point of each exchange day (New York date for US equities, else UTC date). A point at
/// midnight exactly ends the day before: it is the close of that day's last bar.
[[nodiscard]] std::vector<DailyEquity> dailyEquity(std::span<const EquityPoint> curve,
                                                   SessionKind session);

/// From one day's last equity to the next one's, as fractions: one fewer than days. From an equity
/// of zero or less there is no return: the list ends there.
[[nodiscard]] std::vector<double> dailyReturns(std::span<const DailyEquity> days);

/// The deepest fall from a high, in per cent of that high: positive, 0 without a fall. The curve
/// begins at its first point; give the starting equity as that point if it counts.
[[nodiscard]] double maxDrawdownPct(std::span<const EquityPoint> curve);

} // namespace core
