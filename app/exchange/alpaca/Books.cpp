#include "app/exchange/alpaca/Books.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

constexpr Decimal takerFee = Decimal::fromNanos(2'500'000); // 25 bp, the first tier
constexpr Decimal leastExercised = Decimal::fromNanos(Decimal::one / 100); // in the money by so much
constexpr std::size_t samplesKept = 60'000;                 // more than thirty days of minutes

Money share(Money money, std::int64_t percent)
{
    return scaled(money, Decimal::fromNanos(percent * (Decimal::one / 100)));
}

Money maintenanceOf(const Position &position, Price price, Money value)
{
    if (!position.asset->isMarginable())
        return value.abs();
    const bool isShort = position.quantity.sign() < 0;
    const Decimal line = isShort ? Decimal::fromInteger(5) : Decimal::fromNanos(2'500'000'000);
    if (!isShort)
        return price.value() < line ? value.abs() : share(value.abs(), 30);
    const bool isDear = price.value() >= line;
    const Price least(isDear ? Decimal::fromInteger(5) : Decimal::fromNanos(2'500'000'000));
    return std::max(notional(least, position.quantity.abs()), share(value.abs(), isDear ? 30 : 100));
}

} // namespace

const Execution &Books::book(const Order &order, const Fill &fill, Timestamp at, Names &names)
{
    const Asset &asset = *order.asset;
    const Money value = asset.worth(fill.price, fill.quantity);
    Execution made{.id = names.activityId(at), .executionId = names.uuid(), .order = order.id, .asset = &asset,
                   .side = fill.side, .quantity = fill.quantity, .price = fill.price, .at = at};
    if (fill.side == Side::Buy) {
        if (asset.isCrypto)
            made.fee = WideDecimal::product(fill.quantity.value(), takerFee).narrowed(Rounding::Ceiling);
        m_cash -= value;
        move(asset, fill.quantity - Quantity(made.fee), fill.price);
    } else {
        if (asset.isCrypto)
            made.fee = scaled(value, takerFee).value().narrowed(Rounding::Ceiling);
        m_cash += value - Money(made.fee);
        move(asset, -fill.quantity, fill.price);
    }
    made.cumulated = order.filled;
    made.leaves = order.remaining();
    made.isLast = order.status == Status::Filled;
    made.positionAfter = held(asset);
    m_executions.push_back(std::move(made));
    return m_executions.back();
}

/// Weighted average while it grows; what is closed leaves at the average.
void Books::move(const Asset &asset, Quantity signedQuantity, Price price)
{
    Position &position = m_positions[asset.symbol];
    position.asset = &asset;
    const Quantity before = position.quantity;
    const Quantity after = before + signedQuantity;
    if (after.isZero()) {
        m_positions.erase(asset.symbol);
        return;
    }
    const bool grows = before.sign() * signedQuantity.sign() >= 0;
    if (grows)
        position.cost += asset.worth(price, signedQuantity);
    else if (before.sign() == after.sign())
        position.cost = Money(position.cost.value().times(after.value()).over(before.value()));
    else // turned over: what is left began at this price
        position.cost = asset.worth(price, after);
    position.quantity = after;
}

std::optional<Price> Books::price(const Asset &asset) const
{
    const auto found = m_prices.find(asset.symbol);
    return found == m_prices.end() ? std::nullopt : std::optional(found->second);
}

Price Books::dayBefore(const Asset &asset) const
{
    const auto found = m_dayBefore.find(asset.symbol);
    return found == m_dayBefore.end() ? price(asset).value_or(Price()) : found->second;
}

Quantity Books::held(const Asset &asset) const
{
    const auto found = m_positions.find(asset.symbol);
    return found == m_positions.end() ? Quantity() : found->second.quantity;
}

Money Books::valueOf(const Position &position) const
{
    return position.asset->worth(price(*position.asset).value_or(Price()), position.quantity);
}

Money Books::longValue() const
{
    Money sum;
    for (const auto &[symbol, position] : m_positions)
        if (position.quantity.sign() > 0)
            sum += valueOf(position);
    return sum;
}

Money Books::shortValue() const
{
    Money sum;
    for (const auto &[symbol, position] : m_positions)
        if (position.quantity.sign() < 0)
            sum += valueOf(position);
    return sum;
}

Money Books::initialMargin() const
{
    Money sum;
    for (const auto &[symbol, position] : m_positions)
        sum += share(valueOf(position).abs(), position.asset->isMarginable() ? 50 : 100);
    return sum;
}

Money Books::maintenanceMargin() const
{
    Money sum;
    for (const auto &[symbol, position] : m_positions)
        sum += maintenanceOf(position, price(*position.asset).value_or(Price()), valueOf(position));
    return sum;
}

/// Only long positions get so far.
void Books::expire(const Asset &contract, Timestamp at, Names &names)
{
    const OptionTerms &terms = *contract.option;
    const Quantity contracts = held(contract);
    const Price spot = price(*terms.underlying).value_or(Price());
    const Price inside = terms.isCall ? spot - terms.strike : terms.strike - spot;
    const bool isExercised = inside.value() >= leastExercised;
    OptionEnd end{names.activityId(at), isExercised ? "OPEXC" : "OPEXP", &contract, contracts, {}, {}, at};
    m_positions.erase(contract.symbol);
    m_optionEnds.push_back(std::move(end));
    if (!isExercised)
        return;
    const Quantity hundreds(WideDecimal::product(contracts.value(), contract.instrument.multiplier).narrowed(Rounding::HalfEven));
    const Quantity shares = terms.isCall ? hundreds : -hundreds;
    const Money paid = terms.underlying->worth(terms.strike, shares);
    m_cash -= paid;
    move(*terms.underlying, shares, terms.strike);
    m_optionEnds.push_back({names.activityId(at), "OPTRD", terms.underlying, shares, terms.strike, -paid, at});
}

void Books::endDay(Timestamp at)
{
    m_lastEquity = equity();
    m_lastEquityAt = at;
    m_dayBefore = m_prices;
    for (auto &[symbol, position] : m_positions)
        position.isOvernight = true;
}

void Books::sample(Timestamp at)
{
    if (!m_curve.empty() && m_curve.back().at == at)
        m_curve.back().equity = equity();
    else
        m_curve.push_back({at, equity()});
    if (m_curve.size() > 2 * samplesKept) // rarely, and then many at once
        m_curve.erase(m_curve.begin(), m_curve.end() - std::ptrdiff_t(samplesKept));
}

} // namespace app::alpaca
