#include "core/brokers/bybit/BybitMarketWire.h"

#include "core/brokers/bybit/BybitEnvelope.h"
#include "core/brokers/bybit/BybitMarketReaders.h"
#include "core/brokers/bybit/BybitOrderWire.h"

#include <algorithm>

namespace core::bybit {

namespace {

Bar readRow(TableRow &row, Timeframe timeframe)
{
    Bar bar;
    bar.openTime = row.milliTime(0);
    bar.closeTime = bar.openTime + lengthOf(timeframe);
    bar.open = row.price(1);
    bar.high = row.price(2);
    bar.low = row.price(3);
    bar.close = row.price(4);
    bar.volume = row.number(5);
    return bar;
}

/// Rows oldest first, each of them once.
std::vector<Bar> readRows(json::Fields &result, Timeframe timeframe)
{
    std::vector<Bar> bars;
    std::optional<Error> problem;
    for (const json::Value each : result.value("list")) {
        TableRow row(each, "list", bars.size(), problem);
        bars.push_back(readRow(row, timeframe));
        if (problem)
            result.complain(problem->field, problem->message);
        else
            checkBar(bars.back(), result, "list[" + std::to_string(bars.size() - 1) + "]");
    }
    std::stable_sort(bars.begin(), bars.end(), [](const Bar &a, const Bar &b) { return a.openTime < b.openTime; });
    bars.erase(std::unique(bars.begin(), bars.end()), bars.end());
    for (std::size_t i = 1; i < bars.size(); ++i)
        if (bars[i].openTime < bars[i - 1].closeTime)
            result.complain("list", "two bars cover the same time");
    return bars;
}

KlinePage readKlines(json::Fields &result, Timeframe timeframe, std::optional<Timestamp> venueNow)
{
    KlinePage page;
    if (!result.value("list").isArray())
        result.complain("list", "it is missing");
    page.rows = result.value("list").size();
    page.closed = readRows(result, timeframe);
    if (page.closed.empty())
        return page;
    const bool isClosed = venueNow && page.closed.back().closeTime <= *venueNow;
    if (!isClosed) {
        page.unfinished = page.closed.back();
        page.closed.pop_back();
    }
    if (!page.closed.empty() && venueNow && page.closed.back().closeTime > *venueNow)
        result.complain("list", "two bars end in the venue's future");
    return page;
}

TickerList readTickers(json::Fields &result, Category category)
{
    TickerList list;
    if (!result.value("list").isArray())
        result.complain("list", "it is missing");
    for (const json::Value each : result.value("list")) {
        std::optional<Error> problem;
        json::Fields row(each, "", problem);
        Ticker ticker{.instrument = instrumentId(category, problem ? std::string() : row.text("symbol"))};
        if (!problem)
            mergeTicker(readTicker(row), ticker.values);
        if (problem)
            list.leftOut.push_back(std::string(each["symbol"].text()) + ": " + describe(*problem));
        else
            list.items.push_back(std::move(ticker));
    }
    return list;
}

std::vector<PublicTrade> readTrades(json::Fields &result, Category category)
{
    std::vector<PublicTrade> trades;
    if (!result.value("list").isArray())
        result.complain("list", "it is missing");
    result.forEach("list", [&](json::Fields &row) {
        trades.push_back({.instrument = instrumentId(category, row.text("symbol")),
                          .id = row.text("execId"),
                          .at = row.milliTime("time"),
                          .taker = readSide(row, "side"),
                          .price = row.amount<Price>("price"),
                          .quantity = row.amount<Quantity>("size"),
                          .isBlock = row.maybeFlag("isBlockTrade").value_or(false)});
        if (trades.back().price.sign() <= 0 || trades.back().quantity.sign() <= 0)
            row.complain("price", "price and quantity must be above 0");
    });
    std::reverse(trades.begin(), trades.end());
    std::stable_sort(trades.begin(), trades.end(),
                     [](const PublicTrade &a, const PublicTrade &b) { return a.at < b.at; });
    return trades;
}

std::vector<FundingPayment> readFunding(json::Fields &result)
{
    std::vector<FundingPayment> payments;
    if (!result.value("list").isArray())
        result.complain("list", "it is missing");
    result.forEach("list", [&](json::Fields &row) {
        const auto rate = row.maybeRounded<Decimal>("fundingRate");
        if (!rate)
            row.complain("fundingRate", "it is missing");
        payments.push_back({row.milliTime("fundingRateTimestamp"), rate.value_or(Decimal())});
    });
    std::sort(payments.begin(), payments.end(),
              [](const FundingPayment &a, const FundingPayment &b) { return a.at < b.at; });
    return payments;
}

BookMessage readSnapshot(json::Fields &result, Category category)
{
    BookMessage book = readBook(result, result, category);
    book.isSnapshot = true;
    return book;
}

} // namespace

Result<KlinePage> parseKlines(Timeframe timeframe, std::string_view bytes)
{
    const auto envelope = Envelope::open(bytes);
    const auto venueNow = envelope ? envelope->time() : std::nullopt;
    return readResult(bytes, [&](json::Fields &result) { return readKlines(result, timeframe, venueNow); });
}

Result<TickerList> parseTickers(Category category, std::string_view bytes)
{
    auto list = readResult(bytes, [&](json::Fields &result) { return readTickers(result, category); });
    const auto envelope = Envelope::open(bytes);
    if (list && envelope && envelope->time())
        for (Ticker &each : list->items)
            each.at = *envelope->time();
    return list;
}

Result<BookMessage> parseOrderBook(Category category, std::string_view bytes)
{
    return readResult(bytes, [&](json::Fields &result) { return readSnapshot(result, category); });
}

Result<std::vector<PublicTrade>> parseTrades(Category category, std::string_view bytes)
{
    return readResult(bytes, [&](json::Fields &result) { return readTrades(result, category); });
}

Result<std::vector<FundingPayment>> parseFunding(std::string_view bytes)
{
    return readResult(bytes, &readFunding);
}

} // namespace core::bybit
