#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/alpaca/AlpacaRest.h"
#include "app/exchange/faults/StreamFaults.h"
#include "core/json/Document.h"
#endif

#include <QObject>
#include <QWebSocket>

namespace app::alpaca {

/// A socket of a stream: JSON texts in and out, whatever the frames are that carry them. A client whose
/// upgrade says `Content-Type: application/msgpack` gets MessagePack in binary frames, and may send it.
class StreamSession final : public QObject {
    Q_OBJECT

public:
    enum class Frames { Text, Binary, MessagePack };

    /// `usual` is what this stream sends to a client that asks for nothing else.
    StreamSession(std::unique_ptr<QWebSocket> socket, const HttpRequest &upgrade, Frames usual, Faults &faults,
                  FaultTarget target);

    /// An answer to the client.
    void send(const std::string &text);
    /// What nobody asked for just now: faults strike it.
    void push(const std::string &text) { m_pushes.send(text); }
    /// After what was sent.
    void close();
    void abort();
    [[nodiscard]] qint64 waiting() const { return m_socket->bytesToWrite(); }

    bool isKnown = false; ///< It has shown the right keys.

Q_SIGNALS:
    /// The bytes as they came, and the JSON text that they are (or the same, if they are none).
    void received(const QByteArray &bytes, const QByteArray &text);
    void ended();

private:
    std::unique_ptr<QWebSocket> m_socket;
    Frames m_frames;
    StreamFaults m_pushes;
};

} // namespace app::alpaca
