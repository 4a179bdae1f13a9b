#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/net/HttpUrl.h"
#endif

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>

class QSslSocket;

namespace core::net {

/// One connection to one origin, encrypted unless it is this computer. Knows nothing of what is said on it.
/// The certificate is always checked; TLS 1.2 at least. A host with several addresses is tried address by
/// address, so that a dead way does not take the whole time. Lives on one thread.
class HttpLink final : public QObject {
    Q_OBJECT

public:
    HttpLink(const HttpUrl &url, QObject *parent);
    ~HttpLink() override;

    /// `up` or `down` follows, later.
    void open();
    /// The same with addresses that are known already; after `patience` with one the next is tried.
    void openAt(QList<QHostAddress> addresses, std::chrono::milliseconds patience = std::chrono::seconds(2));
    [[nodiscard]] bool isUp() const { return m_isUp; }
    [[nodiscard]] const std::string &origin() const { return m_origin; }
    /// Only while it is up. What is not taken by the other end is told by `down`.
    void write(const std::string &bytes);
    /// Goes down by itself after so long, until `keep`: for a link that nobody uses.
    void closeAfter(std::chrono::milliseconds unused);
    void keep() { m_idle.stop(); }
    /// No signal comes any more; the object deletes itself.
    void drop();

Q_SIGNALS:
    void up();
    void received(const QByteArray &bytes);
    /// Once, after everything that could still be read.
    void down(const QString &why);

private:
    void lookUp();
    void connectNext();
    void connectTo(const QString &host);
    void watch();
    void reached();
    void read();
    void failed();
    void fail(const QString &why);

    std::string m_origin;
    QString m_host;
    quint16 m_port;
    bool m_isSecure;
    QSslSocket *m_socket = nullptr;
    QList<QHostAddress> m_addresses; ///< Not tried yet.
    QTimer m_patience;               ///< With the address that is being tried, if it is not the last.
    std::chrono::milliseconds m_patienceTime{};
    QTimer m_idle;
    int m_lookup = -1;
    bool m_isConnected = false; ///< TCP; the handshake may be under way.
    bool m_isUp = false;
    bool m_isDown = false;
};

} // namespace core::net
