#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/net/CallGuard.h"
#include "core/net/SocketPort.h"
#endif

#include <QObject>
#include <QTimer>

#include <memory>

class QWebSocket;

namespace core::net {

/// The real socket, on QWebSocket. Each `open` takes a new one, because an old one may be in the middle of
/// its own signal. Certificates, proxies and unencrypted addresses as for HttpLink. Lives on the engine's
/// thread.
class QtSocket final : public QObject, public SocketPort {
    Q_OBJECT

public:
    struct Limits {
        std::size_t maxMessage = 4 * 1024 * 1024; ///< A longer message ends the socket.
        std::chrono::milliseconds openWithin{10'000};
    };

    explicit QtSocket(Limits limits, QObject *parent = nullptr);
    explicit QtSocket(QObject *parent = nullptr) : QtSocket(Limits(), parent) {}
    ~QtSocket() override;

    void setListener(SocketListener listener) override;
    void open(const std::string &url, const HttpHeaders &headers) override;
    bool sendText(std::string_view text) override;
    bool sendBinary(std::string_view bytes) override;
    bool ping() override;
    /// Around the listener.
    void setGuard(std::shared_ptr<const CallGuard> guard) { m_guard = std::move(guard); }
    void close(const std::string &why) override;

private:
    void watch();
    void opened();
    void tell(const QByteArray &bytes, bool isBinary);
    void failed();
    void disconnected();
    /// The listener is told later, and not at all once the socket was opened again.
    void end(const QString &why, int status = 0);
    void letGo();

    Limits m_limits;
    std::shared_ptr<const CallGuard> m_guard = std::make_shared<CallGuard>();
    std::shared_ptr<const SocketListener> m_listener; ///< Shared, because it may be replaced while it is called.
    QWebSocket *m_socket = nullptr;                   ///< Nobody's child: it may be in the middle of a signal.
    QTimer m_patience;
    bool m_isOpen = false;
    unsigned m_attempt = 0;
};

} // namespace core::net
