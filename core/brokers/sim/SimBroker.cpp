#include "core/brokers/sim/SimBroker.h"

namespace core {

void SimBroker::open(EventSink sink)
{
    m_sink = std::move(sink);
    m_venue.setSink(m_sink);
    m_sink(LinkChanged{true, "embedded venue"});
}

void SimBroker::submit(const VettedOrder &order)
{
    m_venue.submit(order.request());
}

void SimBroker::cancel(const Order &order)
{
    m_venue.cancel(order.request.clientOrderId);
}

void SimBroker::query(const Order &order)
{
    m_venue.query(order.request.clientOrderId);
}

void SimBroker::amend(const Order &order, const Amendment &terms)
{
    const ClientOrderId &id = order.request.clientOrderId;
    if (const auto done = m_venue.amend(id, terms); done)
        m_sink(OrderAmended{id, order.venueId, terms});
    else
        m_sink(OrderAmendRefused{id, done.error().message});
}

void SimBroker::requestSnapshot()
{
    m_sink(m_venue.snapshot());
}

} // namespace core
