#pragma once

#include "core/brokers/Broker.h"
#include "core/engine/EngineParts.h"

namespace core {

/// Takes in what the venue itself says about orders, fills, holdings and cash, and tells where our books
/// say something else. What is missing comes through the same state machine as live events, so it counts once.
class Reconciliation {
public:
    Reconciliation(EngineParts &parts, Broker &broker) : m_parts(parts), m_broker(broker) {}

    /// Orders and fills, and then holdings and cash: a difference blocks entries until it is gone.
    void take(const VenueSnapshot &venue);
    /// Orders and fills alone.
    void take(const VenueOrders &venue) { takeOrders(venue.openOrders, venue.fills); }

    /// A fill of an order that is not ours first takes from what is ours; what goes beyond is theirs, and nobody
    /// here touches it until it is adopted or closed by a person.
    void bookExternal(const Fill &fill, Quantity ownBefore);
    /// An exit by a person's choice takes what is ours first and then what is not.
    void settleExternal(const Order &order, const Fill &fill, Quantity ownBefore);

private:
    void takeOrders(const std::vector<Order> &openOrders, std::vector<Fill> fills);
    void adoptOrders(const std::vector<Order> &openOrders);
    void adoptFills(const std::vector<Fill> &fills);
    void askForMissing(const std::vector<Order> &openOrders);
    void compareHoldings(const VenueSnapshot &venue);
    void compareCash(const VenueSnapshot &venue);
    void setExternal(const InstrumentId &instrument, Quantity quantity, Timestamp at);

    EngineParts &m_parts;
    Broker &m_broker;
};

} // namespace core
