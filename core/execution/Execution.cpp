#include "core/execution/Execution.h"

#include "core/execution/QuerySchedule.h"

#include <algorithm>
#include <limits>

namespace core {

namespace {

using namespace std::chrono_literals;

using namespace execution;

constexpr Duration intentToSend = 2s;
constexpr Duration longestCancelPause = 30s;
constexpr int negativesNeeded = 2;

} // namespace

Execution::Execution(Broker &broker, const Clock &clock, Hooks hooks, ExitGate gate)
    : m_broker(broker), m_clock(clock), m_hooks(std::move(hooks)), m_gate(std::move(gate))
{
}

std::int64_t Execution::record(const VettedOrder &vetted)
{
    Order order;
    order.request = vetted.request();
    order.proposal = vetted.proposal();
    order.bot = vetted.bot();
    order.exits = vetted.exits();
    order.createdAt = m_clock.now();
    order.updatedAt = order.createdAt;
    const ClientOrderId id = order.request.clientOrderId;
    const auto [at, isNew] = m_orders.emplace(id, order);
    if (!isNew)
        bug("a client order id was used twice");
    m_open.push_back(id);
    m_gate.approve(id, vetted.approvedQuantity());
    const std::int64_t ticket = m_hooks.recordIntent(at->second);
    m_hooks.changed(at->second, OrderStatus::Intended);
    return ticket;
}

void Execution::place(const VettedOrder &order, std::int64_t durable)
{
    leave({record(order), order}, durable);
}

void Execution::placePair(const VettedOrder &stop, const VettedOrder &target, std::int64_t durable)
{
    const std::int64_t first = record(stop);
    leave({std::max(first, record(target)), stop, target}, durable);
}

void Execution::leave(const Waiting &waiting, std::int64_t durable)
{
    if (m_journalFailure)
        return goWithoutJournal(waiting);
    if (durable >= waiting.ticket && m_waiting.empty())
        send(waiting);
    else
        m_waiting.push_back(waiting);
}

void Execution::durableThrough(std::int64_t ticket)
{
    while (!m_waiting.empty() && m_waiting.front().ticket <= ticket) {
        const Waiting next = m_waiting.front();
        m_waiting.pop_front();
        send(next);
    }
    sendChangesThrough(ticket);
}

void Execution::journalFailed(const std::string &reason)
{
    m_journalFailure = reason;
    const auto waiting = std::exchange(m_waiting, {});
    for (const Waiting &each : waiting)
        goWithoutJournal(each);
    sendChangesThrough(std::numeric_limits<std::int64_t>::max()); // only exits are changed
}

/// Doubt stops what adds risk; what reduces it goes out even without the disk.
void Execution::goWithoutJournal(const Waiting &waiting)
{
    if (waiting.order.request().role != OrderRole::Entry)
        return send(waiting);
    if (Order *order = entry(waiting.order.request().clientOrderId))
        move(*order, OrderStatus::Cancelled, "not sent: " + *m_journalFailure);
}

/// What remains of a pair of which one half was taken back goes alone.
void Execution::send(const Waiting &waiting)
{
    if (!waiting.target)
        return send(waiting.order);
    const bool mayStop = mayLeave(waiting.order);
    const bool mayTarget = mayLeave(*waiting.target);
    for (const auto &[may, half] : {std::pair(mayStop, &waiting.order), std::pair(mayTarget, &*waiting.target)})
        if (may)
            markSent(*half);
    if (mayStop && mayTarget)
        m_broker.submitPair(waiting.order, *waiting.target);
    else if (mayStop || mayTarget)
        m_broker.submit(mayStop ? waiting.order : *waiting.target);
}

void Execution::send(const VettedOrder &vetted)
{
    if (!mayLeave(vetted))
        return;
    if (vetted.request().role != OrderRole::Entry)
        m_sentExits.emplace(vetted.request().clientOrderId, vetted);
    markSent(vetted);
    m_broker.submit(vetted);
}

void Execution::markSent(const VettedOrder &vetted)
{
    const ClientOrderId id = vetted.request().clientOrderId;
    m_questions[id] = {m_clock.steady(), m_clock.steady() + answerDeadline};
    move(m_orders.at(id), OrderStatus::Sent, {});
}

/// The last look before it leaves; what may not is over.
bool Execution::mayLeave(const VettedOrder &vetted)
{
    const ClientOrderId id = vetted.request().clientOrderId;
    Order *order = entry(id);
    if (!order || order->status != OrderStatus::Intended)
        return false;
    if (order->cancelRequested) {
        move(*order, OrderStatus::Cancelled, "cancelled before it was sent");
        return false;
    }
    // The guards of an entry were run when its intent was written; a stalled disk makes them old news.
    if (order->request.role == OrderRole::Entry && m_clock.now() - order->createdAt > intentToSend) {
        move(*order, OrderStatus::Cancelled, "not sent: it waited too long for the disk");
        return false;
    }
    if (m_gate.pass(id, vetted.request().quantity))
        return true;
    move(*order, OrderStatus::Cancelled, "not sent: more than was approved would have left");
    m_hooks.breached("order " + id.text() + " would have left twice or larger than approved");
    return false;
}

void Execution::cancel(const ClientOrderId &id)
{
    Order *order = entry(id);
    if (!order || isFinal(order->status))
        return;
    order->cancelRequested = true;
    if (order->status == OrderStatus::Intended)
        return;
    m_cancels[id] = {m_clock.steady() + answerDeadline, answerDeadline};
    m_broker.cancel(*order);
}

void Execution::move(Order &order, OrderStatus to, const std::string &reason)
{
    // Final is final; a late word about a finished order changes nothing.
    if (order.status == to || isFinal(order.status))
        return;
    const OrderStatus from = order.status;
    order.status = to;
    order.updatedAt = m_clock.now();
    if (!reason.empty())
        order.reason = reason;
    const ClientOrderId id = order.request.clientOrderId;
    if (to != OrderStatus::Sent && to != OrderStatus::Unknown)
        m_questions.erase(id);
    if (isFinal(to)) {
        std::erase(m_open, id);
        m_cancels.erase(id);
        m_sentExits.erase(id);
        endChange(order, "the order ended first");
    }
    m_hooks.changed(order, from);
}

void Execution::on(const OrderAccepted &event)
{
    Order *order = entry(event.order);
    if (!order)
        return;
    order->venueId = event.venueId;
    if (order->status == OrderStatus::Sent || order->status == OrderStatus::Unknown)
        move(*order, order->filled.isZero() ? OrderStatus::Working : OrderStatus::PartiallyFilled, {});
    noteUnchanged(event.order);
}

void Execution::on(const OrderRejected &event)
{
    Order *order = entry(event.order);
    if (!order || isFinal(order->status))
        return;
    m_refusals[event.order] = event.kind;
    move(*order, OrderStatus::Rejected, event.reason);
}

void Execution::on(const OrderFilled &event)
{
    Order *order = entry(event.fill.order);
    if (!order || !m_fills.insert(event.fill.id).second)
        return;
    order->filled += event.fill.quantity;
    order->filledNotional += notional(event.fill.price, event.fill.quantity);
    // By the larger of its terms, while a change of them is under way.
    const bool isDone = order->filled >= order->mostQuantity();
    m_hooks.filled(*order, event.fill);
    move(*order, isDone ? OrderStatus::Filled : OrderStatus::PartiallyFilled, {});
}

void Execution::on(const OrderCancelled &event)
{
    if (Order *order = entry(event.order))
        move(*order, OrderStatus::Cancelled, event.reason);
}

void Execution::on(const OrderOutcomeUnknown &event)
{
    if (Order *order = entry(event.order))
        becomeUnknown(*order, event.reason);
}

void Execution::on(const OrderNotFound &event)
{
    Order *order = entry(event.order);
    if (!order)
        return;
    // We thought it was working: doubt, and no proof yet.
    if (order->status == OrderStatus::Working || order->status == OrderStatus::PartiallyFilled)
        return becomeUnknown(*order, "the venue does not know it");
    const auto found = m_questions.find(event.order);
    if (found == m_questions.end())
        return;
    Question &question = found->second;
    // Only the answer to a question asked late enough counts: before that the request may still be on its
    // way, and an early answer may come late.
    if (question.negatives < question.lateQueries)
        ++question.negatives;
    if (question.negatives < negativesNeeded || question.isAbsent)
        return;
    question.isAbsent = true;
    if (mayResend(*order))
        m_hooks.absent(*order);
    else
        giveUp(event.order);
}

/// Entries never; an exit once, while nobody has taken it back.
bool Execution::mayResend(const Order &order) const
{
    const ClientOrderId &id = order.request.clientOrderId;
    return m_hooks.absent && m_sentExits.contains(id) && !m_resent.contains(id) && !order.cancelRequested;
}

void Execution::resend(const ClientOrderId &id)
{
    const auto question = m_questions.find(id);
    if (question == m_questions.end() || !question->second.isAbsent) // it was found after all
        return;
    Order &order = m_orders.at(id);
    if (!mayResend(order) || !m_gate.passAgain(id, order.request.quantity))
        return giveUp(id);
    m_resent.insert(id);
    const VettedOrder vetted = m_sentExits.at(id);
    markSent(vetted);
    m_broker.submit(vetted);
}

void Execution::giveUp(const ClientOrderId &id)
{
    const auto question = m_questions.find(id);
    if (question != m_questions.end() && question->second.isAbsent)
        move(m_orders.at(id), OrderStatus::Cancelled, "never arrived at the venue (proven by two queries)");
}

void Execution::becomeUnknown(Order &order, const std::string &reason)
{
    if (isFinal(order.status) || order.status == OrderStatus::Unknown)
        return;
    const ClientOrderId id = order.request.clientOrderId;
    Question &question = m_questions[id];
    if (question.sentAt == Duration{})
        question.sentAt = m_clock.steady();
    question.nextQueryAt = m_clock.steady() + queryDelay(0);
    move(order, OrderStatus::Unknown, reason);
}

void Execution::ask(const ClientOrderId &id, Question &question)
{
    ++question.queries;
    question.nextQueryAt = m_clock.steady() + queryDelay(question.queries);
    query(id);
}

void Execution::query(const ClientOrderId &id)
{
    if (const auto found = m_questions.find(id); found != m_questions.end())
        found->second.lateQueries += m_clock.steady() - found->second.sentAt >= absenceProves;
    m_broker.query(m_orders.at(id));
}

void Execution::tick()
{
    const Duration now = m_clock.steady();
    repeatCancels(now);
    askForChanges(now);
    std::vector<ClientOrderId> due;
    for (const auto &[id, question] : m_questions)
        if (now >= question.nextQueryAt)
            due.push_back(id);
    for (const ClientOrderId &id : due) {
        Order &order = m_orders.at(id);
        if (order.status == OrderStatus::Sent)
            becomeUnknown(order, "no answer within three seconds");
        else if (const auto found = m_questions.find(id); found != m_questions.end())
            ask(id, found->second);
    }
}

/// A cancel may be lost, or only its answer: both are asked again until the order is final.
void Execution::repeatCancels(Duration now)
{
    for (auto &[id, again] : m_cancels)
        if (now >= again.dueAt) {
            again.pause = std::min(again.pause * 2, longestCancelPause);
            again.dueAt = now + again.pause;
            m_broker.cancel(m_orders.at(id));
            query(id);
        }
}

void Execution::endUnknown(const ClientOrderId &id, const std::string &reason)
{
    if (Order *order = entry(id); order && order->status == OrderStatus::Unknown)
        move(*order, OrderStatus::Cancelled, reason);
}

void Execution::adopt(Order order)
{
    const ClientOrderId id = order.request.clientOrderId;
    if (m_orders.contains(id))
        return;
    const bool mayHaveLeft = order.status == OrderStatus::Intended ||
                             order.status == OrderStatus::Sent || order.status == OrderStatus::Unknown;
    Order &kept = m_orders.emplace(id, std::move(order)).first->second;
    if (isFinal(kept.status)) {
        kept.amendment.reset();
        return;
    }
    m_open.push_back(id);
    m_gate.adopt(id, kept.mostQuantity());
    if (kept.filled >= kept.mostQuantity()) // the program ended between its last fill and its last state
        return move(kept, OrderStatus::Filled, "its fills were booked in an earlier run");
    if (kept.amendment)
        followChange(id);
    if (mayHaveLeft) {
        kept.status = OrderStatus::Sent;
        becomeUnknown(kept, "the program ended while it was on its way");
    }
    m_broker.query(kept);
}

void Execution::adoptExternal(Order order)
{
    const ClientOrderId id = order.request.clientOrderId;
    order.proposal = ProposalId();
    const auto [at, isNew] = m_orders.emplace(id, std::move(order));
    if (!isNew)
        return;
    if (!isFinal(at->second.status))
        m_open.push_back(id);
    m_hooks.changed(at->second, OrderStatus::Unknown);
}

RefusalKind Execution::refusalOf(const ClientOrderId &order) const
{
    const auto found = m_refusals.find(order);
    return found == m_refusals.end() ? RefusalKind::Other : found->second;
}

const Order *Execution::find(const ClientOrderId &order) const
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? nullptr : &found->second;
}

std::vector<const Order *> Execution::open() const
{
    std::vector<const Order *> orders;
    for (const ClientOrderId &id : m_open)
        orders.push_back(&m_orders.at(id));
    return orders;
}

Order *Execution::entry(const ClientOrderId &order)
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? nullptr : &found->second;
}

} // namespace core
