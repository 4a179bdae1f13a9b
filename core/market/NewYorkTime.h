#pragma once

#include "core/base/Timestamp.h"

#include <chrono>

namespace core {

/// New York wall clock minus UTC: -5 h in winter, -4 h in summer.
/// United States rule: since 2007 from the second Sunday of March to the first Sunday of November,
/// 1987–2006 from the first Sunday of April to the last of October, earlier from the last Sunday of
/// April; always 02:00 local. The emergency years 1974 and 1975 and local law before 1967 are not
/// in it.
/// Source: Uniform Time Act 1966 as amended, 15 U.S.C. § 260a.
[[nodiscard]] Duration newYorkOffset(Timestamp utc);

/// The calendar date in New York, counted as if it were a UTC date.
[[nodiscard]] std::chrono::sys_days newYorkDate(Timestamp utc);

/// Wall-clock time since midnight in New York, 0 to 24 h.
[[nodiscard]] Duration newYorkTimeOfDay(Timestamp utc);

/// The moment a New York clock shows `sinceMidnight` on that date. In the hour that happens twice
/// it is the first; in the hour that is left out, the clock has already been put forward.
[[nodiscard]] Timestamp fromNewYork(std::chrono::sys_days newYorkDate, Duration sinceMidnight);

} // namespace core
