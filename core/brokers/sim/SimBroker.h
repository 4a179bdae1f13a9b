#pragma once

#include "core/brokers/Broker.h"
#include "core/simulation/SimVenue.h"

namespace core {

/// The Broker of the embedded venue: forwards at once, answers through the sink.
class SimBroker final : public Broker {
public:
    explicit SimBroker(SimVenue &venue) : m_venue(venue) {}

    void open(EventSink sink) override;
    void submit(const VettedOrder &order) override;
    void cancel(const Order &order) override;
    void query(const Order &order) override;
    void amend(const Order &order, const Amendment &terms) override;
    void requestSnapshot() override;

private:
    SimVenue &m_venue;
    EventSink m_sink;
};

} // namespace core
