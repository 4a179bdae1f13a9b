#include "core/base/Timestamp.h"
#include "core/brokers/bybit/BybitStream.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Wire.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace core;
using namespace core::bybit;

namespace bench {

namespace {

const char *const bestPrices =
    R"({"topic":"orderbook.1.KLMUSDT","ts":1767227005000,"type":"snapshot","data":{"s":"KLMUSDT",)"
    R"("b":[["98.45","12.4"]],"a":[["98.55","3.3"]],"u":44100,"seq":9912000400},"cts":1767227004995})";

const char *const oneTrade =
    R"({"topic":"publicTrade.KLMUSDT","type":"snapshot","ts":1767227004000,"data":[{"T":1767227003991,)"
    R"("s":"KLMUSDT","S":"Sell","v":"0.75","p":"98.45","L":"MinusTick","i":"c0000000-0000-5000-8000-000000000001",)"
    R"("BT":false,"RPI":false,"seq":9912000360}]})";

const char *const oneOrder =
    R"({"id":"o-78","topic":"order","creationTime":1767225601201,"data":[{"category":"linear","symbol":"KLMUSDT",)"
    R"("orderId":"3f0c9a44-0010-4e5b-9d55-6a1d2b7c8e90","orderLinkId":"cs-000070","blockTradeId":"","side":"Buy",)"
    R"("positionIdx":0,"orderStatus":"PartiallyFilled","cancelType":"UNKNOWN","rejectReason":"EC_NoError",)"
    R"("timeInForce":"GTC","isLeverage":"","price":"98.4","qty":"0.25","avgPrice":"98.4","leavesQty":"0.15",)"
    R"("leavesValue":"14.76","cumExecQty":"0.1","cumExecValue":"9.84","cumExecFee":"0.001968",)"
    R"("cumFeeDetail":{"USDT":"0.001968"},"closedPnl":"0","feeCurrency":"","orderType":"Limit","stopOrderType":"",)"
    R"("orderIv":"","triggerPrice":"","triggerDirection":0,"triggerBy":"","takeProfit":"","stopLoss":"",)"
    R"("tpslMode":"","reduceOnly":false,"closeOnTrigger":false,"smpType":"None","smpGroup":0,)"
    R"("createType":"CreateByUser","createdTime":"1767225600100","updatedTime":"1767225600891"}]})";

/// Fifty levels of each side.
std::string deepBook()
{
    std::string sides[2];
    for (std::int64_t i = 0; i < 50; ++i) {
        const Decimal away = Decimal::fromNanos(50'000'000 * (i + 1));
        const std::string quantity = "\"," + std::string("\"") + std::to_string(3 + i * 7 % 40) + ".25\"]";
        sides[0] += (i > 0 ? ",[\"" : "[\"") + (Decimal::fromInteger(98) - away).toString() + quantity;
        sides[1] += (i > 0 ? ",[\"" : "[\"") + (Decimal::fromInteger(98) + away).toString() + quantity;
    }
    return R"({"topic":"orderbook.50.KLMUSDT","ts":1767227005000,"type":"snapshot","data":{"s":"KLMUSDT","b":[)" +
           sides[0] + R"(],"a":[)" + sides[1] + R"(],"u":44100,"seq":9912000400},"cts":1767227004995})";
}

QJsonObject rootOf(const std::string &bytes)
{
    return QJsonDocument::fromJson(QByteArray::fromRawData(bytes.data(), qsizetype(bytes.size()))).object();
}

QJsonObject onlyRow(const QJsonObject &root)
{
    return root[QLatin1String("data")].toArray().at(0).toObject();
}

std::vector<BookLevel> qtLevels(const QJsonValue &list)
{
    std::vector<BookLevel> levels;
    for (const QJsonValue &each : list.toArray())
        levels.push_back({Price(qtDecimal(each.toArray().at(0))), Quantity(qtDecimal(each.toArray().at(1)))});
    return levels;
}

BookMessage qtBook(const std::string &bytes)
{
    const QJsonObject root = rootOf(bytes);
    const QJsonObject data = root[QLatin1String("data")].toObject();
    return {.instrument = instrumentId(Category::Linear, qtText(data[QLatin1String("s")])),
            .levels = root[QLatin1String("topic")].toString().section(QLatin1Char('.'), 1, 1).toInt(),
            .isSnapshot = root[QLatin1String("type")] == QLatin1String("snapshot"),
            .bids = qtLevels(data[QLatin1String("b")]),
            .asks = qtLevels(data[QLatin1String("a")]),
            .update = data[QLatin1String("u")].toInteger(),
            .sequence = data[QLatin1String("seq")].toInteger(),
            .at = qtMillis(root[QLatin1String("ts")]),
            .matchedAt = qtMillis(root[QLatin1String("cts")])};
}

PublicTrade qtTrade(const std::string &bytes)
{
    const QJsonObject row = onlyRow(rootOf(bytes));
    return {.instrument = instrumentId(Category::Linear, qtText(row[QLatin1String("s")])),
            .id = qtText(row[QLatin1String("i")]),
            .at = qtMillis(row[QLatin1String("T")]),
            .taker = row[QLatin1String("S")] == QLatin1String("Sell") ? Side::Sell : Side::Buy,
            .price = Price(qtDecimal(row[QLatin1String("p")])),
            .quantity = Quantity(qtDecimal(row[QLatin1String("v")])),
            .isBlock = row[QLatin1String("BT")].toBool()};
}

KlineUpdate qtKline(const std::string &bytes)
{
    const QJsonObject root = rootOf(bytes);
    const QJsonObject row = onlyRow(root);
    KlineUpdate update{.series = {instrumentId(Category::Linear, root[QLatin1String("topic")].toString()
                                                                     .section(QLatin1Char('.'), 2, 2)
                                                                     .toStdString()),
                                  Timeframe::M5}};
    update.bar = {.openTime = qtMillis(row[QLatin1String("start")]),
                  .closeTime = qtMillis(row[QLatin1String("end")]) + std::chrono::milliseconds(1),
                  .open = Price(qtDecimal(row[QLatin1String("open")])),
                  .high = Price(qtDecimal(row[QLatin1String("high")])),
                  .low = Price(qtDecimal(row[QLatin1String("low")])),
                  .close = Price(qtDecimal(row[QLatin1String("close")])),
                  .volume = row[QLatin1String("volume")].toString().toDouble()};
    update.isFinal = row[QLatin1String("confirm")].toBool();
    update.at = qtMillis(row[QLatin1String("timestamp")]);
    return update;
}

Money qtMoney(const QJsonValue &value)
{
    return Money(WideDecimal::parse(qtText(value)).value_or(WideDecimal()));
}

OrderState qtOrder(const std::string &bytes)
{
    const QJsonObject row = onlyRow(rootOf(bytes));
    OrderState state;
    Order &order = state.order;
    order.request = {.clientOrderId = ClientOrderId(qtText(row[QLatin1String("orderLinkId")])),
                     .instrument = instrumentId(Category::Linear, qtText(row[QLatin1String("symbol")])),
                     .side = row[QLatin1String("side")] == QLatin1String("Sell") ? Side::Sell : Side::Buy,
                     .quantity = Quantity(qtDecimal(row[QLatin1String("qty")])),
                     .type = OrderType::Limit,
                     .limitPrice = Price(qtDecimal(row[QLatin1String("price")])),
                     .timeInForce = TimeInForce::GoodTillCancelled,
                     .reduceOnly = row[QLatin1String("reduceOnly")].toBool()};
    order.venueId = VenueOrderId(qtText(row[QLatin1String("orderId")]));
    order.filled = Quantity(qtDecimal(row[QLatin1String("cumExecQty")]));
    order.filledNotional = qtMoney(row[QLatin1String("cumExecValue")]);
    order.createdAt = qtMillis(row[QLatin1String("createdTime")]);
    order.updatedAt = qtMillis(row[QLatin1String("updatedTime")]);
    state.status = qtText(row[QLatin1String("orderStatus")]);
    state.cancelType = qtText(row[QLatin1String("cancelType")]);
    state.rejectReason = qtText(row[QLatin1String("rejectReason")]);
    state.stopOrderType = qtText(row[QLatin1String("stopOrderType")]);
    state.timeInForce = qtText(row[QLatin1String("timeInForce")]);
    const QJsonObject fees = row[QLatin1String("cumFeeDetail")].toObject();
    for (auto each = fees.begin(); each != fees.end(); ++each)
        state.fees.push_back({each.key().toStdString(), qtMoney(each.value()).value()});
    return state;
}

ExecutionState qtExecution(const std::string &bytes)
{
    const QJsonObject row = onlyRow(rootOf(bytes));
    ExecutionState state;
    state.type = qtText(row[QLatin1String("execType")]);
    state.kind = ExecutionKind::Trade;
    state.fill = {.id = FillId("linear-" + qtText(row[QLatin1String("execId")])),
                  .order = ClientOrderId(qtText(row[QLatin1String("orderLinkId")])),
                  .instrument = instrumentId(Category::Linear, qtText(row[QLatin1String("symbol")])),
                  .side = row[QLatin1String("side")] == QLatin1String("Sell") ? Side::Sell : Side::Buy,
                  .quantity = Quantity(qtDecimal(row[QLatin1String("execQty")])),
                  .price = Price(qtDecimal(row[QLatin1String("execPrice")])),
                  .fee = {},
                  .at = qtMillis(row[QLatin1String("execTime")])};
    state.venueOrderId = VenueOrderId(qtText(row[QLatin1String("orderId")]));
    state.fee = qtMoney(row[QLatin1String("execFee")]).value();
    state.feeCoin = qtText(row[QLatin1String("feeCurrency")]);
    state.isMaker = row[QLatin1String("isMaker")].toBool();
    state.closed = Quantity(qtDecimal(row[QLatin1String("closedSize")]));
    state.sequence = row[QLatin1String("seq")].toInteger();
    return state;
}

std::string show(const BookMessage &book)
{
    return book.bids.empty() || book.asks.empty()
               ? std::string()
               : std::to_string(book.bids.size()) + " levels from " + book.bids.front().price.toString() + " to " +
                     book.asks.back().price.toString();
}

std::string show(const PublicTrade &trade)
{
    return trade.instrument.symbol + " " + trade.quantity.toString() + " at " + trade.price.toString();
}

std::string show(const KlineUpdate &update)
{
    return update.series.instrument.symbol + " " + update.bar.close.toString() + " " + nineDigits(update.bar.volume);
}

std::string show(const OrderState &state)
{
    return state.order.request.clientOrderId.text() + " " + state.order.filled.toString() + " of " +
           state.order.request.quantity.toString() + " " + state.order.filledNotional.toString();
}

std::string show(const ExecutionState &state)
{
    return state.fill.id.text().substr(0, 16) + " " + state.fill.quantity.toString() + " at " +
           state.fill.price.toString() + " fee " + state.fee.toString();
}

/// `shown` gives the text of what was read, empty for anything but a message of that kind.
template <class Shown>
Way oursPublic(const std::string &message, Shown shown)
{
    return decodes("ours", message,
                   [](const std::string &bytes) { return readPublicMessage(Category::Linear, bytes); },
                   [shown](const Result<PublicMessage> &told) { return told ? shown(*told) : std::string(); });
}

template <class T>
Way qt(const std::string &message, T (*read)(const std::string &))
{
    return decodes("QJsonDocument", message, read, [](const T &told) { return show(told); });
}

void addBookRow(const char *what, const std::string &message, std::optional<double> goal)
{
    const auto shown = [](const PublicMessage &told) {
        const auto *book = std::get_if<BookMessage>(&told);
        return book ? show(*book) : std::string();
    };
    addRow({.what = what, .goal = goal, .ways = {oursPublic(message, shown), qt(message, qtBook)}});
}

void addPrivateRows()
{
    const auto read = [](const std::string &bytes) { return readPrivateMessage(bytes); };
    const std::string order = oneOrder;
    const auto shownOrder = [](const Result<PrivateMessage> &told) {
        const auto *orders = told ? std::get_if<OrdersTold>(&*told) : nullptr;
        return orders ? show(orders->orders.front()) : std::string();
    };
    addRow({.what = "Bybit order -> struct", .ways = {decodes("ours", order, read, shownOrder), qt(order, qtOrder)}});
    const std::string execution = onTheWire("bybit/stream-execution.json");
    const auto shownExecution = [](const Result<PrivateMessage> &told) {
        const auto *executions = told ? std::get_if<ExecutionsTold>(&*told) : nullptr;
        return executions ? show(executions->executions.front()) : std::string();
    };
    addRow({.what = "Bybit execution -> struct",
            .ways = {decodes("ours", execution, read, shownExecution), qt(execution, qtExecution)}});
}

} // namespace

void addBybitDecodeRows()
{
    addBookRow("Bybit orderbook.1 -> struct", bestPrices, std::nullopt);
    addBookRow("Bybit orderbook.50 -> struct", deepBook(), 1400);
    const auto shownTrade = [](const PublicMessage &told) {
        const auto *trades = std::get_if<TradesTold>(&told);
        return trades ? show(trades->trades.front()) : std::string();
    };
    addRow({.what = "Bybit publicTrade -> struct",
            .goal = 80,
            .ways = {oursPublic(oneTrade, shownTrade), qt(oneTrade, qtTrade)}});
    const std::string kline = onTheWire("bybit/stream-kline.json");
    const auto shownKline = [](const PublicMessage &told) {
        const auto *bars = std::get_if<KlinesTold>(&told);
        return bars ? show(bars->bars.front()) : std::string();
    };
    addRow({.what = "Bybit kline -> struct", .ways = {oursPublic(kline, shownKline), qt(kline, qtKline)}});
    addPrivateRows();
}

} // namespace bench
