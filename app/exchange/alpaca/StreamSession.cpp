#include "app/exchange/alpaca/StreamSession.h"

namespace app::alpaca {

StreamSession::StreamSession(std::unique_ptr<QWebSocket> socket, Frames frames)
    : m_socket(std::move(socket)), m_frames(frames)
{
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { Q_EMIT received(text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &StreamSession::received);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &StreamSession::ended);
}

void StreamSession::send(const std::string &text)
{
    if (m_frames == Frames::Text)
        m_socket->sendTextMessage(QString::fromStdString(text));
    else
        m_socket->sendBinaryMessage(QByteArray::fromStdString(text));
}

void StreamSession::close()
{
    m_socket->close();
}

void StreamSession::abort()
{
    m_socket->abort();
}

} // namespace app::alpaca
