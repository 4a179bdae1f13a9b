#include "core/brokers/bybit/BybitOrders.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

/// When to ask about a hole in a story; the venue's lists lag its stream by seconds.
constexpr std::array<Duration, 7> askDelays{500ms, 1s, 2s, 4s, 8s, 15s, 30s};
/// A change that the venue has not made after so long, it will not make.
constexpr Duration longestChange = 30s;
/// The venue contradicts itself for a moment now and then.
constexpr int asksUntilDoubtIsTold = 3;
/// What can be counted of an order; no order of ours comes near it.
const Quantity mostBooked(Decimal::fromInteger(9'000'000'000));
/// A late word about an order that is over is still known for what it is.
constexpr Duration rememberedFor = std::chrono::hours(24);

Amendment termsOf(const OrderState &state)
{
    const OrderRequest &request = state.order.request;
    return {.quantity = request.quantity, .limitPrice = request.limitPrice, .stopPrice = request.stopPrice};
}

/// Whether `now` has everything that was asked for.
bool fulfils(const Amendment &now, const Amendment &asked)
{
    return (!asked.quantity || asked.quantity == now.quantity) &&
           (!asked.limitPrice || asked.limitPrice == now.limitPrice) &&
           (!asked.stopPrice || asked.stopPrice == now.stopPrice);
}

std::string sentenceOr(const std::string &sentence, const char *otherwise)
{
    return sentence.empty() ? otherwise : sentence;
}

} // namespace

BybitOrders::BybitOrders(const BybitFacts &facts, const Clock &clock, Hooks hooks)
    : m_facts(facts), m_clock(clock), m_hooks(std::move(hooks))
{
}

BybitOrders::Tracked &BybitOrders::at(const ClientOrderId &id)
{
    return m_orders[id];
}

void BybitOrders::expect(const OrderRequest &request)
{
    Tracked &order = at(request.clientOrderId);
    order.request = request;
    order.isOurs = true;
}

void BybitOrders::know(const Order &known)
{
    const auto [found, isNew] = m_orders.try_emplace(known.request.clientOrderId);
    Tracked &order = found->second;
    order.isStrange = false;
    if (!isNew)
        return;
    order.request = known.request;
    order.isOurs = !known.isExternal();
    order.bookedBefore = known.filled;
}

void BybitOrders::taken(const ClientOrderId &id, const VenueOrderId &venueId)
{
    Tracked &order = at(id);
    if (!std::exchange(order.isAccepted, true) && !order.endedAt)
        m_hooks.tell(OrderAccepted{id, venueId});
}

void BybitOrders::refused(const ClientOrderId &id)
{
    at(id).endedAt = m_clock.steady();
}

void BybitOrders::expectChange(const ClientOrderId &id, const Amendment &terms)
{
    Tracked &order = at(id);
    order.change = Change{terms, m_clock.steady()};
    order.asks = 0;
    order.askAt = m_clock.steady() + askDelays[2]; // the stream is usually faster
}

void BybitOrders::changeRefused(const ClientOrderId &id)
{
    at(id).change.reset();
}

void BybitOrders::doubt(const ClientOrderId &id)
{
    Tracked &order = at(id);
    order.asks = 0;
    askLater(order);
}

void BybitOrders::askLater(Tracked &order)
{
    if (order.askAt)
        return;
    const auto index = std::min(static_cast<std::size_t>(order.asks), askDelays.size() - 1);
    order.askAt = m_clock.steady() + askDelays[index];
}

/// An order that somebody else made, or that is over for us and lives at the venue.
void BybitOrders::notice(Tracked &order)
{
    if (std::exchange(order.isStrange, true))
        return;
    m_hooks.askAll();
}

void BybitOrders::take(const OrderState &told)
{
    const ClientOrderId id = idOf(told);
    const bool isNew = !m_orders.contains(id);
    Tracked &order = at(id);
    if (isNew)
        order.request = told.order.request;
    if (order.state && !isNewer(*order.state, told))
        return;
    order.state = told;
    if (isNew || (order.endedAt && !isFinal(told.order.status)))
        notice(order);
    settle(id, order, false);
}

void BybitOrders::take(const ExecutionState &told)
{
    const auto known = m_orders.find(idOf(told));
    // One word about an order that nobody here knows may be a wrong one: the lists have whose fill it is.
    if (known == m_orders.end() || (known->second.isStrange && !known->second.isOurs))
        return m_hooks.askAll();
    book(told, false);
    if (known->second.state)
        settle(known->first, known->second, false);
}

Fill BybitOrders::fillOf(const ExecutionState &execution) const
{
    Booking booking = bookingOf(execution, m_facts.factsOrGuess(execution.fill.instrument));
    booking.fill.order = idOf(execution);
    // Never more held by our books than there is: the venue keeps more places than we do.
    booking.fill.assetFee = Quantity(booking.assetFee.narrowed(Rounding::Ceiling));
    return booking.fill;
}

void BybitOrders::book(const ExecutionState &execution, bool tellsAgain)
{
    const Fill fill = fillOf(execution);
    Tracked &order = at(fill.order);
    const bool isNew = order.fills.insert(fill.id).second;
    if (isNew) // of a stranger's order there may be more than can be counted
        order.booked = fill.quantity > mostBooked - order.booked ? mostBooked : order.booked + fill.quantity;
    if (isNew || tellsAgain)
        m_hooks.tell(OrderFilled{fill});
}

void BybitOrders::found(const ClientOrderId &id, const std::optional<OrderState> &state,
                        const std::vector<ExecutionState> &executions)
{
    Tracked &order = at(id);
    for (const ExecutionState &each : executions)
        if (each.kind == ExecutionKind::Trade)
            book(each, true);
    if (!state && executions.empty()) {
        order.askAt.reset(); // whoever still wants to know asks again
        order.change.reset();
        return m_hooks.tell(OrderNotFound{id});
    }
    if (state && (!order.state || isNewer(*order.state, *state)))
        order.state = state;
    if (order.state)
        settle(id, order, true);
}

void BybitOrders::learn(const std::vector<OrderState> &orders)
{
    std::erase_if(m_orders, [this](const auto &each) {
        const auto &endedAt = each.second.endedAt;
        return endedAt && m_clock.steady() - *endedAt > rememberedFor;
    });
    for (const OrderState &told : orders) {
        if (m_orders.contains(idOf(told)))
            take(told);
        else if (!isFinal(told.order.status))
            m_orders[idOf(told)] = {.request = told.order.request, .state = told, .fills = {},
                                    .terms = termsOf(told), .isAccepted = true};
    }
}

void BybitOrders::learn(const std::vector<ExecutionState> &executions)
{
    for (const ExecutionState &told : executions)
        if (told.kind == ExecutionKind::Trade && m_orders.contains(idOf(told)))
            take(told);
}

void BybitOrders::settle(const ClientOrderId &id, Tracked &order, bool isAnswer)
{
    if (order.state->doubt)
        settleDoubt(id, order, isAnswer);
    else if (isFinal(order.state->order.status))
        settleEnd(id, order, isAnswer);
    else
        settleOpen(id, order, isAnswer);
}

/// It shows as it was known last; a doubt that an answer has not ended is said, once.
void BybitOrders::settleDoubt(const ClientOrderId &id, Tracked &order, bool isAnswer)
{
    askLater(order);
    if (isAnswer && order.asks >= asksUntilDoubtIsTold && !std::exchange(order.isDoubtTold, true))
        m_hooks.tell(VenueTrouble{"What became of order " + id.text() + " is not clear: " + *order.state->doubt +
                                  ". It is asked about until it is; look at it at Bybit's site."});
}

bool BybitOrders::isWhole(const Tracked &order)
{
    const Quantity told = order.state->order.filled;
    return order.booked >= told || order.bookedBefore >= told;
}

void BybitOrders::settleOpen(const ClientOrderId &id, Tracked &order, bool isAnswer)
{
    if (!std::exchange(order.isAccepted, true) || isAnswer)
        m_hooks.tell(OrderAccepted{id, order.state->order.venueId});
    tellTerms(id, order);
    if (isAnswer)
        judgeChange(id, order);
    if (!isWhole(order) || order.change)
        return askLater(order);
    order.askAt.reset();
    order.asks = 0;
}

/// The end is told once its fills are booked; if the venue never shows them, the comparison of what is held
/// will, so that the order does not stay open for ever.
void BybitOrders::settleEnd(const ClientOrderId &id, Tracked &order, bool isAnswer)
{
    if (order.change) // whether it was made before the end
        tellTerms(id, order);
    order.change.reset();
    if (order.endedAt && !isAnswer)
        return;
    if (!isWhole(order) && order.asks < static_cast<int>(askDelays.size()))
        return askLater(order);
    if (!isWhole(order) && !order.endedAt)
        m_hooks.tell(VenueTrouble{"Bybit says that more of order " + id.text() + " was filled than it shows."});
    order.endedAt = m_clock.steady();
    order.askAt.reset();
    const Order &state = order.state->order;
    if (state.status == OrderStatus::Rejected)
        return m_hooks.tell(OrderRejected{id, sentenceOr(state.reason, "Bybit refused the order.")});
    const Quantity whole = order.terms ? order.terms->quantity.value_or(order.request.quantity) : order.request.quantity;
    if (state.status == OrderStatus::Filled && std::max(order.booked, order.bookedBefore) >= whole)
        return; // its fills say so
    m_hooks.tell(OrderCancelled{id, sentenceOr(state.reason, "ended at Bybit")});
}

void BybitOrders::tellTerms(const ClientOrderId &id, Tracked &order)
{
    if (order.state->isForMoney)
        return;
    const Amendment now = termsOf(*order.state);
    const auto before = std::exchange(order.terms, now);
    const bool isMade = order.change && fulfils(now, order.change->terms);
    if (isMade)
        order.change.reset();
    const bool isOther = before ? *before != now : isMoved(order, now);
    if (isMade || isOther)
        m_hooks.tell(OrderAmended{id, order.state->order.venueId, now});
}

/// Whether the venue took the order at another price than it was sent with, which of an entry is said.
bool BybitOrders::isMoved(const Tracked &order, const Amendment &now)
{
    const OrderRequest &request = order.request;
    if (!order.isOurs || order.change || !request.limitPrice || !now.limitPrice ||
        *now.limitPrice == *request.limitPrice)
        return false;
    if (!request.reduceOnly) // of an exit we did it ourselves, to come inside the venue's limits
        m_hooks.tell(VenueTrouble{"Bybit moved the price of order " + request.clientOrderId.text() + " from " +
                                  request.limitPrice->toString() + " to " + now.limitPrice->toString() + "."});
    return true;
}

/// Asked for, and answered with the old terms after all this time.
void BybitOrders::judgeChange(const ClientOrderId &id, Tracked &order)
{
    if (!order.change || m_clock.steady() - order.change->since < longestChange)
        return;
    order.change.reset();
    m_hooks.tell(OrderAmendRefused{id, "Bybit has not changed the order."});
}

Order BybitOrders::orderOf(const ClientOrderId &id, const Tracked &tracked) const
{
    Order order;
    order.request = tracked.request;
    order.request.clientOrderId = id;
    if (tracked.state)
        order.venueId = tracked.state->order.venueId;
    return order;
}

void BybitOrders::tick()
{
    std::vector<Order> due;
    for (auto &[id, order] : m_orders)
        if (order.askAt && m_clock.steady() >= *order.askAt) {
            order.askAt.reset();
            ++order.asks;
            due.push_back(orderOf(id, order));
            // The answer may fail, or say nothing new: then it is asked again.
            if (!order.endedAt)
                askLater(order);
        }
    for (const Order &order : due)
        m_hooks.ask(order);
}

OrderName BybitOrders::nameOf(const Order &order) const
{
    OrderName name = bybit::nameOf(order);
    if (const auto state = stateOf(order.request.clientOrderId))
        name.filter = filterOf(*state, name.filter);
    return name;
}

bool BybitOrders::isNews(const ExecutionState &execution) const
{
    const auto found = m_orders.find(idOf(execution));
    return found != m_orders.end() && found->second.isOurs && !found->second.endedAt &&
           !found->second.fills.contains(execution.fill.id);
}

bool BybitOrders::isNews(const OrderState &order) const
{
    const auto found = m_orders.find(idOf(order));
    if (found == m_orders.end() || !found->second.isOurs || found->second.endedAt)
        return false;
    const auto &known = found->second.state;
    return isFinal(order.order.status) && (!known || !isFinal(known->order.status));
}

bool BybitOrders::isOurs(const ClientOrderId &id) const
{
    const auto found = m_orders.find(id);
    return found != m_orders.end() && found->second.isOurs;
}

std::optional<OrderState> BybitOrders::stateOf(const ClientOrderId &id) const
{
    const auto found = m_orders.find(id);
    return found == m_orders.end() ? std::nullopt : found->second.state;
}

} // namespace core::bybit
