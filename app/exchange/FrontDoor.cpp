#include "app/exchange/FrontDoor.h"

#include <utility>

namespace app {

using namespace core;

FrontDoor::FrontDoor(Taker lines, Taker http, QObject *parent)
    : QObject(parent), m_lines(std::move(lines)), m_http(std::move(http)), m_server(this)
{
    connect(&m_server, &QTcpServer::newConnection, this, &FrontDoor::accept);
}

Result<> FrontDoor::listen(quint16 port)
{
    if (m_server.listen(QHostAddress::LocalHost, port))
        return {};
    return failure(ErrorCode::Busy, "port " + std::to_string(port) +
                                        " cannot be opened: " + m_server.errorString().toStdString());
}

void FrontDoor::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { sort(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [socket] { socket->deleteLater(); });
        if (socket->bytesAvailable() > 0)
            sort(socket);
    }
}

void FrontDoor::sort(QTcpSocket *socket)
{
    char first = 0;
    if (socket->peek(&first, 1) != 1)
        return;
    socket->disconnect(this);
    (first == '{' ? m_lines : m_http)(socket);
}

} // namespace app
