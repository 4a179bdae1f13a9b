#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/brokers/sim/VenueWire.h"
#endif

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace core {

/// Where a venue process listens, and the key of the account: HOST:PORT#TOKEN.
struct VenueEndpoint {
    QString host;
    quint16 port = 0;
    QString token;

    [[nodiscard]] static Result<VenueEndpoint> parse(const QString &text);
};

/// The connection to a venue process, on the engine's thread: connects, says hello, cuts the stream
/// into messages, comes back by itself with growing pauses. It never sends anything twice: what was
/// written when the connection broke is for its listeners to doubt.
class VenueLink final : public QObject {
    Q_OBJECT

public:
    /// Real time, in milliseconds.
    struct Timing {
        int connect = 5000;    ///< Up to the welcome; then the attempt counts as failed.
        int firstRetry = 250;  ///< Doubles with each failure.
        int lastRetry = 10000; ///< And grows no further.
    };
    /// Called in the order in which listeners were added, and for messages in order of arrival.
    struct Listener {
        std::function<void(const venue::Welcome &)> up;
        std::function<void(const venue::Message &)> message;
        std::function<void(const std::string &why)> down;
    };

    VenueLink(VenueEndpoint endpoint, std::unique_ptr<QTcpSocket> socket, Timing timing, QObject *parent = nullptr);
    ~VenueLink() override;

    /// Listeners outlive the link's last message.
    void addListener(Listener listener) { m_listeners.push_back(std::move(listener)); }
    void open();
    [[nodiscard]] bool isUp() const { return m_welcome.has_value(); }
    /// What the venue said at the beginning of this connection.
    [[nodiscard]] const std::optional<venue::Welcome> &welcome() const { return m_welcome; }
    /// Writes the request if the link is up; false (and nothing is written) if it is not.
    bool send(const venue::Request &request);
    /// Ends a connection that is no good any more; it is tried anew.
    void drop(const QString &why);

Q_SIGNALS:
    /// All that has come in so far was handed to the listeners: time to act on it.
    void batchEnded();

private:
    void connectNow();
    void read();
    void take(const QByteArray &line);
    void lose(const QString &why);

    VenueEndpoint m_endpoint;
    std::unique_ptr<QTcpSocket> m_socket;
    Timing m_timing;
    std::vector<Listener> m_listeners;
    std::optional<venue::Welcome> m_welcome;
    QTimer m_retry;
    QTimer m_deadline;
    int m_failures = 0;
    bool m_isTrying = false;
};

} // namespace core
