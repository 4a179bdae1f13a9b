// Which prices an order has, where they may lie, and what its protective legs must keep to.
#include "core/brokers/alpaca/AlpacaRuleParts.h"

namespace core::alpaca {

namespace {

const Decimal cent = Decimal::fromNanos(10'000'000);
const Decimal hundredthOfACent = Decimal::fromNanos(100'000);

/// "needs" or "has no"; nothing when the price is there exactly if it should be.
Verdict presence(const std::string &name, bool isThere, bool isNeeded, const NewOrder &order)
{
    if (isThere == isNeeded)
        return {};
    return no(OrderRule::Prices, std::string("A ") + wireName(order.type) + " order " +
                                     (isNeeded ? "needs a " : "has no ") + name + ".");
}

Verdict trailRule(const NewOrder &order)
{
    if (order.type != WireType::TrailingStop)
        return order.trailPrice || order.trailPercent
                   ? no(OrderRule::Prices, "Only a trailing stop has a distance to follow at.")
                   : Verdict();
    if (order.trailPrice.has_value() == order.trailPercent.has_value())
        return no(OrderRule::Prices, "A trailing stop needs either a price or a percentage to follow at.");
    const bool isGood = order.trailPrice
                            ? order.trailPrice->sign() > 0
                            : order.trailPercent->sign() > 0 && *order.trailPercent < Decimal::fromInteger(100);
    return isGood ? Verdict() : no(OrderRule::Prices, "The distance of a trailing stop must be above zero, and below 100 %.");
}

Verdict eachPrice(const NewOrder &order, const Asset *asset)
{
    const auto check = [&](const char *name, std::optional<Price> price) {
        return price ? priceRule(name, *price, order.kind, asset) : Verdict();
    };
    if (Verdict verdict = check("limit price", order.limit))
        return verdict;
    if (Verdict verdict = check("stop price", order.stop))
        return verdict;
    if (Verdict verdict = check("trail", order.trailPrice))
        return verdict;
    if (Verdict verdict = check("target", order.takeProfit))
        return verdict;
    if (!order.stopLoss)
        return {};
    if (Verdict verdict = check("protective stop", order.stopLoss->stop))
        return verdict;
    return check("protective stop's limit", order.stopLoss->limit);
}

/// The protective stop lies at least a cent on the losing side of `base`.
bool isStopBeyond(Price stop, Price base, Side exitSide)
{
    const Price distance = exitSide == Side::Sell ? base - stop : stop - base;
    return distance.value() >= cent;
}

bool isTargetBeyond(Price target, Price base, Side exitSide)
{
    return exitSide == Side::Sell ? target > base : target < base;
}

Verdict legPlaces(const NewOrder &order, Side exitSide)
{
    const std::string direction = exitSide == Side::Sell ? "below" : "above";
    const std::optional<Price> base = order.orderClass == OrderClass::Oco ? order.takeProfit : order.limit;
    if (order.stopLoss && base && !isStopBeyond(order.stopLoss->stop, *base, exitSide))
        return no(OrderRule::Legs, "The protective stop must lie at least 0.01 " + direction + " " + base->toString() + ".");
    if (order.stopLoss && order.takeProfit && !isStopBeyond(order.stopLoss->stop, *order.takeProfit, exitSide))
        return no(OrderRule::Legs, "The target and the protective stop lie on the wrong sides of each other.");
    if (order.orderClass != OrderClass::Oco && order.takeProfit && order.limit &&
        !isTargetBeyond(*order.takeProfit, *order.limit, exitSide))
        return no(OrderRule::Legs, "The target must lie on the winning side of the entry.");
    return {};
}

Verdict legCount(const NewOrder &order)
{
    const int legs = order.takeProfit.has_value() + order.stopLoss.has_value();
    switch (order.orderClass) {
    case OrderClass::Simple:
        return legs == 0 ? Verdict() : no(OrderRule::Legs, "A simple order has no target and no protective stop.");
    case OrderClass::Bracket:
    case OrderClass::Oco:
        return legs == 2 ? Verdict()
                         : no(OrderRule::Legs, std::string("A ") + wireName(order.orderClass) +
                                                   " order needs a target and a protective stop.");
    case OrderClass::Oto:
        return legs == 1 ? Verdict() : no(OrderRule::Legs, "An oto order needs either a target or a protective stop.");
    }
    return {};
}

} // namespace

std::optional<Decimal> priceStep(TradedKind kind, Price price, const Asset *asset)
{
    if (kind == TradedKind::Crypto)
        return asset ? asset->priceStep : std::nullopt;
    const bool isSmall = kind == TradedKind::Stock && price.value() < Decimal::fromInteger(1);
    return isSmall ? hundredthOfACent : cent;
}

Verdict priceRule(const std::string &name, Price price, TradedKind kind, const Asset *asset)
{
    if (price.sign() <= 0)
        return no(OrderRule::Prices, "The " + name + " must be above zero.");
    const auto step = priceStep(kind, price, asset);
    if (step && step->sign() > 0 && price.value().nanos() % step->nanos() != 0)
        return no(OrderRule::Decimals,
                  "The " + name + " " + price.toString() + " is no multiple of " + step->toString() + ".");
    return {};
}

Verdict pricesRule(const NewOrder &order, const OrderContext &context)
{
    const bool isOco = order.orderClass == OrderClass::Oco; // its limit is the target's
    const bool needsLimit = (order.type == WireType::Limit && !isOco) || order.type == WireType::StopLimit;
    const bool needsStop = order.type == WireType::Stop || order.type == WireType::StopLimit;
    if (Verdict verdict = presence("limit price", order.limit.has_value(), needsLimit, order))
        return verdict;
    if (Verdict verdict = presence("stop price", order.stop.has_value(), needsStop, order))
        return verdict;
    if (Verdict verdict = trailRule(order))
        return verdict;
    return eachPrice(order, context.asset);
}

Verdict legsRule(const NewOrder &order, const OrderContext &)
{
    if (Verdict verdict = legCount(order))
        return verdict;
    if (order.orderClass == OrderClass::Simple)
        return {};
    const std::string name = wireName(order.orderClass);
    if (order.kind != TradedKind::Stock)
        return no(OrderRule::Legs, "Alpaca has " + name + " orders for stocks only.");
    if (order.extendedHours)
        return no(OrderRule::Legs, "A " + name + " order works in the core session only.");
    const bool isEntryType = order.type == WireType::Market || order.type == WireType::Limit;
    if (order.orderClass == OrderClass::Oco ? order.type != WireType::Limit : !isEntryType)
        return no(OrderRule::Legs, std::string("A ") + wireName(order.type) + " order cannot be a " + name + " order.");
    return legPlaces(order, order.orderClass == OrderClass::Oco ? order.side : opposite(order.side));
}

Verdict marketRule(const NewOrder &order, const OrderContext &context)
{
    if (!context.market)
        return {};
    const std::string market = context.market->toString();
    const bool isOco = order.orderClass == OrderClass::Oco;
    if (order.stop && !isStopBeyond(*order.stop, *context.market, order.side))
        return no(OrderRule::Prices, "The stop price " + order.stop->toString() +
                                         " lies on the wrong side of the market at " + market + ".");
    if (order.stopLoss &&
        !isStopBeyond(order.stopLoss->stop, *context.market, isOco ? order.side : opposite(order.side)))
        return no(OrderRule::Legs, "The protective stop " + order.stopLoss->stop.toString() +
                                       " lies on the wrong side of the market at " + market + ".");
    return {};
}

} // namespace core::alpaca
