// Changes of working orders: from the wish to the venue's word on it.
#include "core/execution/Execution.h"

#include "core/execution/QuerySchedule.h"

namespace core {

namespace {

using namespace execution;

/// So many late answers that know nothing of a change prove that it was not made.
constexpr int answersNeeded = 2;

} // namespace

std::optional<std::string> Execution::whyNoChange(const ClientOrderId &id, const Amendment &terms) const
{
    const Order *order = find(id);
    if (!order || !isWorking(order->status) || order->cancelRequested)
        return "the order does not work, or is being cancelled";
    if (order->amendment)
        return "a change of the order is under way";
    if (order->has(terms))
        return "nothing about the order would change";
    return std::nullopt;
}

Result<> Execution::amend(const VettedChange &change, std::int64_t durable)
{
    const ClientOrderId &id = change.order();
    if (const auto why = whyNoChange(id, change.terms()))
        return failure(ErrorCode::Refused, *why);
    Order &order = m_orders.at(id);
    order.amendment = change.terms();
    order.updatedAt = m_clock.now();
    m_gate.approveChange(id, change.approvedQuantity());
    const std::int64_t ticket = tellChange(order, AmendmentStep::Asked, {});
    const bool mayLeave = m_journalFailure || (durable >= ticket && m_waitingChanges.empty());
    if (mayLeave)
        sendChange(id);
    else
        m_waitingChanges.push_back({ticket, id});
    return {};
}

void Execution::sendChangesThrough(std::int64_t ticket)
{
    while (!m_waitingChanges.empty() && m_waitingChanges.front().ticket <= ticket) {
        const ClientOrderId next = m_waitingChanges.front().order;
        m_waitingChanges.pop_front();
        sendChange(next);
    }
}

/// The last look before it leaves.
void Execution::sendChange(const ClientOrderId &id)
{
    Order &order = m_orders.at(id);
    if (!order.amendment)
        return; // the order has ended meanwhile, and the change with it
    if (!isWorking(order.status) || order.cancelRequested)
        return endChange(order, "not sent: the order does not work any more");
    if (!m_gate.passChange(id, order.amendment->quantity.value_or(order.request.quantity))) {
        endChange(order, "not sent: more than was approved would have left");
        return m_hooks.breached("a change would have made order " + id.text() + " larger than approved");
    }
    followChange(id);
    m_broker.amend(order, *order.amendment);
}

/// From now on its answer is waited for.
void Execution::followChange(const ClientOrderId &id)
{
    const Duration now = m_clock.steady();
    m_changes[id] = {now, now + answerDeadline};
}

/// The order works, as the venue says, and so far it has said nothing of the change.
void Execution::noteUnchanged(const ClientOrderId &id)
{
    if (const auto found = m_changes.find(id); found != m_changes.end())
        if (found->second.answers < found->second.lateQueries)
            ++found->second.answers;
}

void Execution::askForChanges(Duration now)
{
    std::vector<ClientOrderId> due;
    for (const auto &[id, change] : m_changes)
        if (now >= change.nextQueryAt || change.answers >= answersNeeded)
            due.push_back(id);
    for (const ClientOrderId &id : due) {
        Order &order = m_orders.at(id);
        Change &change = m_changes.at(id);
        if (change.answers >= answersNeeded) {
            endChange(order, "the venue has not made it (proven by two answers)");
            continue;
        }
        change.lateQueries += now - change.sentAt >= absenceProves;
        change.nextQueryAt = now + queryDelay(change.queries++);
        if (!m_questions.contains(id)) // asked for already otherwise
            m_broker.query(order);
    }
}

/// Final is final: a change that came too late is no change.
void Execution::on(const OrderAmended &event)
{
    Order *order = entry(event.order);
    if (!order || isFinal(order->status))
        return;
    const bool isOurs = order->amendment.has_value();
    if (!isOurs && event.venueId == order->venueId && order->has(event.terms))
        return; // told again
    const bool isSuccessor = event.venueId != order->venueId;
    order->venueId = event.venueId;
    OrderRequest &request = order->request;
    request.quantity = event.terms.quantity.value_or(request.quantity);
    if (event.terms.limitPrice)
        request.limitPrice = event.terms.limitPrice;
    if (event.terms.stopPrice)
        request.stopPrice = event.terms.stopPrice;
    order->updatedAt = m_clock.now();
    const bool isAsAsked = isOurs && order->has(*order->amendment);
    std::string odd;
    if (isOurs && isSuccessor && !isAsAsked)
        odd = "the venue has made other terms than were asked for";
    if (isAsAsked || (isOurs && isSuccessor)) {
        order->amendment.reset();
        m_changes.erase(event.order);
    }
    (void)tellChange(*order, AmendmentStep::Made, odd);
    if (order->amendment) // the venue's own doing: ours is still under way
        (void)tellChange(*order, AmendmentStep::Asked, {});
    if (order->filled >= order->mostQuantity()) // no more was left of it than what it has filled
        return move(*order, OrderStatus::Filled, {});
    m_hooks.changed(*order, order->status);
}

void Execution::on(const OrderAmendRefused &event)
{
    if (Order *order = entry(event.order); order && !isFinal(order->status))
        endChange(*order, event.reason);
}

/// It came to nothing: the order works on with the terms that it has.
void Execution::endChange(Order &order, const std::string &reason)
{
    if (!order.amendment)
        return;
    m_changes.erase(order.request.clientOrderId);
    (void)tellChange(order, AmendmentStep::Refused, reason);
    order.amendment.reset();
    if (!isFinal(order.status) && order.remaining().sign() <= 0)
        move(order, OrderStatus::Filled, {});
}

std::int64_t Execution::tellChange(const Order &order, AmendmentStep step, const std::string &reason)
{
    return m_hooks.amended ? m_hooks.amended(order, step, reason) : 0;
}

} // namespace core
