#include "core/history/Gaps.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core {

using namespace std::chrono;

namespace {

constexpr Duration shortestJudged = minutes(1);
constexpr sys_days holidaysKnownFrom(year(2000) / 1 / 1);
constexpr sys_days halfDaysKnownFrom(year(2010) / 1 / 1);

std::string lengthText(Duration length)
{
    if (const auto timeframe = timeframeOfStep(length); timeframe && lengthOf(*timeframe) == length)
        return timeframeName(*timeframe);
    return std::to_string(duration_cast<seconds>(length).count()) + " s";
}

/// Daily bars may be stamped with local midnights: 23 and 25 hours apart when clocks change. Weekly
/// ones may carry the first trading day: Tuesday after a holiday.
bool isOneStep(Duration step, Duration length)
{
    const Duration slack = length >= days(7)   ? Duration(hours(25))
                           : length >= days(1) ? Duration(hours(1))
                                               : Duration();
    return step >= length - slack && step <= length + slack;
}

/// A bar at the open or close of the session may follow one that is cut short by it.
bool startsPhase(Timestamp at)
{
    const auto core = sessionOf(newYorkDate(at));
    return core && (at == core->open || at == core->close);
}

Duration overlap(Timestamp from, Timestamp to, const Session &core)
{
    return std::max(Duration(), std::min(to, core.close) - std::max(from, core.open));
}

std::int64_t barsIn(Duration time, Duration length)
{
    return (time + length - Duration(1)) / length;
}

std::int64_t missingTradingDays(sys_days before, sys_days after)
{
    std::int64_t missing = 0;
    for (sys_days date = std::max(before + days(1), holidaysKnownFrom); date < after;
         date += days(1))
        missing += isTradingDay(date) ? 1 : 0;
    return missing;
}

std::int64_t missingInSessions(Timestamp from, Timestamp to, Timestamp before, Duration length)
{
    const sys_days first = newYorkDate(before);
    const sys_days last = newYorkDate(to);
    std::int64_t missing = 0;
    for (sys_days date = first; date <= last; date += days(1)) {
        const bool isEdge = first != last && (date == first || date == last);
        const bool isKnown =
            first == last || date >= (isEdge ? halfDaysKnownFrom : holidaysKnownFrom);
        if (const auto core = sessionOf(date); core && isKnown)
            missing += barsIn(overlap(from, to, *core), length);
    }
    return missing;
}

std::int64_t weekdaysBetween(sys_days first, sys_days last)
{
    std::int64_t count = 0;
    for (sys_days date = first; date < last; date += days(1))
        count += weekday(date).iso_encoding() <= 5 ? 1 : 0;
    return count;
}

bool touchesWeekend(std::span<const Moment> moments)
{
    return std::any_of(moments.begin(), moments.end(), [](const Moment &moment) {
        return weekday(floor<days>(moment.at)).iso_encoding() > 5;
    });
}

/// A pause from one trading day's late end (20:00 at most) to another's early start (04:00 at
/// least).
bool isNight(Timestamp before, Timestamp after)
{
    const sys_days first = newYorkDate(before);
    const sys_days last = newYorkDate(after);
    return first != last && before < fromNewYork(first, hours(20)) &&
           after >= fromNewYork(last, hours(4)) && weekday(first).iso_encoding() <= 5 &&
           weekday(last).iso_encoding() <= 5;
}

Defect otherLength(const Moment &moment, Duration length)
{
    return {.kind = DefectKind::MixedTimeframe,
            .line = moment.line,
            .detail = "from " + toIsoText(moment.at) + " on the bars are not of " +
                      lengthText(length)};
}

Defect gap(const Moment &before, const Moment &after, std::int64_t missing, Duration length)
{
    return {.kind = DefectKind::Gap,
            .line = after.line,
            .detail = std::to_string(missing) + (missing == 1 ? " bar of " : " bars of ") +
                      lengthText(length) + " missing between " + toIsoText(before.at) + " and " +
                      toIsoText(after.at)};
}

/// Lost rows without a time that stand between two lines.
std::int64_t illegibleBetween(const std::vector<LostRow> &lost, int first, int last)
{
    return std::count_if(lost.begin(), lost.end(), [&](const LostRow &row) {
        return !row.openTime && row.line > first && row.line < last;
    });
}

} // namespace

