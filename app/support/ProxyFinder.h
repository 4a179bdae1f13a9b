#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/base/ProxyChoice.h"
#endif

#include <QList>
#include <QNetworkProxy>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <memory>

namespace app {

/// Finds the proxy that leads to an address. The system is asked on a thread of its own, because that may take
/// long: on Windows a PAC script is looked for on the network, fetched and run before there is an answer, and
/// nothing can hurry it. Lives on any thread with an event loop, which never waits.
class ProxyFinder final : public QObject {
    Q_OBJECT

public:
    using Ask = std::function<QList<QNetworkProxy>(const QNetworkProxyQuery &)>;
    /// Timeout: the system has not said in time.
    using Done = std::function<void(core::Result<QNetworkProxy>)>;

    explicit ProxyFinder(QObject *parent = nullptr);
    /// For tests.
    ProxyFinder(Ask ask, std::chrono::milliseconds patience, QObject *parent = nullptr);
    /// Nobody is called any more; a question that is under way ends by itself.
    ~ProxyFinder() override;

    /// `done` once, later, on this thread; a new question ends the one before.
    void find(const core::ProxyChoice &choice, const QUrl &address, Done done);

private:
    struct Desk;

    void askSystem(const QUrl &address);
    void forget();
    void take(const QList<QNetworkProxy> &found);
    void end(core::Result<QNetworkProxy> proxy);

    Ask m_ask;
    QTimer m_patience;
    Done m_done;
    std::shared_ptr<Desk> m_desk; ///< Where the answer under way is to be left.
};

} // namespace app
