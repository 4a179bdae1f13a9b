#include "core/brokers/alpaca/AlpacaOrderRequests.h"

#include "core/base/Json.h"

#include <algorithm>

namespace core::alpaca {

namespace {

using std::chrono::nanoseconds;

template <class Number>
void addAmount(JsonWriter &json, std::string_view name, const std::optional<Number> &amount)
{
    if (amount)
        json.member(name, amount->toString());
}

void addLegs(JsonWriter &json, const NewOrder &order)
{
    if (order.takeProfit)
        json.key("take_profit").beginObject().member("limit_price", order.takeProfit->toString()).endObject();
    if (!order.stopLoss)
        return;
    json.key("stop_loss").beginObject().member("stop_price", order.stopLoss->stop.toString());
    addAmount(json, "limit_price", order.stopLoss->limit);
    json.endObject();
}

std::string orderBody(const NewOrder &order)
{
    JsonWriter json;
    json.beginObject().member("symbol", order.symbol);
    addAmount(json, "qty", order.quantity);
    addAmount(json, "notional", order.notional);
    json.member("side", wireName(order.side));
    json.member("type", wireName(order.type));
    json.member("time_in_force", wireName(order.timeInForce));
    addAmount(json, "limit_price", order.limit);
    addAmount(json, "stop_price", order.stop);
    addAmount(json, "trail_price", order.trailPrice);
    addAmount(json, "trail_percent", order.trailPercent);
    if (order.extendedHours)
        json.member("extended_hours", true);
    json.member("client_order_id", order.id.text());
    if (order.orderClass != OrderClass::Simple)
        json.member("order_class", wireName(order.orderClass));
    addLegs(json, order);
    if (order.intent)
        json.member("position_intent", wireName(*order.intent));
    return json.endObject().take();
}

std::string changeBody(const OrderChange &change)
{
    JsonWriter json;
    json.beginObject();
    addAmount(json, "qty", change.quantity);
    if (change.timeInForce)
        json.member("time_in_force", wireName(*change.timeInForce));
    addAmount(json, "limit_price", change.limit);
    addAmount(json, "stop_price", change.stop);
    addAmount(json, "trail", change.trail);
    return json.member("client_order_id", change.id.text()).endObject().take();
}

std::string orderPath(const VenueOrderId &id)
{
    return "/v2/orders/" + encoded(id.text());
}

const char *whichName(OrderQuery::Which which)
{
    switch (which) {
    case OrderQuery::Which::Open: return "open";
    case OrderQuery::Which::Closed: return "closed";
    case OrderQuery::Which::All: return "all";
    }
    return "all";
}

} // namespace

Request createOrder(const NewOrder &order)
{
    return {.method = "POST", .path = "/v2/orders", .body = orderBody(order)};
}

Request replaceOrder(const VenueOrderId &id, const OrderChange &change)
{
    return {.method = "PATCH", .path = orderPath(id), .body = changeBody(change)};
}

Request cancelOrder(const VenueOrderId &id)
{
    return {.method = "DELETE", .path = orderPath(id)};
}

Request cancelAllOrders()
{
    return {.method = "DELETE", .path = "/v2/orders"};
}

Request orderById(const VenueOrderId &id, bool isNested)
{
    return get(Host::Trading, orderPath(id), Query().add("nested", isNested));
}

Request orderByClientId(const ClientOrderId &id)
{
    // The colon belongs to the path as it is: encoded, the venue does not find it.
    return get(Host::Trading, "/v2/orders:by_client_order_id", Query().add("client_order_id", id.text()));
}

Request listOrders(const OrderQuery &query)
{
    return get(Host::Trading, "/v2/orders",
               Query()
                   .add("status", whichName(query.which))
                   .add("limit", query.limit)
                   .add("after", query.after)
                   .add("until", query.until)
                   .add("direction", "asc")
                   .add("nested", query.isNested)
                   .add("symbols", query.symbols));
}

std::optional<OrderQuery> pageAfter(const OrderQuery &query, const std::vector<VenueOrder> &page)
{
    if (page.size() < static_cast<std::size_t>(query.limit))
        return std::nullopt;
    std::optional<Timestamp> last;
    for (const VenueOrder &order : page)
        if (const auto at = order.submittedAt ? order.submittedAt : order.createdAt)
            last = last ? std::max(*last, *at) : *at;
    if (!last)
        return std::nullopt;
    OrderQuery next = query;
    next.after = *last - nanoseconds(1);
    if (query.after && *next.after <= *query.after)
        next.after = *last; // a page of one moment: going on loses less than standing still
    return next;
}

} // namespace core::alpaca
