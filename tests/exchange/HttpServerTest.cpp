#include "app/exchange/FrontDoor.h"
#include "app/exchange/http/HttpServer.h"

#include <QTcpSocket>
#include <QTest>

using namespace app;

namespace {

/// Answers with what it was asked; keeps those of /later until it is told.
struct Served {
    Served()
    {
        http.setUpgrades(
            [](const HttpRequest &request) {
                return request.path() == "/no" ? std::optional(HttpResponse{404, "no", "text/plain", {}})
                                               : std::nullopt;
            },
            [this](std::unique_ptr<QWebSocket> socket, const HttpRequest &request) {
                upgraded.push_back(request);
                QWebSocket *const echo = socket.get();
                QObject::connect(echo, &QWebSocket::textMessageReceived, echo, &QWebSocket::sendTextMessage);
                sockets.push_back(std::move(socket));
            });
        isListening = door.listen(0).has_value();
    }
    void answer(const HttpRequest &request, const HttpServer::Answer &reply)
    {
        HttpResponse response{200, request.method + " " + request.target + " " + request.body, "text/plain", {}};
        if (request.path() == "/half")
            response.delivery = HttpDelivery::CutInHalf;
        if (request.path() == "/reset")
            response.delivery = HttpDelivery::Reset;
        if (request.path() == "/later")
            waiting.push_back([reply, response] { reply(response); });
        else
            reply(response);
    }

    std::vector<HttpRequest> upgraded;
    std::vector<std::unique_ptr<QWebSocket>> sockets;
    std::vector<std::function<void()>> waiting;
    std::vector<QTcpSocket *> lines;
    HttpServer http{[this](const HttpRequest &request, const HttpServer::Answer &reply) { answer(request, reply); }};
    FrontDoor door{[this](QTcpSocket *socket) { lines.push_back(socket); },
                   [this](QTcpSocket *socket) { http.adopt(socket); }};
    bool isListening = false;
};

struct Caller {
    explicit Caller(const Served &served)
    {
        socket.connectToHost(QStringLiteral("127.0.0.1"), served.door.port());
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
    }
    [[nodiscard]] bool isHungUp() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    QTcpSocket socket;
    QByteArray received;
};

QByteArray request(const char *line, const QByteArray &body = {})
{
    return QByteArray(line) + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

} // namespace

class HttpServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersPipelinedRequestsInTheirOrder()
    {
        Served served;
        QVERIFY(served.isListening);
        Caller caller(served);
        caller.socket.write(request("GET /later") + request("POST /b", "body") + request("GET /c"));

        QTRY_COMPARE(served.waiting.size(), std::size_t(1));
        QVERIFY(caller.received.isEmpty()); // nobody overtakes
        served.waiting.front()();
        QTRY_VERIFY(caller.received.endsWith("GET /c "));

        QVERIFY(caller.received.indexOf("GET /later") < caller.received.indexOf("POST /b body"));
        QCOMPARE(caller.received.count("HTTP/1.1 200 OK"), 3);
        QVERIFY(!caller.isHungUp());
    }

    void refusesNonsenseAndHangsUp()
    {
        Served served;
        Caller caller(served);
        caller.socket.write(request("GET /a") + "nonsense\r\n\r\n" + request("GET /b"));

        QTRY_VERIFY(caller.isHungUp());

        QVERIFY(caller.received.contains("HTTP/1.1 400 Bad Request"));
        QVERIFY(caller.received.contains("GET /a") && !caller.received.contains("GET /b"));
    }

    void closesWhenAsked()
    {
        Served served;
        Caller caller(served);
        caller.socket.write("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        QTRY_VERIFY(caller.isHungUp());

        QVERIFY(caller.received.contains("Connection: close"));
        QVERIFY(caller.received.endsWith("GET /a "));
    }

    void canCutAnAnswerOrBreakTheConnection()
    {
        Served served;
        Caller half(served);
        half.socket.write(request("GET /half"));
        Caller none(served);
        none.socket.write(request("GET /reset"));

        QTRY_VERIFY(half.isHungUp() && none.isHungUp());

        QVERIFY(half.received.startsWith("HTTP/1.1 200 OK") && !half.received.contains("GET /half"));
        QVERIFY(none.received.isEmpty());
    }

    void anAnswerThatComesTooLateIsDropped()
    {
        Served served;
        {
            Caller caller(served);
            caller.socket.write(request("GET /later"));
            QTRY_COMPARE(served.waiting.size(), std::size_t(1));
        }
        Caller next(served);
        next.socket.write(request("GET /b"));
        QTRY_VERIFY(!next.received.isEmpty());
        served.waiting.front()();
        QVERIFY(!next.isHungUp());
    }

    void upgradesToAWebSocketEvenInPieces()
    {
        Served served;
        Caller caller(served);
        const QByteArray upgrade = "GET /v2/iex?x=1 HTTP/1.1\r\nHost: h\r\nUpgrade: WebSocket\r\n"
                                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Key: k\r\n\r\n";
        QVERIFY(caller.socket.waitForConnected());
        caller.socket.write(upgrade.first(40));
        caller.socket.flush();
        Caller other(served); // by the time it has its answer the first piece was looked at
        other.socket.write(request("GET /"));
        QTRY_VERIFY(!other.received.isEmpty());
        caller.socket.write(upgrade.sliced(40));

        QTRY_VERIFY(caller.received.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")); // RFC 6455, section 1.3

        QTRY_COMPARE(served.upgraded.size(), std::size_t(1));
        QVERIFY(served.upgraded.front().path() == "/v2/iex");
        QVERIFY(served.upgraded.front().header("x-key") == "k");
    }

    void speaksWithAWebSocketAndRefusesOne()
    {
        Served served;
        QWebSocket socket;
        QString heard;
        connect(&socket, &QWebSocket::textMessageReceived, &socket, [&](const QString &text) { heard = text; });
        socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/a").arg(served.door.port())));
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        socket.sendTextMessage(QStringLiteral("hello"));
        QTRY_COMPARE(heard, QStringLiteral("hello"));
        QWebSocket refused;
        refused.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/no").arg(served.door.port())));
        QTRY_COMPARE(refused.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(served.upgraded.size(), std::size_t(1));
    }

    void whoBeginsWithABraceSpeaksLines()
    {
        Served served;
        Caller caller(served);
        caller.socket.write("{\"request\":\"hello\"}\n");
        QTRY_COMPARE(served.lines.size(), std::size_t(1));
        QCOMPARE(served.lines.front()->readAll(), QByteArray("{\"request\":\"hello\"}\n"));
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "HttpServerTest.moc"
