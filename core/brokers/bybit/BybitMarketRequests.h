#pragma once

#include "core/brokers/bybit/BybitCategory.h"
#include "core/brokers/bybit/BybitRequest.h"
#include "core/domain/Timeframe.h"

#include <optional>
#include <string_view>

namespace core::bybit {

/// Public: nothing is signed. Source: bybit-exchange.github.io/docs/v5/market, July 2026.

inline constexpr int instrumentPage = 1000;
inline constexpr int klinePage = 1000;
inline constexpr int fundingPage = 200;

/// `1`, `5`, `15`, `30`, `60`, `240`, `D`, `W`.
[[nodiscard]] const char *intervalName(Timeframe timeframe);
[[nodiscard]] std::optional<Timeframe> parseInterval(std::string_view name);

[[nodiscard]] Request serverTime();
/// What is open for trading. Linear comes in pages, spot all at once.
[[nodiscard]] Request instruments(Category category, std::string_view cursor = {});
/// At most `klinePage` bars, those nearest to `to`, newest first; the next page ends before the oldest.
[[nodiscard]] Request klines(Category category, std::string_view symbol, Timeframe timeframe, Timestamp from,
                             Timestamp to);
[[nodiscard]] Request tickers(Category category); ///< All of them.
[[nodiscard]] Request ticker(Category category, std::string_view symbol);
/// @param levels  1 to 1000 of each side.
[[nodiscard]] Request orderBook(Category category, std::string_view symbol, int levels);
/// The newest: 60 of spot, 1000 of linear.
[[nodiscard]] Request recentTrades(Category category, std::string_view symbol);
/// Newest first, at most `fundingPage`. A beginning without an end is an error, so both are said.
[[nodiscard]] Request fundingHistory(std::string_view symbol, Timestamp from, Timestamp to);
/// The highest bid and the lowest offer that are taken at this moment.
[[nodiscard]] Request priceLimit(Category category, std::string_view symbol);

} // namespace core::bybit
