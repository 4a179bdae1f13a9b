#pragma once

#include "core/brokers/alpaca/AlpacaEndpoints.h"
#include "core/brokers/alpaca/AlpacaRequest.h"
#include "core/domain/Timeframe.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// What we can ask of the data host. All symbols of one request are of one kind.
/// Source: Alpaca Market Data API specification, August 2026.
namespace core::alpaca {

/// Whose prices. Of a stock, which feed: one series keeps to one.
struct StockPrices {
    StockFeed feed = StockFeed::Iex;
};
struct CryptoPrices {}; ///< Of the venue that orders go to (location `us`).
struct OptionPrices {
    bool isIndicative = true; ///< Free, late and altered; otherwise `opra`.
};

/// A span of history. Without a start the venue gives the current day only, so there is one.
struct SpanQuery {
    std::vector<std::string> symbols;
    Timestamp from;                     ///< Included.
    std::optional<Timestamp> to{};      ///< Included. Free plans get the whole tape only up to 15 minutes ago.
    std::optional<std::string> pageToken{};
    int limit = 10'000;                 ///< Over all symbols together; the venue's most.
};

/// Stock bars as traded, without adjustment; `adjustment` for signals: `split`. Crypto has none.
[[nodiscard]] Request bars(StockPrices prices, Timeframe timeframe, const SpanQuery &query,
                           const char *adjustment = "raw");
[[nodiscard]] Request bars(CryptoPrices prices, Timeframe timeframe, const SpanQuery &query);
[[nodiscard]] Request bars(OptionPrices prices, Timeframe timeframe, const SpanQuery &query);
/// The historical feed of late prices is the whole tape itself.
[[nodiscard]] Request trades(StockPrices prices, const SpanQuery &query);
[[nodiscard]] Request trades(CryptoPrices prices, const SpanQuery &query);
[[nodiscard]] Request trades(OptionPrices prices, const SpanQuery &query);
[[nodiscard]] Request quotes(StockPrices prices, const SpanQuery &query);
[[nodiscard]] Request quotes(CryptoPrices prices, const SpanQuery &query);

using Symbols = std::vector<std::string>;
[[nodiscard]] Request latestBars(StockPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestBars(CryptoPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestTrades(StockPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestTrades(CryptoPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestTrades(OptionPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestQuotes(StockPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestQuotes(CryptoPrices prices, const Symbols &symbols);
[[nodiscard]] Request latestQuotes(OptionPrices prices, const Symbols &symbols);
[[nodiscard]] Request orderBooks(CryptoPrices prices, const Symbols &symbols);
[[nodiscard]] Request snapshots(StockPrices prices, const Symbols &symbols);
[[nodiscard]] Request snapshots(CryptoPrices prices, const Symbols &symbols);
/// At most 100 symbols.
[[nodiscard]] Request snapshots(OptionPrices prices, const Symbols &symbols);

/// Prices and greeks of an underlying's contracts that expire in a span of days (both included).
struct ChainQuery {
    std::string underlying;
    std::chrono::sys_days from;
    std::chrono::sys_days to;
    std::optional<Decimal> leastStrike{};
    std::optional<Decimal> mostStrike{};
    std::optional<std::string> pageToken{};
};
[[nodiscard]] Request optionChain(OptionPrices prices, const ChainQuery &query);

/// `1Min`, `1Hour`, `1Day`, … as in `timeframe=`.
[[nodiscard]] const char *wireName(Timeframe timeframe);

} // namespace core::alpaca
