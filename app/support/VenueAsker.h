#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "app/support/VenueInquiry.h"
#include "app/support/ProxyFinder.h"
#endif

#include <QObject>
#include <QThread>
#include <QTimer>

namespace app {

/// What is asked of a venue, and as whom.
struct VenueQuestion {
    AccountSlot slot;
    std::vector<core::InstrumentId> instruments{};
    AddressOverrides addresses{};
    core::ProxyChoice proxy{};
};

/// Makes inquiries, on a thread of its own; a venue that cannot be reached is asked three times. First it finds the
/// proxy that leads there and gives it to the whole program (QNetworkProxy::setApplicationProxy). Lives on any
/// thread with an event loop; nothing in it waits for the network.
class VenueAsker final : public QObject {
    Q_OBJECT

public:
    using Done = VenueInquiry::Done;

    explicit VenueAsker(QObject *parent = nullptr);
    /// Gives up whatever is under way: nobody is called.
    ~VenueAsker() override;

    /// One at a time; `done` once, later, on this object's thread.
    void ask(VenueQuestion question, AccountKeys keys, Done done);

Q_SIGNALS:
    /// Counted from 1.
    void attempted(int attempt);
    /// What its owner should know, and what stops nothing.
    void warned(const QString &sentence);

private:
    void takeProxy(const core::Result<QNetworkProxy> &proxy);
    void attempt();
    void take(core::Result<VenueFacts> facts);

    VenueQuestion m_question;
    AccountKeys m_keys;
    Done m_done;
    QThread m_thread;
    QObject *m_desk; ///< Lives on m_thread; deleted there, with the inquiry.
    QTimer m_again;
    ProxyFinder m_finder;
    int m_attempt = 0;
};

} // namespace app
