#include "app/exchange/bybit/OrderRules.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

namespace {

using Objection = std::optional<Problem>;

constexpr std::size_t longestLinkId = 36;

bool isOnGrid(Decimal value, Decimal step)
{
    return value.roundedTo(step, Rounding::Floor) == value;
}

Problem problem(const Draft &draft, int spotCode, const char *spotText, int linearCode,
                const char *linearText)
{
    return draft.product->isSpot() ? Problem{spotCode, spotText} : Problem{linearCode, linearText};
}

bool isLinkIdLetter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

Objection aboutLinkId(const Draft &draft)
{
    if (draft.linkId.size() > longestLinkId)
        return Problem{10001, "params error: order link id is longer than 36"};
    if (!std::all_of(draft.linkId.begin(), draft.linkId.end(), isLinkIdLetter))
        return Problem{10001, "params error: order link id has invalid characters"};
    return std::nullopt;
}

Objection aboutPrices(const Draft &draft)
{
    const Decimal tick = draft.product->instrument.tickSize;
    if (!draft.isMarket && (!draft.price || draft.price->sign() <= 0))
        return problem(draft, 170130, "Data sent for parameter 'price' is not valid.", 10001,
                       "params error: price err");
    for (const auto &price : {draft.isMarket ? std::nullopt : draft.price, draft.trigger})
        if (price && (price->sign() <= 0 || !isOnGrid(price->value(), tick)))
            return problem(draft, 170134, "Order price has too many decimals.", 10001,
                           "params error: price is off the tick");
    return std::nullopt;
}

Objection aboutMoney(const Draft &draft)
{
    if (draft.side == Side::Sell)
        return Problem{170130,
                       "Data sent for parameter 'marketUnit' is not valid."};  // see the README
    if (!isOnGrid(draft.quantity.value(), draft.product->moneyStep))
        return Problem{170148, "Market order amount decimal too long."};
    if (Money(draft.quantity.value()) < draft.product->instrument.minNotional)
        return Problem{170140, "Order value exceeded lower limit."};
    return std::nullopt;
}

Objection aboutQuantity(const Draft &draft)
{
    const Instrument &instrument = draft.product->instrument;
    const Quantity most = draft.isMarket ? draft.product->mostMarket : draft.product->mostLimit;
    if (draft.quantity.sign() <= 0)
        return problem(draft, 170130, "Data sent for parameter 'qty' is not valid.", 10001,
                       "params error: qty err");
    if (draft.isInMoney)
        return aboutMoney(draft);
    if (!isOnGrid(draft.quantity.value(), instrument.lotSize))
        return problem(draft, 170137, "Order quantity has too many decimals.", 10001,
                       "params error: qty is off the step");
    if (draft.quantity < instrument.minQuantity)
        return problem(draft, 170136, "Order quantity exceeded lower limit.", 10001,
                       "The number of contracts is below the minimum");
    if (draft.quantity > most)
        return problem(draft, 170124, "Order quantity exceeded upper limit.", 10001,
                       "The number of contracts exceeds the maximum");
    return std::nullopt;
}

/// What reduces may be as small as its rest.
Objection aboutValue(const Draft &draft, Price last)
{
    if (draft.reduceOnly || draft.isInMoney)
        return std::nullopt;
    const Price price = draft.isMarket ? draft.trigger.value_or(last) : *draft.price;
    if (notional(price, draft.quantity) < draft.product->instrument.minNotional)
        return problem(draft, 170140, "Order value exceeded lower limit.", 110094,
                       "Order does not meet minimum order value 5USDT");
    return std::nullopt;
}

Objection aboutTrigger(const Draft &draft, Price last)
{
    if (!draft.trigger || draft.product->isSpot())
        return std::nullopt;
    if (draft.triggerDirection != 1 && draft.triggerDirection != 2)
        return Problem{10001, "params error: triggerDirection invalid"};
    if (draft.triggerDirection == 1 && *draft.trigger <= last)
        return Problem{110092, "expect Rising, but trigger_price <= current price"};
    if (draft.triggerDirection == 2 && *draft.trigger >= last)
        return Problem{110093, "expect Falling, but trigger_price >= current price"};
    return std::nullopt;
}

}  // namespace

std::optional<Problem> objectionTo(const Draft &draft, Price last)
{
    if (draft.positionIdx != 0)
        return Problem{10001, "position idx not match position mode"};
    if (auto found = aboutLinkId(draft))
        return found;
    if (auto found = aboutPrices(draft))
        return found;
    if (auto found = aboutQuantity(draft))
        return found;
    if (auto found = aboutValue(draft, last))
        return found;
    return aboutTrigger(draft, last);
}

