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

void SimBroker::cancel(const ClientOrderId &order)
{
    m_venue.cancel(order);
}

void SimBroker::query(const ClientOrderId &order)
{
    m_venue.query(order);
}

void SimBroker::requestSnapshot()
{
    m_sink(m_venue.snapshot());
}

} // namespace core
