#include "core/brokers/alpaca/AlpacaDateOffset.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace core::alpaca {

namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// Two good clocks part by less in one second of running.
constexpr Duration::rep driftShare = 10'000;

std::optional<int> numberAt(std::string_view text, std::size_t at, std::size_t length)
{
    int value = 0;
    const char *end = text.data() + at + length;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc() && stop == end && value >= 0 ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<Timestamp> parseHttpDate(std::string_view text)
{
    constexpr std::size_t length = 29;
    if (text.size() != length || text.substr(3, 2) != ", " || text.substr(25) != " GMT")
        return std::nullopt;
    const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
    const auto day = numberAt(text, 5, 2);
    const auto year = numberAt(text, 12, 4);
    const auto hour = numberAt(text, 17, 2);
    const auto minute = numberAt(text, 20, 2);
    const auto second = numberAt(text, 23, 2);
    if (month == months.end() || !day || !year || !hour || !minute || !second || *hour > 23 || *minute > 59)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(unsigned(month - months.begin()) + 1),
                                           std::chrono::day(unsigned(*day))};
    if (!date.ok() || *year < 1971 || *year > 2250)
        return std::nullopt;
    return Timestamp(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

DateOffset::Bounds DateOffset::boundsAt(Duration steady) const
{
    const Duration drift = std::max(steady - m_bounds->at, Duration::zero()) / driftShare;
    return {m_bounds->least - drift, m_bounds->most + drift, steady};
}

void DateOffset::add(const net::RoundTrip &times, std::string_view date)
{
    const auto second = parseHttpDate(date);
    const Duration roundTrip = times.steadyReceived - times.steadySent;
    if (!second || roundTrip < Duration::zero() || roundTrip > m_limits.roundTrip)
        return;
    Bounds bounds{*second - times.steadyReceived, *second + std::chrono::seconds(1) - times.steadySent,
                  times.steadyReceived};
    if (m_bounds) {
        const Bounds before = boundsAt(bounds.at);
        const Bounds both{std::max(before.least, bounds.least), std::min(before.most, bounds.most), bounds.at};
        if (both.least <= both.most) // otherwise a clock was set, or the computer slept: the past says nothing
            bounds = both;
    }
    m_bounds = bounds;
}

std::optional<Duration> DateOffset::offset(const Clock &clock) const
{
    if (!m_bounds)
        return std::nullopt;
    const Bounds bounds = boundsAt(clock.steady());
    const Duration least = bounds.least + clock.steady() - clock.now();
    const Duration most = bounds.most + clock.steady() - clock.now();
    return std::clamp(Duration::zero(), least, most);
}

Timestamp DateOffset::correctedNow(const Clock &clock) const
{
    if (!m_bounds)
        return clock.now();
    return m_bounds->least + (m_bounds->most - m_bounds->least) / 2 + clock.steady();
}

net::ClockVerdict DateOffset::verdict(const Clock &clock) const
{
    const auto difference = offset(clock);
    if (!difference || clock.steady() - m_bounds->at > m_limits.oldest)
        return net::ClockVerdict::NoEntries;
    if (*difference < -m_limits.ahead || *difference > m_limits.behind)
        return net::ClockVerdict::NoEntries;
    const bool isFar = *difference > m_limits.warn || *difference < -m_limits.warn;
    return isFar ? net::ClockVerdict::Warn : net::ClockVerdict::Good;
}

} // namespace core::alpaca
