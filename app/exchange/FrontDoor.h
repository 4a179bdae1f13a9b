#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/base/Error.h"
#endif

#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace app {

/// The one port of the exchange: whoever begins with `{` speaks the line protocol, everybody else HTTP.
class FrontDoor final : public QObject {
    Q_OBJECT

public:
    using Taker = std::function<void(QTcpSocket *)>; ///< Owns the socket from then on.

    FrontDoor(Taker lines, Taker http, QObject *parent = nullptr);

    /// On 127.0.0.1 only; port 0 takes a free one. Busy when it is taken.
    [[nodiscard]] core::Result<> listen(quint16 port);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void accept();
    void sort(QTcpSocket *socket);

    Taker m_lines;
    Taker m_http;
    QTcpServer m_server;
};

} // namespace app
