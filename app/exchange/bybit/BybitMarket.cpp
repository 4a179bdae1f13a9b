#include "app/exchange/bybit/BybitMarket.h"

#include "app/exchange/bybit/Json.h"
#include "app/exchange/bybit/OrderRules.h"
#include "app/exchange/bybit/Text.h"

#include <algorithm>
#include <charconv>

namespace app::bybit {

using namespace core;
using namespace std::chrono;

std::optional<std::int64_t> integerOf(const Query &query, const char *name, std::int64_t fallback,
                                      std::int64_t least, std::int64_t most)
{
    const auto text = query.value(name);
    if (!text)
        return fallback;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool isWhole = error == std::errc() && end == text->data() + text->size();
    return isWhole && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

void writeLevels(JsonWriter &json, const std::vector<Level> &levels, std::size_t most)
{
    json.beginArray();
    for (std::size_t i = 0; i < std::min(most, levels.size()); ++i)
        json.beginArray().value(levels[i].price.value()).value(levels[i].size.value()).endArray();
    json.endArray();
}

namespace {

constexpr std::int64_t farFuture = 9'000'000'000'000;

void writeCandle(JsonWriter &json, const Candle &each)
{
    json.beginArray()
        .value(millisText(each.start))
        .value(each.open.value())
        .value(each.high.value())
        .value(each.low.value());
    json.value(each.close.value())
        .value(statisticText(each.volume))
        .value(statisticText(each.turnover))
        .endArray();
}

}  // namespace

Answer<const Product *> BybitMarket::productOf(const Query &query) const
{
    const auto category = parseCategory(query.valueOr("category", "linear"));
    if (!category)
        return refuse(10001, "params error: category is invalid");
    if (const Product *product = m_products.find(*category, query.valueOr("symbol", "")))
        return product;
    return refuse(10001, "Not supported symbols");
}

/// What is not simulated has an empty list.
Answer<std::string> BybitMarket::instruments(const Query &query) const
{
    const std::string category = query.valueOr("category", "");
    if (category.empty())
        return refuse(10001, "params error: category is required");
    const std::string symbol = query.valueOr("symbol", "");
    const std::string base = query.valueOr("baseCoin", "");
    JsonWriter json;
    json.beginObject().member("category", category).key("list").beginArray();
    for (const Product &product : m_products.all())
        if (categoryName(product.category) == category &&
            (symbol.empty() || product.symbol() == symbol) &&
            (base.empty() || product.base == base) &&
            query.valueOr("status", "Trading") == "Trading")
            writeProduct(json, product);
    return json.endArray().member("nextPageCursor", "").endObject().take();
}

/// `start` alone counts forwards from it, anything else back from the end. Newest first.
Answer<std::string> BybitMarket::kline(const Query &query) const
{
    const auto product = productOf(query);
    if (!product)
        return refuse(product.error());
    const auto interval = Interval::parse(query.valueOr("interval", ""));
    const auto start = integerOf(query, "start", 0, 0, farFuture);
    const auto end = integerOf(query, "end", farFuture, 0, farFuture);
    const auto limit = integerOf(query, "limit", 200, 1, 1000);
    if (!interval || !start || !end || !limit)
        return refuse(10001, "params error: interval, start, end or limit is invalid");
    std::vector<Candle> found;
    for (const Candle &each : m_memory.candles(**product, *interval))
        if (toMillis(each.start) >= *start && toMillis(each.start) <= *end)
            found.push_back(each);
    const auto most = std::min(std::size_t(*limit), found.size());
    if (query.has("start") && !query.has("end"))
        found.erase(found.begin() + std::ptrdiff_t(most), found.end());
    else
        found.erase(found.begin(), found.end() - std::ptrdiff_t(most));
    JsonWriter json;
    json.beginObject()
        .member("category", categoryName((*product)->category))
        .member("symbol", (*product)->symbol());
    json.key("list").beginArray();
    for (auto it = found.rbegin(); it != found.rend(); ++it)
        writeCandle(json, *it);
    return json.endArray().endObject().take();
}

void BybitMarket::addBookMembers(TickerMembers &members, const Product &product) const
{
    const OrderBook &book = m_memory.book(product);
    if (book.bids.empty() || book.asks.empty())
        return;
    members.insert(members.end(), {{"bid1Price", book.bids.front().price.toString()},
                                   {"bid1Size", book.bids.front().size.toString()},
                                   {"ask1Price", book.asks.front().price.toString()},
                                   {"ask1Size", book.asks.front().size.toString()}});
}

/// Mark and index are the last price.
void BybitMarket::addLinearMembers(TickerMembers &members, const Product &product,
                                   const DayFigures &day) const
{
    const Timestamp next = FundingRates::next(m_now());
    members.insert(members.end(), {{"markPrice", day.last.toString()},
                                   {"indexPrice", day.last.toString()},
                                   {"prevPrice1h", day.hourBefore.toString()},
                                   {"openInterest", "0"},
                                   {"openInterestValue", "0"},
                                   {"fundingRate", m_funding.at(product, next).toString()},
                                   {"fundingIntervalHour", "8"},
                                   {"nextFundingTime", millisText(next)},
                                   {"deliveryTime", "0"}});
}

BybitMarket::TickerMembers BybitMarket::tickerMembers(const Product &product, bool isStream) const
{
    const DayFigures day = m_memory.figures(product, m_now());
    const double before = day.dayBefore.toDouble();
    const double change = before > 0 ? (day.last.toDouble() - before) / before : 0;
    TickerMembers members{{"symbol", product.symbol()},
                          {"lastPrice", day.last.toString()},
                          {"prevPrice24h", day.dayBefore.toString()},
                          {"price24hPcnt", statisticText(change)},
                          {"highPrice24h", day.high.toString()},
                          {"lowPrice24h", day.low.toString()},
                          {"turnover24h", statisticText(day.turnover)},
                          {"volume24h", statisticText(day.volume)}};
    if (!product.isSpot() || !isStream)
        addBookMembers(members, product);
    if (product.isSpot())
        members.emplace_back("usdIndexPrice", day.last.toString());
    else
        addLinearMembers(members, product, day);
    return members;
}

Answer<std::string> BybitMarket::tickers(const Query &query) const
{
    const auto category = parseCategory(query.valueOr("category", ""));
    if (!category)
        return refuse(10001, "params error: category is invalid");
    if (query.has("symbol") && !m_products.find(*category, query.valueOr("symbol", "")))
        return refuse(10001, "Not supported symbols");
    JsonWriter json;
    json.beginObject().member("category", categoryName(*category)).key("list").beginArray();
    for (const Product &product : m_products.all()) {
        if (product.category != *category ||
            query.valueOr("symbol", product.symbol()) != product.symbol())
            continue;
        json.beginObject();
        for (const auto &[name, value] : tickerMembers(product, false))
            json.member(name, value);
        json.endObject();
    }
    return json.endArray().endObject().take();
}

Answer<std::string> BybitMarket::orderBook(const Query &query) const
{
    const auto product = productOf(query);
    if (!product)
        return refuse(product.error());
    const auto limit = integerOf(query, "limit", (*product)->isSpot() ? 1 : 25, 1, 1000);
    if (!limit)
        return refuse(10001, "params error: limit is invalid");
    const OrderBook book = deepened(m_memory.book(**product), **product, std::size_t(*limit));
    JsonWriter json;
    json.beginObject().member("s", (*product)->symbol()).key("b");
    writeLevels(json, book.bids, std::size_t(*limit));
    json.key("a");
    writeLevels(json, book.asks, std::size_t(*limit));
    json.member("ts", toMillis(book.at))
        .member("u", book.update)
        .member("seq", book.sequence)
        .member("cts", toMillis(book.at));
    return json.endObject().take();
}

Answer<std::string> BybitMarket::recentTrades(const Query &query) const
{
    const auto product = productOf(query);
    if (!product)
        return refuse(product.error());
    const bool isSpot = (*product)->isSpot();
    const auto limit = integerOf(query, "limit", isSpot ? 60 : 500, 1, isSpot ? 60 : 1000);
    if (!limit)
        return refuse(10001, "params error: limit is invalid");
    JsonWriter json;
    json.beginObject()
        .member("category", categoryName((*product)->category))
        .key("list")
        .beginArray();
    const auto &prints = m_memory.prints(**product);
    const auto most = std::min(std::size_t(*limit), prints.size());
    for (auto it = prints.rbegin(); it != prints.rbegin() + std::ptrdiff_t(most); ++it) {
        json.beginObject()
            .member("execId", it->id)
            .member("symbol", (*product)->symbol())
            .member("price", it->price.value());
        json.member("size", it->size.value())
            .member("side", it->takerBuys ? "Buy" : "Sell")
            .member("time", millisText(it->at));
        json.member("isBlockTrade", false)
            .member("isRPITrade", false)
            .member("seq", it->sequence)
            .endObject();
    }
    return json.endArray().endObject().take();
}

Answer<std::string> BybitMarket::priceLimit(const Query &query) const
{
    const auto product = productOf(query);
    if (!product)
        return refuse(product.error());
    const PriceLimits limits = priceLimits(**product, m_memory.figures(**product, m_now()).last);
    JsonWriter json;
    json.beginObject()
        .member("symbol", (*product)->symbol())
        .member("buyLmt", limits.mostToBuy.value());
    return json.member("sellLmt", limits.leastToSell.value())
        .member("ts", millisText(m_now()))
        .endObject()
        .take();
}

Answer<std::string> BybitMarket::fundingHistory(const Query &query) const
{
    const auto product = productOf(query);
    if (!product)
        return refuse(product.error());
    if ((*product)->isSpot() || (query.has("startTime") && !query.has("endTime")))
        return refuse(10001, "params error: category or time range is invalid");
    const auto start = integerOf(query, "startTime", 0, 0, farFuture);
    const auto end = integerOf(query, "endTime", farFuture, 0, farFuture);
    const auto limit = integerOf(query, "limit", 200, 1, 200);
    if (!start || !end || !limit)
        return refuse(10001, "params error: startTime, endTime or limit is invalid");
    constexpr std::int64_t interval = 8 * 3600 * 1000;
    JsonWriter json;
    json.beginObject().member("category", "linear").key("list").beginArray();
    std::int64_t at = std::min(*end, toMillis(m_now())) / interval * interval;
    for (std::int64_t i = 0; i < *limit && at >= std::max<std::int64_t>(*start, 1); ++i, at -= interval)
        json.beginObject()
            .member("symbol", (*product)->symbol())
            .member("fundingRate", m_funding.at(**product, timestampFromMillis(at)).toString())
            .member("fundingRateTimestamp", std::to_string(at))
            .endObject();
    return json.endArray().endObject().take();
}

}  // namespace app::bybit
