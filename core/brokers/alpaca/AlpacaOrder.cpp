#include "core/brokers/alpaca/AlpacaOrder.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

template <class Enum>
struct Word {
    Enum value;
    const char *name;
};
template <class Enum>
Word(Enum, const char *) -> Word<Enum>; // clang before 17 needs it said

template <class Enum, std::size_t N>
const char *nameOf(const std::array<Word<Enum>, N> &words, Enum value)
{
    for (const auto &word : words)
        if (word.value == value)
            return word.name;
    return "?";
}

template <class Enum, std::size_t N>
std::optional<Enum> valueOf(const std::array<Word<Enum>, N> &words, std::string_view name)
{
    for (const auto &word : words)
        if (name == word.name)
            return word.value;
    return std::nullopt;
}

constexpr std::array types{Word{WireType::Market, "market"}, Word{WireType::Limit, "limit"},
                           Word{WireType::Stop, "stop"}, Word{WireType::StopLimit, "stop_limit"},
                           Word{WireType::TrailingStop, "trailing_stop"}};
constexpr std::array times{Word{WireTimeInForce::Day, "day"}, Word{WireTimeInForce::Gtc, "gtc"},
                           Word{WireTimeInForce::Opg, "opg"}, Word{WireTimeInForce::Cls, "cls"},
                           Word{WireTimeInForce::Ioc, "ioc"}, Word{WireTimeInForce::Fok, "fok"}};
constexpr std::array classes{Word{OrderClass::Simple, "simple"}, Word{OrderClass::Bracket, "bracket"},
                             Word{OrderClass::Oco, "oco"}, Word{OrderClass::Oto, "oto"}};
constexpr std::array intents{Word{PositionIntent::BuyToOpen, "buy_to_open"},
                             Word{PositionIntent::BuyToClose, "buy_to_close"},
                             Word{PositionIntent::SellToOpen, "sell_to_open"},
                             Word{PositionIntent::SellToClose, "sell_to_close"}};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isRootLetter(char c)
{
    return isDigit(c) || (c >= 'A' && c <= 'Z');
}

WireType wireType(OrderType type)
{
    switch (type) {
    case OrderType::Market: return WireType::Market;
    case OrderType::Limit: return WireType::Limit;
    case OrderType::Stop: return WireType::Stop;
    case OrderType::StopLimit: return WireType::StopLimit;
    }
    bug("an order type without a word at Alpaca");
}

WireTimeInForce wireTime(TimeInForce timeInForce)
{
    switch (timeInForce) {
    case TimeInForce::Day: return WireTimeInForce::Day;
    case TimeInForce::GoodTillCancelled: return WireTimeInForce::Gtc;
    case TimeInForce::ImmediateOrCancel: return WireTimeInForce::Ioc;
    }
    bug("a time in force without a word at Alpaca");
}

OrderType domainType(WireType type)
{
    switch (type) {
    case WireType::Market: return OrderType::Market;
    case WireType::Limit: return OrderType::Limit;
    case WireType::Stop:
    case WireType::TrailingStop: return OrderType::Stop;
    case WireType::StopLimit: return OrderType::StopLimit;
    }
    bug("a word of Alpaca's without an order type");
}

TimeInForce domainTime(WireTimeInForce timeInForce)
{
    switch (timeInForce) {
    case WireTimeInForce::Gtc: return TimeInForce::GoodTillCancelled;
    case WireTimeInForce::Ioc:
    case WireTimeInForce::Fok: return TimeInForce::ImmediateOrCancel;
    case WireTimeInForce::Day:
    case WireTimeInForce::Opg:
    case WireTimeInForce::Cls: return TimeInForce::Day;
    }
    bug("a word of Alpaca's without a time in force");
}

std::string reasonOf(const VenueOrder &order)
{
    if (order.replacedBy)
        return "replaced by order " + order.replacedBy->text();
    if (isFinal(order.status) && order.status != OrderStatus::Rejected)
        return "";
    if (order.status == OrderStatus::Rejected)
        return "rejected by Alpaca without a reason";
    if (!order.type)
        return "Alpaca calls its type \"" + order.typeText + "\", which is not known here";
    if (!order.timeInForce)
        return "Alpaca calls its time in force \"" + order.timeInForceText + "\", which is not known here";
    if (order.status == OrderStatus::Unknown)
        return "Alpaca calls its status \"" + order.statusText + "\", which is not known here";
    return "";
}

} // namespace

