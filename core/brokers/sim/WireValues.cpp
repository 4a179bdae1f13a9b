#include "core/brokers/sim/WireValues.h"

namespace core::venue {

namespace {

void writeInstrument(JsonWriter &json, const InstrumentId &instrument)
{
    json.member("venue", instrument.venue).member("symbol", instrument.symbol);
}

template <class T>
void writeMaybe(JsonWriter &json, const char *key, const std::optional<T> &amount)
{
    json.key(key);
    amount ? json.value(amount->toString()) : json.null();
}

} // namespace

InstrumentId readInstrument(WireReader &reader)
{
    return {reader.text("venue"), reader.text("symbol")};
}

void write(JsonWriter &json, const SeriesId &series)
{
    json.beginObject();
    writeInstrument(json, series.instrument);
    json.member("timeframe", timeframeName(series.timeframe)).endObject();
}

SeriesId readSeries(WireReader &reader)
{
    return {readInstrument(reader), reader.word<Timeframe>("timeframe", parseTimeframe)};
}

void write(JsonWriter &json, const Bar &bar)
{
    json.beginObject()
        .member("open_time", nanos(bar.openTime))
        .member("close_time", nanos(bar.closeTime))
        .member("open", bar.open.toString())
        .member("high", bar.high.toString())
        .member("low", bar.low.toString())
        .member("close", bar.close.toString())
        .member("volume", bar.volume)
        .member("repaired", bar.isRepaired)
        .endObject();
}

Bar readBar(WireReader &reader)
{
    Bar bar;
    bar.openTime = reader.time("open_time");
    bar.closeTime = reader.time("close_time");
    bar.open = reader.amount<Price>("open");
    bar.high = reader.amount<Price>("high");
    bar.low = reader.amount<Price>("low");
    bar.close = reader.amount<Price>("close");
    bar.volume = reader.number("volume");
    bar.isRepaired = reader.flag("repaired");
    return bar;
}

void write(JsonWriter &json, const OrderRequest &order)
{
    json.beginObject().member("client_order_id", order.clientOrderId.text());
    writeInstrument(json, order.instrument);
    json.member("side", sideName(order.side))
        .member("quantity", order.quantity.toString())
        .member("order_type", orderTypeName(order.type));
    writeMaybe(json, "limit_price", order.limitPrice);
    writeMaybe(json, "stop_price", order.stopPrice);
    json.member("time_in_force", timeInForceName(order.timeInForce))
        .member("role", orderRoleName(order.role))
        .member("reduce_only", order.reduceOnly)
        .member("oco_group", order.ocoGroup)
        .endObject();
}

OrderRequest readRequest(WireReader &reader)
{
    OrderRequest order;
    order.clientOrderId = ClientOrderId(reader.text("client_order_id"));
    if (order.clientOrderId.isEmpty())
        reader.complain("client_order_id", "it is empty");
    order.instrument = readInstrument(reader);
    order.side = reader.word<Side>("side", parseSide);
    order.quantity = reader.amount<Quantity>("quantity");
    order.type = reader.word<OrderType>("order_type", parseOrderType);
    order.limitPrice = reader.maybe<Price>("limit_price");
    order.stopPrice = reader.maybe<Price>("stop_price");
    order.timeInForce = reader.word<TimeInForce>("time_in_force", parseTimeInForce);
    order.role = reader.word<OrderRole>("role", parseOrderRole);
    order.reduceOnly = reader.flag("reduce_only");
    order.ocoGroup = reader.text("oco_group");
    return order;
}

void write(JsonWriter &json, const Order &order)
{
    json.beginObject().key("request");
    write(json, order.request);
    json.member("id", order.venueId.text())
        .member("status", orderStatusName(order.status))
        .member("filled", order.filled.toString())
        .member("filled_notional", order.filledNotional.toString())
        .member("created_at", nanos(order.createdAt))
        .member("updated_at", nanos(order.updatedAt))
        .member("reason", order.reason)
        .endObject();
}

Order readOrder(WireReader &reader)
{
    Order order;
    order.request = reader.object("request", readRequest);
    order.venueId = VenueOrderId(reader.text("id"));
    order.status = reader.word<OrderStatus>("status", parseOrderStatus);
    order.filled = reader.amount<Quantity>("filled");
    order.filledNotional = reader.money("filled_notional");
    order.createdAt = reader.time("created_at");
    order.updatedAt = reader.time("updated_at");
    order.reason = reader.text("reason");
    return order;
}

void write(JsonWriter &json, const Fill &fill)
{
    json.beginObject().member("id", fill.id.text()).member("order", fill.order.text());
    writeInstrument(json, fill.instrument);
    json.member("side", sideName(fill.side))
        .member("quantity", fill.quantity.toString())
        .member("price", fill.price.toString())
        .member("fee", fill.fee.toString())
        .member("asset_fee", fill.assetFee.toString())
        .member("at", nanos(fill.at))
        .endObject();
}

Fill readFill(WireReader &reader)
{
    Fill fill;
    fill.id = FillId(reader.text("id"));
    if (fill.id.isEmpty())
        reader.complain("id", "it is empty");
    fill.order = ClientOrderId(reader.text("order"));
    fill.instrument = readInstrument(reader);
    fill.side = reader.word<Side>("side", parseSide);
    fill.quantity = reader.amount<Quantity>("quantity");
    fill.price = reader.amount<Price>("price");
    fill.fee = reader.money("fee");
    fill.assetFee = reader.amount<Quantity>("asset_fee");
    fill.at = reader.time("at");
    return fill;
}

void write(JsonWriter &json, const VenueSnapshot::Holding &holding)
{
    json.beginObject();
    writeInstrument(json, holding.instrument);
    json.member("quantity", holding.quantity.toString()).endObject();
}

VenueSnapshot::Holding readHolding(WireReader &reader)
{
    return {readInstrument(reader), reader.amount<Quantity>("quantity")};
}

} // namespace core::venue
