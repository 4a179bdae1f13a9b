#pragma once

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

#include <functional>
#include <vector>

namespace support {

inline QString certificateFile(const char *name)
{
    return QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/core/net/certificates/") + QLatin1String(name);
}

/// The test's certificate, which only names `localhost`.
inline QSslCertificate testCertificate()
{
    return QSslCertificate::fromPath(certificateFile("localhost.pem")).value(0);
}

/// While it lives, new connections of this program trust the test's certificate.
class TrustTestCertificate {
public:
    TrustTestCertificate()
    {
        QSslConfiguration trusting = m_before;
        trusting.addCaCertificate(testCertificate());
        QSslConfiguration::setDefaultConfiguration(trusting);
    }
    ~TrustTestCertificate() { QSslConfiguration::setDefaultConfiguration(m_before); }
    TrustTestCertificate(const TrustTestCertificate &) = delete;
    TrustTestCertificate &operator=(const TrustTestCertificate &) = delete;

private:
    QSslConfiguration m_before = QSslConfiguration::defaultConfiguration();
};

/// A server that knows nothing of HTTP but where a request ends. It keeps every byte, and the test says
/// what goes back: bytes, silence or an end.
class RawServer final : public QTcpServer {
public:
    struct Request {
        QByteArray bytes;
        int connection = 0; ///< Counted from 0.
    };
    /// Called for each whole request; `number` counts from 0 over all connections.
    using Reply = std::function<void(QTcpSocket &socket, int number)>;

    explicit RawServer(Reply reply, bool isEncrypted = false, quint16 port = 0)
        : m_reply(std::move(reply)), m_isEncrypted(isEncrypted)
    {
        if (!listen(QHostAddress::LocalHost, port))
            qFatal("no port for the test's server");
    }

    [[nodiscard]] std::string url(const char *target) const
    {
        return (m_isEncrypted ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(serverPort()) + target;
    }
    [[nodiscard]] int count() const { return int(requests.size()); }
    void setReply(Reply reply) { m_reply = std::move(reply); }

    std::vector<Request> requests;
    QByteArray unfinished;                 ///< Of all connections: what was not a whole request (yet).
    std::vector<QSslSocket *> connections; ///< Those that ended too.

private:
    void incomingConnection(qintptr handle) override
    {
        auto *socket = new QSslSocket(this);
        const int number = int(connections.size());
        connections.push_back(socket);
        if (!socket->setSocketDescriptor(handle))
            qFatal("the test's server has no socket");
        connect(socket, &QSslSocket::readyRead, this, [this, socket, number] { read(*socket, number); });
        if (m_isEncrypted)
            encrypt(*socket);
    }

    static void encrypt(QSslSocket &socket)
    {
        QFile key(certificateFile("localhost.key"));
        if (!key.open(QIODevice::ReadOnly))
            qFatal("the test's key is missing");
        socket.setLocalCertificate(testCertificate());
        socket.setPrivateKey(QSslKey(&key, QSsl::Ec));
        socket.startServerEncryption();
    }

    void read(QSslSocket &socket, int connection)
    {
        unfinished += socket.readAll();
        for (qsizetype size = wholeSize(unfinished); size > 0; size = wholeSize(unfinished)) {
            requests.push_back({unfinished.left(size), connection});
            unfinished.remove(0, size);
            m_reply(socket, count() - 1);
        }
    }

    /// Bytes of the request at the beginning; 0 if it is not whole.
    static qsizetype wholeSize(const QByteArray &bytes)
    {
        const qsizetype head = bytes.indexOf("\r\n\r\n");
        if (head < 0)
            return 0;
        const qsizetype at = bytes.toLower().indexOf("\r\ncontent-length: ");
        const qsizetype begin = at + qsizetype(sizeof("\r\ncontent-length: ")) - 1;
        const qsizetype body =
            at < 0 || at > head ? 0 : bytes.mid(begin, bytes.indexOf('\r', begin) - begin).toLongLong();
        return bytes.size() < head + 4 + body ? 0 : head + 4 + body;
    }

    Reply m_reply;
    bool m_isEncrypted;
};

/// Sends those bytes and leaves the connection open.
inline RawServer::Reply says(QByteArray bytes)
{
    return [bytes = std::move(bytes)](QTcpSocket &socket, int) { socket.write(bytes); };
}

/// Sends those bytes and closes.
inline RawServer::Reply saysAndCloses(QByteArray bytes)
{
    return [bytes = std::move(bytes)](QTcpSocket &socket, int) {
        socket.write(bytes);
        socket.disconnectFromHost();
    };
}

} // namespace support
