#pragma once

#include "app/exchange/stream/StreamPeer.h"

#include <QWebSocket>

#include <memory>

namespace app {

/// A client at the other end of a WebSocket.
class WebSocketPeer final : public StreamPeer {
public:
    explicit WebSocketPeer(std::unique_ptr<QWebSocket> socket);

    void setListener(Listener listener) override { m_listener = std::move(listener); }
    void sendText(const std::string &text) override;
    void sendBinary(const std::string &bytes) override;
    void close() override;
    void abort() override;
    [[nodiscard]] std::int64_t backlog() const override;

private:
    std::unique_ptr<QWebSocket> m_socket;
    QObject m_context; ///< Hears the socket, and no longer than this.
    Listener m_listener;
};

} // namespace app
