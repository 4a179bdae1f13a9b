#include "core/simulation/SimVenue.h"

#include <algorithm>

namespace core {

namespace {

bool isBuy(const Order &order)
{
    return order.request.side == Side::Buy;
}

Price tradePrice(const Quote &quote, Side side)
{
    return side == Side::Buy ? quote.ask : quote.bid;
}

bool isStop(const Order &order)
{
    return order.request.type == OrderType::Stop || order.request.type == OrderType::StopLimit;
}

/// The stop's price has been reached or passed.
bool isTriggered(const Order &order, Price price)
{
    return isBuy(order) ? price >= *order.request.stopPrice : price <= *order.request.stopPrice;
}

} // namespace

SimVenue::SimVenue(Money cash, VenueRules rules) : m_rules(rules), m_random(rules.seed), m_cash(cash) {}

void SimVenue::addInstrument(const Instrument &instrument)
{
    m_markets[instrument.id].instrument = instrument;
}

SimVenue::Market *SimVenue::market(const InstrumentId &instrument)
{
    const auto found = m_markets.find(instrument);
    return found == m_markets.end() ? nullptr : &found->second;
}

void SimVenue::onPrice(const InstrumentId &instrument, Price price, Timestamp at)
{
    if (Market *here = market(instrument))
        onPrice(*here, price, quoteAround(*here, price, at));
}

void SimVenue::onQuote(const InstrumentId &instrument, Price price, const Quote &quote)
{
    if (Market *here = market(instrument))
        onPrice(*here, price, quote);
}

void SimVenue::onPrice(Market &here, Price price, const Quote &quote)
{
    m_now = std::max(m_now, quote.at);
    here.lastPrice = price;
    here.lastPriceAt = quote.at;
    here.quote = quote;
    here.hasQuote = true;
    here.isLive = true;
    matchAtPrice(here);
}

Quote SimVenue::quoteAround(const Market &here, Price price, Timestamp at) const
{
    Quote quote{price, price, at};
    if (!m_rules.halfSpread.isZero())
        quote = {scaledPrice(price, -m_rules.halfSpread), scaledPrice(price, m_rules.halfSpread), at};
    if (m_rules.roundsToTick) {
        quote.bid = here.instrument.roundedPrice(quote.bid, Rounding::Floor);
        quote.ask = here.instrument.roundedPrice(quote.ask, Rounding::Ceiling);
    }
    return quote;
}

void SimVenue::onBarEnd(const InstrumentId &instrument, const Bar &bar, bool wasPlayedAsTicks)
{
    Market *here = market(instrument);
    if (!here)
        return;
    if (!wasPlayedAsTicks) {
        m_now = std::max(m_now, bar.openTime);
        matchOpen(*here, bar);
    }
    m_now = std::max(m_now, bar.closeTime);
    if (wasPlayedAsTicks)
        return;
    matchRange(*here, bar);
    here->quote = {bar.close, bar.close, bar.closeTime};
    here->hasQuote = true;
    here->isLive = false;
}

void SimVenue::haltTrading(const InstrumentId &instrument)
{
    if (Market *here = market(instrument))
        here->isLive = false;
}

void SimVenue::pauseTrading(const InstrumentId &instrument)
{
    Market *here = market(instrument);
    if (!here)
        return;
    here->isLive = false;
    // A day order that rests ends with its session; a market order waits for the next one.
    const std::vector<ClientOrderId> open = here->open;
    for (const ClientOrderId &id : open)
        if (Order &order = m_orders.at(id); order.request.timeInForce == TimeInForce::Day &&
                                            order.request.type != OrderType::Market)
            finish(*here, order, OrderStatus::Cancelled, "the day order's session is over");
}

std::string SimVenue::objection(const Market &here, const OrderRequest &order) const
{
    if (order.quantity.sign() <= 0)
        return "the quantity must be positive";
    if ((order.type == OrderType::Limit || order.type == OrderType::StopLimit) && !order.limitPrice)
        return "a limit order needs a limit price";
    if ((order.type == OrderType::Stop || order.type == OrderType::StopLimit) && !order.stopPrice)
        return "a stop order needs a stop price";
    const Quantity signedQuantity = order.side == Side::Buy ? order.quantity : -order.quantity;
    if (m_endedPairs.contains(order.ocoGroup))
        return "the other order of the pair was filled";
    if (order.reduceOnly && here.held.sign() * signedQuantity.sign() >= 0)
        return "reduce-only, and it would not reduce";
    if (!m_rules.checksCash || !here.hasQuote || order.side == Side::Sell || here.held.sign() < 0)
        return {};
    const Price price = order.limitPrice.value_or(here.quote.ask);
    const Money cost = notional(price, order.quantity, here.instrument.multiplier);
    return cost + scaled(cost, m_rules.feeRate) > m_cash ? "insufficient buying power" : "";
}

void SimVenue::reject(const OrderRequest &order, const std::string &reason)
{
    m_sink(OrderRejected{order.clientOrderId, reason});
}

void SimVenue::submit(const OrderRequest &request)
{
    Market *here = market(request.instrument);
    if (!here)
        return reject(request, "unknown instrument " + request.instrument.text());
    // A repeated client order id never makes a second order.
    if (m_orders.contains(request.clientOrderId))
        return reject(request, "duplicate client order id");
    if (const std::string why = objection(*here, request); !why.empty())
        return reject(request, why);

    Order order;
    order.request = request;
    order.venueId = VenueOrderId("V" + std::to_string(m_nextVenueId++));
    order.status = OrderStatus::Working;
    order.createdAt = m_now;
    order.updatedAt = m_now;
    const auto at = m_orders.emplace(request.clientOrderId, std::move(order)).first;
    here->open.push_back(request.clientOrderId);
    m_sink(OrderAccepted{request.clientOrderId, at->second.venueId});
    if (here->isLive)
        matchOrder(*here, at->second, true);
}

void SimVenue::cancel(const ClientOrderId &id, const std::string &reason)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end()) {
        m_sink(OrderNotFound{id});
        return;
    }
    if (!isFinal(found->second.status))
        finish(*market(found->second.request.instrument), found->second, OrderStatus::Cancelled, reason);
}

