#include "core/brokers/bybit/BybitMarketReaders.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace core::bybit {

namespace {

template <class T>
Told<T> told(json::Fields &data, std::string_view key, std::optional<T> (json::Fields::*read)(std::string_view))
{
    if (data.value(key).isAbsent())
        return {};
    return {.isTold = true, .value = (data.*read)(key)};
}

Told<Price> toldPrice(json::Fields &data, std::string_view key)
{
    Told<Price> price = told<Price>(data, key, &json::Fields::maybeAmount<Price>);
    if (price.value && price.value->sign() <= 0)
        price.value.reset();
    return price;
}

Told<Quantity> toldQuantity(json::Fields &data, std::string_view key)
{
    return told<Quantity>(data, key, &json::Fields::maybeAmount<Quantity>);
}

Told<double> toldNumber(json::Fields &data, std::string_view key)
{
    return told<double>(data, key, &json::Fields::maybeNumber);
}

/// Rates have as many places as the venue likes, and nothing is traded at them.
Told<Decimal> toldRate(json::Fields &data, std::string_view key)
{
    return told<Decimal>(data, key, &json::Fields::maybeRounded<Decimal>);
}

template <class T>
void take(const Told<T> &change, std::optional<T> &into)
{
    if (change.isTold)
        into = change.value;
}

std::vector<BookLevel> readLevels(json::Fields &data, std::string_view key, std::optional<Error> &problem)
{
    std::vector<BookLevel> levels;
    const json::Value list = data.value(key);
    if (!list.isArray())
        data.complain(key, "it is not a list");
    levels.reserve(list.isArray() ? list.size() : 0);
    for (const json::Value each : list) {
        TableRow row(each, key, levels.size(), problem);
        levels.push_back({row.price(0), row.quantity(1)});
    }
    return levels;
}

} // namespace

void TableRow::complain(std::size_t column, const std::string &what)
{
    if (!m_problem)
        m_problem = Error{ErrorCode::BadInput, what, {}, 0,
                          std::string(m_name) + "[" + std::to_string(m_index) + "][" + std::to_string(column) + "]"};
}

Price TableRow::price(std::size_t column)
{
    const auto value = Decimal::parse(m_row.at(column).text());
    if (!value || value->sign() <= 0)
        complain(column, value ? "it is not above 0" : value.error().message);
    return Price(value.value_or(Decimal()));
}

Quantity TableRow::quantity(std::size_t column)
{
    const auto value = Decimal::parse(m_row.at(column).text());
    if (!value || value->sign() < 0)
        complain(column, value ? "it is negative" : value.error().message);
    return Quantity(value.value_or(Decimal()));
}

double TableRow::number(std::size_t column)
{
    const std::string_view text = m_row.at(column).text();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
        complain(column, "it is no amount");
    return value;
}

Timestamp TableRow::milliTime(std::size_t column)
{
    const std::string_view text = m_row.at(column).text();
    std::int64_t millis = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
    const bool isMoment = error == std::errc() && end == text.data() + text.size() && millis >= 0 &&
                          millis <= 9'200'000'000'000;
    if (!isMoment)
        complain(column, "it is no moment of these centuries");
    return timestampFromMillis(isMoment ? millis : 0);
}

BookMessage readBook(json::Fields &data, json::Fields &outer, Category category)
{
    BookMessage book{.instrument = instrumentId(category, data.text("s"))};
    std::optional<Error> problem;
    book.bids = readLevels(data, "b", problem);
    book.asks = readLevels(data, "a", problem);
    if (problem)
        data.complain(problem->field, problem->message);
    book.update = data.integer("u");
    book.sequence = data.maybeInteger("seq").value_or(0);
    book.at = outer.milliTime("ts");
    book.matchedAt = outer.maybeMilliTime("cts");
    return book;
}

TickerFields<Told> readTicker(json::Fields &data)
{
    TickerFields<Told> fields;
    fields.last = toldPrice(data, "lastPrice");
    fields.bid = toldPrice(data, "bid1Price");
    fields.ask = toldPrice(data, "ask1Price");
    fields.bidQuantity = toldQuantity(data, "bid1Size");
    fields.askQuantity = toldQuantity(data, "ask1Size");
    fields.mark = toldPrice(data, "markPrice");
    fields.index = toldPrice(data, "indexPrice");
    fields.high24h = toldPrice(data, "highPrice24h");
    fields.low24h = toldPrice(data, "lowPrice24h");
    fields.previous24h = toldPrice(data, "prevPrice24h");
    fields.change24h = toldRate(data, "price24hPcnt");
    fields.volume24h = toldNumber(data, "volume24h");
    fields.turnover24h = toldNumber(data, "turnover24h");
    fields.openInterest = toldNumber(data, "openInterest");
    fields.fundingRate = toldRate(data, "fundingRate");
    fields.nextFunding = told<Timestamp>(data, "nextFundingTime", &json::Fields::maybeMilliTime);
    return fields;
}

void mergeTicker(const TickerFields<Told> &change, TickerFields<Known> &into)
{
    take(change.last, into.last);
    take(change.bid, into.bid);
    take(change.ask, into.ask);
    take(change.bidQuantity, into.bidQuantity);
    take(change.askQuantity, into.askQuantity);
    take(change.mark, into.mark);
    take(change.index, into.index);
    take(change.high24h, into.high24h);
    take(change.low24h, into.low24h);
    take(change.previous24h, into.previous24h);
    take(change.change24h, into.change24h);
    take(change.volume24h, into.volume24h);
    take(change.turnover24h, into.turnover24h);
    take(change.openInterest, into.openInterest);
    take(change.fundingRate, into.fundingRate);
    take(change.nextFunding, into.nextFunding);
}

void checkBar(const Bar &bar, json::Fields &place, std::string_view key)
{
    const bool isPossible = bar.low.sign() > 0 && bar.low <= std::min(bar.open, bar.close) &&
                            bar.high >= std::max(bar.open, bar.close);
    if (!isPossible)
        place.complain(key, "its prices contradict each other");
}

std::optional<Quote> Ticker::quote() const
{
    if (!values.bid || !values.ask || *values.bid >= *values.ask)
        return std::nullopt;
    return Quote{.bid = *values.bid, .ask = *values.ask, .at = at};
}

} // namespace core::bybit