PriceLimits priceLimits(const Product &product, Price last)
{
    constexpr Decimal share = Decimal::fromNanos(Decimal::one / 20);
    return {product.instrument.roundedPrice(scaledPrice(last, share), Rounding::Floor),
            product.instrument.roundedPrice(scaledPrice(last, -share), Rounding::Ceiling)};
}

std::optional<Problem> keepToLimits(Draft &draft, Price last, BeyondLimits what)
{
    if (draft.isMarket || draft.isConditional() || !draft.price)
        return std::nullopt;
    const PriceLimits limits = priceLimits(*draft.product, last);
    const bool buys = draft.side == Side::Buy;
    const Price bound = buys ? limits.mostToBuy : limits.leastToSell;
    if (buys ? *draft.price <= bound : *draft.price >= bound)
        return std::nullopt;
    const bool isSpot = draft.product->isSpot();
    if (what == BeyondLimits::Refuse)
        return Problem{isSpot ? (buys ? 170372 : 170371) : (buys ? 110121 : 110120), std::string("Order price cannot be ") +
                                                   (buys ? "higher" : "lower") + " than " +
                                                   bound.toString() + ", the price limitation"};
    draft.price = bound;
    return std::nullopt;
}

/// A trigger of spot holds nothing, unless it is a take-profit or stop-loss.
WideDecimal Funds::lockedBy(const Order &order, const std::string &coin) const
{
    const Draft &terms = order.terms;
    if (!terms.product->isSpot() ||
        (order.status == Status::Untriggered && terms.filter != "tpslOrder"))
        return {};
    if (terms.side == Side::Sell)
        return coin == terms.product->base ? WideDecimal(order.leaves().value()) : WideDecimal();
    if (coin != terms.product->instrument.currency)
        return {};
    if (terms.isInMoney)
        return WideDecimal(terms.quantity.value()) - order.filledValue.value();
    return notional(terms.price.value_or(terms.trigger.value_or(Price())), order.leaves()).value();
}

WideDecimal Funds::locked(const std::string &coin) const
{
    WideDecimal sum;
    for (const Order *order : m_live)
        sum = sum + lockedBy(*order, coin);
    return sum;
}

/// Value / leverage and the fee, of what is more than the position that it ends.
Money Funds::marginOf(const Draft &draft, Quantity units, Price price) const
{
    if (draft.reduceOnly)
        return {};
    const Quantity held = m_books.held(*draft.product);
    const bool reduces = held.sign() * (draft.side == Side::Buy ? 1 : -1) < 0;
    const Quantity opening = reduces ? std::max(units - held.abs(), Quantity()) : units;
    const Money value = notional(price, opening);
    const auto found = m_books.positions().find(draft.product->instrument.id);
    const Decimal leverage =
        found == m_books.positions().end() ? Decimal::fromInteger(10) : found->second.leverage;
    return Money(value.value().over(leverage)) + scaled(value, feeRateOf(*draft.product, false));
}

Money Funds::orderMargin() const
{
    Money sum;
    for (const Order *order : m_live)
        if (!order->terms.product->isSpot() && order->status != Status::Untriggered &&
            order->terms.price)
            sum += marginOf(order->terms, order->leaves(), *order->terms.price);
    return sum;
}

Money Funds::available() const
{
    return Money(m_books.balance("USDT") - locked("USDT")) + m_books.unrealised() -
           m_books.initialMargin() - orderMargin();
}

std::optional<Problem> Funds::objectionTo(const Draft &draft, Quantity units, Price price,
                                          const Order *except) const
{
    if (except) {
        std::vector<const Order *> others;
        std::copy_if(m_live.begin(), m_live.end(), std::back_inserter(others),
                     [&](const Order *each) { return each != except; });
        return Funds(m_books, std::move(others)).objectionTo(draft, units, price);
    }
    if (!draft.product->isSpot()) {
        const Money margin = marginOf(draft, units, price);
        return margin.sign() > 0 && margin > available()
                   ? Objection(Problem{110007, "ab not enough for new order"})
                   : std::nullopt;
    }
    const std::string &base = draft.product->base;
    const bool isCovered = draft.side == Side::Sell
                               ? WideDecimal(units.value()) <= m_books.balance(base) - locked(base)
                               : (draft.isInMoney ? Money(draft.quantity.value())
                                                  : notional(price, units)) <= available();
    return isCovered ? std::nullopt : Objection(Problem{170131, "Insufficient balance."});
}

}  // namespace app::bybit
