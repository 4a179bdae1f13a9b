#include "core/brokers/bybit/BybitOrderWire.h"

#include "core/brokers/bybit/BybitEnvelope.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

enum class Stage { Open, Filled, Cancelled, Rejected };
struct StatusWord {
    std::string_view word;
    Stage stage;
};
constexpr std::array statusWords{
    StatusWord{"Created", Stage::Open},        StatusWord{"New", Stage::Open},
    StatusWord{"PartiallyFilled", Stage::Open}, StatusWord{"Untriggered", Stage::Open},
    StatusWord{"Triggered", Stage::Open},      StatusWord{"Filled", Stage::Filled},
    StatusWord{"Cancelled", Stage::Cancelled}, StatusWord{"PartiallyFilledCanceled", Stage::Cancelled},
    StatusWord{"Rejected", Stage::Rejected},   StatusWord{"Deactivated", Stage::Cancelled}};

std::optional<Stage> stageOf(std::string_view word)
{
    for (const StatusWord &each : statusWords)
        if (word == each.word)
            return each.stage;
    return std::nullopt;
}

/// Absent and `UNKNOWN` are the same.
std::string knownText(json::Fields &row, std::string_view key)
{
    std::string text = row.maybeText(key).value_or("");
    return text == "UNKNOWN" ? std::string() : text;
}

/// "0" stands for none as often as an empty text does.
std::optional<Price> positivePrice(json::Fields &row, std::string_view key)
{
    const auto price = row.maybeAmount<Price>(key);
    return price && price->sign() > 0 ? price : std::nullopt;
}

OrderRole roleOf(const OrderState &state)
{
    const std::string_view kind = state.stopOrderType;
    if (kind.ends_with("TakeProfit"))
        return OrderRole::Target;
    if (kind.ends_with("StopLoss") || kind == "TrailingStop")
        return OrderRole::Stop;
    if (!state.order.request.reduceOnly)
        return OrderRole::Entry;
    return kind == "Stop" ? OrderRole::Stop : OrderRole::Exit;
}

/// `orderType` is the type after the trigger, for those that have one.
void readType(json::Fields &row, OrderState &state)
{
    OrderRequest &request = state.order.request;
    const std::string type = row.text("orderType");
    const bool isLimit = type == "Limit";
    if (!isLimit && type != "Market")
        state.doubt = "Bybit gives the order the type " + type + ", which is new to us";
    request.stopPrice = positivePrice(row, "triggerPrice");
    if (isLimit)
        request.limitPrice = positivePrice(row, "price"); // of a market order it is the venue's own protection
    if (request.stopPrice)
        request.type = isLimit ? OrderType::StopLimit : OrderType::Stop;
    else
        request.type = isLimit ? OrderType::Limit : OrderType::Market;
}

void readRequest(json::Fields &row, OrderState &state)
{
    OrderRequest &request = state.order.request;
    request.clientOrderId = ClientOrderId(row.maybeText("orderLinkId").value_or(""));
    request.instrument = instrumentId(state.category, row.text("symbol"));
    request.side = readSide(row, "side");
    readType(row, state);
    request.reduceOnly = row.maybeFlag("reduceOnly").value_or(false);
    request.timeInForce = state.timeInForce == "IOC" || state.timeInForce == "FOK"
                              ? TimeInForce::ImmediateOrCancel
                              : TimeInForce::GoodTillCancelled;
    request.role = roleOf(state);
    const bool isSpotBuy = state.category == Category::Spot && request.side == Side::Buy;
    state.isForMoney = isSpotBuy && row.maybeText("orderType") == "Market" &&
                       row.maybeText("marketUnit").value_or("") != "baseCoin";
}

