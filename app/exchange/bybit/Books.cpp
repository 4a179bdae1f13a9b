#include "app/exchange/bybit/Books.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

Position &Books::position(const Product &product)
{
    Position &found = m_positions[product.instrument.id];
    if (!found.product) {
        found.product = &product;
        found.leverage = Decimal::fromInteger(10);
    }
    return found;
}

const Execution &Books::book(Order &order, const Made &fill, std::string executionId)
{
    const Product &product = *order.terms.product;
    Execution made{.id = std::move(executionId),
                   .ordinal = std::int64_t(m_executions.size() + 1),
                   .order = order.id,
                   .product = &product,
                   .side = order.terms.side,
                   .quantity = fill.quantity,
                   .price = fill.price};
    made.kind = order.terms.isLiquidation ? "BustTrade" : "Trade";
    made.leaves = order.leaves();
    made.isMaker = fill.isMaker;
    made.feeRate = feeRateOf(product, fill.isMaker);
    made.feeCoin = order.feeCoin();
    made.at = fill.at;
    made.sequence = ++m_sequence;
    if (product.isSpot())
        bookSpot(order, made);
    else
        bookLinear(order, made);
    order.fee = order.fee + made.fee;
    m_executions.push_back(std::move(made));
    return m_executions.back();
}

void Books::bookSpot(const Order &order, Execution &made)
{
    const WideDecimal value = notional(made.price, made.quantity).value();
    const bool buys = made.side == Side::Buy;
    made.fee = (buys ? WideDecimal(made.quantity.value()) : value).times(made.feeRate);
    const WideDecimal units(made.quantity.value());
    LedgerRow base{.coin = order.terms.product->base, .cash = buys ? units : -units, .at = made.at};
    LedgerRow quote{.coin = made.product->instrument.currency,
                    .cash = buys ? -value : value,
                    .at = made.at};
    (buys ? base : quote).fee = made.fee;
    base.execution = quote.execution = made.ordinal;
    enter(std::move(base));
    enter(std::move(quote));
}

/// The one way in which a coin changes.
void Books::enter(LedgerRow row)
{
    WideDecimal &coin = m_coins[row.coin];
    coin = coin + row.change();
    row.balance = coin;
    row.ordinal = std::int64_t(m_ledger.size() + 1);
    m_ledger.push_back(std::move(row));
}

const Execution &Books::fund(const Product &product, Decimal rate, Timestamp at, std::string executionId)
{
    Position &here = position(product);
    Execution made{.id = std::move(executionId),
                   .kind = "Funding",
                   .ordinal = std::int64_t(m_executions.size() + 1),
                   .product = &product,
                   .side = here.quantity.sign() > 0 ? Side::Buy : Side::Sell,
                   .quantity = here.quantity.abs(),
                   .price = price(product)};
    made.fee = notional(made.price, here.quantity).value().times(rate);
    made.feeCoin = product.instrument.currency;
    made.feeRate = rate;
    made.at = at;
    made.sequence = ++m_sequence;
    here.realised += -Money(made.fee);
    here.realisedEver += -Money(made.fee);
    here.updatedAt = at;
    here.sequence = made.sequence;
    enter({.type = "SETTLEMENT",
           .coin = made.feeCoin,
           .funding = -made.fee,
           .at = at,
           .execution = made.ordinal});
    m_executions.push_back(std::move(made));
    return m_executions.back();
}

void Books::transfer(const std::string &coin, WideDecimal amount, Timestamp at)
{
    enter({.type = amount.sign() < 0 ? "TRANSFER_OUT" : "TRANSFER_IN",
           .coin = coin,
           .cash = amount,
           .at = at});
}

void Books::bookLinear(const Order &order, Execution &made)
{
    Position &here = position(*made.product);
    const Quantity wanted = made.side == Side::Buy ? made.quantity : -made.quantity;
    const bool reduces = here.quantity.sign() * wanted.sign() < 0;
    made.fee = notional(made.price, made.quantity).value().times(made.feeRate);
    made.closed = reduces ? std::min(here.quantity.abs(), made.quantity) : Quantity();
    const Quantity ending = wanted.sign() > 0 ? made.closed : -made.closed;
    if (here.isFlat()) {
        here.realised = {};
        here.createdAt = made.at;
    }
    made.profit = close(here, ending, made.price);
    open(here, wanted - ending, made.price);
    here.realised += made.profit - Money(made.fee);
    here.realisedEver += made.profit - Money(made.fee);
    here.updatedAt = made.at;
    here.sequence = made.sequence;
    enter({.type = order.terms.isLiquidation ? "LIQUIDATION" : "TRADE",
           .coin = made.product->instrument.currency,
           .cash = made.profit.value(),
           .fee = made.fee,
           .at = made.at,
           .execution = made.ordinal});
}

void Books::open(Position &position, Quantity signedQuantity, Price price)
{
    position.quantity += signedQuantity;
    position.cost += notional(price, signedQuantity);
}

/// What is closed leaves at the average; the profit of it.
Money Books::close(Position &position, Quantity signedQuantity, Price price)
{
    if (signedQuantity.isZero())
        return {};
    const Quantity after = position.quantity + signedQuantity;
    const Money left =
        after.isZero()
            ? Money()
            : Money(position.cost.value().times(after.value()).over(position.quantity.value()));
    const Money leaving = position.cost - left;
    position.quantity = after;
    position.cost = left;
    return notional(price, -signedQuantity) - leaving;
}

Price Books::price(const Product &product) const
{
    const auto found = m_prices.find(product.instrument.id);
    return found == m_prices.end() ? Price() : found->second;
}

Quantity Books::held(const Product &product) const
{
    const auto found = m_positions.find(product.instrument.id);
    return found == m_positions.end() ? Quantity() : found->second.quantity;
}

WideDecimal Books::balance(const std::string &coin) const
{
    const auto found = m_coins.find(coin);
    return found == m_coins.end() ? WideDecimal() : found->second;
}

Money Books::unrealised() const
{
    Money sum;
    for (const auto &[id, each] : m_positions)
        sum += each.unrealised(price(*each.product));
    return sum;
}

Money Books::initialMargin() const
{
    Money sum;
    for (const auto &[id, each] : m_positions)
        sum += each.initialMargin(price(*each.product));
    return sum;
}

Money Books::maintenanceMargin() const
{
    Money sum;
    for (const auto &[id, each] : m_positions)
        sum += each.maintenanceMargin(price(*each.product));
    return sum;
}

Money Books::realisedEver() const
{
    Money sum;
    for (const auto &[id, each] : m_positions)
        sum += each.realisedEver;
    return sum;
}

}  // namespace app::bybit
