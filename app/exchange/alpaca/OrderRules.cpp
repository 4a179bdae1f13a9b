#include "app/exchange/alpaca/OrderReading.h"

#include <algorithm>
#include <array>

namespace app::alpaca {

using namespace core;

namespace {

using Objection = std::optional<Problem>;

constexpr std::int64_t cent = Decimal::one / 100;

bool isOneOf(Force force, std::initializer_list<Force> allowed)
{
    return std::find(allowed.begin(), allowed.end(), force) != allowed.end();
}

bool isLimitKind(Type type)
{
    return type == Type::Limit || type == Type::StopLimit;
}

bool isStopKind(Type type)
{
    return type == Type::Stop || type == Type::StopLimit;
}

/// Each type has exactly its prices.
Objection aboutPrices(const Draft &draft)
{
    const std::string name = typeName(draft.type);
    if (draft.limit.has_value() != isLimitKind(draft.type) &&
        !(draft.orderClass == OrderClass::Oco && draft.takeProfit))
        return badParameter(draft.limit ? name + " orders require no limit price" : name + " orders require limit price");
    if (draft.stop.has_value() != isStopKind(draft.type))
        return badParameter(draft.stop ? name + " orders require no stop price" : name + " orders require stop price");
    const int trails = int(draft.trailPrice.has_value()) + int(draft.trailPercent.has_value());
    if (trails != (draft.type == Type::TrailingStop ? 1 : 0))
        return badParameter("trailing stop orders must specify one of trail_price or trail_percent, others none");
    return std::nullopt;
}

/// From a dollar two decimals, below it four.
bool isOnTick(Price price, const Asset &asset)
{
    const std::int64_t step = asset.isCrypto || asset.option ? asset.instrument.tickSize.nanos()
                              : price.value().nanos() >= Decimal::one ? cent
                                                                      : cent / 100;
    return price.value().nanos() % step == 0;
}

Objection aboutTicks(const Draft &draft, const Asset &asset)
{
    const std::array named{std::pair{"limit_price", draft.limit}, std::pair{"stop_price", draft.stop},
                           std::pair{"take_profit.limit_price", draft.takeProfit},
                           std::pair{"stop_loss.stop_price", draft.stopLoss},
                           std::pair{"stop_loss.limit_price", draft.stopLossLimit}};
    for (const auto &[name, price] : named)
        if (price && !isOnTick(*price, asset))
            return unprocessable("invalid " + std::string(name) + " " + price->toString() +
                                 ". sub-penny increment does not fulfill minimum pricing criteria");
    return std::nullopt;
}

Objection aboutStock(const Draft &draft)
{
    if (draft.isFractional() && draft.force != Force::Day)
        return unprocessable("fractional orders must be DAY orders");
    if (draft.isFractional() && draft.orderClass != OrderClass::Simple)
        return unprocessable("fractional orders must be simple orders");
    if (draft.isFractional() && draft.type == Type::TrailingStop)
        return unprocessable("fractional orders must be market, limit, stop or stop_limit orders");
    if (draft.isExtended && (draft.type != Type::Limit || !isOneOf(draft.force, {Force::Day, Force::Gtc}) ||
                             draft.orderClass != OrderClass::Simple))
        return unprocessable("extended hours order must be DAY or GTC limit orders");
    const bool isPlain = draft.type == Type::Market || draft.type == Type::Limit;
    if (!isOneOf(draft.force, {Force::Day, Force::Gtc}) && (!isPlain || draft.orderClass != OrderClass::Simple))
        return unprocessable(std::string("invalid time_in_force ") + forceName(draft.force) + " for this order");
    return std::nullopt;
}

Objection aboutOption(const Draft &draft)
{
    if (draft.isFractional())
        return unprocessable("option orders must be for whole contracts");
    if (draft.type != Type::Market && draft.type != Type::Limit)
        return unprocessable("invalid order type for options trading: " + std::string(typeName(draft.type)));
    if (draft.force != Force::Day)
        return unprocessable("order_time_in_force provided not supported for options trading");
    if (draft.orderClass != OrderClass::Simple || draft.isExtended)
        return unprocessable("option orders must be simple orders without extended hours");
    return std::nullopt;
}

Objection aboutCrypto(const Draft &draft, const Asset &asset)
{
    if (draft.type != Type::Market && !isLimitKind(draft.type))
        return badParameter("invalid order type for crypto order");
    if (!isOneOf(draft.force, {Force::Gtc, Force::Ioc}))
        return unprocessable("invalid crypto time_in_force");
    if (draft.orderClass != OrderClass::Simple || draft.isExtended)
        return unprocessable("crypto orders must be simple orders without extended hours");
    if (draft.quantity && asset.instrument.flooredQuantity(*draft.quantity) != *draft.quantity)
        return unprocessable("qty must be a multiple of min_trade_increment");
    return std::nullopt;
}

Problem tooNear(const char *what, Price base)
{
    Problem problem = unprocessable(what);
    problem.details = {{"base_price", base.toString()}};
    return problem;
}

/// The exits lie on their sides of the price from which they are meant; the sides of the exits.
Objection aboutExits(const Draft &draft, Side exitSide)
{
    const bool sells = exitSide == Side::Sell;
    const Price step(Decimal::fromNanos(cent));
    const auto base = draft.orderClass == OrderClass::Oco ? draft.takeProfit : draft.limit;
    if (draft.orderClass != OrderClass::Oco && draft.takeProfit && base &&
        (sells ? *draft.takeProfit <= *base : *draft.takeProfit >= *base))
        return tooNear("take_profit.limit_price must be on the favourable side of the base price", *base);
    if (draft.stopLoss && base && (sells ? *draft.stopLoss > *base - step : *draft.stopLoss < *base + step))
        return tooNear("stop_loss.stop_price must be at least 0.01 away from the base price", *base);
    if (draft.takeProfit && draft.stopLoss &&
        (sells ? *draft.stopLoss >= *draft.takeProfit : *draft.stopLoss <= *draft.takeProfit))
        return tooNear("stop_loss.stop_price must be on the other side of take_profit.limit_price", *draft.takeProfit);
    return std::nullopt;
}

Objection aboutClass(const Draft &draft)
{
    const bool hasBoth = draft.takeProfit && draft.stopLoss;
    const bool hasAny = draft.takeProfit || draft.stopLoss || draft.stopLossLimit;
    const bool isEntry = draft.type == Type::Market || draft.type == Type::Limit;
    switch (draft.orderClass) {
    case OrderClass::Simple:
        if (hasAny)
            return unprocessable("simple orders have no take_profit and no stop_loss");
        return std::nullopt;
    case OrderClass::Bracket:
        if (!hasBoth || !isEntry)
            return unprocessable("bracket orders require a market or limit entry, take_profit.limit_price and stop_loss.stop_price");
        break;
    case OrderClass::Oto:
        if (hasBoth || (!draft.takeProfit && !draft.stopLoss) || !isEntry)
            return unprocessable("oto orders require a market or limit entry and exactly one of take_profit and stop_loss");
        break;
    case OrderClass::Oco:
        if (draft.type != Type::Limit || !draft.stopLoss || !draft.takeProfit)
            return unprocessable("oco orders must be limit orders with take_profit.limit_price and stop_loss.stop_price");
        return aboutExits(draft, draft.side);
    }
    return aboutExits(draft, draft.side == Side::Buy ? Side::Sell : Side::Buy);
}

} // namespace

std::optional<Problem> objectionTo(const Draft &draft, const Asset &asset)
{
    if (const auto prices = aboutPrices(draft))
        return prices;
    if (const auto kind = asset.isCrypto ? aboutCrypto(draft, asset) : asset.option ? aboutOption(draft) : aboutStock(draft))
        return kind;
    if (const auto ticks = aboutTicks(draft, asset))
        return ticks;
    return aboutClass(draft);
}

} // namespace app::alpaca
