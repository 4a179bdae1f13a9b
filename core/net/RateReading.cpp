#include "core/net/RateReading.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace core::net {

namespace {

/// A whole number of at most fifteen digits.
std::optional<std::int64_t> number(const HttpHeaders &headers, std::string_view name)
{
    const auto text = headers.find(name);
    if (!text || text->empty() || text->size() > 15)
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value < 0)
        return std::nullopt;
    return value;
}

std::optional<int> count(const HttpHeaders &headers, std::string_view name)
{
    const auto value = number(headers, name);
    return value ? std::optional(static_cast<int>(std::min<std::int64_t>(*value, 1'000'000))) : std::nullopt;
}

Duration within(Duration wait)
{
    return std::clamp<Duration>(wait, Duration::zero(), std::chrono::hours(1));
}

/// The span to a moment so many milliseconds after 1970. Far moments are cut first: nanoseconds end in 2262.
Duration spanTo(std::int64_t millis, Timestamp venueNow)
{
    const std::int64_t wait = millis - toMillis(venueNow);
    return within(std::chrono::milliseconds(std::clamp<std::int64_t>(wait, 0, 3'600'000)));
}

} // namespace

RateReading readSecondsLimit(const HttpHeaders &headers, std::string bucket, Timestamp venueNow)
{
    RateReading reading{std::move(bucket), count(headers, "X-RateLimit-Limit"),
                        count(headers, "X-RateLimit-Remaining")};
    if (const auto after = number(headers, "Retry-After"))
        reading.resetsIn = within(std::chrono::seconds(std::min<std::int64_t>(*after, 3600)));
    else if (const auto reset = number(headers, "X-RateLimit-Reset"); reset && *reset < 1'000'000'000'000)
        reading.resetsIn = spanTo(*reset * 1000, venueNow);
    return reading;
}

RateReading readMillisLimit(const HttpHeaders &headers, std::string bucket, Timestamp venueNow)
{
    RateReading reading{std::move(bucket), count(headers, "X-Bapi-Limit"), count(headers, "X-Bapi-Limit-Status")};
    const auto reset = number(headers, "X-Bapi-Limit-Reset-Timestamp");
    if (reset && reading.remaining.value_or(0) == 0) // while something remains it is about now and says nothing
        reading.resetsIn = spanTo(*reset, venueNow);
    return reading;
}

} // namespace core::net
