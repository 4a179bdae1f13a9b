#include "core/market/NewYorkTime.h"

namespace core {

using namespace std::chrono;

namespace {

constexpr Duration standardOffset = -hours(5);
constexpr Duration daylightOffset = -hours(4);

sys_days daylightBegins(year y)
{
    if (y >= year(2007))
        return sys_days(y / March / Sunday[2]);
    if (y >= year(1987))
        return sys_days(y / April / Sunday[1]);
    return sys_days(y / April / Sunday[last]);
}

sys_days daylightEnds(year y)
{
    return y >= year(2007) ? sys_days(y / November / Sunday[1])
                           : sys_days(y / October / Sunday[last]);
}

} // namespace

Duration newYorkOffset(Timestamp utc)
{
    // Both changes come in spring and autumn, far from the turn of the year: the UTC year will do.
    const year y = year_month_day(floor<days>(utc)).year();
    const Timestamp begins = Timestamp(daylightBegins(y)) + hours(2) - standardOffset;
    const Timestamp ends = Timestamp(daylightEnds(y)) + hours(2) - daylightOffset;
    return utc >= begins && utc < ends ? daylightOffset : standardOffset;
}

sys_days newYorkDate(Timestamp utc)
{
    return floor<days>(utc + newYorkOffset(utc));
}

Duration newYorkTimeOfDay(Timestamp utc)
{
    const Timestamp wall = utc + newYorkOffset(utc);
    return wall - floor<days>(wall);
}

Timestamp fromNewYork(sys_days newYorkDate, Duration sinceMidnight)
{
    const Timestamp wall = Timestamp(newYorkDate) + sinceMidnight;
    const Timestamp inDaylight = wall - daylightOffset;
    return newYorkOffset(inDaylight) == daylightOffset ? inDaylight : wall - standardOffset;
}

} // namespace core
