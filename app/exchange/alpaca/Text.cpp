#include "app/exchange/alpaca/Text.h"

#include "core/market/NewYorkTime.h"

#include <cstdio>

namespace app::alpaca {

using namespace core;
using namespace std::chrono;

namespace {

enum class Fraction { AsNeeded, NineDigits };

/// Up to the seconds, and the fraction.
std::string wallText(Timestamp at, Fraction fraction = Fraction::AsNeeded)
{
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(at - day);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()), int(time.hours().count()), int(time.minutes().count()),
                  int(time.seconds().count()));
    std::string all = text;
    const auto nanos = time.subseconds().count();
    if (nanos == 0 && fraction == Fraction::AsNeeded)
        return all;
    std::snprintf(text, sizeof text, ".%09lld", static_cast<long long>(nanos));
    all += text;
    if (fraction == Fraction::AsNeeded)
        all.erase(all.find_last_not_of('0') + 1);
    return all;
}

std::string hex(std::uint64_t bits, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(bits));
    return std::string(text).substr(16 - std::size_t(digits));
}

} // namespace

std::string utcText(Timestamp at)
{
    return wallText(at) + "Z";
}

namespace {

std::string withOffset(Timestamp at, Fraction fraction)
{
    const Duration offset = newYorkOffset(at);
    const auto minutesWest = duration_cast<minutes>(-offset).count();
    char zone[16];
    std::snprintf(zone, sizeof zone, "-%02d:%02d", int(minutesWest / 60), int(minutesWest % 60));
    return wallText(at + offset, fraction) + zone;
}

} // namespace

std::string newYorkText(Timestamp at)
{
    return withOffset(at, Fraction::AsNeeded);
}

std::string newYorkNanosText(Timestamp at)
{
    return withOffset(at, Fraction::NineDigits);
}

std::string dateText(sys_days day)
{
    return wallText(day).substr(0, 10);
}

std::string hourText(Duration sinceMidnight, bool hasColon)
{
    const auto all = duration_cast<minutes>(sinceMidnight).count();
    char text[16];
    std::snprintf(text, sizeof text, hasColon ? "%02d:%02d" : "%02d%02d", int(all / 60), int(all % 60));
    return text;
}

std::optional<Timestamp> parseTime(const std::string &text)
{
    const auto parsed = parseIsoText(text);
    if (!parsed)
        return std::nullopt;
    return text.size() == 10 ? fromNewYork(floor<days>(*parsed), {}) : *parsed;
}

std::string Names::uuid()
{
    const std::uint64_t high = (m_random.next() & ~0xf000ULL) | 0x4000ULL;
    const std::uint64_t low = (m_random.next() & ~(3ULL << 62)) | (2ULL << 62);
    const std::string left = hex(high, 16);
    const std::string right = hex(low, 16);
    return left.substr(0, 8) + "-" + left.substr(8, 4) + "-" + left.substr(12) + "-" + right.substr(0, 4) + "-" +
           right.substr(4);
}

std::string Names::ulid(Timestamp at)
{
    constexpr char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string text(26, '0');
    auto time = std::uint64_t(toMillis(at));
    for (std::size_t i = 10; i-- > 0; time >>= 5)
        text[i] = digits[time & 31];
    auto rest = ++m_ordinal;
    for (std::size_t i = 26; i-- > 10; rest >>= 5)
        text[i] = digits[rest & 31];
    return text;
}

std::string Names::activityId(Timestamp at)
{
    std::string digits;
    for (const char letter : wallText(floor<seconds>(at)))
        if (letter >= '0' && letter <= '9')
            digits += letter;
    char millis[8];
    std::snprintf(millis, sizeof millis, "%03d", int(toMillis(at) % 1000));
    return digits + millis + "::" + uuid();
}

} // namespace app::alpaca
