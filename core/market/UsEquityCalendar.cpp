#include "core/market/UsEquityCalendar.h"

#include "core/market/NewYorkTime.h"

#include <algorithm>
#include <array>

namespace core {

using namespace std::chrono;

namespace {

/// Whole days on which the exchanges stayed shut outside every rule.
constexpr std::array<sys_days, 10> extraordinaryClosures{
    sys_days(2001y / 9 / 11), sys_days(2001y / 9 / 12),  sys_days(2001y / 9 / 13), // attacks
    sys_days(2001y / 9 / 14), sys_days(2004y / 6 / 11),                            // Reagan mourning
    sys_days(2007y / 1 / 2),                                                       // Ford mourning
    sys_days(2012y / 10 / 29), sys_days(2012y / 10 / 30),                          // hurricane Sandy
    sys_days(2018y / 12 / 5),                                                      // Bush mourning
    sys_days(2025y / 1 / 9),                                                       // Carter mourning
};

bool isWeekend(weekday day)
{
    return day == Saturday || day == Sunday;
}

/// Saturday's holiday is kept on Friday, Sunday's on Monday.
sys_days observed(sys_days holiday)
{
    const weekday day(holiday);
    if (day == Saturday)
        return holiday - days(1);
    return day == Sunday ? holiday + days(1) : holiday;
}

/// Western Easter of the Gregorian calendar.
/// Source: anonymous algorithm in J. Meeus, Astronomical Algorithms, 1991, chapter 8.
sys_days easterSunday(year y)
{
    const int a = int(y) % 19;
    const int b = int(y) / 100;
    const int c = int(y) % 100;
    const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return sys_days(y / month(unsigned(n / 31)) / day(unsigned(n % 31 + 1)));
}

bool isFixedDateHoliday(sys_days date, year y)
{
    // A New Year on Saturday would be kept in the year before, where this never looks: as the
    // exchange does, the old year ends with a full Friday.
    if (date == observed(sys_days(y / January / 1)))
        return true;
    if (y >= year(2022) && date == observed(sys_days(y / June / 19)))
        return true;
    return date == observed(sys_days(y / July / 4)) || date == observed(sys_days(y / December / 25));
}

bool isMovableHoliday(sys_days date, year y)
{
    return date == sys_days(y / January / Monday[3])    // Martin Luther King
        || date == sys_days(y / February / Monday[3])   // Presidents
        || date == easterSunday(y) - days(2)            // Good Friday
        || date == sys_days(y / May / Monday[last])     // Memorial
        || date == sys_days(y / September / Monday[1])  // Labor
        || date == sys_days(y / November / Thursday[4]); // Thanksgiving
}

/// Of a trading day. 3 July and 24 December are short when they stand before the holiday itself,
/// not when the holiday is moved to them.
bool isHalfDay(sys_days date)
{
    const year_month_day ymd(date);
    if (date == sys_days(ymd.year() / November / Thursday[4]) + days(1))
        return true;
    return ymd == ymd.year() / July / 3 || ymd == ymd.year() / December / 24;
}

} // namespace

bool isTradingDay(sys_days newYorkDate)
{
    const year y = year_month_day(newYorkDate).year();
    return !isWeekend(weekday(newYorkDate)) && !isFixedDateHoliday(newYorkDate, y) &&
           !isMovableHoliday(newYorkDate, y) &&
           std::ranges::find(extraordinaryClosures, newYorkDate) == extraordinaryClosures.end();
}

std::optional<Session> sessionOf(sys_days newYorkDate)
{
    if (!isTradingDay(newYorkDate))
        return std::nullopt;
    const Duration close = isHalfDay(newYorkDate) ? hours(13) : hours(16);
    return Session{.open = fromNewYork(newYorkDate, hours(9) + minutes(30)),
                   .close = fromNewYork(newYorkDate, close)};
}

bool isCoreSession(Timestamp at)
{
    const auto session = sessionOf(newYorkDate(at));
    return session && at >= session->open && at < session->close;
}

Timestamp nextOpen(Timestamp at)
{
    for (sys_days date = newYorkDate(at);; date += days(1)) {
        const auto session = sessionOf(date);
        if (session && session->open > at)
            return session->open;
    }
}

} // namespace core
