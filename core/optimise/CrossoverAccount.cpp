#include "core/optimise/CrossoverAccount.h"

namespace core {

void CrossoverAccount::buy(Price price, Timestamp at)
{
    const Instrument &instrument = m_money->instrument;
    const WideDecimal one = notional(price, Quantity(Decimal::fromNanos(Decimal::one))).value();
    const WideDecimal each = one + one.times(m_money->feeRate);
    if (m_cash.sign() <= 0 || each.isZero())
        return;
    const Quantity quantity(m_cash.value().overFloored(each));
    const Money cost = notional(price, quantity);
    if (quantity.sign() <= 0 || quantity < instrument.minQuantity || cost < instrument.minNotional)
        return;
    const Money fee = scaled(cost, m_money->feeRate);
    m_cash -= cost + fee;
    m_fees += fee;
    m_held = quantity;
    m_entryTime = at;
    m_entryPrice = price;
    m_cost = cost;
    m_tripFees = fee;
}

void CrossoverAccount::sell(Price price, Timestamp at)
{
    const Money proceeds = notional(price, m_held);
    const Money fee = scaled(proceeds, m_money->feeRate);
    m_cash += proceeds - fee;
    m_fees += fee;
    m_tripFees += fee;
    ++m_roundTrips;
    if (m_trades)
        list(proceeds, price, at);
    m_held = {};
}

void CrossoverAccount::finish(Price lastClose)
{
    if (m_trades && isHolding())
        list(notional(lastClose, m_held), std::nullopt, std::nullopt);
}

void CrossoverAccount::list(const Money &proceeds, std::optional<Price> exitPrice, std::optional<Timestamp> exitTime)
{
    RoundTrip trip;
    trip.instrument = m_money->instrument.id;
    trip.direction = Direction::Long;
    trip.entryTime = m_entryTime;
    trip.entryPrice = m_entryPrice;
    trip.exitTime = exitTime;
    trip.exitPrice = exitPrice;
    trip.quantity = m_held;
    trip.fees = m_tripFees;
    trip.pnl = proceeds - m_cost - m_tripFees;
    trip.returnPct = 100.0 * ratio(trip.pnl, m_cost);
    trip.reason = exitTime ? "signal" : "";
    m_trades->push_back(std::move(trip));
}

} // namespace core
