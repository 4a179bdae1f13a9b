#include "core/brokers/bybit/BybitOrderRequests.h"

#include <algorithm>

namespace core::bybit {

namespace {

/// How the order stands on the wire.
struct Shape {
    std::optional<Price> price; ///< None: a market order.
    const char *timeInForce = "GTC";
};

/// An exit beyond the venue's limits is brought to them; never further than was asked.
Price insideLimits(Price price, const OrderRequest &order, const OrderTerms &terms)
{
    if (!order.reduceOnly || isConditional(order) || !terms.priceLimits)
        return price;
    return order.side == Side::Buy ? std::min(price, terms.priceLimits->highestBuy)
                                   : std::max(price, terms.priceLimits->lowestSell);
}

Shape shapeOf(const NewOrder &item)
{
    const OrderRequest &order = item.order;
    const bool isImmediate = order.type == OrderType::Market || order.type == OrderType::Stop ||
                             order.timeInForce == TimeInForce::ImmediateOrCancel;
    Shape shape{.price = {}, .timeInForce = isImmediate ? "IOC" : "GTC"};
    if (order.limitPrice) {
        const Rounding towardsAsked = order.side == Side::Buy ? Rounding::Floor : Rounding::Ceiling;
        const Price price = insideLimits(*order.limitPrice, order, item.terms);
        shape.price = item.facts.instrument.roundedPrice(price, towardsAsked);
    }
    return shape;
}

void writeTrigger(JsonWriter &json, const NewOrder &item)
{
    if (!isConditional(item.order))
        return;
    json.member("triggerPrice", item.order.stopPrice->value());
    if (item.facts.category == Category::Spot)
        return;
    json.member("triggerDirection", static_cast<int>(triggerDirection(item.order)));
    json.member("triggerBy", item.order.role == OrderRole::Target ? "LastPrice" : "MarkPrice");
}

void writeAttached(JsonWriter &json, const OrderTerms &terms)
{
    if (!terms.attachesExits || (!terms.exits.stop && !terms.exits.target))
        return;
    json.member("tpslMode", "Full");
    if (terms.exits.target)
        json.member("takeProfit", terms.exits.target->value()).member("tpTriggerBy", "LastPrice");
    if (terms.exits.stop)
        json.member("stopLoss", terms.exits.stop->value()).member("slTriggerBy", "MarkPrice");
}

void writeSpot(JsonWriter &json, const NewOrder &item, const Shape &shape)
{
    if (!shape.price) // without it the quantity of a buy would be money
        json.member("marketUnit", "baseCoin");
    json.member("orderFilter", orderFilterName(orderFilterOf(item.order)));
}

void writeLinear(JsonWriter &json, const NewOrder &item)
{
    json.member("positionIdx", 0).member("reduceOnly", item.order.reduceOnly);
    writeAttached(json, item.terms);
}

void writeOrder(JsonWriter &json, const NewOrder &item)
{
    const OrderRequest &order = item.order;
    const Shape shape = shapeOf(item);
    json.member("symbol", order.instrument.symbol).member("side", order.side == Side::Buy ? "Buy" : "Sell");
    json.member("orderType", shape.price ? "Limit" : "Market").member("qty", order.quantity.value());
    if (shape.price)
        json.member("price", shape.price->value());
    json.member("timeInForce", shape.timeInForce).member("orderLinkId", order.clientOrderId.text());
    writeTrigger(json, item);
    if (item.facts.category == Category::Spot)
        writeSpot(json, item, shape);
    else
        writeLinear(json, item);
}

void writeName(JsonWriter &json, const OrderName &order)
{
    json.member("symbol", order.instrument.symbol);
    if (order.clientOrderId.isEmpty())
        json.member("orderId", order.venueId.text());
    else
        json.member("orderLinkId", order.clientOrderId.text());
}

void writeChange(JsonWriter &json, const AmendedOrder &order)
{
    writeName(json, order.name);
    if (order.change.quantity)
        json.member("qty", order.change.quantity->value());
    if (order.change.price)
        json.member("price", order.change.price->value());
    if (order.change.triggerPrice)
        json.member("triggerPrice", order.change.triggerPrice->value());
}

void writeCancel(JsonWriter &json, Category category, const OrderName &order)
{
    writeName(json, order);
    if (category == Category::Spot)
        json.member("orderFilter", orderFilterName(order.filter));
}

Category categoryOrLinear(const InstrumentId &instrument)
{
    return categoryOf(instrument).value_or(Category::Linear);
}

std::optional<OrderObjection> objectionToChange(const AmendedOrder &order)
{
    const OrderChange &change = order.change;
    if (order.name.instrument != order.facts.instrument.id)
        return OrderObjection{Objection::WrongInstrument, "The facts at hand are another instrument's."};
    if (!change.quantity && !change.price && !change.triggerPrice)
        return OrderObjection{Objection::Nothing, "The change changes nothing."};
    if (change.quantity && *change.quantity <= order.filled)
        return OrderObjection{Objection::Quantity, "The new quantity must be above what is filled already, " +
                                                       order.filled.toString() + "."};
    if (change.quantity)
        if (auto found = objectionToQuantity(*change.quantity, order.facts, order.facts.maxQuantity))
            return found;
    if (change.price)
        if (auto found = objectionToPrice(*change.price, order.facts, "limit price"))
            return found;
    return change.triggerPrice ? objectionToPrice(*change.triggerPrice, order.facts, "trigger price") : std::nullopt;
}

std::optional<OrderObjection> objectionToBatch(Environment environment, Category category, std::size_t count)
{
    if (count == 0)
        return OrderObjection{Objection::Nothing, "The batch is empty."};
    if (count > largestBatch(category))
        return OrderObjection{Objection::TooMany,
                              "Bybit takes at most " + std::to_string(largestBatch(category)) + " orders at once."};
    if (environment == Environment::Demo && category == Category::Spot)
        return OrderObjection{Objection::NotInDemo, "Bybit's demo account takes spot orders one by one only."};
    return std::nullopt;
}

/// `{"category":…,"request":[…]}`, each item written by `write`.
template <class Items, class Write>
Request batch(const char *path, Category category, const Items &items, Write write)
{
    JsonWriter json;
    json.beginObject().member("category", categoryName(category)).key("request").beginArray();
    for (const auto &item : items) {
        json.beginObject();
        write(json, item);
        json.endObject();
    }
    json.endArray().endObject();
    Request request = signedPost(path, json);
    request.units = static_cast<int>(items.size());
    return request;
}

JsonWriter begun(Category category)
{
    JsonWriter json;
    json.beginObject().member("category", categoryName(category));
    return json;
}

OrderObjection mixedCategories()
{
    return {Objection::WrongInstrument, "Spot and contracts cannot be in one batch."};
}

} // namespace

const char *orderFilterName(OrderFilter filter)
{
    switch (filter) {
    case OrderFilter::Order: return "Order";
    case OrderFilter::TakeProfitStopLoss: return "tpslOrder";
    case OrderFilter::Stop: return "StopOrder";
    }
    return "Order";
}

OrderFilter orderFilterOf(const OrderRequest &order)
{
    if (!isConditional(order))
        return OrderFilter::Order;
    return order.reduceOnly ? OrderFilter::TakeProfitStopLoss : OrderFilter::Stop;
}

OrObjection<Request> createOrder(const NewOrder &order)
{
    if (auto found = objectionTo(order.order, order.facts, order.terms))
        return tl::unexpected(std::move(*found));
    JsonWriter json = begun(order.facts.category);
    writeOrder(json, order);
    return signedPost("/v5/order/create", json.endObject());
}

OrObjection<Request> amendOrder(const AmendedOrder &order)
{
    if (auto found = objectionToChange(order))
        return tl::unexpected(std::move(*found));
    JsonWriter json = begun(order.facts.category);
    writeChange(json, order);
    return signedPost("/v5/order/amend", json.endObject());
}

Request cancelOrder(const OrderName &order)
{
    const Category category = categoryOrLinear(order.instrument);
    JsonWriter json = begun(category);
    writeCancel(json, category, order);
    return signedPost("/v5/order/cancel", json.endObject());
}

Request cancelAllLinear(std::string_view settleCoin)
{
    JsonWriter json = begun(Category::Linear);
    return signedPost("/v5/order/cancel-all", json.member("settleCoin", settleCoin).endObject());
}

Request cancelAllSpot(OrderFilter filter)
{
    JsonWriter json = begun(Category::Spot);
    return signedPost("/v5/order/cancel-all", json.member("orderFilter", orderFilterName(filter)).endObject());
}

std::size_t largestBatch(Category category)
{
    return category == Category::Linear ? 20 : 10;
}

OrObjection<Request> createOrders(Category category, std::span<const NewOrder> orders)
{
    const Environment environment = orders.empty() ? Environment::Demo : orders.front().terms.environment;
    if (auto found = objectionToBatch(environment, category, orders.size()))
        return tl::unexpected(std::move(*found));
    for (const NewOrder &order : orders) {
        if (order.facts.category != category)
            return tl::unexpected(mixedCategories());
        if (auto found = objectionTo(order.order, order.facts, order.terms))
            return tl::unexpected(std::move(*found));
    }
    return batch("/v5/order/create-batch", category, orders, writeOrder);
}

OrObjection<Request> amendOrders(Environment environment, Category category, std::span<const AmendedOrder> orders)
{
    if (auto found = objectionToBatch(environment, category, orders.size()))
        return tl::unexpected(std::move(*found));
    for (const AmendedOrder &order : orders) {
        if (order.facts.category != category)
            return tl::unexpected(mixedCategories());
        if (auto found = objectionToChange(order))
            return tl::unexpected(std::move(*found));
    }
    return batch("/v5/order/amend-batch", category, orders, writeChange);
}

OrObjection<Request> cancelOrders(Environment environment, Category category, std::span<const OrderName> orders)
{
    if (auto found = objectionToBatch(environment, category, orders.size()))
        return tl::unexpected(std::move(*found));
    const bool isMixed = std::any_of(orders.begin(), orders.end(), [&](const OrderName &order) {
        return categoryOf(order.instrument) != category;
    });
    if (isMixed)
        return tl::unexpected(mixedCategories());
    return batch("/v5/order/cancel-batch", category, orders,
                 [category](JsonWriter &json, const OrderName &order) { writeCancel(json, category, order); });
}

} // namespace core::bybit
