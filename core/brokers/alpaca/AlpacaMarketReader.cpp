#include "core/brokers/alpaca/AlpacaMarketReader.h"

#include "core/brokers/alpaca/AlpacaReading.h"

namespace core::alpaca {

namespace {

using json::Fields;
using json::Value;

/// Nobody quotes zero: it stands for no quote.
std::optional<Price> readSide(Fields &fields, std::string_view key)
{
    const auto price = fields.maybeRounded<Price>(key);
    return price && price->isZero() ? std::nullopt : price;
}

/// A list of words, or one word.
std::string joined(Value value)
{
    std::string words(value.text());
    for (const Value each : value)
        words += (words.empty() ? "" : ",") + std::string(each.text());
    return words;
}

template <class T>
using Reader = T (*)(Fields &);

template <class T>
void addItems(MarketPage<T> &page, const std::string &symbol, Value found, Reader<T> read,
              std::optional<Error> &problem)
{
    std::vector<T> &items = page.items[symbol];
    const auto add = [&](Value value, const std::string &path) {
        Fields fields(value, path, problem);
        if (!problem)
            items.push_back(read(fields));
    };
    if (!found.isArray())
        return add(found, symbol + ".");
    for (const Value each : found)
        add(each, symbol + "[" + std::to_string(items.size()) + "].");
}

/// Members that are null are instruments the venue does not know.
template <class T>
void addSymbols(MarketPage<T> &page, Value symbols, Reader<T> read, std::optional<Error> &problem)
{
    for (const Value each : symbols)
        if (!each.isNull())
            addItems(page, std::string(each.key()), each, read, problem);
}

/// `plural` holds objects or lists by symbol, or the list of the one `symbol`; `singular` its latest.
template <class T>
Result<MarketPage<T>> parsePage(std::string_view bytes, const char *plural, const char *singular, Reader<T> read)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    Fields root(document->root(), "", problem);
    MarketPage<T> page{.items = {}, .nextToken = root.maybeText("next_page_token")};
    const Value many = root.value(plural);
    const Value one = root.value(singular);
    if (many.isObject())
        addSymbols(page, many, read, problem);
    else if (many.isArray())
        addItems(page, root.text("symbol"), many, read, problem);
    else if (one.isObject())
        addItems(page, root.text("symbol"), one, read, problem);
    else if (!many.isNull())
        root.complain(plural, "it is missing");
    if (problem)
        return failure(std::move(*problem));
    return page;
}

} // namespace

std::optional<Quote> MarketQuote::both() const
{
    return bid && ask ? std::optional(Quote{*bid, *ask, at}) : std::nullopt;
}

MarketBar readBar(Fields &fields)
{
    MarketBar bar;
    bar.bar.openTime = fields.isoTime("t");
    bar.bar.closeTime = bar.bar.openTime;
    bar.bar.open = marketPrice(fields, "o");
    bar.bar.high = marketPrice(fields, "h");
    bar.bar.low = marketPrice(fields, "l");
    bar.bar.close = marketPrice(fields, "c");
    bar.bar.volume = fields.number("v");
    bar.trades = fields.maybeInteger("n");
    bar.averagePrice = fields.maybeRounded<Price>("vw");
    if (bar.bar.low > bar.bar.high || bar.bar.volume < 0)
        fields.complain("h", "a bar's high is below its low, or its volume below zero");
    return bar;
}

MarketTrade readTrade(Fields &fields)
{
    MarketTrade trade;
    trade.at = fields.isoTime("t");
    trade.price = marketPrice(fields, "p");
    trade.size = fields.number("s");
    trade.id = textOf(fields, "i");
    trade.exchange = textOf(fields, "x");
    trade.conditions = joined(fields.value("c"));
    trade.tape = textOf(fields, "z");
    trade.change = textOf(fields, "u");
    trade.taker = textOf(fields, "tks");
    return trade;
}

MarketQuote readQuote(Fields &fields)
{
    MarketQuote quote;
    quote.at = fields.isoTime("t");
    quote.bid = readSide(fields, "bp");
    quote.ask = readSide(fields, "ap");
    quote.bidSize = fields.maybeNumber("bs").value_or(0);
    quote.askSize = fields.maybeNumber("as").value_or(0);
    if (!fields.value("bp").isAbsent() || !fields.value("ap").isAbsent())
        return quote;
    fields.complain("bp", "a quote has neither bid nor ask");
    return quote;
}

Snapshot readSnapshot(Fields &fields)
{
    Snapshot snapshot;
    const auto part = [&](const char *key, auto &into, auto read) {
        if (!fields.isNone(key))
            fields.inside(key, [&](Fields &each) { into = read(each); });
    };
    part("latestTrade", snapshot.trade, readTrade);
    part("latestQuote", snapshot.quote, readQuote);
    part("minuteBar", snapshot.minute, readBar);
    part("dailyBar", snapshot.day, readBar);
    part("prevDailyBar", snapshot.previousDay, readBar);
    return snapshot;
}

Result<MarketPage<MarketBar>> parseBars(std::string_view bytes)
{
    return parsePage<MarketBar>(bytes, "bars", "bar", &readBar);
}

Result<MarketPage<MarketTrade>> parseTrades(std::string_view bytes)
{
    return parsePage<MarketTrade>(bytes, "trades", "trade", &readTrade);
}

Result<MarketPage<MarketQuote>> parseQuotes(std::string_view bytes)
{
    return parsePage<MarketQuote>(bytes, "quotes", "quote", &readQuote);
}

Result<MarketPage<Snapshot>> parseSnapshots(std::string_view bytes)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    Fields root(document->root(), "", problem);
    MarketPage<Snapshot> page;
    const Value wrapped = root.value("snapshots");
    if (wrapped.isObject())
        page.nextToken = root.maybeText("next_page_token");
    addSymbols<Snapshot>(page, wrapped.isObject() ? wrapped : document->root(), &readSnapshot, problem);
    if (problem)
        return failure(std::move(*problem));
    return page;
}

} // namespace core::alpaca
