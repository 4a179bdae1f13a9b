#include "core/base/Timestamp.h"

#include <cstdio>

namespace core {

using namespace std::chrono;

namespace {

/// Reads fixed-width digits and single characters from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_text(text) {}
    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    [[nodiscard]] bool failed() const { return m_failed; }
    bool take(char c)
    {
        if (m_text.empty() || m_text.front() != c)
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    void expect(char c) { m_failed |= !take(c); }
    int digits(int count)
    {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (m_text.empty() || m_text.front() < '0' || m_text.front() > '9') {
                m_failed = true;
                return 0;
            }
            value = value * 10 + (m_text.front() - '0');
            m_text.remove_prefix(1);
        }
        return value;
    }
    nanoseconds fraction()
    {
        std::int64_t value = 0;
        int places = 0;
        while (!m_text.empty() && m_text.front() >= '0' && m_text.front() <= '9') {
            if (places < 9) {
                value = value * 10 + (m_text.front() - '0');
                ++places;
            }
            m_text.remove_prefix(1);
        }
        m_failed |= places == 0;
        for (; places < 9; ++places)
            value *= 10;
        return nanoseconds(value);
    }

private:
    std::string_view m_text;
    bool m_failed = false;
};

nanoseconds parseTimeOfDay(Cursor &cursor)
{
    const int hour = cursor.digits(2);
    cursor.expect(':');
    const int minute = cursor.digits(2);
    int second = 0;
    nanoseconds fraction{};
    if (cursor.take(':')) {
        second = cursor.digits(2);
        if (cursor.take('.'))
            fraction = cursor.fraction();
    }
    if (hour > 23 || minute > 59 || second > 59)
        cursor.expect('\0');
    return hours(hour) + minutes(minute) + seconds(second) + fraction;
}

nanoseconds parseZone(Cursor &cursor)
{
    if (cursor.atEnd() || cursor.take('Z'))
        return {};
    const bool west = cursor.take('-');
    if (!west)
        cursor.expect('+');
    const int hour = cursor.digits(2);
    cursor.take(':');
    const int minute = cursor.digits(2);
    const nanoseconds offset = hours(hour) + minutes(minute);
    return west ? -offset : offset;
}

} // namespace

std::string toIsoText(Timestamp at)
{
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const auto rest = floor<milliseconds>(at) - day;
    const auto sinceMidnight = rest.count();
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(sinceMidnight / 3600000),
                  int(sinceMidnight / 60000 % 60), int(sinceMidnight / 1000 % 60),
                  int(sinceMidnight % 1000));
    return text;
}

Result<Timestamp> parseIsoText(std::string_view text)
{
    Cursor cursor(text);
    const int y = cursor.digits(4);
    cursor.expect('-');
    const int m = cursor.digits(2);
    cursor.expect('-');
    const int d = cursor.digits(2);
    const year_month_day date{year(y), month(unsigned(m)), day(unsigned(d))};
    nanoseconds time{};
    if (!cursor.atEnd()) {
        if (!cursor.take('T'))
            cursor.expect(' ');
        time = parseTimeOfDay(cursor);
        time -= parseZone(cursor);
    }
    // Years a 64-bit count of nanoseconds cannot hold are refused, not wrapped.
    if (cursor.failed() || !cursor.atEnd() || !date.ok() || y < 1678 || y > 2261)
        return failure(ErrorCode::BadInput, "\"" + std::string(text.substr(0, 40)) +
                                                "\" is not a time like 2026-01-31T15:30:00Z");
    return Timestamp(sys_days(date)) + time;
}

Timestamp SystemClock::now() const
{
    return time_point_cast<nanoseconds>(system_clock::now());
}

Duration SystemClock::steady() const
{
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch());
}

} // namespace core
