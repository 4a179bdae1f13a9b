#include "core/base/Timestamp.h"
#include "core/net/Proxy.h"
#include "core/net/QtHttp.h"
#include "core/net/QtSocket.h"
#include "tests/core/net/RawServer.h"

#include <QTest>

#include <optional>

using namespace core;
using namespace core::net;
using namespace support;
using namespace std::chrono_literals;

namespace {

/// A proxy that takes what it is told and opens nothing.
RawServer::Reply refusesEverything()
{
    return [](QTcpSocket &socket, int) {
        socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        socket.disconnectFromHost();
    };
}

QNetworkProxy at(const RawServer &server)
{
    return {QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), server.serverPort()};
}

} // namespace

class ProxyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::DefaultProxy)); }

    void onlyEncryptedConnectionsToOthersUseIt_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("isSecure");
        QTest::addColumn<bool>("isUsed");
        QTest::newRow("a venue") << "api.venue.example" << true << true;
        QTest::newRow("a name that begins so") << "localhost.venue.example" << true << true;
        QTest::newRow("unencrypted") << "api.venue.example" << false << false;
        for (const char *here : {"localhost", "127.0.0.1", "127.3.2.1", "::1", "LOCALHOST"})
            QTest::newRow(here) << here << true << false;
    }

    void onlyEncryptedConnectionsToOthersUseIt()
    {
        QFETCH(QString, host);
        QFETCH(bool, isSecure);
        QFETCH(bool, isUsed);
        QCOMPARE(proxyFor(host, isSecure).type(), QNetworkProxy::NoProxy); // none was found
        QNetworkProxy::setApplicationProxy({QNetworkProxy::HttpProxy, QStringLiteral("proxy"), 3128});

        QCOMPARE(proxyFor(host, isSecure).type(), isUsed ? QNetworkProxy::HttpProxy : QNetworkProxy::NoProxy);
    }

    void requestsGoByTheProxyAndItLooksUpTheName()
    {
        RawServer proxy(refusesEverything());
        QNetworkProxy::setApplicationProxy(at(proxy));
        const SystemClock clock;
        QtHttp http(clock);
        std::optional<HttpOutcome> outcome;

        http.send({.method = "POST", .url = "https://venue.example/v2/orders", .headers = {{"KEY", "canary"}},
                   .body = "{}"},
                  [&](HttpOutcome said) { outcome = std::move(said); });

        QTRY_VERIFY(outcome);
        QVERIFY(std::holds_alternative<NotSent>(*outcome)); // the tunnel was refused
        QVERIFY(proxy.count() >= 1);
        for (const auto &request : proxy.requests) {
            QVERIFY2(request.bytes.startsWith("CONNECT venue.example:443 HTTP/1."), request.bytes.constData());
            QVERIFY(!request.bytes.contains("canary")); // keys are inside the tunnel only
        }
    }

    void socketsGoByTheProxyToo()
    {
        RawServer proxy(refusesEverything());
        QNetworkProxy::setApplicationProxy(at(proxy));
        QtSocket socket;
        bool isClosed = false;
        socket.setListener({.opened = {}, .message = {}, .pong = {}, .closed = [&](const std::string &, int) { isClosed = true; }});

        socket.open("wss://venue.example/stream", {{"KEY", "canary"}});

        QTRY_VERIFY(isClosed);
        QVERIFY(proxy.count() >= 1);
        QVERIFY(proxy.requests.front().bytes.startsWith("CONNECT venue.example:443 "));
        QVERIFY(!proxy.requests.front().bytes.contains("canary"));
    }

    void thisComputerIsNeverReachedByAProxy()
    {
        RawServer proxy(refusesEverything());
        const TrustTestCertificate trust;
        RawServer server(says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), true);
        QNetworkProxy::setApplicationProxy(at(proxy));
        const SystemClock clock;
        QtHttp http(clock);
        std::optional<HttpOutcome> outcome;

        http.send({.method = "GET", .url = server.url("/")}, [&](HttpOutcome said) { outcome = std::move(said); });

        QTRY_VERIFY(outcome);
        QVERIFY(std::holds_alternative<HttpAnswer>(*outcome));
        QCOMPARE(proxy.count(), 0);
    }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "ProxyTest.moc"
