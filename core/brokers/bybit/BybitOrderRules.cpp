#include "core/brokers/bybit/BybitOrderRules.h"

#include <algorithm>

namespace core::bybit {

namespace {

constexpr std::size_t longestClientId = 36;

std::optional<OrderObjection> objection(Objection kind, std::string sentence)
{
    return OrderObjection{kind, std::move(sentence)};
}

bool needsLimit(const OrderRequest &order)
{
    return order.type == OrderType::Limit || order.type == OrderType::StopLimit;
}

std::optional<OrderObjection> objectionToPlace(const OrderRequest &order, const InstrumentFacts &facts)
{
    if (order.instrument != facts.instrument.id)
        return objection(Objection::WrongInstrument, "The facts at hand are those of " + facts.instrument.id.text() +
                                                         ", the order is for " + order.instrument.text() + ".");
    if (!facts.isTrading() && !order.reduceOnly)
        return objection(Objection::NotTrading, order.instrument.symbol + " is not open for trading: Bybit has it" +
                                                    " as " + facts.status + ".");
    if (!isClientIdFit(order.clientOrderId))
        return objection(Objection::ClientId, "Bybit takes an order id of at most 36 letters, digits, - and _.");
    if (order.role != OrderRole::Entry && !order.reduceOnly)
        return objection(Objection::NotReducing, "An exit must be reduce-only, or it could open a position.");
    return std::nullopt;
}

std::optional<OrderObjection> objectionToMissing(const OrderRequest &order)
{
    if (isConditional(order) && !order.stopPrice)
        return objection(Objection::MissingPrice, "The order needs the price that triggers it.");
    if (needsLimit(order) && !order.limitPrice)
        return objection(Objection::MissingPrice, "The order needs its limit price.");
    if (!order.reduceOnly && !order.limitPrice)
        return objection(Objection::MissingPrice, "An entry needs the worst price it may pay.");
    return std::nullopt;
}

std::optional<OrderObjection> objectionToPrices(const OrderRequest &order, const InstrumentFacts &facts,
                                                const OrderTerms &terms)
{
    const auto check = [&](const std::optional<Price> &price, const char *what) {
        return price ? objectionToPrice(*price, facts, what) : std::nullopt;
    };
    if (auto found = check(order.limitPrice, "limit price"))
        return found;
    if (auto found = isConditional(order) ? check(order.stopPrice, "trigger price") : std::nullopt)
        return found;
    if (auto found = check(terms.exits.stop, "stop price"))
        return found;
    return check(terms.exits.target, "target price");
}

/// A reducing linear order may be smaller than the minimum, and is split when it is larger than the maximum.
bool isForgiven(const OrderRequest &order, const InstrumentFacts &facts)
{
    return order.reduceOnly && facts.category == Category::Linear;
}

/// The lowest price at which quantity × price is asked for its minimum; nothing if no price is known.
std::optional<Price> lowestPrice(const OrderRequest &order, const OrderTerms &terms)
{
    std::optional<Price> lowest;
    const std::optional<Price> trigger = isConditional(order) ? order.stopPrice : std::nullopt;
    for (const auto &price : {order.limitPrice, trigger, terms.exits.stop})
        if (price)
            lowest = lowest ? std::min(*lowest, *price) : *price;
    return lowest;
}

std::optional<OrderObjection> objectionToValue(const OrderRequest &order, const InstrumentFacts &facts,
                                               const OrderTerms &terms)
{
    const auto price = lowestPrice(order, terms);
    if (!price || isForgiven(order, facts))
        return std::nullopt;
    const Money value = notional(*price, order.quantity, facts.instrument.multiplier);
    if (value >= facts.instrument.minNotional)
        return std::nullopt;
    return objection(Objection::BelowMinimumValue,
                     order.quantity.toString() + " at " + price->toString() + " is worth " + value.toString() +
                         ", below Bybit's minimum of " + facts.instrument.minNotional.toString() + " " +
                         facts.quoteCoin + ".");
}

std::optional<OrderObjection> objectionToLimits(const OrderRequest &order, const OrderTerms &terms)
{
    if (!terms.priceLimits || !order.limitPrice || order.reduceOnly || isConditional(order))
        return std::nullopt;
    const bool isBuy = order.side == Side::Buy;
    const Price bound = isBuy ? terms.priceLimits->highestBuy : terms.priceLimits->lowestSell;
    if (isBuy ? *order.limitPrice <= bound : *order.limitPrice >= bound)
        return std::nullopt;
    return objection(Objection::PriceLimit, "Bybit takes no " + std::string(isBuy ? "bid above " : "offer below ") +
                                                bound.toString() + " now; " + order.limitPrice->toString() +
                                                " would be moved or refused.");
}

std::optional<OrderObjection> objectionToTrigger(const OrderRequest &order, const OrderTerms &terms)
{
    if (!isConditional(order) || !terms.triggerReference)
        return std::nullopt;
    const bool rises = triggerDirection(order) == TriggerDirection::Rises;
    const Price here = *terms.triggerReference;
    if (rises ? *order.stopPrice > here : *order.stopPrice < here)
        return std::nullopt;
    return objection(Objection::TriggerPassed, "The trigger " + order.stopPrice->toString() + " must be " +
                                                   (rises ? "above" : "below") + " the market, which is at " +
                                                   here.toString() + ".");
}

/// The venue wants the stop on the losing side of the order's price and the target on the other.
bool areExitsOnTheirSides(const OrderRequest &order, const ExitPlan &exits)
{
    const auto isAbove = [&](const std::optional<Price> &level) { return level && *level >= *order.limitPrice; };
    const auto isBelow = [&](const std::optional<Price> &level) { return level && *level <= *order.limitPrice; };
    return order.side == Side::Buy ? !isAbove(exits.stop) && !isBelow(exits.target)
                                   : !isBelow(exits.stop) && !isAbove(exits.target);
}

std::optional<OrderObjection> objectionToAttached(const OrderRequest &order, const InstrumentFacts &facts,
                                                  const OrderTerms &terms)
{
    if (!terms.attachesExits)
        return std::nullopt;
    if (facts.category == Category::Spot || order.reduceOnly || isConditional(order))
        return objection(Objection::Attached,
                         "Bybit holds stop and target only for an entry into a contract that works at once.");
    if (!areExitsOnTheirSides(order, terms.exits))
        return objection(Objection::Attached, "Stop and target must lie on either side of the price " +
                                                  order.limitPrice->toString() + ".");
    return std::nullopt;
}

/// A market order with its worst price goes out as a limit order, so the limit order's maximum counts.
std::optional<OrderObjection> objectionToSize(const OrderRequest &order, const InstrumentFacts &facts)
{
    if (!isForgiven(order, facts))
        return objectionToQuantity(order.quantity, facts,
                                   order.limitPrice ? facts.maxQuantity : facts.maxMarketQuantity);
    InstrumentFacts lenient = facts;
    lenient.instrument.minQuantity = {};
    return objectionToQuantity(order.quantity, lenient, std::nullopt);
}

} // namespace

bool isConditional(const OrderRequest &order)
{
    return order.type == OrderType::Stop || order.type == OrderType::StopLimit;
}

TriggerDirection triggerDirection(const OrderRequest &order)
{
    const bool isTarget = order.role == OrderRole::Target;
    const bool isBuy = order.side == Side::Buy;
    return isBuy != isTarget ? TriggerDirection::Rises : TriggerDirection::Falls;
}

bool isClientIdFit(const ClientOrderId &id)
{
    const auto isFit = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !id.isEmpty() && id.text().size() <= longestClientId &&
           std::all_of(id.text().begin(), id.text().end(), isFit);
}

bool isOnStep(Decimal value, Decimal step)
{
    return step.sign() > 0 && value.nanos() % step.nanos() == 0;
}

std::optional<OrderObjection> objectionToPrice(Price price, const InstrumentFacts &facts, const char *what)
{
    const std::string named = std::string("The ") + what + " " + price.toString();
    if (price.sign() <= 0)
        return objection(Objection::PriceRange, named + " must be above 0.");
    if (!isOnStep(price.value(), facts.instrument.tickSize))
        return objection(Objection::Tick, named + " is not a multiple of " + facts.instrument.tickSize.toString() +
                                              ", the tick of " + facts.instrument.id.symbol + ".");
    if (facts.minPrice && price < *facts.minPrice)
        return objection(Objection::PriceRange, named + " is below the lowest that Bybit takes, " +
                                                    facts.minPrice->toString() + ".");
    if (facts.maxPrice && price > *facts.maxPrice)
        return objection(Objection::PriceRange, named + " is above the highest that Bybit takes, " +
                                                    facts.maxPrice->toString() + ".");
    return std::nullopt;
}

std::optional<OrderObjection> objectionToQuantity(Quantity quantity, const InstrumentFacts &facts,
                                                  const std::optional<Quantity> &most)
{
    const std::string named = "The quantity " + quantity.toString();
    if (quantity.sign() <= 0)
        return objection(Objection::Quantity, named + " must be above 0.");
    if (!isOnStep(quantity.value(), facts.instrument.lotSize))
        return objection(Objection::Lot, named + " is not a multiple of " + facts.instrument.lotSize.toString() +
                                             ", the lot of " + facts.instrument.id.symbol + ".");
    if (quantity < facts.instrument.minQuantity)
        return objection(Objection::BelowMinimum, named + " is below Bybit's minimum of " +
                                                      facts.instrument.minQuantity.toString() + ".");
    if (most && quantity > *most)
        return objection(Objection::AboveMaximum, named + " is above Bybit's maximum of " + most->toString() +
                                                      " for this kind of order.");
    return std::nullopt;
}

std::optional<OrderObjection> objectionTo(const OrderRequest &order, const InstrumentFacts &facts,
                                          const OrderTerms &terms)
{
    if (auto found = objectionToPlace(order, facts))
        return found;
    if (auto found = objectionToMissing(order))
        return found;
    if (auto found = objectionToSize(order, facts))
        return found;
    if (auto found = objectionToPrices(order, facts, terms))
        return found;
    if (auto found = objectionToAttached(order, facts, terms))
        return found;
    if (auto found = objectionToTrigger(order, terms))
        return found;
    if (auto found = objectionToValue(order, facts, terms))
        return found;
    return objectionToLimits(order, terms);
}

} // namespace core::bybit
