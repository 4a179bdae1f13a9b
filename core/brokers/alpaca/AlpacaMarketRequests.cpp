#include "core/brokers/alpaca/AlpacaMarketRequests.h"

#include "core/brokers/alpaca/AlpacaAccountRequests.h"

namespace core::alpaca {

namespace {

std::string path(StockPrices, const char *what)
{
    return std::string("/v2/stocks/") + what;
}

std::string path(CryptoPrices, const char *what)
{
    return std::string("/v1beta3/crypto/us/") + what;
}

std::string path(OptionPrices, const char *what)
{
    return std::string("/v1beta1/options/") + what;
}

/// History has no late feed: what is late there is the whole tape.
const char *historyFeed(StockFeed feed)
{
    return feed == StockFeed::Iex ? "iex" : "sip";
}

const char *feedName(OptionPrices prices)
{
    return prices.isIndicative ? "indicative" : "opra";
}

Query span(const SpanQuery &query)
{
    Query text;
    text.add("symbols", query.symbols)
        .add("start", query.from)
        .add("end", query.to)
        .add("limit", query.limit)
        .add("sort", "asc")
        .add("page_token", query.pageToken);
    return text;
}

template <class Prices>
Request history(Prices prices, const char *what, Query query)
{
    return get(Host::Data, path(prices, what), std::move(query));
}

/// Of several instruments, now.
Request now(StockPrices prices, const char *what, const Symbols &symbols)
{
    return get(Host::Data, path(prices, what),
               Query().add("symbols", symbols).add("feed", stockFeedName(prices.feed)));
}

Request now(CryptoPrices prices, const char *what, const Symbols &symbols)
{
    return get(Host::Data, path(prices, what), Query().add("symbols", symbols));
}

Request now(OptionPrices prices, const char *what, const Symbols &symbols)
{
    return get(Host::Data, path(prices, what), Query().add("symbols", symbols).add("feed", feedName(prices)));
}

} // namespace

const char *wireName(Timeframe timeframe)
{
    switch (timeframe) {
    case Timeframe::M1: return "1Min";
    case Timeframe::M5: return "5Min";
    case Timeframe::M15: return "15Min";
    case Timeframe::M30: return "30Min";
    case Timeframe::H1: return "1Hour";
    case Timeframe::H4: return "4Hour";
    case Timeframe::D1: return "1Day";
    case Timeframe::W1: return "1Week";
    }
    return "1Min";
}

Request bars(StockPrices prices, Timeframe timeframe, const SpanQuery &query, const char *adjustment)
{
    return history(prices, "bars",
                   span(query)
                       .add("timeframe", wireName(timeframe))
                       .add("adjustment", adjustment)
                       .add("feed", historyFeed(prices.feed)));
}

Request bars(CryptoPrices prices, Timeframe timeframe, const SpanQuery &query)
{
    return history(prices, "bars", span(query).add("timeframe", wireName(timeframe)));
}

Request bars(OptionPrices prices, Timeframe timeframe, const SpanQuery &query)
{
    return history(prices, "bars", span(query).add("timeframe", wireName(timeframe)));
}

Request trades(StockPrices prices, const SpanQuery &query)
{
    return history(prices, "trades", span(query).add("feed", historyFeed(prices.feed)));
}

Request trades(CryptoPrices prices, const SpanQuery &query)
{
    return history(prices, "trades", span(query));
}

Request trades(OptionPrices prices, const SpanQuery &query)
{
    return history(prices, "trades", span(query));
}

Request quotes(StockPrices prices, const SpanQuery &query)
{
    return history(prices, "quotes", span(query).add("feed", historyFeed(prices.feed)));
}

Request quotes(CryptoPrices prices, const SpanQuery &query)
{
    return history(prices, "quotes", span(query));
}

Request latestBars(StockPrices prices, const Symbols &symbols)
{
    return now(prices, "bars/latest", symbols);
}

Request latestBars(CryptoPrices prices, const Symbols &symbols)
{
    return now(prices, "latest/bars", symbols);
}

Request latestTrades(StockPrices prices, const Symbols &symbols)
{
    return now(prices, "trades/latest", symbols);
}

Request latestTrades(CryptoPrices prices, const Symbols &symbols)
{
    return now(prices, "latest/trades", symbols);
}

Request latestTrades(OptionPrices prices, const Symbols &symbols)
{
    return now(prices, "trades/latest", symbols);
}

Request latestQuotes(StockPrices prices, const Symbols &symbols)
{
    return now(prices, "quotes/latest", symbols);
}

Request latestQuotes(CryptoPrices prices, const Symbols &symbols)
{
    return now(prices, "latest/quotes", symbols);
}

Request latestQuotes(OptionPrices prices, const Symbols &symbols)
{
    return now(prices, "quotes/latest", symbols);
}

Request orderBooks(CryptoPrices prices, const Symbols &symbols)
{
    return now(prices, "latest/orderbooks", symbols);
}

Request snapshots(StockPrices prices, const Symbols &symbols)
{
    return now(prices, "snapshots", symbols);
}

Request snapshots(CryptoPrices prices, const Symbols &symbols)
{
    return now(prices, "snapshots", symbols);
}

Request snapshots(OptionPrices prices, const Symbols &symbols)
{
    return now(prices, "snapshots", symbols);
}

Request optionChain(OptionPrices prices, const ChainQuery &query)
{
    return get(Host::Data, path(prices, "snapshots/") + encoded(query.underlying),
               Query()
                   .add("feed", feedName(prices))
                   .add("expiration_date_gte", dateText(query.from))
                   .add("expiration_date_lte", dateText(query.to))
                   .add("strike_price_gte", query.leastStrike)
                   .add("strike_price_lte", query.mostStrike)
                   .add("limit", 1000)
                   .add("page_token", query.pageToken));
}

} // namespace core::alpaca
