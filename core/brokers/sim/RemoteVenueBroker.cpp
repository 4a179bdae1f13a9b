#include "core/brokers/sim/RemoteVenueBroker.h"

namespace core {

namespace {

/// Which order the event answers for; nothing for what is no order's.
std::optional<ClientOrderId> orderOf(const venue::VenueEvent &event)
{
    return std::visit(match{[](const QuoteChanged &) { return std::optional<ClientOrderId>(); },
                            [](const BarClosed &) { return std::optional<ClientOrderId>(); },
                            [](const OrderFilled &e) { return std::optional(e.fill.order); },
                            [](const auto &e) { return std::optional(e.order); }},
                      event);
}

} // namespace

RemoteVenueBroker::RemoteVenueBroker(VenueLink &link, Timing timing, QObject *parent)
    : QObject(parent), m_link(link), m_timing(timing), m_sink([](Event) {}), m_snapshotDeadline(this)
{
    m_snapshotDeadline.setSingleShot(true);
    connect(&m_snapshotDeadline, &QTimer::timeout, this,
            [this] { m_link.drop(QStringLiteral("the venue does not answer")); });
    m_link.addListener({[this](const venue::Welcome &) { linkUp(); },
                        [this](const venue::Message &message) {
                            if (const auto *told = std::get_if<venue::Told>(&message))
                                take(*told);
                            else if (const auto *page = std::get_if<venue::SnapshotPage>(&message))
                                take(*page);
                        },
                        [this](const std::string &why) { linkDown(why); }});
}

void RemoteVenueBroker::open(EventSink sink)
{
    m_sink = std::move(sink);
    m_fillsFrom = 0; // what came before there was a sink, nobody has
    m_sink(LinkChanged{m_link.isUp(), m_link.isUp() ? "venue in its own process" : "connecting to the venue"});
}

void RemoteVenueBroker::linkUp()
{
    m_fillsFrom = 0;
    m_isAsking = false;
    m_isAskedAgain = false;
    m_sink(LinkChanged{true, "venue in its own process"});
    requestSnapshot(); // what happened meanwhile
}

void RemoteVenueBroker::linkDown(const std::string &why)
{
    m_snapshotDeadline.stop();
    m_sink(LinkChanged{false, why});
    for (const ClientOrderId &order : std::exchange(m_unanswered, {}))
        m_sink(OrderOutcomeUnknown{order, "the connection broke: " + why});
}

void RemoteVenueBroker::submit(const VettedOrder &order)
{
    const ClientOrderId id = order.request().clientOrderId;
    if (!m_link.send(venue::Submit{order.request()})) {
        // Nothing was written, so this is no doubt: it has not left.
        m_sink(OrderRejected{id, "not sent: there is no connection to the venue"});
        return;
    }
    m_unanswered.insert(id);
    QTimer::singleShot(m_timing.submitAnswer, this, [this, id] {
        doubt(id, "no answer from the venue");
        Q_EMIT told();
    });
}

void RemoteVenueBroker::doubt(const ClientOrderId &order, const std::string &why)
{
    if (m_unanswered.erase(order) > 0)
        m_sink(OrderOutcomeUnknown{order, why});
}

void RemoteVenueBroker::cancel(const Order &order)
{
    m_link.send(venue::Cancel{order.request.clientOrderId}); // without a link it is asked again by the order's own deadline
}

void RemoteVenueBroker::query(const Order &order)
{
    m_link.send(venue::Query{order.request.clientOrderId});
}

void RemoteVenueBroker::amend(const Order &order, const Amendment &)
{
    m_sink(OrderAmendRefused{order.request.clientOrderId, "this venue changes no orders: cancel it and place another"});
}

void RemoteVenueBroker::requestSnapshot()
{
    if (!m_link.isUp())
        return; // the next connection begins with one
    if (std::exchange(m_isAsking, true)) {
        m_isAskedAgain = true;
        return;
    }
    m_pages = {};
    askPage();
}

void RemoteVenueBroker::askPage()
{
    const auto have = m_fillsFrom + std::int64_t(m_pages.fills.size());
    m_link.send(venue::AskSnapshot{m_nextId++, have});
    m_snapshotDeadline.start(m_timing.snapshotAnswer);
}

void RemoteVenueBroker::take(const venue::Told &told)
{
    if (const auto order = orderOf(told.event)) {
        m_unanswered.erase(*order);
        m_sink(venue::toEvent(told.event));
    }
}

void RemoteVenueBroker::take(const venue::SnapshotPage &page)
{
    m_snapshotDeadline.stop();
    std::vector<Fill> fills = std::move(m_pages.fills);
    fills.insert(fills.end(), page.snapshot.fills.begin(), page.snapshot.fills.end());
    m_pages = page.snapshot; // orders, holdings and cash of the last page are the newest
    m_pages.fills = std::move(fills);
    const auto have = m_fillsFrom + std::int64_t(m_pages.fills.size());
    if (have < page.fillsTotal && !page.snapshot.fills.empty())
        return askPage();
    m_fillsFrom = have;
    m_isAsking = false;
    m_sink(std::exchange(m_pages, {}));
    if (std::exchange(m_isAskedAgain, false))
        requestSnapshot();
}

} // namespace core