Result<> SimVenue::amend(const ClientOrderId &id, const Amendment &amendment)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end() || isFinal(found->second.status))
        return failure(ErrorCode::Refused, "the order does not work");
    Order &order = found->second;
    if (amendment.quantity && *amendment.quantity <= order.filled)
        return failure(ErrorCode::Refused, "that much is filled already");
    order.request.quantity = amendment.quantity.value_or(order.request.quantity);
    if (amendment.limitPrice)
        order.request.limitPrice = amendment.limitPrice;
    if (amendment.stopPrice)
        order.request.stopPrice = amendment.stopPrice;
    order.updatedAt = m_now;
    m_amended.insert(id);
    if (Market &here = *market(order.request.instrument); here.isLive)
        matchOrder(here, order, true);
    return {};
}

void SimVenue::query(const ClientOrderId &id)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end()) {
        m_sink(OrderNotFound{id});
        return;
    }
    const Order &order = found->second;
    m_sink(OrderAccepted{id, order.venueId});
    if (m_amended.contains(id))
        m_sink(OrderAmended{id, order.venueId,
                            {order.request.quantity, order.request.limitPrice, order.request.stopPrice}});
    for (const Fill &fill : m_fills)
        if (fill.order == id)
            m_sink(OrderFilled{fill});
    if (order.status == OrderStatus::Cancelled)
        m_sink(OrderCancelled{id, order.reason});
}

VenueSnapshot SimVenue::snapshot() const
{
    VenueSnapshot shot;
    for (const auto &[id, order] : m_orders)
        if (!isFinal(order.status))
            shot.openOrders.push_back(order);
    shot.fills = m_fills;
    for (const auto &[id, here] : m_markets)
        if (!here.held.isZero())
            shot.holdings.push_back({id, here.held});
    shot.cash = m_cash;
    return shot;
}

std::optional<Quote> SimVenue::quote(const InstrumentId &instrument) const
{
    const auto found = m_markets.find(instrument);
    return found == m_markets.end() || !found->second.hasQuote ? std::nullopt
                                                               : std::optional(found->second.quote);
}

const Order *SimVenue::find(const ClientOrderId &order) const
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? nullptr : &found->second;
}

Quantity SimVenue::held(const InstrumentId &instrument) const
{
    const auto found = m_markets.find(instrument);
    return found == m_markets.end() ? Quantity() : found->second.held;
}

