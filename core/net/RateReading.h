#pragma once

#include "core/net/HttpPort.h"

#include <optional>
#include <string>

namespace core::net {

/// What an answer says of the rate. `bucket` is the one it speaks of; the venue's adapter names it.
struct RateReading {
    std::string bucket{};
    std::optional<int> limit{};
    std::optional<int> remaining{};
    /// From now until the count begins anew; never negative, at most an hour.
    std::optional<Duration> resetsIn{};
};

/// Alpaca: `X-RateLimit-Limit`, `-Remaining`, `-Reset` (Unix seconds), and `Retry-After` (seconds) when it
/// is there. @param venueNow  The venue's time (ClockOffset), against which the moment is read.
/// A header that is missing or not a number is as if absent. Source: docs.alpaca.markets, October 2026.
[[nodiscard]] RateReading readSecondsLimit(const HttpHeaders &headers, std::string bucket, Timestamp venueNow);
/// Bybit: `X-Bapi-Limit`, `-Limit-Status` (what remains), `-Limit-Reset-Timestamp` (Unix milliseconds).
/// Source: bybit-exchange.github.io/docs/v5/rate-limit, July 2026.
[[nodiscard]] RateReading readMillisLimit(const HttpHeaders &headers, std::string bucket, Timestamp venueNow);

} // namespace core::net
