#pragma once

#ifndef Q_MOC_RUN  // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/bybit/BybitRest.h"
#include "app/exchange/faults/StreamFaults.h"
#endif

#include <QObject>
#include <QTimer>
#include <QWebSocket>

#include <set>

namespace app::bybit {

/// A socket of a stream: JSON texts in and out. Whoever says nothing for ten minutes (or for what
/// `max_active_time` of the upgrade asks) is hung up on; frames of the WebSocket itself do not
/// count.
class StreamSession final : public QObject {
    Q_OBJECT

public:
    StreamSession(std::unique_ptr<QWebSocket> socket, const HttpRequest &upgrade, Faults &faults,
                  FaultTarget target);

    /// An answer to the client.
    void send(const std::string &text);
    /// What nobody asked for just now: faults strike it.
    void push(const std::string &text) { m_pushes.send(text); }
    [[nodiscard]] qint64 waiting() const { return m_socket->bytesToWrite(); }
    [[nodiscard]] const std::string &id() const { return m_id; }

    bool isKnown = false;  ///< It has shown the right keys.
    std::set<std::string> topics;

Q_SIGNALS:
    void received(const QByteArray &text);
    void ended();

private:
    std::unique_ptr<QWebSocket> m_socket;
    StreamFaults m_pushes;
    QTimer m_idle;
    std::string m_id;  ///< `conn_id`.
};

/// What `success`, `ret_msg`, `conn_id`, `req_id` and `op` say together.
[[nodiscard]] std::string streamAnswer(const StreamSession &session, std::string_view op,
                                       const std::string &requestId, const std::string &problem,
                                       const char *fine);
/// Seconds of `max_active_time`: `30s` to `600s`, or minutes; 600 for anything else.
[[nodiscard]] int activeSeconds(const HttpRequest &upgrade);

}  // namespace app::bybit
