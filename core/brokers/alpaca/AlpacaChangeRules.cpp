// Changing a working order, and orders that would trade with one another.
#include "core/brokers/alpaca/AlpacaRuleParts.h"

#include <algorithm>

namespace core::alpaca {

namespace {

Verdict cannot(std::string sentence)
{
    return no(OrderRule::Change, std::move(sentence));
}

bool changesAnything(const OrderChange &change, const VenueOrder &order)
{
    const std::optional<Decimal> trail =
        order.trailPrice ? std::optional(order.trailPrice->value()) : order.trailPercent;
    return (change.quantity && change.quantity != order.quantity) ||
           (change.timeInForce && change.timeInForce != order.timeInForce) ||
           (change.limit && change.limit != order.limit) || (change.stop && change.stop != order.stop) ||
           (change.trail && change.trail != trail);
}

Verdict quantityChange(const OrderChange &change, const VenueOrder &order)
{
    if (!change.quantity)
        return {};
    if (order.quantity && !isWhole(*order.quantity))
        return cannot("The quantity of an order for a part of a share cannot be changed.");
    if (change.quantity->sign() <= 0 || !isWhole(*change.quantity))
        return cannot("The new quantity must be a whole number above zero.");
    if (*change.quantity <= order.filled)
        return cannot(order.filled.toString() + " are filled already; cancel the rest instead.");
    return {};
}

/// A price may be changed where the order has one, and only there.
Verdict priceChange(const char *name, std::optional<Price> to, std::optional<Price> from, TradedKind kind)
{
    if (!to)
        return {};
    return from ? priceRule(name, *to, kind, nullptr) : cannot("The order has no " + std::string(name) + ".");
}

Verdict trailChange(const OrderChange &change, const VenueOrder &order)
{
    if (!change.trail)
        return {};
    if (!order.trailPrice && !order.trailPercent)
        return cannot("Only a trailing stop has a distance to change.");
    return change.trail->sign() > 0 ? Verdict() : cannot("The distance of a trailing stop must be above zero.");
}

bool isStopping(std::optional<WireType> type)
{
    return type == WireType::Market || type == WireType::Stop;
}

/// Simple, and not trailing: the only ones the venue's guard looks at.
bool isGuarded(const VenueOrder &order)
{
    const bool isSimple = order.orderClass.empty() || order.orderClass == "simple";
    return isSimple && order.type != WireType::TrailingStop && !isFinal(order.status);
}

/// An exit's order says that it closes; of one that says nothing we take that it opens.
bool opens(const VenueOrder &order, Side side)
{
    return order.side == side && !isFinal(order.status) && !order.intent.ends_with("_to_close");
}

bool wouldMeet(const NewOrder &order, const VenueOrder &other)
{
    const bool hasBothLimits = order.limit && other.limit && !isStopping(order.type) && !isStopping(other.type);
    if (!hasBothLimits)
        return true;
    const Price buy = order.side == Side::Buy ? *order.limit : *other.limit;
    const Price sell = order.side == Side::Buy ? *other.limit : *order.limit;
    return buy >= sell;
}

} // namespace

std::optional<OrderObjection> objectionTo(const OrderChange &change, const VenueOrder &order)
{
    if (change.id.isEmpty() || change.id.text().size() > 128 || change.id == order.clientId)
        return no(OrderRule::Name, "A changed order is a new order and needs an id of its own.");
    if (order.notional)
        return cannot("An order for an amount of money cannot be changed; cancel it and send another.");
    if (!order.isReplaceable())
        return cannot("Alpaca changes no order that is \"" + order.statusText + "\".");
    if (!changesAnything(change, order))
        return cannot("Nothing about the order would change.");
    if (Verdict verdict = quantityChange(change, order))
        return verdict;
    const TradedKind kind = kindOf(order.instrument);
    if (Verdict verdict = priceChange("limit price", change.limit, order.limit, kind))
        return verdict;
    if (Verdict verdict = priceChange("stop price", change.stop, order.stop, kind))
        return verdict;
    return trailChange(change, order);
}

std::optional<OrderObjection> washTradeObjection(const NewOrder &order, std::span<const VenueOrder> working)
{
    if (order.orderClass != OrderClass::Simple || order.type == WireType::TrailingStop)
        return std::nullopt;
    const InstrumentId instrument{venueOf(order.kind), order.symbol};
    const auto met = std::find_if(working.begin(), working.end(), [&](const VenueOrder &other) {
        return other.instrument == instrument && other.side != order.side && isGuarded(other) && wouldMeet(order, other);
    });
    if (met == working.end())
        return std::nullopt;
    return no(OrderRule::WashTrade, "A working " + std::string(wireName(met->side)) + " order of " + order.symbol +
                                        " (" + met->typeText + ") could trade with this one, so Alpaca would "
                                        "refuse it. Cancel that order first.");
}

std::optional<OrderObjection> pairObjection(const NewOrder &order, const OrderContext &context,
                                            std::span<const VenueOrder> working)
{
    const InstrumentId instrument{venueOf(order.kind), order.symbol};
    const bool isShort = isShortSale(order, context);
    if (order.kind != TradedKind::Stock || order.isExit || (order.side == Side::Sell && !isShort))
        return std::nullopt;
    const bool isMet = std::any_of(working.begin(), working.end(), [&](const VenueOrder &other) {
        const bool isShortToo = other.intent == "sell_to_open";
        return other.instrument == instrument && opens(other, isShort ? Side::Buy : Side::Sell) && (isShort || isShortToo);
    });
    if (!isMet)
        return std::nullopt;
    return no(OrderRule::ShortSale, isShort ? "Alpaca takes no short sale while a buy of the same stock is working."
                                            : "Alpaca takes no buy while a short sale of the same stock is working.");
}

} // namespace core::alpaca