void readAmounts(json::Fields &row, OrderState &state)
{
    Order &order = state.order;
    order.filled = row.maybeAmount<Quantity>("cumExecQty").value_or(Quantity());
    order.filledNotional = row.maybeMoney("cumExecValue").value_or(Money());
    order.request.quantity = state.isForMoney ? order.filled : row.amount<Quantity>("qty");
    for (const json::Value fee : row.value("cumFeeDetail")) {
        const auto amount = WideDecimal::parse(fee.text());
        if (!amount)
            row.complain("cumFeeDetail", amount.error().message);
        else
            state.fees.push_back({std::string(fee.key()), *amount});
    }
    if (order.filled.sign() < 0 || order.request.quantity.sign() < 0)
        row.complain("qty", "it is negative");
}

OrderStatus statusOf(Stage stage, const OrderState &state)
{
    const Order &order = state.order;
    const bool isWhole = order.request.quantity.sign() > 0 && order.filled >= order.request.quantity;
    const bool hasFill = order.filled.sign() > 0;
    switch (stage) {
    case Stage::Open: return hasFill ? OrderStatus::PartiallyFilled : OrderStatus::Working;
    case Stage::Filled: return OrderStatus::Filled;
    case Stage::Cancelled: return isWhole ? OrderStatus::Filled : OrderStatus::Cancelled;
    case Stage::Rejected: return hasFill ? OrderStatus::Cancelled : OrderStatus::Rejected;
    }
    return OrderStatus::Unknown;
}

void readStatus(json::Fields &row, OrderState &state)
{
    state.status = row.text("orderStatus");
    const auto stage = stageOf(state.status);
    state.order.status = stage ? statusOf(*stage, state) : OrderStatus::Unknown;
    if (!stage)
        state.doubt = "Bybit calls the order " + state.status + ", a word that is new to us";
    else if (*stage == Stage::Filled && state.order.filled.isZero())
        state.doubt = "Bybit calls the order filled and shows no fill";
    else if (!state.order.request.quantity.isZero() && state.order.filled > state.order.request.quantity)
        state.doubt = "Bybit shows more filled than was ordered";
    if (state.doubt)
        state.order.status = OrderStatus::Unknown;
    else if (stage && *stage != Stage::Open)
        state.order.reason = endReason(state.cancelType, state.rejectReason);
    if (state.order.request.quantity.isZero()) // closes whatever is held: its size is what it took
        state.order.request.quantity = state.order.filled;
}

Page<OrderState> readOrders(json::Fields &result, Category category)
{
    return readRows<OrderState>(result, category, [category](json::Fields &row) { return readOrder(row, category); });
}

} // namespace

Side readSide(json::Fields &row, std::string_view key)
{
    const std::string side = row.text(key);
    if (side != "Buy" && side != "Sell")
        row.complain(key, "it is neither Buy nor Sell");
    return side == "Sell" ? Side::Sell : Side::Buy;
}

OrderState readOrder(json::Fields &row, Category category)
{
    OrderState state{.category = category};
    state.cancelType = knownText(row, "cancelType");
    state.rejectReason = knownText(row, "rejectReason");
    state.stopOrderType = knownText(row, "stopOrderType");
    state.timeInForce = row.maybeText("timeInForce").value_or("");
    state.positionIdx = static_cast<int>(row.maybeInteger("positionIdx").value_or(0));
    state.order.venueId = VenueOrderId(row.text("orderId"));
    readRequest(row, state);
    readAmounts(row, state);
    readStatus(row, state);
    state.order.createdAt = row.maybeMilliTime("createdTime").value_or(Timestamp());
    state.order.updatedAt = row.maybeMilliTime("updatedTime").value_or(state.order.createdAt);
    return state;
}

Result<Page<OrderState>> parseOrders(Category category, std::string_view bytes)
{
    return withoutHoles(parseOrderRows(category, bytes));
}

Result<Page<OrderState>> parseOrderRows(Category category, std::string_view bytes)
{
    return readResult(bytes, [category](json::Fields &result) { return readOrders(result, category); });
}

bool isNewer(const OrderState &known, const OrderState &told)
{
    if (isFinal(known.order.status) && !isFinal(told.order.status))
        return false;
    return told.order.filled >= known.order.filled && told.order.updatedAt >= known.order.updatedAt;
}

} // namespace core::bybit
