#include "app/exchange/alpaca/OrderChecks.h"

#include <algorithm>
#include <set>

namespace app::alpaca {

using namespace core;

namespace {

constexpr int levelToBuy = 2; // calls and puts; below it only covered ones are written

bool isLimitKind(Type type)
{
    return type == Type::Limit || type == Type::StopLimit;
}

Price worst(Price price, std::int64_t thousandths)
{
    const Price raised = scaledPrice(price, Decimal::fromNanos(thousandths * (Decimal::one / 1000)));
    return Price(raised.value().roundedTo(Decimal::fromNanos(Decimal::one / 100), Rounding::Ceiling));
}

/// Orders of which only one can be done count once: the name that they share.
std::string holderOf(const Order &order)
{
    if (order.isLeg())
        return order.parent;
    return order.id;
}

} // namespace

Price collarAbove(Price price)
{
    return worst(price, price.value() < Decimal::fromInteger(50) ? 40 : 25);
}

Quantity quantityOf(const Draft &draft, Price price)
{
    if (draft.quantity || price.sign() <= 0)
        return draft.quantity.value_or(Quantity());
    return Quantity(WideDecimal(draft.notional.value_or(Decimal())).overFloored(price.value()));
}

Money chargeOf(const Draft &draft, const Asset &asset, Quantity quantity, const OrderChecks::Market &market)
{
    if (draft.notional)
        return Money(*draft.notional);
    if (draft.side == Side::Sell)
        return asset.worth(std::max(draft.limit.value_or(Price()), worst(market.ask, 30)), quantity);
    if (draft.limit)
        return asset.worth(*draft.limit, quantity);
    return asset.worth(collarAbove(draft.stop.value_or(market.ask)), quantity);
}

/// Adds to what is held, or begins it.
bool OrderChecks::opens(const Draft &draft, const Asset &asset) const
{
    const int held = m_books.held(asset).sign();
    return held == 0 || held == (draft.side == Side::Buy ? 1 : -1);
}

std::optional<Problem> OrderChecks::objection(const Draft &draft, const Asset &asset, const Market &market,
                                              const Order *replaced) const
{
    if (m_configuration.isSuspended)
        return forbidden("new orders are rejected by user request");
    const Quantity quantity = quantityOf(draft, draft.limit.value_or(market.ask));
    const Money value = draft.notional ? Money(*draft.notional)
                                       : asset.worth(draft.limit.value_or(draft.stop.value_or(market.last)), quantity);
    if (value < asset.minimum)
        return forbidden("cost basis must be >= minimal amount of order " + asset.minimum.toString());
    if (asset.isCrypto && value > Money(Decimal::fromInteger(200'000)))
        return forbidden("the value of an order is at most 200000");
    if (const auto stops = aboutStops(draft, market))
        return stops;
    if (const auto intent = aboutIntent(draft, asset))
        return intent;
    if (const auto level = aboutOptions(draft, asset, market))
        return level;
    if (const auto wash = aboutWashTrade(draft, asset, replaced))
        return wash;
    if (const auto held = aboutQuantity(draft, asset, quantity, replaced))
        return held;
    if (!opens(draft, asset))
        return std::nullopt;
    return aboutMoney(asset, chargeOf(draft, asset, quantity, market), replaced);
}

std::optional<Problem> OrderChecks::aboutStops(const Draft &draft, const Market &market) const
{
    const auto refused = [&](const char *what, Price stop) {
        Problem problem = unprocessable(what);
        problem.details = {{"market_price", market.last.toString()}, {"stop_price", stop.toString()}};
        return problem;
    };
    if (draft.stop && draft.side == Side::Sell && *draft.stop >= market.last)
        return refused("stop price must be below the market price for a sell order", *draft.stop);
    if (draft.stop && draft.side == Side::Buy && *draft.stop <= market.last)
        return refused("stop price must be above the market price for a buy order", *draft.stop);
    const bool exitSells = (draft.side == Side::Sell) == (draft.orderClass == OrderClass::Oco);
    const Price step(Decimal::fromNanos(Decimal::one / 100));
    if (draft.stopLoss && (exitSells ? *draft.stopLoss > market.last - step : *draft.stopLoss < market.last + step))
        return refused("stop_loss.stop_price must be at least 0.01 away from the market price", *draft.stopLoss);
    return std::nullopt;
}

std::optional<Problem> OrderChecks::aboutWashTrade(const Draft &draft, const Asset &asset, const Order *replaced) const
{
    if (draft.orderClass != OrderClass::Simple || draft.type == Type::TrailingStop || (replaced && replaced->isLeg()))
        return std::nullopt;
    for (const Order *other : m_live) {
        if (other->asset != &asset || other->terms.side == draft.side || other->isAdvanced() ||
            other->terms.type == Type::TrailingStop || other == replaced)
            continue;
        const bool bothLimits = isLimitKind(draft.type) && isLimitKind(other->terms.type);
        const Price buys = (draft.side == Side::Buy ? draft : other->terms).limit.value_or(Price());
        const Price sells = (draft.side == Side::Sell ? draft : other->terms).limit.value_or(Price());
        if (bothLimits && buys < sells)
            continue;
        Problem problem = forbidden("potential wash trade detected. use complex orders");
        problem.details = {{"existing_order_id", other->id},
                           {"reject_reason", isLimitKind(other->terms.type)
                                                 ? "opposite side limit order exists"
                                                 : "opposite side market/stop order exists"}};
        return problem;
    }
    return std::nullopt;
}

Quantity OrderChecks::heldForOrders(const Asset &asset, const Order *except) const
{
    const Side reducing = m_books.held(asset).sign() < 0 ? Side::Buy : Side::Sell;
    std::map<std::string, Quantity> holders;
    for (const Order *order : m_live)
        if (order->asset == &asset && order->terms.side == reducing && order->status != Status::Held && order != except &&
            order->status != Status::PendingReplace && !(except && holderOf(*order) == holderOf(*except))) {
            Quantity &held = holders[holderOf(*order)];
            held = std::max(held, order->remaining());
        }
    Quantity sum;
    for (const auto &[name, quantity] : holders)
        sum += quantity;
    return sum;
}

/// Of coins the venue speaks of a balance (ccxt has recorded such an answer), of shares of a quantity.
Problem OrderChecks::insufficientQuantity(const Asset &asset, Quantity wanted, Quantity available) const
{
    if (asset.isCrypto)
        return insufficientBalance(asset, wanted, available);
    Problem problem = forbidden("insufficient qty available for order (requested: " + wanted.toString() +
                                ", available: " + available.toString() + ")");
    const Quantity held = m_books.held(asset).abs();
    problem.details = {{"available", available.toString()},
                       {"existing_qty", held.toString()},
                       {"held_for_orders", (held - available).toString()},
                       {"symbol", asset.symbol}};
    return problem;
}

Problem OrderChecks::insufficientBalance(const Asset &asset, Quantity wanted, Quantity available) const
{
    const std::string coin = asset.symbol.substr(0, asset.symbol.find('/'));
    Problem problem = forbidden("insufficient balance for " + coin + " (requested: " + wanted.toString() +
                                ", available: " + available.toString() + ")");
    problem.details = {
        {"available", available.toString()}, {"balance", m_books.held(asset).toString()}, {"symbol", coin}};
    return problem;
}

std::optional<Problem> OrderChecks::aboutQuantity(const Draft &draft, const Asset &asset, Quantity quantity,
                                                  const Order *replaced) const
{
    const Quantity held = m_books.held(asset);
    const bool reduces = held.sign() * (draft.side == Side::Buy ? 1 : -1) < 0;
    if (reduces) {
        const Quantity available = std::max(held.abs() - heldForOrders(asset, replaced), Quantity());
        return quantity > available ? Objection(insufficientQuantity(asset, quantity, available)) : std::nullopt;
    }
    if (draft.orderClass == OrderClass::Oco)
        return insufficientQuantity(asset, quantity, {});
    if (draft.side == Side::Buy) {
        for (const Order *other : m_live)
            if (held.isZero() && other->asset == &asset && other->terms.side == Side::Sell && !other->isAdvanced() &&
                other != replaced)
                return forbidden("cannot open a long buy while a short sell order is open");
        return std::nullopt;
    }
    return asset.isCrypto ? Objection(insufficientBalance(asset, quantity, {})) : aboutShort(draft, asset);
}

/// Who says that he closes must not open.
std::optional<Problem> OrderChecks::aboutIntent(const Draft &draft, const Asset &asset) const
{
    const std::string inferred = std::string(sideName(draft.side)) + (opens(draft, asset) ? "_to_open" : "_to_close");
    if (draft.intent.empty() || draft.intent == inferred)
        return std::nullopt;
    return unprocessable("position intent mismatch, inferred: " + inferred + ", specified: " + draft.intent);
}

/// Contracts can be bought, and what was bought sold; nobody writes any here.
std::optional<Problem> OrderChecks::aboutOptions(const Draft &draft, const Asset &asset, const Market &market) const
{
    if (!asset.option)
        return std::nullopt;
    const bool buys = draft.side == Side::Buy;
    if (draft.type == Type::Market && (buys ? market.ask : market.bid).sign() <= 0)
        return forbidden("options market orders require an available quote");
    if (!opens(draft, asset))
        return std::nullopt;
    if (!buys)
        return forbidden("account not eligible to trade uncovered option contracts");
    return m_configuration.optionsLevel < levelToBuy
               ? Objection(forbidden("account not eligible to trade options of this level"))
               : std::nullopt;
}

std::optional<Problem> OrderChecks::aboutShort(const Draft &draft, const Asset &asset) const
{
    if (draft.isFractional())
        return forbidden("fractional orders cannot be sold short");
    if (m_configuration.noShorting || m_configuration.multiplier == 1)
        return forbidden("account is not allowed to short");
    for (const Order *other : m_live)
        if (other->asset == &asset && other->terms.side == Side::Buy && !other->isLeg())
            return forbidden("cannot open a short sell while a long buy order is open");
    return std::nullopt;
}

Money OrderChecks::openCharges() const
{
    Money sum;
    for (const Order *order : m_live) {
        if (order->status == Status::Held || order->isLeg() || !opens(order->terms, *order->asset))
            continue;
        const Price last = m_books.price(*order->asset).value_or(Price());
        sum += chargeOf(order->terms, *order->asset, order->remaining(), {last, last, last});
    }
    return sum;
}

Money OrderChecks::buyingPower() const
{
    if (m_configuration.multiplier == 1)
        return std::max(m_books.cash() - openCharges(), Money());
    const Money free = std::max(m_books.equity() - m_books.initialMargin(), Money());
    return std::max(scaled(free, Decimal::fromInteger(m_configuration.multiplier)) - openCharges(), Money());
}

Money OrderChecks::cashPower() const
{
    if (m_configuration.multiplier == 1)
        return buyingPower();
    return std::max(m_books.equity() - m_books.initialMargin() - openCharges(), Money());
}

/// Of two orders that replace one another the larger is charged.
std::optional<Problem> OrderChecks::aboutMoney(const Asset &asset, Money charge, const Order *replaced) const
{
    Money power = asset.isMarginable() ? buyingPower() : cashPower();
    if (replaced) {
        const Price last = m_books.price(asset).value_or(Price());
        power += chargeOf(replaced->terms, asset, replaced->remaining(), {last, last, last});
    }
    if (charge <= power)
        return std::nullopt;
    Problem problem = forbidden("insufficient buying power");
    problem.details = {{"buying_power", power.toString()}, {"cost_basis", charge.toString()}};
    return problem;
}

} // namespace app::alpaca
