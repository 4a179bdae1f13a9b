#include "core/brokers/alpaca/AlpacaOrderStream.h"

#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaReading.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

using json::Fields;

constexpr std::array<std::string_view, 11> statusEvents{
    "pending_new",  "accepted", "new",       "held",       "pending_cancel", "pending_replace",
    "done_for_day", "stopped",  "suspended", "calculated", "restated"};

/// When it happened; older servers leave one or the other out.
std::optional<Timestamp> momentOf(Fields &data, const VenueOrder &order)
{
    for (const char *key : {"timestamp", "at"})
        if (const auto at = data.maybeIsoTime(key))
            return at;
    return order.updatedAt;
}

OrderExecuted readExecuted(Fields &data, const TradeUpdate &update)
{
    OrderExecuted executed{.execution = {}, .isLast = update.event == "fill"};
    Execution &execution = executed.execution;
    execution.venueText = textOf(data, "execution_id");
    execution.order = update.order.id;
    execution.clientId = update.order.clientId;
    execution.instrument = update.order.instrument;
    execution.side = update.order.side;
    execution.quantity = magnitude(data, "qty");
    execution.cumulative = update.order.filled;
    execution.price = data.maybeRounded<Price>("price").value_or(Price());
    execution.at = update.at.value_or(Timestamp());
    executed.position = data.maybeAmount<Quantity>("position_qty");
    if (data.isNone("price"))
        data.complain("price", "it is missing");
    if (execution.quantity > update.order.filled)
        data.complain("qty", "it does not fit to what is filled of the order");
    if (!update.at)
        data.complain("timestamp", "it is missing");
    execution.id = fillIdOf({execution.order, execution.cumulative, execution.price, execution.quantity, execution.at});
    return executed;
}

/// The venue has no field for it; newer ones may.
std::string refusalOf(Fields &data)
{
    for (const char *key : {"reason", "reject_reason", "message"})
        if (const auto text = data.maybeText(key))
            return *text;
    return "Alpaca rejected the order and gave no reason.";
}

Happening readHappening(Fields &data, const TradeUpdate &update)
{
    const std::string &event = update.event;
    if (event == "fill" || event == "partial_fill")
        return readExecuted(data, update);
    if (event == "replaced")
        return OrderReplaced{update.order.id, update.order.replacedBy};
    if (event == "canceled" || event == "expired")
        return OrderEnded{event == "expired"};
    if (event == "rejected")
        return OrderRefused{refusalOf(data)};
    if (event == "order_cancel_rejected" || event == "order_replace_rejected")
        return RequestRefused{event == "order_replace_rejected"};
    const bool isKnown = std::find(statusEvents.begin(), statusEvents.end(), event) != statusEvents.end();
    return isKnown ? Happening(StatusChanged()) : Happening(UnknownEvent());
}

TradeUpdate readUpdate(Fields &data)
{
    TradeUpdate update{.event = data.text("event"), .eventId = textOf(data, "event_id"), .order = {}, .what = {}};
    data.inside("order", [&](Fields &order) { update.order = readOrder(order); });
    update.at = momentOf(data, update.order);
    update.what = readHappening(data, update);
    return update;
}

StreamListening readListening(Fields &data)
{
    StreamListening listening;
    const json::Value streams = data.value("streams");
    if (!streams.isArray())
        data.complain("streams", "it is not a list");
    for (const json::Value each : streams)
        listening.streams.emplace_back(each.text());
    return listening;
}

OrderStreamMessage readMessage(Fields &fields)
{
    OrderStreamMessage message = OtherMessage{textOf(fields, "stream")};
    if (textOf(fields, "action") == "error")
        message = StreamTrouble{};
    const std::string stream = textOf(fields, "stream");
    if (!fields.value("data").isObject() && std::holds_alternative<StreamTrouble>(message))
        return message;
    fields.inside("data", [&](Fields &data) {
        if (auto *trouble = std::get_if<StreamTrouble>(&message))
            trouble->message = textOf(data, "error_message");
        else if (stream == "trade_updates")
            message = readUpdate(data);
        else if (stream == "authorization")
            message = StreamAuthorization{data.text("status") == "authorized", textOf(data, "action")};
        else if (stream == "listening")
            message = readListening(data);
    });
    return message;
}

} // namespace

bool StreamListening::hears(std::string_view stream) const
{
    return std::find(streams.begin(), streams.end(), stream) != streams.end();
}

Result<OrderStreamMessage> parseOrderStream(std::string_view frame)
{
    return json::readObject<OrderStreamMessage>(frame, &readMessage);
}

std::string listenMessage()
{
    return R"({"action":"listen","data":{"streams":["trade_updates"]}})";
}

} // namespace core::alpaca
