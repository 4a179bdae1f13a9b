#include "app/exchange/alpaca/AlpacaAccount.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

/// When the last trading day before that moment's ended.
Timestamp lastClose(Timestamp at)
{
    auto day = newYorkDate(at) - std::chrono::days(1);
    while (!isTradingDay(day))
        day -= std::chrono::days(1);
    return sessionOf(day)->close;
}

} // namespace

AlpacaAccount::AlpacaAccount(const Assets &assets, const Setup &setup)
    : m_assets(assets), m_setup(setup), m_names(setup.seed), m_random(setup.seed + 1), m_id(m_names.uuid()),
      m_createdAt(setup.start - std::chrono::hours(24 * 30)), m_books(setup.cash, lastClose(setup.start)),
      m_sim({}, [this, &setup] {
          VenueRules rules = setup.rules;
          rules.feeRate = {};
          rules.checksCash = false; // buying power is looked at before
          rules.maxFillPerPrice = {};
          rules.liquidity = [this](const core::Order &order, Quantity wanted) { return partOf(order, wanted); };
          return rules;
      }())
{
    m_sim.setSink([this](const Event &event) { take(event); });
    for (const Asset &asset : assets.all())
        m_sim.addInstrument(asset.instrument);
}

/// Stamps of one moment still tell which came first.
Timestamp AlpacaAccount::stamp()
{
    m_lastStamp = std::max(now(), m_lastStamp + std::chrono::nanoseconds(1));
    return m_lastStamp;
}

const Order *AlpacaAccount::find(const std::string &id) const
{
    const auto found = m_orders.find(id);
    return found == m_orders.end() ? nullptr : &found->second;
}

const Order *AlpacaAccount::findByClientId(const std::string &clientId) const
{
    const auto found = m_byClientId.find(clientId);
    return found == m_byClientId.end() ? nullptr : find(found->second);
}

std::vector<const Order *> AlpacaAccount::legsOf(const Order &order) const
{
    std::vector<const Order *> legs;
    for (const std::string &id : order.legs)
        legs.push_back(find(id));
    return legs;
}

OrderChecks AlpacaAccount::checks() const
{
    std::vector<const Order *> live;
    for (const std::string &id : m_live)
        if (const Order *order = find(id); order->isLive())
            live.push_back(order);
    return {m_books, m_configuration, std::move(live)};
}

std::optional<Quote> AlpacaAccount::quote(const Asset &asset) const
{
    return m_sim.quote(asset.instrument.id);
}

bool AlpacaAccount::isHalted(const Asset &asset) const
{
    return m_halted.contains(asset.option ? asset.option->underlying->symbol : asset.symbol);
}

void AlpacaAccount::onHalt(const Asset &asset, bool halted)
{
    if (!halted) {
        m_halted.erase(asset.symbol);
        return;
    }
    m_halted.insert(asset.symbol);
    m_sim.haltTrading(asset.instrument.id);
    for (const auto &[symbol, contract] : m_contracts)
        if (contract.option->underlying == &asset)
            m_sim.haltTrading(contract.instrument.id);
}

bool AlpacaAccount::isOpen(const Asset &asset) const
{
    return asset.isCrypto || (isCoreSession(now()) && !isHalted(asset));
}

void AlpacaAccount::settle()
{
    for (const auto &work : std::exchange(m_toSettle, {}))
        work();
    followUp();
}

void AlpacaAccount::followUp()
{
    while (!m_followUps.empty())
        for (const auto &work : std::exchange(m_followUps, {}))
            work();
    std::erase_if(m_live, [this](const std::string &id) { return !find(id)->isLive(); });
}

void AlpacaAccount::tell(const char *event, Order &order, const Execution *execution)
{
    const Timestamp at = execution ? execution->at : stamp();
    order.updatedAt = at;
    m_sink({event, m_names.ulid(at), at, &order, execution});
}

