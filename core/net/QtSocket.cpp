#include "core/net/QtSocket.h"

#include "core/net/HttpUrl.h"
#include "core/net/HttpWire.h"
#include "core/net/Proxy.h"
#include "core/net/Tls.h"

#include <QNetworkRequest>
#include <QRegularExpression>
#include <QWebSocket>

#include <utility>

namespace core::net {

namespace {

/// The upgrade request; BadInput if its target would not go out byte for byte.
Result<QNetworkRequest> upgradeRequest(const std::string &url, const HttpHeaders &headers)
{
    const auto split = splitUrl(url, UrlKind::Socket);
    if (!split)
        return failure(split.error());
    if (const auto checked = checkHeaders(headers); !checked)
        return failure(checked.error());
    const QUrl address = QUrl::fromEncoded(QByteArray::fromStdString(url), QUrl::StrictMode);
    QString target = address.path().isEmpty() ? QStringLiteral("/") : address.path(QUrl::FullyEncoded);
    if (address.hasQuery())
        target += QLatin1Char('?') + address.query(QUrl::FullyEncoded);
    if (!address.isValid() || target.toStdString() != split->target)
        return failure(ErrorCode::BadInput, "bad address: it would not be sent as it is written");
    QNetworkRequest request(address);
    if (!headers.has("User-Agent"))
        request.setRawHeader("User-Agent", "Countersign");
    for (const auto &[name, value] : headers.lines())
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    return request;
}

/// The status with which the upgrade was refused. QWebSocket tells it in its words only; 0 when it does not.
int refusalStatus(const QString &words)
{
    static const QRegularExpression pattern(QStringLiteral("status code: (\\d{3})\\b"));
    return pattern.match(words).captured(1).toInt();
}

} // namespace

QtSocket::QtSocket(Limits limits, QObject *parent)
    : QObject(parent), m_limits(limits), m_listener(std::make_shared<SocketListener>()), m_patience(this)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { end(QStringLiteral("not open in time")); });
}

QtSocket::~QtSocket()
{
    letGo();
}

void QtSocket::setListener(SocketListener listener)
{
    m_listener = std::make_shared<SocketListener>(std::move(listener));
}

void QtSocket::open(const std::string &url, const HttpHeaders &headers)
{
    letGo();
    ++m_attempt;
    const auto request = upgradeRequest(url, headers);
    if (!request)
        return end(QString::fromStdString(request.error().message));
    m_socket = new QWebSocket;
    m_socket->setSslConfiguration(tlsConfiguration());
    m_socket->setProxy(proxyFor(request->url().host(), request->url().scheme() == QLatin1String("wss")));
    m_socket->setMaxAllowedIncomingFrameSize(m_limits.maxMessage);
    m_socket->setMaxAllowedIncomingMessageSize(m_limits.maxMessage);
    watch();
    m_patience.start(m_limits.openWithin);
    m_socket->open(*request);
}

void QtSocket::watch()
{
    connect(m_socket, &QWebSocket::connected, this, &QtSocket::opened);
    connect(m_socket, &QWebSocket::disconnected, this, &QtSocket::disconnected);
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { tell(text.toUtf8(), false); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &bytes) { tell(bytes, true); });
    connect(m_socket, &QWebSocket::pong, this, [this] {
        const auto listener = m_listener;
        if (listener->pong)
            listener->pong();
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket, &QWebSocket::errorOccurred, this, &QtSocket::failed);
#else
    connect(m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, &QtSocket::failed);
#endif
}

void QtSocket::opened()
{
    m_patience.stop();
    m_isOpen = true;
    const auto listener = m_listener;
    if (listener->opened)
        m_guard->run(listener->opened);
}

void QtSocket::tell(const QByteArray &bytes, bool isBinary)
{
    const auto listener = m_listener;
    const std::string_view message(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (listener->message)
        m_guard->run([&] { listener->message(message, isBinary); });
}

void QtSocket::failed()
{
    const QString why = m_socket->errorString();
    end(why, m_isOpen ? 0 : refusalStatus(why));
}

void QtSocket::disconnected()
{
    const QString words = m_socket->closeReason();
    end(QStringLiteral("closed with code %1").arg(int(m_socket->closeCode())) +
        (words.isEmpty() ? QString() : QStringLiteral(": ") + words));
}

void QtSocket::letGo()
{
    m_patience.stop();
    m_isOpen = false;
    if (QWebSocket *socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->deleteLater(); // says goodbye if it can
    }
}

void QtSocket::end(const QString &why, int status)
{
    letGo();
    QMetaObject::invokeMethod(
        this,
        [this, attempt = m_attempt, why = why.toStdString(), status] {
            const auto listener = m_listener;
            if (attempt == m_attempt && listener->closed)
                m_guard->run([&] { listener->closed(why, status); });
        },
        Qt::QueuedConnection);
}

void QtSocket::close(const std::string &why)
{
    if (!m_socket)
        return;
    m_socket->disconnect(this); // it would tell of its end at once
    if (m_isOpen)
        m_socket->close();
    end(QString::fromStdString(why));
}

bool QtSocket::sendText(std::string_view text)
{
    if (!m_isOpen)
        return false;
    m_socket->sendTextMessage(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return true;
}

bool QtSocket::sendBinary(std::string_view bytes)
{
    if (!m_isOpen)
        return false;
    m_socket->sendBinaryMessage(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return true;
}

bool QtSocket::ping()
{
    if (!m_isOpen)
        return false;
    m_socket->ping();
    return true;
}

} // namespace core::net
