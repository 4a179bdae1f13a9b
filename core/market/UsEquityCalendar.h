#pragma once

#include "core/base/Timestamp.h"

#include <chrono>
#include <optional>

namespace core {

/// The core session of one day: open included, close excluded.
struct Session {
    Timestamp open;
    Timestamp close;
    bool operator==(const Session &) const = default;
};

/// The days and hours of the New York exchanges, by rule and dated exceptions; dates are New York
/// dates. Trading days are checked against real bars from 2000 to 2024, half days from 2010 to
/// 2021; both hold to 2030 as far as the rules stand. Half days before 2010 are not meant to be
/// right. A closure ordered on short notice is not known here: the venue's own clock stands above
/// this calendar.
/// Source: NYSE Rules 7.1 and 7.2 (holidays, early closings), and the exchange's notices for the
/// dated exceptions.
[[nodiscard]] bool isTradingDay(std::chrono::sys_days newYorkDate);

/// 09:30 to 16:00 New York, on half days to 13:00; nothing on a day without trading.
[[nodiscard]] std::optional<Session> sessionOf(std::chrono::sys_days newYorkDate);

[[nodiscard]] bool isCoreSession(Timestamp at);

/// The first opening of a core session later than `at` (at an opening itself, the following one).
[[nodiscard]] Timestamp nextOpen(Timestamp at);

} // namespace core
