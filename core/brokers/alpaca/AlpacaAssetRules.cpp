// What depends on the hour, on the instrument and on what is held.
#include "core/brokers/alpaca/AlpacaRuleParts.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

namespace core::alpaca {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// What is to be paid as far as it is known before the fill.
std::optional<Money> knownValue(const NewOrder &order)
{
    if (order.notional)
        return Money(*order.notional);
    if (order.quantity && order.limit && order.kind != TradedKind::Option)
        return notional(*order.limit, *order.quantity);
    return std::nullopt;
}

Verdict valueRule(const NewOrder &order)
{
    const auto value = knownValue(order);
    if (!value)
        return {};
    const bool isCrypto = order.kind == TradedKind::Crypto;
    const int least = isCrypto ? 10 : 1;
    // The least value is what users report; an exit is left to the venue to judge.
    if (!order.isExit && *value < Money(Decimal::fromInteger(least)))
        return no(OrderRule::Asset, "An order must be worth at least " + std::to_string(least) + " USD.");
    if (isCrypto && *value > Money(Decimal::fromInteger(200'000)))
        return no(OrderRule::Asset, "Alpaca takes crypto orders of at most 200,000 USD.");
    return {};
}

Verdict stepRule(const NewOrder &order, const Asset &asset)
{
    if (!order.quantity || order.kind != TradedKind::Crypto)
        return {};
    if (asset.minQuantity && *order.quantity < *asset.minQuantity)
        return no(OrderRule::Asset, "The least quantity of " + order.symbol + " is " + asset.minQuantity->toString() + ".");
    if (asset.quantityStep && asset.quantityStep->sign() > 0 &&
        order.quantity->value().nanos() % asset.quantityStep->nanos() != 0)
        return no(OrderRule::Asset, "The quantity of " + order.symbol + " must be a multiple of " +
                                        asset.quantityStep->toString() + ".");
    return {};
}

bool isFlip(const NewOrder &order, const OrderContext &context)
{
    if (order.isExit || !context.held || !order.quantity)
        return false;
    const bool isAgainst = context.held->sign() == (order.side == Side::Sell ? 1 : -1);
    return isAgainst && *order.quantity > context.held->abs();
}

} // namespace

bool isShortSale(const NewOrder &order, const OrderContext &context)
{
    if (order.side != Side::Sell || order.isExit)
        return false;
    return order.intent == PositionIntent::SellToOpen || (context.held && context.held->sign() <= 0);
}

/// Opening orders are refused from two minutes before the opening to 19:00 New York, closing orders from
/// ten minutes before the close. (The venue names 09:28 and 15:50; on a half day the close is earlier.)
Verdict windowRule(const NewOrder &order, const OrderContext &context)
{
    const bool isOpening = order.timeInForce == WireTimeInForce::Opg;
    if (!isOpening && order.timeInForce != WireTimeInForce::Cls)
        return {};
    const auto today = newYorkDate(context.now);
    const auto session = sessionOf(today);
    if (!session)
        return {};
    const Timestamp from = isOpening ? session->open - minutes(2) : session->close - minutes(10);
    if (context.now < from || context.now >= fromNewYork(today, hours(19)))
        return {};
    return no(OrderRule::Window, isOpening ? "Orders for the opening are not taken from 09:28 to 19:00 New York time."
                                           : "Orders for the close are not taken from ten minutes before it to "
                                             "19:00 New York time.");
}

Verdict assetRule(const NewOrder &order, const OrderContext &context)
{
    if (const Asset *asset = context.asset) {
        if (!asset->isActive || !asset->isTradable)
            return no(OrderRule::Asset, order.symbol + " cannot be traded at Alpaca now.");
        if (asset->has("ipo") && order.type != WireType::Limit)
            return no(OrderRule::Asset, "Before its first trade " + order.symbol + " is ordered by limit only.");
        if (Verdict verdict = stepRule(order, *asset))
            return verdict;
    }
    return valueRule(order);
}

Verdict shortRule(const NewOrder &order, const OrderContext &context)
{
    if (isFlip(order, context))
        return no(OrderRule::ShortSale, "One order cannot close a position and open one the other way; close first.");
    if (!isShortSale(order, context))
        return {};
    if (order.kind == TradedKind::Crypto)
        return no(OrderRule::ShortSale, "Alpaca has no short sales of crypto.");
    if (order.kind == TradedKind::Option)
        return {};
    if (isFractional(order))
        return no(OrderRule::ShortSale, "Only whole shares can be sold short.");
    if (context.isShortingEnabled && !*context.isShortingEnabled)
        return no(OrderRule::ShortSale, "This account may not sell short.");
    if (context.asset && !(context.asset->isShortable && context.asset->isEasyToBorrow))
        return no(OrderRule::ShortSale, order.symbol + " cannot be borrowed easily, so it is not sold short.");
    return {};
}

Verdict holdingRule(const NewOrder &order, const OrderContext &context)
{
    if (!order.isExit || !order.quantity)
        return {};
    if (context.held && context.held->sign() != (order.side == Side::Sell ? 1 : -1))
        return no(OrderRule::Holding, "Nothing of " + order.symbol + " is held that this order could close.");
    if (context.held && *order.quantity > context.held->abs())
        return no(OrderRule::Holding, "Only " + context.held->abs().toString() + " of " + order.symbol + " are held.");
    if (context.available && *order.quantity > *context.available)
        return no(OrderRule::Holding, "Only " + context.available->toString() + " of " + order.symbol +
                                          " are free; working orders hold the rest.");
    return {};
}

} // namespace core::alpaca
