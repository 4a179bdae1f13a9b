#include "core/history/BarSeries.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace core {

using namespace std::chrono;

namespace {

using Indices = std::vector<std::size_t>;

/// Row numbers by time; rows of one time in the order of the file.
Indices byTime(const std::vector<Bar> &bars)
{
    Indices order(bars.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return bars[a].openTime < bars[b].openTime;
    });
    return order;
}

Defect repetition(const BarScan &scan, std::size_t first, std::size_t again)
{
    const bool isSame = scan.bars[first] == scan.bars[again];
    return {.kind = isSame ? DefectKind::Duplicate : DefectKind::Conflict,
            .line = scan.lines[again],
            .detail = toIsoText(scan.bars[again].openTime) + " was given in line " +
                      std::to_string(scan.lines[first]) +
                      (isSame ? " already, with the same values" : " with other values")};
}

/// Drops and reports rows whose time an earlier row has.
Indices withoutRepetitions(BarScan &scan, const Indices &order)
{
    Indices kept;
    kept.reserve(order.size());
    for (const std::size_t row : order) {
        if (kept.empty() || scan.bars[kept.back()].openTime != scan.bars[row].openTime)
            kept.push_back(row);
        else
            scan.defects.push_back(repetition(scan, kept.back(), row));
    }
    return kept;
}

/// Members of one longest ascending run through `values` (patience sorting): all the others, and no
/// fewer, have to move.
std::vector<bool> longestAscending(const Indices &values)
{
    Indices tails; // positions of the smallest last value of a run of each length
    Indices before(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto place = std::lower_bound(tails.begin(), tails.end(), values[i],
                                            [&](std::size_t at, std::size_t value) {
                                                return values[at] < value;
                                            });
        before[i] = place == tails.begin() ? i : *(place - 1);
        if (place == tails.end())
            tails.push_back(i);
        else
            *place = i;
    }
    std::vector<bool> isMember(values.size(), false);
    std::size_t at = tails.empty() ? 0 : tails.back();
    for (std::size_t n = tails.size(); n > 0; --n) {
        isMember[at] = true;
        at = before[at];
    }
    return isMember;
}

/// `byAge` are row numbers by time.
void reportDisorder(BarScan &scan, const Indices &byAge)
{
    if (std::is_sorted(byAge.begin(), byAge.end()))
        return;
    const auto report = [&](std::size_t row, std::string detail) {
        scan.defects.push_back({.kind = DefectKind::OutOfOrder,
                                .line = scan.lines[row],
                                .detail = std::move(detail)});
    };
    if (std::is_sorted(byAge.rbegin(), byAge.rend()))
        return report(byAge[byAge.size() - 2], "the rows run from newest to oldest");
    const std::vector<bool> isInPlace = longestAscending(byAge);
    for (std::size_t i = 0; i < byAge.size(); ++i)
        if (!isInPlace[i])
            report(byAge[i],
                   toIsoText(scan.bars[byAge[i]].openTime) + " is not in its place by time");
}

void sort(BarScan &scan)
{
    const Indices order = withoutRepetitions(scan, byTime(scan.bars));
    reportDisorder(scan, order);
    std::vector<Bar> bars;
    std::vector<int> lines;
    bars.reserve(order.size());
    lines.reserve(order.size());
    for (const std::size_t row : order) {
        bars.push_back(scan.bars[row]);
        lines.push_back(scan.lines[row]);
    }
    scan.bars = std::move(bars);
    scan.lines = std::move(lines);
}

/// A row that is wrong in itself and whose time another row has is a conflict, not a second matter.
/// `scan` is ascending.
void reportLostConflicts(BarScan &scan)
{
    for (const LostRow &row : scan.lost) {
        if (!row.openTime)
            continue;
        const auto same =
            std::lower_bound(scan.bars.begin(), scan.bars.end(), *row.openTime,
                             [](const Bar &bar, Timestamp at) { return bar.openTime < at; });
        if (same == scan.bars.end() || same->openTime != *row.openTime)
            continue;
        const auto own =
            std::find_if(scan.defects.rbegin(), scan.defects.rend(),
                         [&](const Defect &defect) { return defect.line == row.line; });
        own->kind = DefectKind::Conflict;
        own->detail = toIsoText(*row.openTime) + " was also given in line " +
                      std::to_string(scan.lines[std::size_t(same - scan.bars.begin())]) +
                      ", with other values (" + own->detail + ")";
    }
}

/// A bar that claims a day without trading ends at the usual hour.
Timestamp sessionClose(sys_days date)
{
    const auto session = sessionOf(date);
    return session ? session->close : fromNewYork(date, hours(16));
}

Timestamp closeOfDay(Timestamp openTime, Duration length)
{
    const sys_days date = floor<days>(openTime);
    if (length < days(7))
        return sessionClose(date);
    const int toFriday = 5 - int(weekday(date).iso_encoding());
    return sessionClose(date + days(toFriday));
}

/// Intraday bars of one date share a session, so it is looked up once a day.
void closeWithSessions(std::span<Bar> bars, Duration length)
{
    Timestamp dayEnd = Timestamp::min();
    Timestamp close{};
    for (Bar &bar : bars) {
        if (bar.openTime >= dayEnd) {
            const sys_days date = newYorkDate(bar.openTime);
            close = sessionClose(date);
            dayEnd = fromNewYork(date + days(1), {});
        }
        const Timestamp end = bar.openTime + length;
        bar.closeTime = bar.openTime < close ? std::min(end, close) : end;
    }
}

} // namespace

void arrange(BarScan &scan)
{
    if (!scan.isAscending)
        sort(scan);
    reportLostConflicts(scan);
}

std::optional<Duration> commonStep(std::span<const Bar> bars)
{
    std::unordered_map<Duration::rep, std::size_t> counts;
    Duration current{};
    std::size_t run = 0; // equal steps follow one another: count them before looking them up
    for (std::size_t i = 1; i < bars.size(); ++i) {
        const Duration step = bars[i].openTime - bars[i - 1].openTime;
        if (step != current && run > 0) {
            counts[current.count()] += run;
            run = 0;
        }
        current = step;
        ++run;
    }
    if (run == 0)
        return std::nullopt;
    counts[current.count()] += run;
    const auto best =
        std::max_element(counts.begin(), counts.end(), [](const auto &a, const auto &b) {
            return a.second != b.second ? a.second < b.second : a.first > b.first;
        });
    return Duration(best->first);
}

void setCloseTimes(std::span<Bar> bars, Duration length, SessionKind session)
{
    if (session == SessionKind::AlwaysOpen) {
        for (Bar &bar : bars)
            bar.closeTime = bar.openTime + length;
    } else if (length < days(1)) {
        closeWithSessions(bars, length);
    } else {
        for (Bar &bar : bars)
            bar.closeTime = closeOfDay(bar.openTime, length);
    }
}

} // namespace core
