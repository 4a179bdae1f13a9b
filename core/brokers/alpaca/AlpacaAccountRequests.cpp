#include "core/brokers/alpaca/AlpacaAccountRequests.h"

namespace core::alpaca {

namespace {

std::string positionPath(const InstrumentId &instrument)
{
    return "/v2/positions/" + encoded(instrument.symbol);
}

Request remove(std::string path, Query query = {})
{
    return {.method = "DELETE", .path = std::move(path), .query = query.take()};
}

const char *className(TradedKind kind)
{
    switch (kind) {
    case TradedKind::Stock: return "us_equity";
    case TradedKind::Crypto: return "crypto";
    case TradedKind::Option: return "us_option";
    }
    return "us_equity";
}

std::optional<Decimal> number(std::optional<Price> price)
{
    return price ? std::optional(price->value()) : std::nullopt;
}

} // namespace

std::string dateText(std::chrono::sys_days date)
{
    return toIsoText(Timestamp(date)).substr(0, 10);
}

Request account()
{
    return get(Host::Trading, "/v2/account");
}

Request venueClock()
{
    return get(Host::Trading, "/v2/clock");
}

Request calendar(std::chrono::sys_days from, std::chrono::sys_days to)
{
    return get(Host::Trading, "/v2/calendar", Query().add("start", dateText(from)).add("end", dateText(to)));
}

Request assets(TradedKind kind)
{
    return get(Host::Trading, "/v2/assets", Query().add("status", "active").add("asset_class", className(kind)));
}

Request asset(const std::string &symbol)
{
    return get(Host::Trading, "/v2/assets/" + encoded(symbol));
}

Request positions()
{
    return get(Host::Trading, "/v2/positions");
}

Request position(const InstrumentId &instrument)
{
    return get(Host::Trading, positionPath(instrument));
}

Request closePosition(const InstrumentId &instrument)
{
    return remove(positionPath(instrument));
}

Request closePart(const InstrumentId &instrument, Quantity quantity)
{
    if (quantity.sign() <= 0)
        bug("closing a part that is not above zero");
    return remove(positionPath(instrument), Query().add("qty", quantity.value()));
}

Request closePercent(const InstrumentId &instrument, Decimal percent)
{
    if (percent.sign() <= 0 || percent > Decimal::fromInteger(100))
        bug("closing a share of a position that is none");
    return remove(positionPath(instrument), Query().add("percentage", percent));
}

Request closeAllPositions(bool cancelsOrders)
{
    return remove("/v2/positions", Query().add("cancel_orders", cancelsOrders));
}

Request activities(const ActivityQuery &query)
{
    const bool isOne = query.types.size() == 1;
    Query text;
    if (!isOne)
        text.add("activity_types", query.types);
    if (query.types.empty() && query.isBesideTrades)
        text.add("category", "non_trade_activity");
    text.add("order_id", query.order ? std::optional(query.order->text()) : std::nullopt)
        .add("after", query.after)
        .add("until", query.until)
        .add("direction", "asc")
        .add("page_size", ActivityQuery::pageSize)
        .add("page_token", query.pageToken);
    const std::string path = "/v2/account/activities";
    return get(Host::Trading, isOne ? path + "/" + encoded(query.types.front()) : path, text);
}

Request portfolioHistory(const HistoryQuery &query)
{
    Query text;
    text.add("period", query.period).add("timeframe", query.timeframe);
    if (query.isContinuous)
        text.add("intraday_reporting", "continuous").add("pnl_reset", "no_reset");
    return get(Host::Trading, "/v2/account/portfolio/history", text.add("end", query.end));
}

Request optionContracts(const ContractQuery &query)
{
    return get(Host::Trading, "/v2/options/contracts",
               Query()
                   .add("underlying_symbols", query.underlying)
                   .add("status", "active")
                   .add("expiration_date_gte", dateText(query.from))
                   .add("expiration_date_lte", dateText(query.to))
                   .add("strike_price_gte", number(query.leastStrike))
                   .add("strike_price_lte", number(query.mostStrike))
                   .add("limit", 10'000)
                   .add("page_token", query.pageToken));
}

} // namespace core::alpaca
