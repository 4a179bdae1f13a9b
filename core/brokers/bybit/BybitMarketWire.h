#pragma once

#include "core/base/Error.h"
#include "core/brokers/bybit/BybitMarketData.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::bybit {

/// Answers of the public requests. Source: bybit-exchange.github.io/docs/v5/market, July 2026.

struct KlinePage {
    std::vector<Bar> closed; ///< Oldest first.
    std::optional<Bar> unfinished{};
    std::size_t rows = 0; ///< As the venue sent them: fewer than asked for, and there are no older ones.
};
/// A bar is closed once the venue's clock, as it stood in this very answer, has passed its end; an answer
/// that does not tell the time closes nothing. A row that stands there twice alike counts once.
[[nodiscard]] Result<KlinePage> parseKlines(Timeframe timeframe, std::string_view bytes);

/// A row that cannot be read is left out and named: one odd instrument does not spoil the list.
struct TickerList {
    std::vector<Ticker> items;
    std::vector<std::string> leftOut;
};
[[nodiscard]] Result<TickerList> parseTickers(Category category, std::string_view bytes);
[[nodiscard]] Result<BookMessage> parseOrderBook(Category category, std::string_view bytes);
/// Oldest first.
[[nodiscard]] Result<std::vector<PublicTrade>> parseTrades(Category category, std::string_view bytes);
[[nodiscard]] Result<std::vector<FundingPayment>> parseFunding(std::string_view bytes); ///< Oldest first.

} // namespace core::bybit
