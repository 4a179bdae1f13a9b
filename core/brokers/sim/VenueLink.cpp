#include "core/brokers/sim/VenueLink.h"

#include <algorithm>

namespace core {

Result<VenueEndpoint> VenueEndpoint::parse(const QString &text)
{
    const qsizetype hash = text.indexOf(u'#');
    const qsizetype colon = text.lastIndexOf(u':', hash);
    bool isNumber = false;
    const uint port = colon < 0 || hash < colon ? 0 : text.mid(colon + 1, hash - colon - 1).toUInt(&isNumber);
    if (!isNumber || port == 0 || port > 65535 || colon == 0 || hash + 1 == text.size())
        return failure(ErrorCode::BadInput, "a venue's address is HOST:PORT#TOKEN, not \"" + text.toStdString() + "\"");
    return VenueEndpoint{text.left(colon), quint16(port), text.mid(hash + 1)};
}

VenueLink::VenueLink(VenueEndpoint endpoint, std::unique_ptr<QTcpSocket> socket, Timing timing, QObject *parent)
    : QObject(parent), m_endpoint(std::move(endpoint)), m_socket(std::move(socket)), m_timing(timing),
      m_retry(this), m_deadline(this)
{
    m_retry.setSingleShot(true);
    m_deadline.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &VenueLink::connectNow);
    connect(&m_deadline, &QTimer::timeout, this, [this] { lose(QStringLiteral("the venue does not answer")); });
    connect(m_socket.get(), &QTcpSocket::connected, this, [this] {
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const venue::Hello hello{venue::wireVersion, m_endpoint.token.toStdString(), true};
        m_socket->write(QByteArray::fromStdString(venue::toLine(venue::Request(hello))) + '\n');
    });
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &VenueLink::read);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this] { lose(m_socket->errorString()); });
    connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { lose(QStringLiteral("the venue hung up")); });
}

VenueLink::~VenueLink()
{
    m_socket->disconnect(this); // nobody is told of an end that was wanted
}

void VenueLink::open()
{
    connectNow();
}

void VenueLink::connectNow()
{
    m_isTrying = true;
    m_deadline.start(m_timing.connect);
    m_socket->connectToHost(m_endpoint.host, m_endpoint.port);
}

bool VenueLink::send(const venue::Request &request)
{
    if (!isUp())
        return false;
    m_socket->write(QByteArray::fromStdString(venue::toLine(request)) + '\n');
    return true;
}

void VenueLink::drop(const QString &why)
{
    lose(why);
}

void VenueLink::read()
{
    while (m_isTrying && m_socket->canReadLine())
        take(m_socket->readLine());
    if (m_isTrying && m_socket->bytesAvailable() > qint64(venue::maxMessageBytes))
        lose(QStringLiteral("the venue sent an overlong line"));
    Q_EMIT batchEnded();
}

void VenueLink::take(const QByteArray &line)
{
    const auto message = venue::parseMessage(std::string_view(line.constData(), std::size_t(line.size())));
    if (!message)
        return lose(QStringLiteral("the venue sent what cannot be read: ") +
                    QString::fromStdString(describe(message.error())));
    if (const auto *refused = std::get_if<venue::Refused>(&*message))
        return lose(QStringLiteral("the venue refused: ") + QString::fromStdString(refused->message));
    const auto *welcome = std::get_if<venue::Welcome>(&*message);
    if (welcome && welcome->version != venue::wireVersion)
        return lose(QStringLiteral("the venue speaks another version"));
    if (!welcome && !isUp())
        return lose(QStringLiteral("the venue spoke before its welcome"));
    if (!welcome) {
        for (const Listener &listener : m_listeners)
            listener.message(*message);
        return;
    }
    m_welcome = *welcome;
    m_failures = 0;
    m_deadline.stop();
    for (const Listener &listener : m_listeners)
        listener.up(*welcome);
}

void VenueLink::lose(const QString &why)
{
    if (!std::exchange(m_isTrying, false))
        return; // an abort tells of itself once more
    m_deadline.stop();
    m_socket->abort();
    const bool wasUp = isUp();
    m_welcome.reset();
    m_retry.start(std::min(m_timing.lastRetry, m_timing.firstRetry << std::min(m_failures++, 10)));
    if (!wasUp)
        return;
    for (const Listener &listener : m_listeners)
        listener.down(why.toStdString());
    Q_EMIT batchEnded();
}

} // namespace core
