#pragma once

#include "core/history/BarScan.h"

#include <span>

namespace core {

/// The opening time of a row that is in the file, whatever became of its prices.
struct Moment {
    Timestamp at;
    int line = 0;
};

/// The times of a scan that has been arranged, those of lost rows included, ascending and without
/// repetitions, up to `until` (times after it are somebody else's finding).
[[nodiscard]] std::vector<Moment> momentsOf(const BarScan &scan, Timestamp until);

/// The first row whose bar has not the given length, judged by the steps: one shorter than the
/// length, or the start of four equal longer ones. Pauses of a session market are no bars of
/// theirs. Bars under a minute are not judged: seconds without a trade are left out.
[[nodiscard]] std::optional<std::size_t> firstOfOtherLength(std::span<const Moment> moments,
                                                            Duration length, SessionKind session);

/// Which market the times come from: one with pauses over night and at weekends, or one that never
/// closes.
[[nodiscard]] SessionKind sessionKindOf(std::span<const Moment> moments, Duration length);

/// Bars of this length that the market's hours have room for between two neighbours. A market
/// without pauses counts every step. US equities count core-session time of trading days only, and
/// as far as the calendar knows the past: before 2010 (half days) not at the ends of a day, before
/// 2000 (holidays) no whole days.
[[nodiscard]] std::int64_t missingBetween(Timestamp before, Timestamp after, Duration length,
                                          SessionKind session);

/// Reports mixed timeframes, and the gaps up to there. Rows without a legible time fill one place
/// each.
void reportGaps(BarScan &scan, std::span<const Moment> moments, Duration length,
                SessionKind session);

} // namespace core
