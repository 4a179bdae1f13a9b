#pragma once

#include "core/base/Error.h"

#include <optional>
#include <string>
#include <string_view>

namespace core::alpaca {

/// Which of the two kinds of account the keys belong to.
enum class Environment { Paper, Live };

/// Where stock prices come from: one exchange, the whole tape, the whole tape 15 minutes late.
enum class StockFeed { Iex, Sip, DelayedSip };

[[nodiscard]] const char *environmentName(Environment environment);
/// As in `feed=` and in the path of the stream: `iex`, `sip`, `delayed_sip`.
[[nodiscard]] const char *stockFeedName(StockFeed feed);

/// The addresses of one account. `trading`, `data` and `marketStream` are bases to which the venue's paths
/// are added; `orderStream` is complete. None ends with a slash.
/// Source: docs.alpaca.markets, hosts of trading, data and streams, October 2026.
struct Endpoints {
    std::string trading;
    std::string data;
    std::string orderStream;
    std::string marketStream;
    bool operator==(const Endpoints &) const = default;
};

[[nodiscard]] Endpoints usualEndpoints(Environment environment);

/// The same with one address replaced: keys `alpaca.trading`, `alpaca.data`, `alpaca.stream`,
/// `alpaca.market-stream`. BadInput for another key, for what is not a plain `https`/`wss` address (without
/// encryption only this machine itself), and for a known host of the other environment.
[[nodiscard]] Result<Endpoints> withEndpoint(Endpoints endpoints, Environment environment, std::string_view key,
                                             std::string_view address);

[[nodiscard]] std::string stockStreamAddress(const Endpoints &endpoints, StockFeed feed);
/// Of the venue that orders go to (location `us`).
[[nodiscard]] std::string cryptoStreamAddress(const Endpoints &endpoints);

} // namespace core::alpaca
