#include "app/exchange/alpaca/StreamSession.h"

#include "app/exchange/alpaca/MessagePack.h"

namespace app::alpaca {

namespace {

bool wantsMessagePack(const HttpRequest &upgrade)
{
    return upgrade.header("Content-Type").value_or("").find("msgpack") != std::string_view::npos;
}

} // namespace

StreamSession::StreamSession(std::unique_ptr<QWebSocket> socket, const HttpRequest &upgrade, Frames usual,
                             Faults &faults, FaultTarget target)
    : m_socket(std::move(socket)), m_frames(wantsMessagePack(upgrade) ? Frames::MessagePack : usual),
      m_pushes(faults, target, {[this](const std::string &text) { send(text); }, [this] { close(); }, [this] { abort(); },
                                withWrongIds})
{
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { Q_EMIT received(text.toUtf8(), text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &bytes) {
        const auto text = m_frames == Frames::MessagePack ? unpacked({bytes.constData(), std::size_t(bytes.size())})
                                                          : core::Result<std::string>(bytes.toStdString());
        Q_EMIT received(bytes, text ? QByteArray::fromStdString(*text) : bytes);
    });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &StreamSession::ended);
}

void StreamSession::send(const std::string &text)
{
    if (m_frames == Frames::Text)
        m_socket->sendTextMessage(QString::fromStdString(text));
    else if (m_frames == Frames::Binary)
        m_socket->sendBinaryMessage(QByteArray::fromStdString(text));
    else if (const auto document = core::json::Document::parse(text))
        m_socket->sendBinaryMessage(QByteArray::fromStdString(packed(document->root())));
    else // spoilt on the way
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
