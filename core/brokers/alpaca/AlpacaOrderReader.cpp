#include "core/brokers/alpaca/AlpacaOrderReader.h"

#include "core/brokers/alpaca/AlpacaReading.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

using json::Fields;

struct StatusWord {
    std::string_view word;
    StatusMeaning meaning;
};

constexpr StatusMeaning working{OrderStatus::Working};

/// Every word that is documented or was seen. `replaced` is over: the successor is another order.
constexpr std::array statusWords{
    StatusWord{"pending_new", working},
    StatusWord{"accepted", working},
    StatusWord{"accepted_for_bidding", working},
    StatusWord{"new", working},
    StatusWord{"held", working},
    StatusWord{"partially_filled", {OrderStatus::PartiallyFilled}},
    StatusWord{"filled", {OrderStatus::Filled}},
    StatusWord{"pending_cancel", {OrderStatus::Working, true, false}},
    StatusWord{"canceled", {OrderStatus::Cancelled}},
    StatusWord{"expired", {OrderStatus::Expired}},
    StatusWord{"pending_replace", {OrderStatus::Working, false, true}},
    StatusWord{"replaced", {OrderStatus::Cancelled}},
    StatusWord{"rejected", {OrderStatus::Rejected}},
    StatusWord{"done_for_day", working},
    StatusWord{"stopped", working},
    StatusWord{"suspended", working},
    StatusWord{"calculated", working},
    StatusWord{"pending_review", working},
};

/// A leg of several has no type of its own, and an order of several legs has no side.
Side readSide(Fields &fields, std::string_view orderClass)
{
    if (orderClass == "mleg" && fields.isNone("side"))
        return Side::Buy;
    const std::string word = fields.text("side");
    if (word == "buy")
        return Side::Buy;
    if (word != "sell" && word != "sell_short")
        fields.complain("side", "\"" + word + "\" is neither buy nor sell");
    return Side::Sell;
}

std::optional<VenueOrderId> maybeOrderId(Fields &fields, std::string_view key)
{
    const auto text = fields.maybeText(key);
    return text ? std::optional(VenueOrderId(*text)) : std::nullopt;
}

void readWhat(Fields &fields, VenueOrder &order)
{
    order.id = VenueOrderId(fields.text("id"));
    order.clientId = ClientOrderId(textOf(fields, "client_order_id"));
    order.orderClass = textOf(fields, "order_class");
    const std::string symbol = order.orderClass == "mleg" ? textOf(fields, "symbol") : fields.text("symbol");
    order.instrument = instrumentOf(textOf(fields, "asset_class"), symbol);
    order.side = readSide(fields, order.orderClass);
    order.typeText = fields.maybeText("type").value_or(textOf(fields, "order_type"));
    order.type = parseWireType(order.typeText);
    order.timeInForceText = textOf(fields, "time_in_force");
    order.timeInForce = parseWireTimeInForce(order.timeInForceText);
    order.intent = textOf(fields, "position_intent");
    order.extendedHours = flagOf(fields, "extended_hours");
    order.replaces = maybeOrderId(fields, "replaces");
    order.replacedBy = maybeOrderId(fields, "replaced_by");
}

void readAmounts(Fields &fields, VenueOrder &order)
{
    order.quantity = fields.maybeAmount<Quantity>("qty");
    order.notional = fields.maybeMoney("notional");
    order.filled = fields.maybeAmount<Quantity>("filled_qty").value_or(Quantity());
    order.averagePrice = fields.maybeMoney("filled_avg_price");
    order.limit = fields.maybeAmount<Price>("limit_price");
    order.stop = fields.maybeRounded<Price>("stop_price"); // a trailing stop's follows the market
    order.trailPrice = fields.maybeAmount<Price>("trail_price");
    order.trailPercent = fields.maybeAmount<Decimal>("trail_percent");
    order.highWater = fields.maybeRounded<Price>("hwm");
    if (order.filled.sign() < 0 || (order.quantity && order.quantity->sign() < 0))
        fields.complain("filled_qty", "a quantity is below zero");
    const Money most(Decimal::fromInteger(9'000'000'000));
    if (order.averagePrice && (*order.averagePrice > most || *order.averagePrice < -most))
        fields.complain("filled_avg_price", "it is no price");
}

void readStatus(Fields &fields, VenueOrder &order)
{
    order.statusText = fields.text("status");
    const StatusMeaning meaning = meaningOf(order.statusText, order.filled.sign() > 0);
    const bool isAsked = !fields.isNone("cancel_requested_at") && !isFinal(meaning.status);
    order.status = meaning.status;
    order.isCancelPending = meaning.isCancelPending || isAsked;
    order.isReplacePending = meaning.isReplacePending;
    order.createdAt = fields.maybeIsoTime("created_at");
    order.updatedAt = fields.maybeIsoTime("updated_at");
    order.submittedAt = fields.maybeIsoTime("submitted_at");
    order.filledAt = fields.maybeIsoTime("filled_at");
    order.expiresAt = fields.maybeIsoTime("expires_at");
}

/// The service's own error objects are what a failed line holds.
BulkOutcome readBulk(Fields &fields)
{
    BulkOutcome outcome;
    outcome.subject = fields.isNone("id") ? fields.text("symbol") : fields.text("id");
    outcome.status = static_cast<int>(fields.integer("status"));
    if (!fields.value("body").isObject())
        return outcome;
    fields.inside("body", [&](Fields &body) {
        if (outcome.isAccepted())
            outcome.order = readOrder(body);
        else
            outcome.message = textOf(body, "message");
    });
    return outcome;
}

} // namespace

VenueOrder readOrder(Fields &fields)
{
    VenueOrder order;
    readWhat(fields, order);
    readAmounts(fields, order);
    readStatus(fields, order);
    fields.forEach("legs", [&](Fields &leg) { order.legs.push_back(readOrder(leg)); });
    return order;
}

Result<VenueOrder> parseOrder(std::string_view bytes)
{
    return json::readObject<VenueOrder>(bytes, &readOrder);
}

Result<std::vector<VenueOrder>> parseOrders(std::string_view bytes)
{
    return readList<VenueOrder>(bytes, &readOrder);
}

Result<std::vector<BulkOutcome>> parseBulk(std::string_view bytes)
{
    return readList<BulkOutcome>(bytes, &readBulk);
}

StatusMeaning meaningOf(std::string_view status, bool hasFills)
{
    const auto found = std::find_if(statusWords.begin(), statusWords.end(),
                                    [&](const StatusWord &each) { return each.word == status; });
    StatusMeaning meaning = found == statusWords.end() ? StatusMeaning() : found->meaning;
    if (hasFills && meaning.status == OrderStatus::Working)
        meaning.status = OrderStatus::PartiallyFilled;
    return meaning;
}

InstrumentId instrumentOf(std::string_view assetClass, std::string_view symbol)
{
    const bool isPair = symbol.find('/') != std::string_view::npos;
    if (assetClass.starts_with("crypto") || (assetClass.empty() && isPair))
        return {venueOf(TradedKind::Crypto), pairSymbol(symbol)};
    return {venueOf(TradedKind::Stock), std::string(symbol)};
}

} // namespace core::alpaca
