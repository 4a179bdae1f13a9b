#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaOrderStream.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Wire.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace core;
using namespace core::alpaca;

namespace bench {

namespace {

QJsonObject onlyMessage(const std::string &frame)
{
    return QJsonDocument::fromJson(QByteArray::fromRawData(frame.data(), qsizetype(frame.size()))).array().at(0).toObject();
}

TradeMessage qtTrade(const std::string &frame)
{
    const QJsonObject json = onlyMessage(frame);
    std::string conditions;
    for (const QJsonValue &each : json[QLatin1String("c")].toArray())
        conditions += (conditions.empty() ? "" : ",") + qtText(each);
    return {qtText(json[QLatin1String("S")]),
            {.at = qtIsoTime(json[QLatin1String("t")]),
             .price = Price(qtDecimal(json[QLatin1String("p")])),
             .size = json[QLatin1String("s")].toDouble(),
             .id = std::to_string(json[QLatin1String("i")].toInteger()),
             .exchange = qtText(json[QLatin1String("x")]),
             .conditions = conditions,
             .tape = qtText(json[QLatin1String("z")]),
             .change = qtText(json[QLatin1String("u")]),
             .taker = qtText(json[QLatin1String("tks")])}};
}

QuoteMessage qtQuote(const std::string &frame)
{
    const QJsonObject json = onlyMessage(frame);
    return {qtText(json[QLatin1String("S")]),
            {.at = qtIsoTime(json[QLatin1String("t")]),
             .bid = Price(qtDecimal(json[QLatin1String("bp")])),
             .ask = Price(qtDecimal(json[QLatin1String("ap")])),
             .bidSize = json[QLatin1String("bs")].toDouble(),
             .askSize = json[QLatin1String("as")].toDouble()}};
}

BarMessage qtBar(const std::string &frame)
{
    const QJsonObject json = onlyMessage(frame);
    BarMessage message{qtText(json[QLatin1String("S")]), {}, BarKind::Minute};
    message.bar.bar = {.openTime = qtIsoTime(json[QLatin1String("t")]),
                       .closeTime = qtIsoTime(json[QLatin1String("t")]),
                       .open = Price(qtDecimal(json[QLatin1String("o")])),
                       .high = Price(qtDecimal(json[QLatin1String("h")])),
                       .low = Price(qtDecimal(json[QLatin1String("l")])),
                       .close = Price(qtDecimal(json[QLatin1String("c")])),
                       .volume = json[QLatin1String("v")].toDouble()};
    message.bar.trades = json[QLatin1String("n")].toInteger();
    message.bar.averagePrice = Price(qtDecimal(json[QLatin1String("vw")]));
    return message;
}

std::optional<Price> qtMaybePrice(const QJsonValue &value)
{
    return value.isNull() || value.isUndefined() ? std::nullopt : std::optional(Price(qtDecimal(value)));
}

VenueOrder qtOrder(const QJsonObject &json)
{
    VenueOrder order;
    order.id = VenueOrderId(qtText(json[QLatin1String("id")]));
    order.clientId = ClientOrderId(qtText(json[QLatin1String("client_order_id")]));
    order.instrument = instrumentOf(qtText(json[QLatin1String("asset_class")]), qtText(json[QLatin1String("symbol")]));
    order.side = json[QLatin1String("side")] == QLatin1String("buy") ? Side::Buy : Side::Sell;
    order.quantity = Quantity(qtDecimal(json[QLatin1String("qty")]));
    order.filled = Quantity(qtDecimal(json[QLatin1String("filled_qty")]));
    order.averagePrice = Money(WideDecimal::parse(qtText(json[QLatin1String("filled_avg_price")])).value_or(WideDecimal()));
    order.typeText = qtText(json[QLatin1String("type")]);
    order.type = parseWireType(order.typeText);
    order.timeInForceText = qtText(json[QLatin1String("time_in_force")]);
    order.timeInForce = parseWireTimeInForce(order.timeInForceText);
    order.orderClass = qtText(json[QLatin1String("order_class")]);
    order.intent = qtText(json[QLatin1String("position_intent")]);
    order.limit = qtMaybePrice(json[QLatin1String("limit_price")]);
    order.stop = qtMaybePrice(json[QLatin1String("stop_price")]);
    order.trailPrice = qtMaybePrice(json[QLatin1String("trail_price")]);
    order.highWater = qtMaybePrice(json[QLatin1String("hwm")]);
    order.extendedHours = json[QLatin1String("extended_hours")].toBool();
    order.statusText = qtText(json[QLatin1String("status")]);
    order.status = meaningOf(order.statusText, order.filled.sign() > 0).status;
    order.createdAt = qtIsoTime(json[QLatin1String("created_at")]);
    order.updatedAt = qtIsoTime(json[QLatin1String("updated_at")]);
    order.submittedAt = qtIsoTime(json[QLatin1String("submitted_at")]);
    return order;
}

TradeUpdate qtUpdate(const std::string &frame)
{
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(frame.data(), qsizetype(frame.size())));
    const QJsonObject data = document.object()[QLatin1String("data")].toObject();
    TradeUpdate update{.event = qtText(data[QLatin1String("event")]),
                       .eventId = qtText(data[QLatin1String("event_id")]),
                       .at = qtIsoTime(data[QLatin1String("timestamp")]),
                       .order = qtOrder(data[QLatin1String("order")].toObject()),
                       .what = {}};
    OrderExecuted executed;
    executed.execution.order = update.order.id;
    executed.execution.clientId = update.order.clientId;
    executed.execution.instrument = update.order.instrument;
    executed.execution.side = update.order.side;
    executed.execution.quantity = Quantity(qtDecimal(data[QLatin1String("qty")]));
    executed.execution.cumulative = update.order.filled;
    executed.execution.price = Price(qtDecimal(data[QLatin1String("price")]));
    executed.execution.at = *update.at;
    executed.execution.venueText = qtText(data[QLatin1String("execution_id")]);
    executed.execution.id = fillIdOf({.order = update.order.id,
                                      .cumulative = update.order.filled,
                                      .price = executed.execution.price,
                                      .quantity = executed.execution.quantity,
                                      .at = *update.at});
    executed.position = Quantity(qtDecimal(data[QLatin1String("position_qty")]));
    update.what = executed;
    return update;
}

std::string show(const TradeMessage &message)
{
    return message.symbol + " " + message.trade.price.toString() + " " + message.trade.id + " " + message.trade.conditions;
}

std::string show(const QuoteMessage &message)
{
    const auto quote = message.quote.both();
    return quote ? message.symbol + " " + quote->bid.toString() + " " + quote->ask.toString() : std::string();
}

std::string show(const BarMessage &message)
{
    return message.symbol + " " + message.bar.bar.close.toString() + " " + nineDigits(message.bar.bar.volume);
}

std::string show(const TradeUpdate &update)
{
    const auto *executed = std::get_if<OrderExecuted>(&update.what);
    return executed ? update.order.clientId.text() + " " + executed->execution.quantity.toString() + " of " +
                          update.order.quantity->toString() + " at " + executed->execution.price.toString()
                    : std::string();
}

Way ours(const std::string &message)
{
    const auto shown = [](const Result<MarketFrame> &frame) {
        if (!frame || frame->messages.size() != 1)
            return std::string();
        const MarketMessage &told = frame->messages.front();
        if (const auto *trade = std::get_if<TradeMessage>(&told))
            return show(*trade);
        if (const auto *quote = std::get_if<QuoteMessage>(&told))
            return show(*quote);
        const auto *bar = std::get_if<BarMessage>(&told);
        return bar ? show(*bar) : std::string();
    };
    return decodes("ours", message, [](const std::string &bytes) { return parseMarketFrame(bytes); }, shown);
}

template <class T>
Way qt(const std::string &message, T (*read)(const std::string &))
{
    return decodes("QJsonDocument", message, read, [](const T &told) { return show(told); });
}

Way ourUpdate(const std::string &message)
{
    const auto shown = [](const Result<OrderStreamMessage> &told) {
        const auto *update = told ? std::get_if<TradeUpdate>(&*told) : nullptr;
        return update ? show(*update) : std::string();
    };
    return decodes("ours", message, [](const std::string &bytes) { return parseOrderStream(bytes); }, shown);
}

} // namespace

void addAlpacaDecodeRows()
{
    const std::string trade = onTheWire("alpaca/market-t.json");
    const std::string quote = onTheWire("alpaca/market-q.json");
    const std::string bar = onTheWire("alpaca/market-b.json");
    const std::string update = onTheWire("alpaca/stream-partial_fill.json");
    addRow({.what = "Alpaca trade -> struct", .goal = 80, .ways = {ours(trade), qt(trade, qtTrade)}});
    addRow({.what = "Alpaca quote -> struct", .ways = {ours(quote), qt(quote, qtQuote)}});
    addRow({.what = "Alpaca bar -> struct", .ways = {ours(bar), qt(bar, qtBar)}});
    addRow({.what = "Alpaca trade_update -> struct",
            .ways = {ourUpdate(update), qt(update, qtUpdate)},
            .note = "Qt's numbers went through a double, twice the same member is not noticed there"});
}

} // namespace bench