void SimVenue::matchAtPrice(Market &here)
{
    // A copy: fills cancel group members while this walks.
    const std::vector<ClientOrderId> open = here.open;
    for (const ClientOrderId &id : open)
        if (Order &order = m_orders.at(id); !isFinal(order.status))
            matchOrder(here, order, false);
}

void SimVenue::matchOrder(Market &here, Order &order, bool isFresh)
{
    const Price price = tradePrice(here.quote, order.request.side);
    switch (order.request.type) {
    case OrderType::Market:
        // A collar turns a market order into a limit that may wait no longer than its session.
        if (order.request.limitPrice &&
            (isBuy(order) ? price > *order.request.limitPrice : price < *order.request.limitPrice))
            return finish(here, order, OrderStatus::Cancelled, "the price is beyond the collar");
        return fill(here, order, price, true);
    case OrderType::Limit: {
        // Marketable on arrival, or a target: at the limit's side. A resting entry is behind the
        // queue, so it needs the price to trade through by a tick.
        const bool needsThrough = !isFresh && order.request.role == OrderRole::Entry;
        const Price through(needsThrough ? here.instrument.tickSize : Decimal());
        const Price limit = *order.request.limitPrice;
        if (isBuy(order) ? price <= limit - through : price >= limit + through)
            fill(here, order, price, false);
        return;
    }
    case OrderType::Stop:
        if (isTriggered(order, price))
            trigger(here, order, price);
        return;
    case OrderType::StopLimit:
        if (!isTriggered(order, price))
            return;
        order.request.type = OrderType::Limit; // from now on it is one
        return matchOrder(here, order, true);
    }
}

void SimVenue::trigger(Market &here, Order &order, Price price)
{
    fill(here, order, price, true);
    if (!isFinal(order.status))
        order.request.type = OrderType::Market; // triggered once: the rest goes at any price
}

/// A bar that comes whole may open beyond what waits: that is known to come before its range.
void SimVenue::matchOpen(Market &here, const Bar &bar)
{
    const bool wasSeen = here.lastPrice == bar.open && here.lastPriceAt >= bar.openTime;
    if (wasSeen)
        return;
    here.quote = quoteAround(here, bar.open, bar.openTime);
    const std::vector<ClientOrderId> open = here.open;
    for (const ClientOrderId &id : open)
        if (Order &order = m_orders.at(id);
            !isFinal(order.status) && order.request.type != OrderType::Market)
            matchOrder(here, order, false);
}

void SimVenue::matchRange(Market &here, const Bar &bar)
{
    m_ambiguousBars += isAmbiguous(here, bar);
    // Stops first: when stop and target lie in one bar, the honest answer is the stop.
    std::vector<ClientOrderId> stops;
    std::vector<ClientOrderId> limits;
    for (const ClientOrderId &id : here.open) {
        const OrderType type = m_orders.at(id).request.type;
        if (type == OrderType::Limit)
            limits.push_back(id);
        else if (type != OrderType::Market)
            stops.push_back(id);
    }
    for (const auto &ids : {stops, limits})
        for (const ClientOrderId &id : ids)
            if (Order &order = m_orders.at(id); !isFinal(order.status))
                matchRangeOrder(here, order, bar);
}

/// Both orders of a pair lie inside the bar, and nobody knows which came first.
bool SimVenue::isAmbiguous(const Market &here, const Bar &bar) const
{
    for (const ClientOrderId &id : here.open) {
        const Order &stop = m_orders.at(id);
        if (!isStop(stop) || stop.request.ocoGroup.empty() ||
            !isTriggered(stop, isBuy(stop) ? bar.high : bar.low))
            continue;
        for (const ClientOrderId &other : here.open) {
            const OrderRequest &target = m_orders.at(other).request;
            if (target.ocoGroup == stop.request.ocoGroup && target.type == OrderType::Limit &&
                (target.side == Side::Buy ? bar.low <= *target.limitPrice : bar.high >= *target.limitPrice))
                return true;
        }
    }
    return false;
}

void SimVenue::matchRangeOrder(Market &here, Order &order, const Bar &bar)
{
    if (isStop(order)) {
        const Price at = *order.request.stopPrice;
        if (!isTriggered(order, isBuy(order) ? bar.high : bar.low))
            return;
        if (order.request.type == OrderType::Stop)
            return trigger(here, order, at);
        order.request.type = OrderType::Limit;
        if (isBuy(order) ? at <= *order.request.limitPrice : at >= *order.request.limitPrice)
            fill(here, order, at, true);
        return;
    }
    const bool needsThrough = order.request.role == OrderRole::Entry;
    const Price through(needsThrough ? here.instrument.tickSize : Decimal());
    const Price limit = *order.request.limitPrice;
    if (isBuy(order) ? bar.low <= limit - through : bar.high >= limit + through)
        fill(here, order, limit, false);
}

