#pragma once

#include "core/domain/Bar.h"
#include "core/json/Fields.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Prices over REST: stocks, crypto and options share these forms. Prices are exact up to nine places
/// and rounded beyond; sizes and volumes are statistics, so they are double.
/// Source: docs.alpaca.markets, market data, October 2026.
namespace core::alpaca {

/// A bar as the venue sends it. `bar.closeTime` equals `openTime`: `setCloseTimes` of core/history knows when
/// a bar of that length closes.
struct MarketBar {
    Bar bar;
    std::optional<std::int64_t> trades{};
    std::optional<Price> averagePrice{}; ///< Weighted by volume.
};

/// A print of the market.
struct MarketTrade {
    Timestamp at;
    Price price{};
    double size = 0;
    std::string id{};       ///< As text: larger than a double can hold.
    std::string exchange{};
    std::string conditions{}; ///< Separated by commas.
    std::string tape{};
    std::string change{};   ///< `canceled`, `incorrect`, `corrected`, or empty.
    std::string taker{};    ///< Crypto: `B` or `S`.
};

/// The best prices; a side that nobody quotes is none. Sizes in units of the instrument (of stocks since 3
/// November 2025; round lots before).
struct MarketQuote {
    Timestamp at;
    std::optional<Price> bid{};
    std::optional<Price> ask{};
    double bidSize = 0;
    double askSize = 0;

    [[nodiscard]] std::optional<Quote> both() const;
};

struct Snapshot {
    std::optional<MarketTrade> trade{};
    std::optional<MarketQuote> quote{};
    std::optional<MarketBar> minute{};
    std::optional<MarketBar> day{};         ///< The running day; before the open still the one before.
    std::optional<MarketBar> previousDay{};
};

[[nodiscard]] MarketBar readBar(json::Fields &fields);
[[nodiscard]] MarketTrade readTrade(json::Fields &fields);
[[nodiscard]] MarketQuote readQuote(json::Fields &fields);
[[nodiscard]] Snapshot readSnapshot(json::Fields &fields);

/// One page; instruments follow one another, so a page may end in the middle of one and hold none of the
/// next. The token decides whether more follows, not the number of items.
template <class T>
struct MarketPage {
    std::map<std::string, std::vector<T>> items; ///< By the venue's symbol.
    std::optional<std::string> nextToken{};
};

/// Of several instruments or of one, a history or the latest.
[[nodiscard]] Result<MarketPage<MarketBar>> parseBars(std::string_view bytes);
[[nodiscard]] Result<MarketPage<MarketTrade>> parseTrades(std::string_view bytes);
[[nodiscard]] Result<MarketPage<MarketQuote>> parseQuotes(std::string_view bytes);
/// With or without the wrapper `snapshots`; an instrument that is null is left out.
[[nodiscard]] Result<MarketPage<Snapshot>> parseSnapshots(std::string_view bytes);

} // namespace core::alpaca