/// What the matching says of one of our orders.
void AlpacaAccount::take(const Event &event)
{
    std::visit(match{
                   [this](const OrderAccepted &e) {
                       Order &order = m_orders.at(e.order.text());
                       order.status = Status::New;
                       tell("new", order);
                   },
                   [this](const OrderRejected &e) {
                       Order &order = m_orders.at(e.order.text());
                       order.status = Status::Rejected;
                       order.failedAt = stamp();
                       tell("rejected", order);
                   },
                   [this](const OrderFilled &e) { takeFill(e.fill); },
                   [this](const OrderCancelled &e) {
                       Order &order = m_orders.at(e.order.text());
                       order.isRouted = false;
                       end(order, order.ending);
                   },
                   [](const auto &) {},
               },
               event);
}

void AlpacaAccount::takeFill(const Fill &fill)
{
    Order &order = m_orders.at(fill.order.text());
    order.filled += fill.quantity;
    order.filledNotional += notional(fill.price, fill.quantity);
    const bool isWhole = order.remaining().isZero();
    if (isWhole)
        order.status = Status::Filled;
    else if (order.status != Status::PendingCancel && order.status != Status::PendingReplace)
        order.status = Status::PartiallyFilled;
    const Execution made = m_books.book(order, fill, stamp(), m_names);
    if (isWhole)
        order.filledAt = made.at;
    tell(isWhole ? "fill" : "partial_fill", order, &made);
    m_followUps.push_back([this, id = order.id, isWhole] {
        Order &filled = m_orders.at(id);
        if (isWhole && !filled.isLeg() && filled.terms.orderClass != OrderClass::Oco)
            activateLegs(filled);
        else if (!isWhole)
            reduceSibling(filled);
    });
}

void AlpacaAccount::end(Order &order, Status ending)
{
    const Timestamp at = stamp();
    order.status = ending;
    switch (ending) {
    case Status::Expired: order.expiredAt = at; break;
    case Status::Replaced: order.replacedAt = at; break;
    default: order.canceledAt = at; break;
    }
    tell(statusName(ending), order);
}

/// Whoever is left of a bracket, a pair or an entry with an exit ends with its relative.
void AlpacaAccount::endFamily(const Order &order)
{
    const Order &parent = order.isLeg() ? m_orders.at(order.parent) : order;
    std::vector<std::string> relatives = parent.legs;
    relatives.push_back(parent.id);
    for (const std::string &id : relatives)
        if (Order &each = m_orders.at(id); each.isLive() && id != order.id)
            finishCancel(id);
}

void AlpacaAccount::activateLegs(Order &parent)
{
    for (const std::string &id : parent.legs)
        if (Order &leg = m_orders.at(id); leg.status == Status::Held)
            route(leg);
}

/// A part of one exit is done: the other one has so much less to do.
void AlpacaAccount::reduceSibling(const Order &order)
{
    const bool isPair = order.isLeg() || order.terms.orderClass == OrderClass::Oco;
    if (!isPair)
        return;
    const Order &parent = order.isLeg() ? m_orders.at(order.parent) : order;
    std::vector<std::string> relatives = parent.legs;
    if (parent.terms.orderClass == OrderClass::Oco)
        relatives.push_back(parent.id);
    for (const std::string &id : relatives) {
        Order &other = m_orders.at(id);
        if (id == order.id || !other.isLive() || !other.isRouted)
            continue;
        other.terms.quantity = other.filled + order.remaining();
        (void)m_sim.amend(ClientOrderId(id), {.quantity = other.terms.quantity});
    }
}

/// The paper venue's habit: now and then only a part, and never more than there is.
Quantity AlpacaAccount::partOf(const core::Order &order, Quantity wanted)
{
    if (!m_setup.fillAtMost.isZero())
        wanted = std::min(wanted, m_setup.fillAtMost);
    const Order &ours = m_orders.at(order.request.clientOrderId.text());
    if (ours.terms.force == Force::Fok || ours.terms.isFractional() || wanted < Quantity(Decimal::fromInteger(2)) ||
        m_random.uniform() >= m_setup.partialShare.toDouble())
        return wanted;
    const auto whole = std::uint64_t(wanted.value().nanos() / Decimal::one);
    return Quantity(Decimal::fromInteger(std::int64_t(1 + m_random.next() % (whole - 1))));
}

} // namespace app::alpaca