std::vector<Moment> momentsOf(const BarScan &scan, Timestamp until)
{
    std::vector<Moment> moments;
    moments.reserve(scan.bars.size() + scan.lost.size());
    for (std::size_t i = 0; i < scan.bars.size(); ++i)
        moments.push_back({scan.bars[i].openTime, scan.lines[i]});
    for (const LostRow &row : scan.lost)
        if (row.openTime)
            moments.push_back({*row.openTime, row.line});
    if (moments.size() > scan.bars.size())
        std::stable_sort(moments.begin(), moments.end(),
                         [](const Moment &a, const Moment &b) { return a.at < b.at; });
    const auto isSame = [](const Moment &a, const Moment &b) { return a.at == b.at; };
    moments.erase(std::unique(moments.begin(), moments.end(), isSame), moments.end());
    while (!moments.empty() && moments.back().at > until)
        moments.pop_back();
    return moments;
}

std::optional<std::size_t> firstOfOtherLength(std::span<const Moment> moments, Duration length,
                                              SessionKind session)
{
    constexpr int tellingRun = 4;
    if (length < shortestJudged)
        return std::nullopt;
    Duration previous{};
    int run = 0;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        const Duration step = moments[i].at - moments[i - 1].at;
        const bool isOther = step != length && !isOneStep(step, length);
        run = !isOther ? 0 : step == previous ? run + 1 : 1;
        previous = step;
        if (isOther && step < length &&
            !(session == SessionKind::UsEquities && startsPhase(moments[i].at)))
            return i;
        if (run == tellingRun)
            return i - tellingRun;
    }
    return std::nullopt;
}

SessionKind sessionKindOf(std::span<const Moment> moments, Duration length)
{
    if (moments.size() < 2 || length >= days(7))
        return SessionKind::AlwaysOpen;
    const Duration span = moments.back().at - moments.front().at;
    if (length >= days(1))
        return span >= days(7) && !touchesWeekend(moments) ? SessionKind::UsEquities
                                                           : SessionKind::AlwaysOpen;
    std::int64_t nights = 0;
    for (std::size_t i = 1; i < moments.size(); ++i)
        if (moments[i].at - moments[i - 1].at >= length + hours(3))
            nights += isNight(moments[i - 1].at, moments[i].at) ? 1 : 0;
    const std::int64_t expected =
        weekdaysBetween(newYorkDate(moments.front().at), newYorkDate(moments.back().at));
    constexpr double mostOfThem = 0.6; // holidays, and days that are missing
    return nights > 0 && double(nights) >= mostOfThem * double(expected) ? SessionKind::UsEquities
                                                                         : SessionKind::AlwaysOpen;
}

std::int64_t missingBetween(Timestamp before, Timestamp after, Duration length, SessionKind session)
{
    const Duration step = after - before;
    if (step <= length || isOneStep(step, length) || length < shortestJudged)
        return 0;
    if (session == SessionKind::AlwaysOpen || length >= days(7))
        return (step + length / 2) / length - 1;
    if (length >= days(1))
        return missingTradingDays(floor<days>(before), floor<days>(after));
    return missingInSessions(before + length, after, before, length);
}

void reportGaps(BarScan &scan, std::span<const Moment> moments, Duration length,
                SessionKind session)
{
    std::size_t end = moments.size();
    if (const auto other = firstOfOtherLength(moments, length, session)) {
        scan.defects.push_back(otherLength(moments[*other], length));
        end = *other;
    }
    for (std::size_t i = 1; i < end; ++i) {
        std::int64_t missing = missingBetween(moments[i - 1].at, moments[i].at, length, session);
        if (missing > 0)
            missing -= illegibleBetween(scan.lost, moments[i - 1].line, moments[i].line);
        if (missing > 0)
            scan.defects.push_back(gap(moments[i - 1], moments[i], missing, length));
    }
}

} // namespace core
