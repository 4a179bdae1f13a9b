#include "core/net/HttpLink.h"

#include "core/net/Proxy.h"
#include "core/net/Tls.h"

#include <QHostInfo>
#include <QSslSocket>

#include <utility>

namespace core::net {

HttpLink::HttpLink(const HttpUrl &url, QObject *parent)
    : QObject(parent), m_origin(url.origin()), m_host(QString::fromStdString(url.host)), m_port(url.port),
      m_isSecure(url.isSecure), m_patience(this), m_idle(this)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &HttpLink::connectNext);
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, [this] { fail(QStringLiteral("unused for too long")); });
}

void HttpLink::closeAfter(std::chrono::milliseconds unused)
{
    m_idle.start(unused);
}

HttpLink::~HttpLink()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void HttpLink::open()
{
    QMetaObject::invokeMethod(this, &HttpLink::lookUp, Qt::QueuedConnection);
}

void HttpLink::lookUp()
{
    if (m_isDown)
        return; // dropped meanwhile
    if (proxyFor(m_host, m_isSecure).type() != QNetworkProxy::NoProxy)
        return connectTo(m_host);
    m_lookup = QHostInfo::lookupHost(m_host, this, [this](const QHostInfo &info) {
        m_lookup = -1;
        if (info.addresses().isEmpty())
            return fail(info.errorString());
        openAt(info.addresses());
    });
}

void HttpLink::openAt(QList<QHostAddress> addresses, std::chrono::milliseconds patience)
{
    m_addresses = std::move(addresses);
    m_patienceTime = patience;
    QMetaObject::invokeMethod(this, &HttpLink::connectNext, Qt::QueuedConnection);
}

void HttpLink::connectNext()
{
    if (m_isDown)
        return;
    if (m_addresses.isEmpty())
        return fail(QStringLiteral("no address of the host answers"));
    connectTo(m_addresses.takeFirst().toString());
    if (!m_isDown && !m_isConnected && !m_addresses.isEmpty())
        m_patience.start(m_patienceTime); // the last one may take the time that the request has
}

void HttpLink::connectTo(const QString &host)
{
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket->deleteLater();
    }
    m_socket = new QSslSocket(this);
    watch();
    m_socket->setProxy(proxyFor(m_host, m_isSecure));
    if (!m_isSecure)
        return m_socket->connectToHost(host, m_port);
    m_socket->setSslConfiguration(tlsConfiguration());
    m_socket->connectToHostEncrypted(host, m_port, m_host);
}

void HttpLink::watch()
{
    connect(m_socket, &QSslSocket::connected, this, [this] {
        m_isConnected = true;
        m_patience.stop();
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
        if (!m_isSecure)
            reached();
    });
    connect(m_socket, &QSslSocket::encrypted, this, &HttpLink::reached);
    connect(m_socket, &QSslSocket::readyRead, this, &HttpLink::read);
    connect(m_socket, &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        // What came with the goodbye may still be decrypted; "disconnected" comes after it.
        const bool isGoodbye = m_isUp && error == QAbstractSocket::RemoteHostClosedError;
        if (!isGoodbye || m_socket->state() == QAbstractSocket::UnconnectedState)
            failed();
    });
    connect(m_socket, &QSslSocket::disconnected, this, &HttpLink::failed);
}

void HttpLink::reached()
{
    m_isUp = true;
    Q_EMIT up();
}

void HttpLink::read()
{
    if (const QByteArray bytes = m_socket->readAll(); !bytes.isEmpty() && m_isUp)
        Q_EMIT received(bytes);
}

void HttpLink::failed()
{
    if (m_isDown)
        return;
    if (!m_isConnected && !m_addresses.isEmpty()) {
        m_patience.start(0); // later: the socket that failed is still telling of it
        return;
    }
    const QString why = m_socket->errorString();
    read();
    fail(why);
}

void HttpLink::fail(const QString &why)
{
    m_patience.stop();
    m_isUp = false;
    if (!std::exchange(m_isDown, true))
        Q_EMIT down(why);
}

void HttpLink::write(const std::string &bytes)
{
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    m_socket->flush(); // the round trip begins now, not with the next turn of the loop
}

void HttpLink::drop()
{
    disconnect(); // whoever listens
    m_isDown = true;
    m_patience.stop();
    m_idle.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    deleteLater();
}

} // namespace core::net
