#include "app/exchange/bybit/BybitAccount.h"

#include "app/exchange/bybit/Text.h"

#include <algorithm>
#include <utility>

namespace app::bybit {

using namespace core;

namespace {

bool isAtOnce(const Draft &terms)
{
    return terms.isMarket || terms.force == Force::Ioc || terms.force == Force::Fok;
}

}  // namespace

BybitAccount::BybitAccount(const Products &products, const Setup &setup)
    : m_products(products),
      m_setup(setup),
      m_random(setup.seed + 5),
      m_funding(setup.seed),
      m_now(setup.start),
      m_books(setup.cash),
      m_sim({}, [this, &setup] {
          VenueRules rules = setup.rules;
          rules.feeRate = {};
          rules.checksCash = false;  // funds are looked at before
          rules.maxFillPerPrice = {};
          rules.liquidity = [this](const core::Order &order, Quantity wanted) {
              return partOf(order, wanted);
          };
          return rules;
      }())
{
    m_sim.setSink([this](const Event &event) { take(event); });
    for (const Product &product : products.all())
        m_sim.addInstrument(product.instrument);
}

const Order *BybitAccount::find(const std::string &id) const
{
    const auto found = m_orders.find(id);
    return found == m_orders.end() ? nullptr : &found->second;
}

const Order *BybitAccount::findByLinkId(Category category, const std::string &linkId) const
{
    const auto found = m_byLinkId.find({category, linkId});
    return found == m_byLinkId.end() ? nullptr : find(found->second);
}

std::optional<Quote> BybitAccount::quote(const Product &product) const
{
    return m_sim.quote(product.instrument.id);
}

Funds BybitAccount::funds() const
{
    std::vector<const Order *> live;
    for (const std::string &id : m_live)
        if (const Order *order = find(id); order->isLive())
            live.push_back(order);
    return {m_books, std::move(live)};
}

void BybitAccount::sweep()
{
    std::erase_if(m_live, [this](const std::string &id) { return !m_orders.at(id).isLive(); });
}

/// Perpetuals have UUIDs, spot has numbers of nineteen digits.
std::string BybitAccount::newId(Category category)
{
    return category == Category::Spot ? std::to_string(m_nextSpotId++) : uuid(m_random);
}

// --- the market
// ------------------------------------------------------------------------------------------

void BybitAccount::setPrice(const Product &product, Price price)
{
    playPrice(product, price, m_now);
}

/// A bar that comes whole is seen as four prices.
void BybitAccount::onStep(const MarketStep &step)
{
    payFunding(step.at);
    m_now = std::max(m_now, step.at);
    for (const Product *product : m_products.playedBy(step.series.instrument)) {
        if (step.kind == MarketStep::Kind::Tick)
            playPrice(*product, step.price, step.at);
        else if (!step.wasPlayedAsTicks)
            for (const Price price : {step.bar.open, step.bar.low, step.bar.high, step.bar.close})
                playPrice(*product, price, step.at);
    }
}

void BybitAccount::playPrice(const Product &product, Price price, Timestamp at)
{
    const Price rounded = product.instrument.roundedPrice(price, Rounding::HalfEven);
    m_books.setPrice(product, rounded);
    m_sim.onPrice(product.instrument.id, rounded, at);
    followUp();
    fireTriggers(product, rounded);
    followUp();
    if (mustLiquidate())
        liquidate();
    sweep();
}

void BybitAccount::fireTriggers(const Product &product, Price price)
{
    for (const std::string &id : std::vector<std::string>(m_live)) {
        Order &order = m_orders.at(id);
        if (order.terms.product != &product || order.status != Status::Untriggered)
            continue;
        const bool fires = order.terms.triggerDirection == 1 ? price >= *order.terms.trigger
                                                             : price <= *order.terms.trigger;
        if (!fires)
            continue;
        order.status = Status::Triggered;
        if (!order.terms.exitKind.empty())  // whatever the position is by now
            order.terms.quantity = std::min(m_books.held(product).abs(), product.mostMarket);
        tell(order);
        dropOther(order);
        const Funds free = funds();
        if (free.objectionTo(order.terms, order.units(), priceFor(order.terms), &order))
            end(order, "UNKNOWN", "EC_Others");
        else
            route(order);
    }
}

// --- the life of orders
// ----------------------------------------------------------------------------------

void BybitAccount::tell(Order &order)
{
    order.updatedAt = now();
    m_sink(&std::as_const(order));
}

void BybitAccount::tellPosition(const Product &product)
{
    if (!product.isSpot())
        m_sink(&m_books.at(product));
}

void BybitAccount::settle()
{
    for (const auto &work : std::exchange(m_toSettle, {}))
        work();
    followUp();
}

void BybitAccount::followUp()
{
    while (!m_followUps.empty())
        for (const auto &work : std::exchange(m_followUps, {}))
            work();
}

void BybitAccount::begin(const std::string &id)
{
    Order &order = m_orders.at(id);
    if (order.terms.isConditional())
        tell(order);
    else
        route(order);
    tellPosition(*order.terms.product);
}

bool BybitAccount::isMarketable(const Order &order) const
{
    const auto now = quote(*order.terms.product);
    if (order.terms.isMarket || !now)
        return now.has_value();
    return order.terms.side == Side::Buy ? *order.terms.price >= now->ask
                                         : *order.terms.price <= now->bid;
}

/// Market orders may end without ever having been new; limits are told first.
void BybitAccount::route(Order &order)
{
    order.status = Status::New;
    if (!order.terms.isMarket)
        tell(order);
    const bool isEnough = m_setup.fillAtMost.isZero() || m_setup.fillAtMost >= order.leaves();
    if (order.terms.force == Force::PostOnly && isMarketable(order))
        return end(order, "UNKNOWN", "EC_PostOnlyWillTakeLiquidity");
    if (order.terms.force == Force::Fok && !(isMarketable(order) && isEnough))
        return end(order, "UNKNOWN", "EC_NoImmediateQtyToFill");
    submit(order);
}

void BybitAccount::submit(Order &order)
{
    order.routed = order.terms.quantity;
    if (order.terms.isInMoney)
        order.routed =
            Quantity(WideDecimal(order.terms.quantity.value())
                         .overFloored(priceFor(order.terms).value())
                         .roundedTo(order.terms.product->instrument.lotSize, Rounding::Floor));
    if (order.routed.isZero())
        return end(order, "UNKNOWN", "EC_InvalidAmount");
    order.isRouted = true;
    m_arriving = order.id;
    m_sim.submit(requestOf(order));
    m_arriving.clear();
    if (!order.isLive() || !isAtOnce(order.terms))
        return;
    order.ending = "UNKNOWN";
    order.endingReason =
        order.filled.isZero() ? "EC_NoImmediateQtyToFill" : "EC_CancelForNoFullFill";
    m_sim.cancel(ClientOrderId(order.id));
}

OrderRequest BybitAccount::requestOf(const Order &order) const
{
    OrderRequest request;
    request.clientOrderId = ClientOrderId(order.id);
    request.instrument = order.terms.product->instrument.id;
    request.side = order.terms.side;
    request.quantity = order.routed;
    request.type = order.terms.isMarket ? OrderType::Market : OrderType::Limit;
    if (!order.terms.isMarket)
        request.limitPrice = order.terms.price;
    request.timeInForce = TimeInForce::GoodTillCancelled;
    request.role = OrderRole::Target;  // marketable is enough: no queue is simulated
    request.reduceOnly = order.terms.reduceOnly;
    return request;
}

/// What the matching says of one of our orders.
void BybitAccount::take(const Event &event)
{
    std::visit(match{
                   [this](const OrderFilled &e) { takeFill(e.fill); },
                   [this](const OrderCancelled &e) {
                       Order &order = m_orders.at(e.order.text());
                       const bool isOurs = !order.ending.empty();
                       end(order, isOurs ? order.ending : "CancelByReduceOnly",
                           isOurs ? order.endingReason : "EC_NoError");
                   },
                   [this](const OrderRejected &e) {  // only what would not reduce
                       end(m_orders.at(e.order.text()), "CancelByReduceOnly", "EC_NoError");
                   },
                   [](const auto &) {},
               },
               event);
}

void BybitAccount::takeFill(const Fill &fill)
{
    Order &order = m_orders.at(fill.order.text());
    const Product &product = *order.terms.product;
    const bool isMaker = m_arriving != order.id;
    const Price price =
        isMaker && order.terms.price && !order.terms.isMarket ? *order.terms.price : fill.price;
    order.filled += fill.quantity;
    order.filledValue += notional(price, fill.quantity);
    const bool isWhole = order.leaves().isZero();
    const bool isUnspent =
        order.terms.isInMoney && order.filledValue < Money(order.terms.quantity.value());
    order.status = !isWhole    ? Status::PartiallyFilled
                   : isUnspent ? Status::PartiallyFilledCanceled
                               : Status::Filled;
    if (isWhole && isUnspent)
        order.rejectReason = "EC_CancelForNoFullFill";
    const Quantity heldBefore = m_books.held(product);
    const Execution &made =
        m_books.book(order, {fill.quantity, price, isMaker, now()}, newId(product.category));
    m_sink(&made);
    tell(order);
    tellPosition(product);
    m_sink(WalletChanged{});
    if (!product.isSpot())
        followPosition(order, heldBefore);
}

/// What could only reduce has nothing to do any more.
void BybitAccount::endReducers(const Product &product)
{
    for (const std::string &id : std::vector<std::string>(m_live))
        if (const Order &order = m_orders.at(id); order.terms.product == &product &&
                                                  order.terms.reduceOnly && order.isLive() &&
                                                  m_books.held(product).isZero())
            finishCancel(id, "CancelByReduceOnly");
}

void BybitAccount::end(Order &order, const std::string &cancelType, const std::string &rejectReason)
{
    if (order.status == Status::Untriggered)
        order.status = Status::Deactivated;
    else
        order.status = order.terms.product->isSpot() && !order.filled.isZero()
                           ? Status::PartiallyFilledCanceled
                           : Status::Cancelled;
    order.cancelType = cancelType;
    order.rejectReason = rejectReason;
    order.isRouted = false;
    tell(order);
}

/// Now and then a limit order gets only a part, and never more than there is; whole steps.
Quantity BybitAccount::partOf(const core::Order &order, Quantity wanted)
{
    const Quantity all = wanted;
    const Draft &terms = m_orders.at(order.request.clientOrderId.text()).terms;
    const Decimal step = terms.product->instrument.lotSize;
    if (!m_setup.fillAtMost.isZero())
        wanted = std::max(
            terms.product->instrument.flooredQuantity(std::min(wanted, m_setup.fillAtMost)),
            Quantity(step));
    const auto steps = std::uint64_t(wanted.value().nanos() / step.nanos());
    if (terms.isMarket || terms.force == Force::Fok || steps < 2 ||
        m_random.uniform() >= m_setup.partialShare.toDouble())
        return std::min(wanted, all);
    return Quantity(
        Decimal::fromNanos(std::int64_t(1 + m_random.next() % (steps - 1)) * step.nanos()));
}

}  // namespace app::bybit
