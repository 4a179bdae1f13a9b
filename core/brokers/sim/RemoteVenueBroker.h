#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/brokers/Broker.h"
#include "core/brokers/sim/VenueLink.h"
#endif

#include <QObject>
#include <QTimer>

#include <set>

namespace core {

/// The Broker of a simulated venue in a process of its own. A submit without an answer in time, or
/// whose connection broke, has an unknown outcome; it is never sent again.
class RemoteVenueBroker final : public QObject, public Broker {
    Q_OBJECT

public:
    /// Real time, in milliseconds.
    struct Timing {
        int submitAnswer = 3000;
        int snapshotAnswer = 10000; ///< A venue that is silent for so long is left and tried anew.
    };
    /// The link outlives the broker.
    RemoteVenueBroker(VenueLink &link, Timing timing, QObject *parent = nullptr);

    void open(EventSink sink) override;
    void submit(const VettedOrder &order) override;
    void cancel(const Order &order) override;
    void query(const Order &order) override;
    /// Refused: its protocol knows no change of an order.
    void amend(const Order &order, const Amendment &terms) override;
    /// Asked for while one is under way: answered by one more, so that the last word is fresh.
    void requestSnapshot() override;

Q_SIGNALS:
    /// Something was put into the sink by time and not by the link: time to act on it.
    void told();

private:
    void linkUp();
    void linkDown(const std::string &why);
    void take(const venue::Told &told);
    void take(const venue::SnapshotPage &page);
    void doubt(const ClientOrderId &order, const std::string &why);
    void askPage();

    VenueLink &m_link;
    Timing m_timing;
    EventSink m_sink;
    std::set<ClientOrderId> m_unanswered; ///< Submitted on this connection.
    QTimer m_snapshotDeadline;
    VenueSnapshot m_pages;         ///< What has come of the snapshot so far.
    std::int64_t m_fillsFrom = 0;  ///< Fills that earlier snapshots of this connection have told.
    std::int64_t m_nextId = 1;
    bool m_isAsking = false;
    bool m_isAskedAgain = false;
};

} // namespace core
