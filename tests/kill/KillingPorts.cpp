#include "tests/kill/KillingPorts.h"

#include <thread>

namespace support {

using namespace core;

const char *eventName(const Event &event)
{
    return std::visit(match{[](const BarClosed &) { return "bar"; }, [](const QuoteChanged &) { return "quote"; },
                            [](const OrderAccepted &) { return "accepted"; },
                            [](const OrderRejected &) { return "rejected"; },
                            [](const OrderFilled &) { return "filled"; },
                            [](const OrderCancelled &) { return "cancelled"; },
                            [](const OrderOutcomeUnknown &) { return "unknown"; },
                            [](const OrderNotFound &) { return "not-found"; },
                            [](const JournalAdvanced &) { return "durable"; },
                            [](const JournalFailed &) { return "journal-failed"; },
                            [](const LinkChanged &) { return "link"; },
                            [](const VenueSnapshot &) { return "snapshot"; },
                            [](const VenueOrders &) { return "orders"; },
                            [](const OrderAmended &) { return "amended"; },
                            [](const OrderAmendRefused &) { return "amend-refused"; },
                            [](const FeedChanged &) { return "feed"; },
                            [](const ClockJudged &) { return "clock"; },
                            [](const VenueTrouble &) { return "trouble"; },
                            [](const CashFlow &) { return "cash-flow"; }},
                      event);
}

// --- journal -------------------------------------------------------------------------------------

std::int64_t KillingJournal::append(Record record)
{
    const std::string table = tableName(record.table);
    m_points.pass("journal.before." + table);
    const std::int64_t ticket = m_inner.append(std::move(record));
    m_points.pass("journal.after." + table);
    if (m_points.isDue("journal.stored." + table))
        m_lastWish = {ticket, "journal.stored." + table};
    if (!m_isGrouping)
        dieIfStored();
    return ticket;
}

void KillingJournal::beginGroup()
{
    m_isGrouping = true;
    m_inner.beginGroup();
}

void KillingJournal::endGroup()
{
    m_isGrouping = false;
    m_points.pass("journal.before.end-of-group");
    m_inner.endGroup();
    m_points.pass("journal.after.end-of-group");
    dieIfStored();
}

/// The record is on the disk, with what was recorded together with it, and nothing after it.
void KillingJournal::dieIfStored()
{
    if (m_lastWish.second.empty())
        return;
    while (m_inner.durableThrough() < m_lastWish.first && m_inner.isHealthy())
        std::this_thread::yield();
    KillPoints::die(m_lastWish.second);
}

// --- broker --------------------------------------------------------------------------------------

void KillingBroker::open(EventSink sink)
{
    m_points.pass("broker.before.open");
    m_inner.open([this, sink = std::move(sink)](Event event) {
        const std::string name = eventName(event);
        m_points.pass("event.before." + name);
        sink(std::move(event));
        m_points.pass("event.queued." + name);
    });
    m_points.pass("broker.after.open");
}

void KillingBroker::submit(const VettedOrder &order)
{
    const std::string role = orderRoleName(order.request().role);
    m_points.pass("broker.before.submit." + role);
    m_inner.submit(order);
    m_points.pass("broker.after.submit." + role);
}

void KillingBroker::cancel(const Order &order)
{
    m_points.pass("broker.before.cancel");
    m_inner.cancel(order);
    m_points.pass("broker.after.cancel");
}

void KillingBroker::query(const Order &order)
{
    m_points.pass("broker.before.query");
    m_inner.query(order);
    m_points.pass("broker.after.query");
}

void KillingBroker::amend(const Order &order, const Amendment &terms)
{
    m_points.pass("broker.before.amend");
    m_inner.amend(order, terms);
    m_points.pass("broker.after.amend");
}

void KillingBroker::requestSnapshot()
{
    m_points.pass("broker.before.snapshot");
    m_inner.requestSnapshot();
    m_points.pass("broker.after.snapshot");
}

// --- socket --------------------------------------------------------------------------------------

qint64 KillingSocket::writeData(const char *data, qint64 size)
{
    const QByteArray line(data, size);
    const bool isSubmit = line.startsWith("{\"request\":\"submit\"");
    const bool isCancel = line.startsWith("{\"request\":\"cancel\"");
    if (!isSubmit && !isCancel)
        return QTcpSocket::writeData(data, size);
    const std::string kind = isSubmit ? "submit" : "cancel";
    m_points.pass("socket.before." + kind);
    if (m_points.isDue("socket.half." + kind)) {
        QTcpSocket::writeData(data, size / 2);
        flush();
        KillPoints::die("socket.half." + kind);
    }
    const qint64 written = QTcpSocket::writeData(data, size);
    if (m_points.isDue("socket.after." + kind)) {
        flush(); // the venue has it, and nobody here will hear the answer
        KillPoints::die("socket.after." + kind);
    }
    return written;
}

// --- engine --------------------------------------------------------------------------------------

void KillingObserver::proposalChanged(const DeskEntry &entry, ProposalState, Timestamp)
{
    m_points.pass(std::string("engine.proposal.") + proposalStateName(entry.state));
}

void KillingObserver::orderChanged(const Order &order, OrderStatus)
{
    m_points.pass(std::string("engine.order.") + orderStatusName(order.status));
}

void KillingObserver::filled(const Order &order, const Fill &)
{
    m_points.pass(std::string("engine.filled.") + orderRoleName(order.request.role));
}

} // namespace support
