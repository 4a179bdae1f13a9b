#include "core/portfolio/Portfolio.h"

#include <algorithm>
#include <utility>

namespace core {

namespace {

/// part / whole of the money, half to even at eighteen places.
Money share(Money money, Quantity part, Quantity whole)
{
    if (part == whole)
        return money;
    return Money(money.value().share(part.value(), whole.value()));
}

std::optional<Price> averageOf(Money total, Quantity quantity, Decimal multiplier)
{
    if (quantity.isZero())
        return std::nullopt;
    const WideDecimal units = WideDecimal::product(quantity.value(), multiplier);
    return Price(total.value().over(units).narrowed(Rounding::HalfEven));
}

Price closingPrice(const Quote &quote, bool isLong)
{
    return isLong ? quote.bid : quote.ask;
}

} // namespace

std::optional<Price> Position::averagePrice() const
{
    return averageOf(openNotional, quantity, multiplier);
}

Money Position::unrealisedPnl(const Quote &quote) const
{
    return notional(closingPrice(quote, quantity.sign() > 0), quantity, multiplier) - openNotional;
}

bool Portfolio::apply(const Fill &fill, Decimal multiplier, const std::string &reason, Decimal lot)
{
    if (!m_seen.insert(fill.id).second)
        return false;
    const Quantity signedQuantity = fill.signedQuantity();
    m_cash -= notional(fill.price, signedQuantity, multiplier) + fill.fee;
    m_fees += fill.fee;

    Position &position = m_positions[fill.instrument];
    position.multiplier = multiplier;
    position.fees += fill.fee;
    const bool reduces = position.quantity.sign() * signedQuantity.sign() < 0;
    const Quantity closing = reduces ? std::min(position.quantity.abs(), fill.quantity) : Quantity();
    const Quantity opening = fill.quantity - closing;
    const Money closingFee = share(fill.fee, closing, fill.quantity);
    if (!closing.isZero())
        close(fill, closing, closingFee, position);
    if (opening.isZero())
        takeAssetFee(fill, position);
    const bool isOver = position.quantity.abs() < Quantity(lot) || position.quantity.isZero();
    if (!closing.isZero() && isOver && m_trips.contains(fill.instrument))
        finish(fill.instrument, fill, reason);
    if (opening.isZero())
        return true;
    open(fill, opening, fill.fee - closingFee, position);
    takeAssetFee(fill, position);
    return true;
}

void Portfolio::open(const Fill &fill, Quantity quantity, Money fee, Position &position)
{
    const Quantity added = fill.side == Side::Buy ? quantity : -quantity;
    const Money cost = notional(fill.price, added, position.multiplier);
    const auto [at, isNew] = m_trips.try_emplace(fill.instrument);
    Trip &trip = at->second;
    if (isNew) {
        trip.shown.instrument = fill.instrument;
        trip.shown.direction = fill.side == Side::Buy ? Direction::Long : Direction::Short;
        trip.shown.entryTime = fill.at;
    }
    position.quantity += added;
    position.openNotional += cost;
    trip.shown.quantity += quantity;
    trip.shown.fees += fee;
    trip.entryNotional += cost.abs();
    trip.shown.entryPrice =
        averageOf(trip.entryNotional, trip.shown.quantity, position.multiplier).value_or(fill.price);
}

void Portfolio::close(const Fill &fill, Quantity quantity, Money fee, Position &position)
{
    const Money cost = share(position.openNotional, quantity, position.quantity.abs());
    const Quantity leaving = position.quantity.sign() > 0 ? quantity : -quantity;
    const Money proceeds = notional(fill.price, leaving, position.multiplier);
    position.realisedPnl += proceeds - cost;
    position.openNotional -= cost;
    position.quantity -= leaving;

    const auto found = m_trips.find(fill.instrument);
    if (found == m_trips.end()) // a rest of which the trip has ended
        return;
    Trip &trip = found->second;
    trip.exitNotional += proceeds.abs();
    trip.exited += quantity;
    trip.shown.fees += fee;
    trip.shown.pnl += proceeds - cost;
}

/// What was paid for the fee stays a cost of what is left: its worth is a loss when that is sold.
void Portfolio::takeAssetFee(const Fill &fill, Position &position)
{
    if (fill.assetFee.isZero())
        return;
    position.quantity -= fill.assetFee;
    const Money lost = position.quantity.isZero() ? std::exchange(position.openNotional, Money()) : Money();
    position.realisedPnl -= lost;
    const auto found = m_trips.find(fill.instrument);
    if (found == m_trips.end())
        return;
    Trip &trip = found->second;
    trip.shown.pnl -= lost;
    if (fill.side == Side::Sell) {
        trip.exited += fill.assetFee;
        return;
    }
    trip.shown.quantity -= fill.assetFee;
    trip.shown.entryPrice =
        averageOf(trip.entryNotional, trip.shown.quantity, position.multiplier).value_or(fill.price);
}

void Portfolio::finish(const InstrumentId &instrument, const Fill &fill, const std::string &reason)
{
    auto node = m_trips.extract(instrument);
    Trip &trip = node.mapped();
    RoundTrip done = trip.shown;
    done.pnl -= done.fees;
    done.exitTime = fill.at;
    done.exitPrice = averageOf(trip.exitNotional, trip.exited, m_positions[instrument].multiplier);
    done.returnPct = 100.0 * ratio(done.pnl, trip.entryNotional);
    done.reason = reason;
    m_closed.push_back(std::move(done));
}

bool Portfolio::apply(const CashFlow &flow)
{
    if (!m_flows.emplace(flow.id, flow).second)
        return false;
    m_cash += flow.amount;
    return true;
}

Money Portfolio::netFlowsSince(Timestamp at) const
{
    Money total;
    for (const auto &[id, flow] : m_flows)
        if (flow.at >= at && flow.kind == CashFlow::Kind::Transfer && id != openingFlow())
            total += flow.amount;
    return total;
}

void Portfolio::mark(const InstrumentId &instrument, const Quote &quote)
{
    m_quotes[instrument] = quote;
}

Money Portfolio::equity() const
{
    Money total = m_cash;
    for (const auto &[instrument, position] : m_positions) {
        if (position.quantity.isZero())
            continue;
        total += position.openNotional;
        if (const auto found = m_quotes.find(instrument); found != m_quotes.end())
            total += position.unrealisedPnl(found->second);
    }
    return total;
}

Money Portfolio::exposure() const
{
    Money total;
    for (const auto &[instrument, position] : m_positions) {
        if (position.quantity.isZero())
            continue;
        const auto found = m_quotes.find(instrument);
        total += found == m_quotes.end()
                     ? position.openNotional.abs()
                     : notional(closingPrice(found->second, position.quantity.sign() > 0),
                                position.quantity, position.multiplier)
                           .abs();
    }
    return total;
}

Quantity Portfolio::held(const InstrumentId &instrument) const
{
    const auto found = m_positions.find(instrument);
    return found == m_positions.end() ? Quantity() : found->second.quantity;
}

std::optional<Quote> Portfolio::quote(const InstrumentId &instrument) const
{
    const auto found = m_quotes.find(instrument);
    return found == m_quotes.end() ? std::nullopt : std::optional(found->second);
}

std::vector<RoundTrip> Portfolio::openTrips() const
{
    std::vector<RoundTrip> open;
    for (const auto &[instrument, trip] : m_trips) {
        RoundTrip shown = trip.shown;
        const auto &position = m_positions.at(instrument);
        if (const auto found = m_quotes.find(instrument); found != m_quotes.end())
            shown.pnl += position.unrealisedPnl(found->second);
        shown.pnl -= shown.fees;
        shown.returnPct = 100.0 * ratio(shown.pnl, trip.entryNotional);
        open.push_back(std::move(shown));
    }
    return open;
}

} // namespace core
