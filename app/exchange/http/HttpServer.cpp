#include "app/exchange/http/HttpServer.h"

#include <QTimer>

#include <utility>

namespace app {

HttpServer::HttpServer(Handler handler, QObject *parent)
    : QObject(parent), m_handler(std::move(handler)),
      m_handshakes(QStringLiteral("exchange"), QWebSocketServer::NonSecureMode)
{
    m_handshakes.setMaxPendingConnections(1000);
    connect(&m_handshakes, &QWebSocketServer::newConnection, this, &HttpServer::finishUpgrades);
}

HttpServer::~HttpServer()
{
    for (const auto &[socket, connection] : m_connections)
        socket->disconnect(this);
}

void HttpServer::setUpgrades(UpgradeCheck check, UpgradeHandler handler)
{
    m_upgradeCheck = std::move(check);
    m_upgradeHandler = std::move(handler);
}

void HttpServer::adopt(QTcpSocket *socket)
{
    socket->setParent(this);
    m_connections.try_emplace(socket);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { look(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_connections.erase(socket);
        socket->deleteLater();
    });
    look(socket);
}

void HttpServer::look(QTcpSocket *socket)
{
    const auto found = m_connections.find(socket);
    if (found == m_connections.end())
        return;
    Connection &connection = found->second;
    if (connection.isEnded || tookUpgrade(socket, connection))
        return;
    const QByteArray bytes = socket->readAll();
    connection.parser.feed({bytes.constData(), std::size_t(bytes.size())});
    takeRequests(socket);
}

/// The bytes of an upgrade must stay unread, so a head is looked at before it is taken.
bool HttpServer::tookUpgrade(QTcpSocket *socket, const Connection &connection)
{
    if (connection.isWaiting || !connection.parser.isBetweenRequests())
        return false;
    const QByteArray bytes = socket->peek(qint64(HttpRequestParser::maxHeadBytes));
    const auto end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return bytes.size() < qsizetype(HttpRequestParser::maxHeadBytes); // wait for the rest
    const auto head = HttpRequestParser::parseHead({bytes.constData(), std::size_t(end) + 4});
    const auto *request = std::get_if<HttpRequest>(&head);
    if (!request || !request->isWebSocketUpgrade() || !m_upgradeHandler)
        return false;
    if (const auto refusal = m_upgradeCheck(*request)) {
        m_connections.at(socket).isEnded = true;
        write(socket, *refusal, false);
        return true;
    }
    upgrade(socket, *request);
    return true;
}

void HttpServer::upgrade(QTcpSocket *socket, const HttpRequest &request)
{
    socket->disconnect(this);
    m_connections.erase(socket);
    m_upgrading[socket->peerPort()] = {request, socket};
    m_handshakes.handleConnection(socket);
}

void HttpServer::finishUpgrades()
{
    while (m_handshakes.hasPendingConnections()) {
        std::unique_ptr<QWebSocket> socket(m_handshakes.nextPendingConnection());
        const auto request = m_upgrading.extract(socket->peerPort());
        if (request.empty())
            continue;
        // Qt's socket does not own the one below it.
        connect(socket.get(), &QObject::destroyed, request.mapped().socket, &QObject::deleteLater);
        m_upgradeHandler(std::move(socket), request.mapped().request);
    }
}

void HttpServer::takeRequests(QTcpSocket *socket)
{
    while (true) {
        const auto found = m_connections.find(socket);
        if (found == m_connections.end() || found->second.isWaiting || found->second.isEnded)
            return;
        const auto outcome = found->second.parser.next();
        if (std::holds_alternative<HttpRequestParser::NeedsMore>(outcome))
            return;
        if (const auto *problem = std::get_if<HttpProblem>(&outcome)) {
            found->second.isEnded = true;
            return write(socket, {problem->status, problem->what + "\n", "text/plain", {}}, false);
        }
        found->second.isWaiting = true;
        serve(socket, std::get<HttpRequest>(outcome));
    }
}

void HttpServer::serve(QTcpSocket *socket, const HttpRequest &request)
{
    const QPointer<HttpServer> self(this);
    const QPointer<QTcpSocket> there(socket);
    m_handler(request, [self, there, keepsAlive = request.keepsAlive](const HttpResponse &response) {
        if (!self || !there || !self->m_connections.contains(there))
            return; // nobody waits for it any more
        Connection &connection = self->m_connections.at(there);
        connection.isWaiting = false;
        connection.isEnded = !keepsAlive || response.delivery != HttpDelivery::Whole;
        self->write(there, response, keepsAlive);
        if (there) // what has come in the meantime
            QMetaObject::invokeMethod(self, [self, there] { self->takeRequests(there); }, Qt::QueuedConnection);
    });
}

void HttpServer::write(QTcpSocket *socket, const HttpResponse &response, bool keepsAlive)
{
    const std::string bytes = toBytes(response, keepsAlive, httpDate(std::chrono::system_clock::now() + response.dateOffset));
    switch (response.delivery) {
    case HttpDelivery::Whole:
        socket->write(bytes.data(), qint64(bytes.size()));
        if (!keepsAlive)
            socket->disconnectFromHost(); // after what is written has gone out
        return;
    case HttpDelivery::CutInHalf:
        socket->write(bytes.data(), qint64(bytes.size() / 2));
        return socket->disconnectFromHost();
    case HttpDelivery::Slow: {
        const std::size_t half = bytes.size() / 2;
        socket->write(bytes.data(), qint64(half));
        const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(response.slowness);
        QTimer::singleShot(pause, socket, [socket, rest = bytes.substr(half)] {
            socket->write(rest.data(), qint64(rest.size()));
            socket->disconnectFromHost();
        });
        return;
    }
    case HttpDelivery::Reset:
        return socket->abort();
    }
}

} // namespace app
