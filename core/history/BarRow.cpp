#include "core/history/BarRow.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace core {

namespace {

// ns; so near to one another that the difference of two times fits as well
constexpr std::int64_t earliestTime = -2'300'000'000'000'000'000; // 1897
constexpr std::int64_t latestTime = 6'900'000'000'000'000'000;    // 2188

constexpr std::array<std::int64_t, 10> powersOfTen{
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
constexpr std::array<double, 16> doublePowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Digits from `at` on, appended to `value`; returns how many. Overflow is the caller's to exclude
/// by the count.
std::size_t takeDigits(const char *&at, std::int64_t &value)
{
    const char *const first = at;
    auto sum = static_cast<std::uint64_t>(value);
    for (; isDigit(*at); ++at)
        sum = sum * 10 + static_cast<std::uint64_t>(*at - '0');
    value = static_cast<std::int64_t>(sum);
    return static_cast<std::size_t>(at - first);
}

/// `digits[.digits]` with at most nine of each, up to `end`.
bool takePrice(const char *&at, Price &price)
{
    std::int64_t whole = 0;
    const std::size_t wholeDigits = takeDigits(at, whole);
    if (wholeDigits == 0 || wholeDigits > 9)
        return false;
    std::int64_t nanos = whole * Decimal::one;
    if (*at == '.') {
        ++at;
        std::int64_t fraction = 0;
        const std::size_t places = takeDigits(at, fraction);
        if (places == 0 || places > 9)
            return false;
        nanos += fraction * powersOfTen[9 - places];
    }
    price = Price(Decimal::fromNanos(nanos));
    return *at++ == ',';
}

/// At most fifteen digits: then one division of two exact doubles gives the nearest double.
bool takeVolume(const char *&at, double &volume)
{
    std::int64_t digits = 0;
    const std::size_t wholeDigits = takeDigits(at, digits);
    std::size_t places = 0;
    if (*at == '.') {
        ++at;
        places = takeDigits(at, digits);
        if (places == 0)
            return false;
    }
    if (wholeDigits == 0 || wholeDigits + places > 15)
        return false;
    volume = static_cast<double>(digits);
    if (places > 0)
        volume /= doublePowersOfTen[places];
    return true;
}

bool isPossible(const Bar &bar)
{
    return bar.low.sign() > 0 && bar.low <= std::min(bar.open, bar.close) &&
           bar.high >= std::max(bar.open, bar.close);
}

std::optional<std::int64_t> wholeNumber(std::string_view cell)
{
    std::int64_t value = 0;
    const char *const end = cell.data() + cell.size();
    const auto [stop, trouble] = std::from_chars(cell.data(), end, value);
    if (trouble != std::errc())
        return std::nullopt;
    const std::string_view rest(stop, static_cast<std::size_t>(end - stop));
    const bool isWhole = rest.empty() || (rest.size() > 1 && rest.front() == '.' &&
                                          rest.find_first_not_of('0', 1) == std::string_view::npos);
    return isWhole ? std::optional(value) : std::nullopt; // some writers give 1748545200000.0
}

std::string shown(std::string_view cell)
{
    if (cell.empty())
        return "the cell is empty";
    return "\"" + std::string(cell.substr(0, 40)) + "\" is not a number";
}

Defect inColumn(DefectKind kind, int line, const char *column, const std::string &detail)
{
    return {
        .kind = kind, .line = line, .detail = std::string(column) + ": " + detail, .field = column};
}

std::optional<Defect> readPrice(std::string_view cell, const char *column, int line, Price &price)
{
    const auto value = Decimal::parseRounded(cell);
    if (!value)
        return inColumn(DefectKind::NotANumber, line, column, shown(cell));
    if (value->sign() < 0)
        return inColumn(DefectKind::Negative, line, column, value->toString() + " is below zero");
    price = Price(*value);
    return std::nullopt;
}

std::optional<Defect> readVolume(std::string_view cell, int line, double &volume)
{
    if (!cell.empty() && cell.front() == '+')
        cell.remove_prefix(1);
    const char *const end = cell.data() + cell.size();
    const auto [stop, trouble] = std::from_chars(cell.data(), end, volume);
    if (trouble != std::errc() || stop != end || !std::isfinite(volume))
        return inColumn(DefectKind::NotANumber, line, "volume", shown(cell));
    if (volume < 0)
        return inColumn(DefectKind::Negative, line, "volume", std::string(cell) + " is below zero");
    return std::nullopt;
}

std::optional<Defect> impossible(const Bar &bar, int line)
{
    const auto says = [&](const std::string &detail) {
        return Defect{.kind = DefectKind::ImpossibleBar, .line = line, .detail = detail};
    };
    if (bar.low.isZero())
        return says("a price is zero");
    if (bar.high < bar.low)
        return says("the high " + bar.high.toString() + " is below the low " + bar.low.toString());
    for (const auto &[name, price] : {std::pair("open", bar.open), std::pair("close", bar.close)}) {
        if (price > bar.high)
            return says(std::string("the ") + name + " " + price.toString() +
                        " is above the high " + bar.high.toString());
        if (price < bar.low)
            return says(std::string("the ") + name + " " + price.toString() + " is below the low " +
                        bar.low.toString());
    }
    return std::nullopt;
}

} // namespace

std::int64_t nanosPerCount(TimeForm form)
{
    switch (form) {
    case TimeForm::Seconds: return 1'000'000'000;
    case TimeForm::Millis: return 1'000'000;
    case TimeForm::Micros: return 1'000;
    case TimeForm::Nanos:
    case TimeForm::IsoText: break;
    }
    return 1;
}

std::optional<TimeForm> timeFormOf(std::string_view cell)
{
    if (parseIsoText(cell))
        return TimeForm::IsoText;
    const auto count = wholeNumber(cell);
    if (!count)
        return std::nullopt;
    const double size = std::abs(static_cast<double>(*count));
    return size < 1e11   ? TimeForm::Seconds
           : size < 1e14 ? TimeForm::Millis
           : size < 1e17 ? TimeForm::Micros
                         : TimeForm::Nanos;
}

bool namesZone(std::string_view isoText)
{
    constexpr std::size_t dateLength = 10;
    return isoText.size() <= dateLength ||
           isoText.find_first_of("Z+-", dateLength) != std::string_view::npos;
}

std::optional<Timestamp> parseTime(std::string_view cell, TimeForm form)
{
    const std::int64_t scale = nanosPerCount(form);
    std::optional<std::int64_t> count;
    if (form != TimeForm::IsoText)
        count = wholeNumber(cell);
    else if (const auto at = parseIsoText(cell))
        count = at->time_since_epoch().count();
    if (!count || *count > latestTime / scale || *count < earliestTime / scale)
        return std::nullopt;
    return Timestamp(Duration(*count * scale));
}

const char *readPlainRow(const char *at, std::int64_t nanosPerCount, Bar &bar)
{
    const bool isBefore1970 = *at == '-';
    at += isBefore1970 ? 1 : 0;
    std::int64_t count = 0;
    const std::size_t digits = takeDigits(at, count);
    if (digits == 0 || digits > 18 || *at++ != ',')
        return nullptr;
    count = isBefore1970 ? -count : count;
    if (count > latestTime / nanosPerCount || count < earliestTime / nanosPerCount)
        return nullptr;
    if (!takePrice(at, bar.open) || !takePrice(at, bar.high) || !takePrice(at, bar.low) ||
        !takePrice(at, bar.close) || !takeVolume(at, bar.volume))
        return nullptr;
    at += *at == '\r' ? 1 : 0;
    if (*at != '\n' || !isPossible(bar))
        return nullptr;
    bar.openTime = Timestamp(Duration(count * nanosPerCount));
    return at + 1;
}

RowReading readRow(const RowCells &cells, TimeForm form, int line)
{
    RowReading reading{.bar = {}, .openTime = parseTime(cells.time, form), .defect = {}};
    if (!reading.openTime) {
        reading.defect =
            inColumn(DefectKind::NotANumber, line, "timestamp",
                     cells.time.empty() ? "the cell is empty"
                                        : "\"" + std::string(cells.time.substr(0, 40)) +
                                              "\" is not a time like those before");
        return reading;
    }
    Bar bar{};
    bar.openTime = *reading.openTime;
    auto &defect = reading.defect;
    (defect = readPrice(cells.open, "open", line, bar.open)) ||
        (defect = readPrice(cells.high, "high", line, bar.high)) ||
        (defect = readPrice(cells.low, "low", line, bar.low)) ||
        (defect = readPrice(cells.close, "close", line, bar.close)) ||
        (cells.volume && (defect = readVolume(*cells.volume, line, bar.volume))) ||
        (defect = impossible(bar, line));
    if (!defect)
        reading.bar = bar;
    return reading;
}

void splitCells(std::string_view line, std::vector<std::string_view> &cells)
{
    const auto trimmed = [](std::string_view text) {
        const auto first = text.find_first_not_of(" \t\r");
        return first == std::string_view::npos
                   ? std::string_view()
                   : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
    };
    cells.clear();
    std::size_t first = 0;
    bool isQuoted = false;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        if (i < line.size() && line[i] == '"')
            isQuoted = !isQuoted;
        if (i < line.size() && (line[i] != ',' || isQuoted))
            continue;
        std::string_view cell = trimmed(line.substr(first, i - first));
        if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
            cell = trimmed(cell.substr(1, cell.size() - 2));
        cells.push_back(cell);
        first = i + 1;
    }
}

} // namespace core
