#include "app/exchange/stream/WebSocketPeer.h"

namespace app {

WebSocketPeer::WebSocketPeer(std::unique_ptr<QWebSocket> socket) : m_socket(std::move(socket))
{
    const QWebSocket *const there = m_socket.get();
    QObject::connect(there, &QWebSocket::textMessageReceived, &m_context, [this](const QString &text) {
        const QByteArray bytes = text.toUtf8();
        m_listener.message({bytes.constData(), std::size_t(bytes.size())}, false);
    });
    QObject::connect(there, &QWebSocket::binaryMessageReceived, &m_context, [this](const QByteArray &bytes) {
        m_listener.message({bytes.constData(), std::size_t(bytes.size())}, true);
    });
    // Queued, because it may end while something is written to it.
    QObject::connect(
        there, &QWebSocket::disconnected, &m_context,
        [this] {
            const auto ended = m_listener.ended; // it may destroy this
            ended();
        },
        Qt::QueuedConnection);
}

void WebSocketPeer::sendText(const std::string &text)
{
    m_socket->sendTextMessage(QString::fromStdString(text));
}

void WebSocketPeer::sendBinary(const std::string &bytes)
{
    m_socket->sendBinaryMessage(QByteArray::fromStdString(bytes));
}

void WebSocketPeer::close()
{
    m_socket->close();
}

void WebSocketPeer::abort()
{
    m_socket->abort();
}

std::int64_t WebSocketPeer::backlog() const
{
    return m_socket->bytesToWrite();
}

} // namespace app
