#include "app/exchange/alpaca/AlpacaAccount.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;
using namespace std::chrono_literals;

namespace {

core::OrderType plainType(Type type)
{
    switch (type) {
    case Type::Market: return OrderType::Market;
    case Type::Limit: return OrderType::Limit;
    case Type::Stop:
    case Type::TrailingStop: return OrderType::Stop;
    case Type::StopLimit: return OrderType::StopLimit;
    }
    return OrderType::Market;
}

/// The stop of a trailing order behind the best price so far.
Price trailOf(const Draft &terms, Price highWater)
{
    const Decimal distance = terms.trailPrice.value_or(
        scaledPrice(highWater, Decimal::fromNanos(terms.trailPercent.value_or(Decimal()).nanos() / 100)).value() -
        highWater.value());
    return Price(terms.side == Side::Sell ? highWater.value() - distance : highWater.value() + distance);
}

} // namespace

/// Not before its market is open; opening and closing auctions have their own moments.
bool AlpacaAccount::mayRoute(const Order &order) const
{
    if (order.terms.force == Force::Opg || order.terms.force == Force::Cls)
        return false;
    if (isOpen(*order.asset))
        return true;
    const Duration time = newYorkTimeOfDay(now());
    return order.terms.isExtended && !isHalted(*order.asset) && isTradingDay(newYorkDate(now())) && time >= 4h && time < 20h;
}

OrderRequest AlpacaAccount::requestOf(const Order &order) const
{
    OrderRequest request;
    request.clientOrderId = ClientOrderId(order.id);
    request.instrument = order.asset->instrument.id;
    request.side = order.terms.side;
    request.quantity = order.remaining();
    request.type = plainType(order.terms.type);
    request.limitPrice = order.terms.limit;
    request.stopPrice = order.terms.stop;
    request.timeInForce = TimeInForce::GoodTillCancelled; // days end here, not in the books below
    request.role = OrderRole::Target; // marketable is enough: the paper venue knows no queue
    if (order.terms.type == Type::Stop && order.terms.side == Side::Buy) {
        request.type = OrderType::StopLimit; // as the broker turns it
        request.limitPrice = collarAbove(*order.terms.stop);
    }
    request.ocoGroup = order.group;
    return request;
}

void AlpacaAccount::route(Order &order)
{
    if (order.terms.notional && !order.terms.quantity)
        order.terms.quantity = quantityOf(order.terms, marketOf(*order.asset).ask);
    if (order.terms.type == Type::TrailingStop) {
        order.highWater = m_books.price(*order.asset).value_or(Price());
        order.terms.stop = trailOf(order.terms, *order.highWater);
    }
    order.isRouted = true;
    if (order.terms.force == Force::Ioc || order.terms.force == Force::Fok)
        return routeAtOnceOrNever(order);
    m_sim.submit(requestOf(order));
}

void AlpacaAccount::routeAtOnceOrNever(Order &order)
{
    const OrderChecks::Market market = marketOf(*order.asset);
    const bool buys = order.terms.side == Side::Buy;
    const bool isMarketable =
        !order.terms.limit || (buys ? *order.terms.limit >= market.ask : *order.terms.limit <= market.bid);
    const bool isEnough = m_setup.fillAtMost.isZero() || m_setup.fillAtMost >= order.remaining();
    if (order.terms.force == Force::Fok && !(isMarketable && isEnough)) {
        order.isRouted = false;
        order.status = Status::New;
        tell("new", order);
        return end(order, Status::Canceled);
    }
    const std::string id = order.id;
    m_sim.submit(requestOf(order));
    if (m_orders.at(id).isLive())
        m_sim.cancel(ClientOrderId(id));
}

void AlpacaAccount::routeQueued(const Asset &asset)
{
    for (const std::string &id : std::vector<std::string>(m_live))
        if (Order &order = m_orders.at(id);
            order.asset == &asset && order.status == Status::Accepted && order.terms.force != Force::Cls)
            route(order);
}

void AlpacaAccount::onStep(const MarketStep &step)
{
    const Asset *asset = m_assets.playedBy(step.series.instrument);
    if (!asset)
        return;
    if (step.kind == MarketStep::Kind::Tick)
        onTick(*asset, step.price, step.at);
    else
        onBarEnd(*asset, step);
    followUp();
}

void AlpacaAccount::onTick(const Asset &asset, Price price, Timestamp at)
{
    if (isOpen(asset))
        routeQueued(asset);
    m_books.setPrice(asset, price);
    m_sim.onPrice(asset.instrument.id, price, at);
    quoteContracts(asset);
    followUp();
    moveTrails(asset, price);
    for (const std::string &id : std::vector<std::string>(m_live)) // the auction is over with its price
        if (const Order &order = m_orders.at(id); order.asset == &asset && order.terms.force == Force::Opg &&
                                                  order.isLive() && order.isRouted)
            m_sim.cancel(ClientOrderId(id));
}

void AlpacaAccount::moveTrails(const Asset &asset, Price price)
{
    for (const std::string &id : std::vector<std::string>(m_live)) {
        Order &order = m_orders.at(id);
        if (order.asset != &asset || order.terms.type != Type::TrailingStop || !order.isLive() || !order.isRouted)
            continue;
        const bool isBetter = order.terms.side == Side::Sell ? price > *order.highWater : price < *order.highWater;
        if (!isBetter || !isOpen(asset))
            continue;
        order.highWater = price;
        order.terms.stop = trailOf(order.terms, price);
        (void)m_sim.amend(ClientOrderId(id), {.stopPrice = order.terms.stop});
    }
}

void AlpacaAccount::onBarEnd(const Asset &asset, const MarketStep &step)
{
    m_books.setPrice(asset, step.bar.close);
    m_sim.onBarEnd(asset.instrument.id, step.bar, step.wasPlayedAsTicks);
    m_books.sample(step.bar.closeTime);
    if (step.endsSession)
        endSession(asset);
}

void AlpacaAccount::endSession(const Asset &asset)
{
    endOrders(asset);
    endContracts(asset);
    m_books.endDay(now());
}

void AlpacaAccount::endOrders(const Asset &asset)
{
    for (const std::string &id : std::vector<std::string>(m_live)) {
        Order &order = m_orders.at(id);
        if (order.asset != &asset || !order.isLive())
            continue;
        if (order.terms.force == Force::Cls && !order.isRouted && order.createdAt < now())
            route(order); // at the closing price
        const bool isOfToday = order.terms.force == Force::Day || order.terms.force == Force::Cls;
        if (order.isLive() && order.status != Status::Accepted && isOfToday && order.isRouted && !order.terms.isExtended) {
            order.ending = Status::Expired;
            m_sim.cancel(ClientOrderId(id));
        } else if (order.isLive() && order.expiresAt && *order.expiresAt <= now()) {
            finishCancel(id);
        }
    }
    m_sim.pauseTrading(asset.instrument.id);
}

} // namespace app::alpaca