const char *wireName(WireType type)
{
    return nameOf(types, type);
}

const char *wireName(WireTimeInForce timeInForce)
{
    return nameOf(times, timeInForce);
}

const char *wireName(OrderClass orderClass)
{
    return nameOf(classes, orderClass);
}

const char *wireName(PositionIntent intent)
{
    return nameOf(intents, intent);
}

const char *wireName(Side side)
{
    return side == Side::Buy ? "buy" : "sell";
}

std::optional<WireType> parseWireType(std::string_view name)
{
    return valueOf(types, name);
}

std::optional<WireTimeInForce> parseWireTimeInForce(std::string_view name)
{
    return valueOf(times, name);
}

const char *venueOf(TradedKind kind)
{
    return kind == TradedKind::Crypto ? "alpaca-crypto" : "alpaca";
}

TradedKind kindOf(const InstrumentId &instrument)
{
    if (instrument.venue == venueOf(TradedKind::Crypto))
        return TradedKind::Crypto;
    return isOptionSymbol(instrument.symbol) ? TradedKind::Option : TradedKind::Stock;
}

bool isOptionSymbol(std::string_view symbol)
{
    constexpr std::size_t tail = 15; // YYMMDD, C or P, eight digits
    if (symbol.size() <= tail || symbol.size() > tail + 6)
        return false;
    const std::string_view root = symbol.substr(0, symbol.size() - tail);
    const std::string_view rest = symbol.substr(root.size());
    return std::all_of(root.begin(), root.end(), isRootLetter) &&
           std::all_of(rest.begin(), rest.begin() + 6, isDigit) && (rest[6] == 'C' || rest[6] == 'P') &&
           std::all_of(rest.begin() + 7, rest.end(), isDigit);
}

std::string pairSymbol(std::string_view symbol)
{
    constexpr std::array<std::string_view, 4> quotes{"USDT", "USDC", "USD", "BTC"};
    if (symbol.find('/') == std::string_view::npos)
        for (const std::string_view quote : quotes)
            if (symbol.size() > quote.size() && symbol.ends_with(quote))
                return std::string(symbol.substr(0, symbol.size() - quote.size())) + "/" + std::string(quote);
    return std::string(symbol);
}

NewOrder newOrderOf(const OrderRequest &request)
{
    NewOrder order{.id = request.clientOrderId,
                   .symbol = request.instrument.symbol,
                   .kind = kindOf(request.instrument),
                   .side = request.side,
                   .quantity = request.quantity,
                   .type = wireType(request.type),
                   .timeInForce = wireTime(request.timeInForce),
                   .limit = request.limitPrice,
                   .stop = request.stopPrice,
                   .isExit = request.reduceOnly || request.role != OrderRole::Entry};
    if (order.isExit)
        order.intent = request.side == Side::Buy ? PositionIntent::BuyToClose : PositionIntent::SellToClose;
    return order;
}

bool VenueOrder::isReplaceable() const
{
    static constexpr std::array<std::string_view, 4> good{"new", "partially_filled", "held", "accepted_for_bidding"};
    return std::find(good.begin(), good.end(), statusText) != good.end();
}

Order toOrder(const VenueOrder &order)
{
    const bool isRead = order.type && order.timeInForce;
    Order result;
    result.request = {.clientOrderId = order.clientId,
                      .instrument = order.instrument,
                      .side = order.side,
                      .quantity = order.quantity.value_or(order.filled),
                      .type = domainType(order.type.value_or(WireType::Market)),
                      .limitPrice = order.limit,
                      .stopPrice = order.stop,
                      .timeInForce = domainTime(order.timeInForce.value_or(WireTimeInForce::Day)),
                      .reduceOnly = order.intent.ends_with("_to_close")};
    result.venueId = order.id;
    result.status = isRead || isFinal(order.status) ? order.status : OrderStatus::Unknown;
    result.filled = order.filled;
    if (order.averagePrice)
        result.filledNotional = scaled(*order.averagePrice, order.filled.value());
    result.createdAt = order.createdAt.value_or(order.submittedAt.value_or(Timestamp()));
    result.updatedAt = order.updatedAt.value_or(result.createdAt);
    result.reason = reasonOf(order);
    result.cancelRequested = order.isCancelPending;
    return result;
}

} // namespace core::alpaca
