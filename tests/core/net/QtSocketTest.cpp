#include "core/base/Timestamp.h"
#include "core/net/QtSocket.h"
#include "tests/core/net/RawServer.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include <memory>
#include <vector>

using namespace core::net;
using namespace support;
using namespace std::chrono_literals;

namespace {

/// A venue of QWebSocketServer, which keeps what it hears.
struct Venue {
    explicit Venue(bool isEncrypted = false)
        : server(QStringLiteral("venue"),
                 isEncrypted ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode),
          scheme(isEncrypted ? "wss://localhost:" : "ws://127.0.0.1:")
    {
        if (isEncrypted)
            encrypt();
        if (!server.listen(QHostAddress::LocalHost))
            qFatal("no port for the test's venue");
        QObject::connect(&server, &QWebSocketServer::newConnection, &server, [this] { accept(); });
    }
    void encrypt()
    {
        QFile key(certificateFile("localhost.key"));
        if (!key.open(QIODevice::ReadOnly))
            qFatal("the test's key is missing");
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(testCertificate());
        configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
        server.setSslConfiguration(configuration);
    }
    void accept()
    {
        QWebSocket *socket = server.nextPendingConnection();
        socket->setParent(&server); // it is ours from here on
        sockets.push_back(socket);
        QObject::connect(socket, &QWebSocket::textMessageReceived, &server,
                         [this](const QString &t) { texts.push_back(t); });
        QObject::connect(socket, &QWebSocket::binaryMessageReceived, &server,
                         [this](const QByteArray &b) { binaries.push_back(b); });
    }
    [[nodiscard]] std::string url(const char *target = "/stream") const
    {
        return scheme + std::to_string(server.serverPort()) + target;
    }
    [[nodiscard]] QWebSocket &socket() { return *sockets.back(); }

    QWebSocketServer server;
    std::string scheme;
    std::vector<QWebSocket *> sockets;
    std::vector<QString> texts;
    std::vector<QByteArray> binaries;
};

/// The socket, and everything it told.
struct Client {
    explicit Client(QtSocket::Limits limits = {}) : socket(std::make_unique<QtSocket>(limits))
    {
        socket->setListener({[this] { ++opened; },
                             [this](std::string_view bytes, bool isBinary) {
                                 messages.emplace_back(bytes);
                                 binaries += isBinary ? 1 : 0;
                             },
                             [this] { ++pongs; },
                             [this](const std::string &why, int httpStatus) {
                                 ++closed;
                                 reason = why;
                                 status = httpStatus;
                             }});
    }

    std::unique_ptr<QtSocket> socket;
    int opened = 0;
    int pongs = 0;
    int closed = 0;
    int binaries = 0;
    int status = -1;
    std::string reason;
    std::vector<std::string> messages;
};

/// Accepts the upgrade as a server does, then says `bytes`.
RawServer::Reply upgradesAndSays(QByteArray bytes)
{
    return [bytes = std::move(bytes)](QTcpSocket &socket, int) {
        const auto *server = static_cast<const RawServer *>(socket.parent());
        const QByteArray request = server->requests.back().bytes;
        const qsizetype at = request.indexOf("Sec-WebSocket-Key: ") + 19;
        const QByteArray key = request.mid(at, request.indexOf('\r', at) - at);
        const QByteArray magic = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        socket.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
            "Upgrade\r\nSec-WebSocket-Accept: " +
            QCryptographicHash::hash(magic, QCryptographicHash::Sha1).toBase64() + "\r\n\r\n" + bytes);
    };
}

std::string wsUrl(const RawServer &server, const char *target = "/")
{
    return "ws://127.0.0.1:" + std::to_string(server.serverPort()) + target;
}

} // namespace

class QtSocketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the sockets that were let go
    }

    void opensLaterAndTalksBothWays()
    {
        Venue venue;
        Client client;
        client.socket->open(venue.url(), {});
        QCOMPARE(client.opened, 0);
        QVERIFY(!client.socket->sendText("too early"));
        QTRY_COMPARE(client.opened, 1);

        QVERIFY(client.socket->sendText("{\"action\":\"auth \xe2\x82\xac\"}"));
        QVERIFY(client.socket->sendBinary(std::string_view("\x00\xff", 2)));
        QTRY_COMPARE(venue.binaries.size(), std::size_t(1));
        QCOMPARE(venue.texts.at(0), QStringLiteral(u"{\"action\":\"auth \u20ac\"}"));
        QCOMPARE(venue.binaries.at(0), QByteArray("\x00\xff", 2));

        venue.socket().sendTextMessage(QStringLiteral(u"[{\"T\":\"q\u20ac\"}]"));
        venue.socket().sendBinaryMessage(QByteArray("{\"stream\":\"x\"}"));
        QTRY_COMPARE(client.messages.size(), std::size_t(2));
        QCOMPARE(client.messages[0], std::string("[{\"T\":\"q\xe2\x82\xac\"}]"));
        QCOMPARE(client.messages[1], std::string("{\"stream\":\"x\"}"));
        QCOMPARE(client.binaries, 1);
        QCOMPARE(client.closed, 0);
    }

    void theUpgradeRequestCarriesTargetAndHeadersAndNoSubProtocol()
    {
        RawServer server(upgradesAndSays({}));
        Client client;
        client.socket->open(wsUrl(server, "/v5/private?max_active_time=1m&x=%2C"), {{"APCA-API-KEY-ID", "Ab:c"}});
        QTRY_COMPARE(client.opened, 1);

        const QByteArray request = server.requests[0].bytes;
        QVERIFY(request.startsWith("GET /v5/private?max_active_time=1m&x=%2C HTTP/1.1\r\n"));
        QVERIFY(request.toLower().contains("\r\napca-api-key-id: ab:c\r\n"));
        QVERIFY(request.contains("\r\nHost: 127.0.0.1:" + QByteArray::number(server.serverPort()) + "\r\n"));
        QVERIFY(!request.toLower().contains("sec-websocket-protocol"));
        QVERIFY(!request.toLower().contains("cookie"));
    }

    void pingsAreAnswered()
    {
        Venue venue;
        Client client;
        QVERIFY(!client.socket->ping());
        client.socket->open(venue.url(), {});
        QTRY_COMPARE(client.opened, 1);
        QVERIFY(client.socket->ping());
        QTRY_COMPARE(client.pongs, 1);

        QSignalSpy pong(&venue.socket(), &QWebSocket::pong);
        venue.socket().ping();
        QTRY_COMPARE(pong.count(), 1); // and so are the venue's
    }

    void theVenuesGoodbyeIsTold()
    {
        Venue venue;
        Client client;
        client.socket->open(venue.url(), {});
        QTRY_COMPARE(client.opened, 1);
        QTRY_COMPARE(venue.sockets.size(), std::size_t(1));
        venue.socket().sendTextMessage(QStringLiteral("last"));
        venue.socket().close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("too slow"));

        QTRY_COMPARE(client.closed, 1);
        QVERIFY2(client.reason.find("1008") != std::string::npos, client.reason.c_str());
        QVERIFY(client.reason.find("too slow") != std::string::npos);
        QCOMPARE(client.status, 0);
        QCOMPARE(client.messages, std::vector<std::string>{"last"});
        QVERIFY(!client.socket->sendText("too late"));
    }

    void aLinkThatBreaksIsTold()
    {
        RawServer server(upgradesAndSays({}));
        Client client;
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.opened, 1);
        server.connections[0]->abort();
        QTRY_COMPARE(client.closed, 1);
        QVERIFY(!client.reason.empty());
    }

    void aRefusedUpgradeTellsItsStatus_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {429, 403, 404, 503})
            QTest::addRow("%d", status) << status;
    }
    void aRefusedUpgradeTellsItsStatus()
    {
        QFETCH(int, status);
        RawServer server(says("HTTP/1.1 " + QByteArray::number(status) + " No\r\nContent-Length: 0\r\n\r\n"));
        Client client;
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.status, status);
        QCOMPARE(client.opened, 0);
        QTRY_COMPARE(server.connections[0]->state(), QAbstractSocket::UnconnectedState);
    }

    void aRedirectIsNotFollowed()
    {
        RawServer other(upgradesAndSays({}));
        RawServer server(
            says("HTTP/1.1 302 Found\r\nLocation: " + QByteArray::fromStdString(wsUrl(other)) + "\r\n\r\n"));
        Client client;
        client.socket->open(wsUrl(server), {{"KEY", "canary"}});
        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.status, 302);
        Client direct;
        direct.socket->open(wsUrl(other), {});
        QTRY_COMPARE(direct.opened, 1);
        QCOMPARE(other.count(), 1);
    }

    void whatIsNoUpgradeDoesNotOpen_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("200") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        QTest::newRow("401") << QByteArray(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        QTest::newRow("the wrong key") << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                     "Connection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n");
        QTest::newRow("not HTTP") << QByteArray("220 mail\r\n\r\n");
    }
    void whatIsNoUpgradeDoesNotOpen()
    {
        QFETCH(QByteArray, bytes);
        RawServer server(says(bytes));
        Client client;
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.opened, 0);
        QCOMPARE(server.count(), 1);
    }

    void aSilentServerDoesNotHoldUs()
    {
        RawServer server([](QTcpSocket &, int) {});
        Client client({.openWithin = 50ms});
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.opened, 0);
        QTRY_COMPARE(server.connections[0]->state(), QAbstractSocket::UnconnectedState);
    }

    void nobodyThereIsTold()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        const std::string url = "ws://127.0.0.1:" + std::to_string(server.serverPort()) + "/";
        server.close();
        Client client;
        client.socket->open(url, {});
        QTRY_COMPARE(client.closed, 1);
    }

    void badAddressesAndHeadersAreToldLater_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("unencrypted") << QByteArray("ws://stream.example.com/") << QByteArray("x");
        QTest::newRow("another scheme") << QByteArray("https://h/") << QByteArray("x");
        QTest::newRow("a user") << QByteArray("wss://key@h/") << QByteArray("x");
        QTest::newRow("would be rewritten") << QByteArray("wss://h/a?b=\"") << QByteArray("x");
        QTest::newRow("a second line") << QByteArray("wss://h/") << QByteArray("x\r\nHost: evil");
    }
    void badAddressesAndHeadersAreToldLater()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, value);
        Client client;
        client.socket->open(url.toStdString(), {{"KEY", value.toStdString()}});
        QCOMPARE(client.closed, 0);
        QTRY_COMPARE(client.closed, 1);
        QVERIFY(client.reason.find("evil") == std::string::npos);
    }

    void aMessageAboveTheLimitEndsIt_data()
    {
        QTest::addColumn<QByteArray>("frames");
        QTest::newRow("one frame") << "\x81\x7e\x04\x01" + QByteArray(1025, 'x');
        QTest::newRow("two frames") << "\x01\x7e\x02\x58" + QByteArray(600, 'x') + "\x80\x7e\x02\x58" +
                                           QByteArray(600, 'x');
    }
    void aMessageAboveTheLimitEndsIt()
    {
        QFETCH(QByteArray, frames);
        RawServer server(upgradesAndSays(frames));
        Client client({.maxMessage = 1024});
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.closed, 1);
        QVERIFY2(client.reason.find("1009") != std::string::npos, client.reason.c_str());
        QVERIFY(client.messages.empty());
    }

    void aMessageAtTheLimitInManyPiecesComesWhole()
    {
        const QByteArray frame = "\x82\x7e\x04" + QByteArray(1, '\0') + QByteArray(1024, 'y');
        RawServer server(upgradesAndSays({}));
        Client client({.maxMessage = 1024});
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.opened, 1);
        for (qsizetype i = 0; i < frame.size(); ++i) {
            server.connections[0]->write(frame.mid(i, 1));
            server.connections[0]->flush();
        }
        QTRY_COMPARE(client.messages.size(), std::size_t(1));
        QCOMPARE(client.messages[0], std::string(1024, 'y'));
        QCOMPARE(client.binaries, 1);
    }

    void nonsenseOnTheWireEndsIt_data()
    {
        QTest::addColumn<QByteArray>("frames");
        QTest::newRow("reserved bits") << QByteArray("\xf1\x01x");
        QTest::newRow("a continuation of nothing") << QByteArray("\x80\x01x");
        QTest::newRow("text that is no UTF-8") << QByteArray("\x81\x01\xff");
        QTest::newRow("a long ping") << "\x89\x7e\x04\x01" + QByteArray(1025, 'x');
    }
    void nonsenseOnTheWireEndsIt()
    {
        QFETCH(QByteArray, frames);
        RawServer server(upgradesAndSays(frames));
        Client client;
        client.socket->open(wsUrl(server), {});
        QTRY_COMPARE(client.closed, 1);
        QVERIFY(client.messages.empty());
    }

    // --- encryption ---

    void anUnknownCertificateIsRefusedAndAKnownOneIsNot()
    {
        Venue venue(true);
        Client client;
        client.socket->open(venue.url(), {{"KEY", "canary"}});
        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.opened, 0);
        QVERIFY(venue.sockets.empty());

        const TrustTestCertificate trust;
        client.socket->open(venue.url(), {});
        QTRY_COMPARE(client.opened, 1);
        QCOMPARE(client.closed, 1);
    }

    void aCertificateForAnotherNameIsRefused()
    {
        const TrustTestCertificate trust;
        Venue venue(true);
        Client client;
        client.socket->open("wss://127.0.0.1:" + std::to_string(venue.server.serverPort()) + "/", {});
        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.opened, 0);
    }

    // --- the port's promise ---

    void closeIsToldOnceAndLater()
    {
        Venue venue;
        Client client;
        client.socket->open(venue.url(), {});
        QTRY_COMPARE(client.opened, 1);
        QTRY_COMPARE(venue.sockets.size(), std::size_t(1));
        QSignalSpy gone(&venue.socket(), &QWebSocket::disconnected);

        client.socket->close("asked to");
        QCOMPARE(client.closed, 0);
        client.socket->close("again");

        QTRY_COMPARE(client.closed, 1);
        QCOMPARE(client.reason, std::string("asked to"));
        QTRY_COMPARE(gone.count(), 1);
        QCOMPARE(venue.socket().closeCode(), QWebSocketProtocol::CloseCodeNormal);
        QCOMPARE(client.closed, 1);
    }

    void openingAgainDropsTheFirstWithoutAWord()
    {
        Venue first;
        Venue second;
        Client client;
        client.socket->open(first.url(), {});
        QTRY_COMPARE(client.opened, 1);
        client.socket->close("old");
        client.socket->open(second.url(), {});
        QTRY_COMPARE(client.opened, 2);
        QTRY_COMPARE(first.socket().state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(client.closed, 0);
    }

    void theListenerMayOpenAgainAndMayDestroyTheSocket()
    {
        RawServer server(upgradesAndSays("\x81\x01""a\x81\x01""b"));
        auto socket = std::make_unique<QtSocket>();
        int messages = 0;
        int closed = 0;
        socket->setListener({[] {},
                             [&](std::string_view, bool) {
                                 if (++messages == 1)
                                     socket->open(wsUrl(server), {}); // in the middle of the old one's data
                                 else
                                     socket.reset();
                             },
                             [] {}, [&](const std::string &, int) { ++closed; }});
        socket->open(wsUrl(server), {});

        QTRY_VERIFY(!socket);
        QCOMPARE(messages, 2);
        QCOMPARE(server.count(), 2);
        QCOMPARE(closed, 0);
    }

    void whoIsDestroyedTellsNobody()
    {
        Venue venue;
        Client client;
        client.socket->open(venue.url(), {});
        QTRY_COMPARE(client.opened, 1);
        QTRY_COMPARE(venue.sockets.size(), std::size_t(1));
        client.socket->close("never told");
        client.socket.reset();
        QTRY_COMPARE(venue.socket().state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(client.closed, 0);
    }
};

QTEST_GUILESS_MAIN(QtSocketTest)
#include "QtSocketTest.moc"