Quantity SimVenue::fillable(const Market &here, const Order &order) const
{
    Quantity wanted = order.remaining();
    if (order.request.reduceOnly) {
        // What was left behind by a position that has since turned would add to the new one.
        const bool reduces = isBuy(order) ? here.held.sign() < 0 : here.held.sign() > 0;
        wanted = reduces ? std::min(wanted, here.held.abs()) : Quantity();
    }
    if (!m_rules.maxFillPerPrice.isZero())
        wanted = std::min(wanted, m_rules.maxFillPerPrice);
    if (m_rules.liquidity && wanted.sign() > 0)
        wanted = std::min(wanted, m_rules.liquidity(order, wanted));
    return wanted;
}

void SimVenue::fill(Market &here, Order &order, Price price, bool slips)
{
    const Quantity quantity = fillable(here, order);
    if (quantity.sign() <= 0)
        return finish(here, order, OrderStatus::Cancelled, "nothing left to reduce");
    if (slips && !m_rules.maxRandomSlippage.isZero()) {
        const double lost = m_random.uniform() * m_rules.maxRandomSlippage.toDouble();
        const Decimal fraction = Decimal::fromDouble(isBuy(order) ? lost : -lost);
        price = here.instrument.roundedPrice(scaledPrice(price, fraction),
                                             isBuy(order) ? Rounding::Ceiling : Rounding::Floor);
        if (const auto &limit = order.request.limitPrice)
            price = isBuy(order) ? std::min(price, *limit) : std::max(price, *limit);
    }
    const Money value = notional(price, quantity, here.instrument.multiplier);
    Fill made;
    made.id = FillId("F" + std::to_string(m_nextFillId++));
    made.order = order.request.clientOrderId;
    made.instrument = order.request.instrument;
    made.side = order.request.side;
    made.quantity = quantity;
    made.price = price;
    made.fee = scaled(value.abs(), m_rules.feeRate) +
               Money(WideDecimal::product(m_rules.feePerUnit, quantity.value()));
    if (isBuy(order) && here.instrument.assetClass == AssetClass::Crypto)
        made.assetFee = Quantity(WideDecimal::product(m_rules.assetFeeRate, quantity.value()).narrowed(Rounding::Ceiling));
    made.at = m_now;

    m_cash -= isBuy(order) ? value + made.fee : made.fee - value;
    here.held += made.signedQuantity() - made.assetFee;
    order.filled += quantity;
    order.filledNotional += notional(price, quantity);
    order.updatedAt = m_now;
    order.status = order.remaining().isZero() ? OrderStatus::Filled : OrderStatus::PartiallyFilled;
    m_fills.push_back(made);
    m_sink(OrderFilled{made});
    if (order.status == OrderStatus::Filled)
        std::erase(here.open, order.request.clientOrderId);
    else if (order.request.reduceOnly && here.held.isZero())
        finish(here, order, OrderStatus::Cancelled, "nothing left to reduce");
    // A pair stays until one of it has done its work: a part leaves a rest that needs its stop.
    if (isFinal(order.status))
        cancelGroup(here, order);
}

void SimVenue::finish(Market &here, Order &order, OrderStatus status, const std::string &reason)
{
    order.status = status;
    order.reason = reason;
    order.updatedAt = m_now;
    std::erase(here.open, order.request.clientOrderId);
    m_sink(OrderCancelled{order.request.clientOrderId, reason});
}

void SimVenue::cancelGroup(Market &here, const Order &filled)
{
    if (filled.request.ocoGroup.empty())
        return;
    m_endedPairs.insert(filled.request.ocoGroup);
    const std::vector<ClientOrderId> open = here.open;
    for (const ClientOrderId &id : open) {
        Order &other = m_orders.at(id);
        if (id != filled.request.clientOrderId && other.request.ocoGroup == filled.request.ocoGroup)
            finish(here, other, OrderStatus::Cancelled, "the other order of the pair was filled");
    }
}

} // namespace core
