#include "core/brokers/bybit/BybitMarketRequests.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

struct Interval {
    Timeframe timeframe;
    const char *name;
};
constexpr std::array intervals{Interval{Timeframe::M1, "1"},   Interval{Timeframe::M5, "5"},
                               Interval{Timeframe::M15, "15"}, Interval{Timeframe::M30, "30"},
                               Interval{Timeframe::H1, "60"},  Interval{Timeframe::H4, "240"},
                               Interval{Timeframe::D1, "D"},   Interval{Timeframe::W1, "W"}};

Query queryFor(Category category, std::string_view symbol = {})
{
    Query query;
    query.add("category", categoryName(category));
    if (!symbol.empty())
        query.add("symbol", symbol);
    return query;
}

} // namespace

const char *intervalName(Timeframe timeframe)
{
    return std::find_if(intervals.begin(), intervals.end(),
                        [&](const Interval &each) { return each.timeframe == timeframe; })
        ->name;
}

std::optional<Timeframe> parseInterval(std::string_view name)
{
    for (const Interval &each : intervals)
        if (name == each.name)
            return each.timeframe;
    return std::nullopt;
}

Request serverTime()
{
    return publicGet("/v5/market/time");
}

Request instruments(Category category, std::string_view cursor)
{
    Query query = queryFor(category);
    if (category == Category::Linear)
        query.add("limit", instrumentPage).addCursor(cursor);
    return publicGet("/v5/market/instruments-info", query);
}

Request klines(Category category, std::string_view symbol, Timeframe timeframe, Timestamp from, Timestamp to)
{
    Query query = queryFor(category, symbol);
    query.add("interval", intervalName(timeframe)).add("start", from).add("end", to).add("limit", klinePage);
    return publicGet("/v5/market/kline", query);
}

Request tickers(Category category)
{
    return publicGet("/v5/market/tickers", queryFor(category));
}

Request ticker(Category category, std::string_view symbol)
{
    return publicGet("/v5/market/tickers", queryFor(category, symbol));
}

Request orderBook(Category category, std::string_view symbol, int levels)
{
    Query query = queryFor(category, symbol);
    return publicGet("/v5/market/orderbook", query.add("limit", std::clamp(levels, 1, 1000)));
}

Request recentTrades(Category category, std::string_view symbol)
{
    Query query = queryFor(category, symbol);
    return publicGet("/v5/market/recent-trade", query.add("limit", category == Category::Spot ? 60 : 1000));
}

Request fundingHistory(std::string_view symbol, Timestamp from, Timestamp to)
{
    Query query = queryFor(Category::Linear, symbol);
    query.add("startTime", from).add("endTime", to).add("limit", fundingPage);
    return publicGet("/v5/market/funding/history", query);
}

Request priceLimit(Category category, std::string_view symbol)
{
    return publicGet("/v5/market/price-limit", queryFor(category, symbol));
}

} // namespace core::bybit
