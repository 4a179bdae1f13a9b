#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/alpaca/AlpacaRest.h"
#include "core/json/Document.h"
#endif

#include <QObject>
#include <QWebSocket>

namespace app::alpaca {

/// A socket of a stream: bytes in, whichever frame they came in, and text out in the frames of its kind.
class StreamSession final : public QObject {
    Q_OBJECT

public:
    enum class Frames { Text, Binary };

    StreamSession(std::unique_ptr<QWebSocket> socket, Frames frames);

    void send(const std::string &text);
    /// After what was sent.
    void close();
    void abort();
    [[nodiscard]] qint64 waiting() const { return m_socket->bytesToWrite(); }

    bool isKnown = false; ///< It has shown the right keys.

Q_SIGNALS:
    void received(const QByteArray &bytes);
    void ended();

private:
    std::unique_ptr<QWebSocket> m_socket;
    Frames m_frames;
};

} // namespace app::alpaca
