#include "core/engine/Reconciliation.h"

#include <algorithm>

namespace core {

void Reconciliation::take(const VenueSnapshot &venue)
{
    takeOrders(venue.openOrders, venue.fills);
    if (!venue.isConsistent)
        return;
    compareCash(venue);
    compareHoldings(venue);
}

// --- orders and fills --------------------------------------------------------------------------

void Reconciliation::takeOrders(const std::vector<Order> &openOrders, std::vector<Fill> fills)
{
    for (const Order &theirs : openOrders)
        if (const Order *ours = m_parts.execution.find(theirs.request.clientOrderId)) {
            m_parts.execution.on(OrderAccepted{theirs.request.clientOrderId, theirs.venueId});
            if (isFinal(ours->status)) // over for us, so nobody here looks after it; perhaps only old news
                m_broker.cancel(*ours);
        }
    adoptOrders(openOrders);
    adoptFills(fills);
    std::stable_sort(fills.begin(), fills.end(), [](const Fill &a, const Fill &b) { return a.at < b.at; });
    for (const Fill &fill : fills)
        m_parts.execution.on(OrderFilled{fill});
    askForMissing(openOrders);
}

/// Orders that did not come from us.
void Reconciliation::adoptOrders(const std::vector<Order> &openOrders)
{
    for (const Order &theirs : openOrders)
        if (!m_parts.execution.find(theirs.request.clientOrderId)) {
            m_parts.meet(theirs.request.instrument);
            Order order = theirs;
            order.request.role = theirs.request.reduceOnly ? OrderRole::Exit : OrderRole::Entry;
            order.filled = Quantity(); // its fills are counted as they are booked
            order.filledNotional = Money();
            m_parts.note(Severity::Alarm, "order",
                         "The venue has an order in " + order.request.instrument.symbol + " that is not ours (" +
                             order.request.clientOrderId.text() + "): it counts, and nobody here touches it.");
            m_parts.execution.adoptExternal(std::move(order));
        }
}

/// The orders of fills that no order of ours explains.
void Reconciliation::adoptFills(const std::vector<Fill> &fills)
{
    for (const Fill &fill : fills)
        if (!m_parts.execution.knowsFill(fill.id) && !m_parts.execution.find(fill.order)) {
            m_parts.meet(fill.instrument);
            Order order;
            order.request = {.clientOrderId = fill.order, .instrument = fill.instrument, .side = fill.side};
            for (const Fill &each : fills)
                if (each.order == fill.order)
                    order.request.quantity += each.quantity;
            order.status = OrderStatus::Filled;
            order.createdAt = order.updatedAt = fill.at;
            m_parts.execution.adoptExternal(std::move(order));
        }
}

/// An order that we believe to be working and the venue does not list has ended without our hearing
/// of it: its end is asked for.
void Reconciliation::askForMissing(const std::vector<Order> &openOrders)
{
    std::set<ClientOrderId> listed;
    for (const Order &theirs : openOrders)
        listed.insert(theirs.request.clientOrderId);
    for (const Order *ours : m_parts.execution.open())
        if ((ours->status == OrderStatus::Working || ours->status == OrderStatus::PartiallyFilled) &&
            !listed.contains(ours->request.clientOrderId))
            m_broker.query(*ours);
}

// --- holdings and cash -------------------------------------------------------------------------

void Reconciliation::compareHoldings(const VenueSnapshot &venue)
{
    std::map<InstrumentId, Quantity> theirs;
    for (const auto &[instrument, position] : m_parts.portfolio.positions())
        theirs[instrument]; // what the venue does not name it does not hold
    for (const auto &holding : venue.holdings)
        theirs[holding.instrument] = holding.quantity;
    for (const auto &[instrument, quantity] : theirs) {
        const Quantity ours = m_parts.portfolio.held(instrument);
        if (ours == quantity)
            m_parts.mismatched.erase(instrument);
        else if (m_parts.mismatched.insert(instrument).second)
            m_parts.note(Severity::Alarm, "position",
                         "The venue holds " + quantity.toString() + " " + instrument.symbol + ", we have " +
                             ours.toString() + ": no entries in this instrument until they agree.");
    }
}

/// A difference in cash is money whose way nobody here knows: said once, and no entries until it is gone.
void Reconciliation::compareCash(const VenueSnapshot &venue)
{
    const Money ours = m_parts.portfolio.cash();
    const bool differs = venue.cash && *venue.cash != ours;
    if (differs && !m_parts.health.isCashDifferent)
        m_parts.note(Severity::Alarm, "account",
                     "The venue says cash " + venue.cash->toString() + ", we have " + ours.toString() +
                         ": no entries until they agree.");
    m_parts.health.isCashDifferent = differs;
}

// --- what is not ours --------------------------------------------------------------------------

void Reconciliation::bookExternal(const Fill &fill, Quantity ownBefore)
{
    const Quantity moved = fill.signedQuantity();
    const bool takesFromOurs = ownBefore.sign() * moved.sign() < 0;
    const Quantity taken = takesFromOurs ? std::min(ownBefore.abs(), fill.quantity) : Quantity();
    const Quantity beyond = fill.quantity - taken;
    const auto found = m_parts.external.find(fill.instrument);
    const Quantity before = found == m_parts.external.end() ? Quantity() : found->second;
    setExternal(fill.instrument, before + (fill.side == Side::Buy ? beyond : -beyond), fill.at);
    m_parts.note(Severity::Alarm, "position",
                 std::string("Somebody else ") + (fill.side == Side::Buy ? "bought " : "sold ") +
                     fill.quantity.toString() + " " + fill.instrument.symbol +
                     " on this account: no entries in it until what is not ours is closed.");
}

void Reconciliation::settleExternal(const Order &order, const Fill &fill, Quantity ownBefore)
{
    const Quantity own = m_parts.own(fill.instrument);
    if (order.request.role != OrderRole::Entry && !own.isZero() && own.sign() != ownBefore.sign())
        setExternal(fill.instrument, m_parts.portfolio.held(fill.instrument), fill.at);
}

void Reconciliation::setExternal(const InstrumentId &instrument, Quantity quantity, Timestamp at)
{
    if (quantity.isZero())
        m_parts.external.erase(instrument);
    else
        m_parts.external[instrument] = quantity;
    m_parts.observers.externalChanged(instrument, quantity, at);
}

} // namespace core
