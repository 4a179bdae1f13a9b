#pragma once

#include "app/exchange/http/HttpRequestParser.h"

#include <QPointer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <map>
#include <memory>

namespace app {

/// Speaks HTTP/1.1 on sockets that are handed to it: one request at a time of each connection, answers in
/// their order. A WebSocket upgrade goes to Qt's handshake with its bytes still unread.
class HttpServer final : public QObject {
    Q_OBJECT

public:
    using Answer = HttpReply;
    using Handler = std::function<void(const HttpRequest &, const Answer &)>;
    /// Refuses an upgrade by an ordinary answer; nothing lets it happen.
    using UpgradeCheck = std::function<std::optional<HttpResponse>(const HttpRequest &)>;
    using UpgradeHandler = std::function<void(std::unique_ptr<QWebSocket>, const HttpRequest &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    ~HttpServer() override;
    void setUpgrades(UpgradeCheck check, UpgradeHandler handler);

    /// Takes the socket over, whatever has come on it so far.
    void adopt(QTcpSocket *socket);

private:
    struct Connection {
        HttpRequestParser parser;
        bool isWaiting = false; ///< A request is being answered.
        bool isEnded = false;
    };
    struct Upgrading {
        HttpRequest request;
        QPointer<QTcpSocket> socket;
    };
    void look(QTcpSocket *socket);
    [[nodiscard]] bool tookUpgrade(QTcpSocket *socket, const Connection &connection);
    void upgrade(QTcpSocket *socket, const HttpRequest &request);
    void takeRequests(QTcpSocket *socket);
    void serve(QTcpSocket *socket, const HttpRequest &request);
    void write(QTcpSocket *socket, const HttpResponse &response, bool keepsAlive);
    void finishUpgrades();

    Handler m_handler;
    UpgradeCheck m_upgradeCheck;
    UpgradeHandler m_upgradeHandler;
    QWebSocketServer m_handshakes;
    std::map<QTcpSocket *, Connection> m_connections;
    std::map<quint16, Upgrading> m_upgrading; ///< By the port at the other end.
};

} // namespace app
