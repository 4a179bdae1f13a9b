#include "core/base/Timestamp.h"
#include "core/net/QtHttp.h"
#include "tests/core/net/RawServer.h"

#include <QTest>

#include <map>
#include <memory>

using namespace core;
using namespace core::net;
using namespace support;
using namespace std::chrono_literals;

namespace {

const QByteArray plainOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// The transport, and the outcomes of what was sent with it.
struct Sender {
    explicit Sender(QtHttp::Limits limits = {}) : http(std::make_unique<QtHttp>(clock, limits)) {}

    /// Index of the outcome.
    int send(const std::string &method, const std::string &url, const std::string &body = {}, Duration timeout = 5s)
    {
        return send(HttpRequest{
            .method = method, .url = url, .headers = {{"KEY", "canary"}}, .body = body, .timeout = timeout});
    }
    int send(HttpRequest request)
    {
        const int index = asked++;
        http->send(std::move(request), [this, index](HttpOutcome outcome) {
            calls[index]++;
            outcomes[index] = std::move(outcome);
        });
        return index;
    }
    [[nodiscard]] bool isDone(int index) const { return outcomes.contains(index); }
    [[nodiscard]] bool allDone() const { return int(outcomes.size()) == asked; }
    template <class T>
    [[nodiscard]] const T *as(int index) const
    {
        const auto found = outcomes.find(index);
        return found == outcomes.end() ? nullptr : std::get_if<T>(&found->second);
    }
    [[nodiscard]] std::string whyOf(int index) const
    {
        if (const auto *notSent = as<NotSent>(index))
            return "not sent: " + notSent->why;
        if (const auto *noAnswer = as<NoAnswer>(index))
            return "no answer: " + noAnswer->why;
        return isDone(index) ? "answered" : "nothing yet";
    }

    SystemClock clock;
    std::unique_ptr<QtHttp> http;
    std::map<int, HttpOutcome> outcomes;
    std::map<int, int> calls; ///< How often each was called back.
    int asked = 0;
};

/// A port on which nobody listens: it was just given back.
quint16 deadPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool hasLine(const QByteArray &request, const char *line)
{
    return request.split('\n').contains(QByteArray(line) + '\r');
}

} // namespace

/// `index` may be the sending itself.
#define COMPARE_OUTCOME(sender, index, Type)                                                                  \
    {                                                                                                         \
        const int at = (index);                                                                               \
        QTRY_VERIFY((sender).isDone(at));                                                                     \
        QVERIFY2((sender).as<Type>(at) != nullptr, (sender).whyOf(at).c_str());                               \
    }

class QtHttpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerComesLaterAndOnce()
    {
        RawServer server(says("HTTP/1.1 201 Made\r\nX-Request-ID: 7\r\nContent-Length: 8\r\n\r\n{\"a\": 1}"));
        Sender sender;
        const Duration before = sender.clock.steady();

        const int post = sender.send("POST", server.url("/v2/orders"), "{}");
        QVERIFY(!sender.isDone(post));

        COMPARE_OUTCOME(sender, post, HttpAnswer);
        const HttpAnswer &answer = *sender.as<HttpAnswer>(post);
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.body, std::string("{\"a\": 1}"));
        QVERIFY(answer.headers.find("x-request-id") == "7");
        QVERIFY(before <= answer.times.steadySent && answer.times.steadySent <= answer.times.steadyReceived);
        QVERIFY(answer.times.steadyReceived <= sender.clock.steady());
        QVERIFY(answer.times.sent <= sender.clock.now() && answer.times.received >= answer.times.sent);
        QCOMPARE(sender.calls[post], 1);
    }

    void whatACallbackThrowsIsToldAndEndsNothing()
    {
        const SystemClock machine;
        QtHttp http(machine);
        const auto guard = std::make_shared<CallGuard>();
        std::string caught;
        guard->setListener([&](const std::string &what) { caught = what; });
        http.setGuard(guard);
        HttpRequest request;
        request.url = "gopher://nowhere";
        http.send(request, [](const HttpOutcome &) { throw std::logic_error("not a price"); });
        QTRY_COMPARE(caught, std::string("not a price"));
    }

    void theBytesOnTheWireAreThoseOfTheRequest()
    {
        RawServer server(says(plainOk));
        Sender sender;
        const char *target = "/v2/orders:by_client_order_id?symbols=BTC%2FUSD,ETH%2fUSD&a=%2C&b=x+y&c='(;)|^\"&d=";
        HttpRequest request{.method = "POST",
                            .url = server.url(target),
                            .headers = {{"APCA-API-KEY-ID", "Ab:c"}, {"x-bapi-sign", "00ff"}},
                            .body = "{\"q\": \"\xc3\xa4\"}"};
        COMPARE_OUTCOME(sender, sender.send(request), HttpAnswer);

        const QByteArray bytes = server.requests[0].bytes;
        QVERIFY(bytes.startsWith("POST " + QByteArray(target) + " HTTP/1.1\r\n"));
        QVERIFY(hasLine(bytes, "APCA-API-KEY-ID: Ab:c"));
        QVERIFY(hasLine(bytes, "x-bapi-sign: 00ff"));
        QVERIFY(hasLine(bytes, ("Host: 127.0.0.1:" + std::to_string(server.serverPort())).c_str()));
        QVERIFY(bytes.endsWith("\r\n\r\n{\"q\": \"\xc3\xa4\"}"));
        QVERIFY(!bytes.toLower().contains("cookie"));
    }

    // --- a request that changes something arrives once at most ---

    void aPostThatGetsNoAnswerIsNeverSentAgain_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("isEncrypted");
        for (const bool isEncrypted : {false, true})
            for (const char *method : {"POST", "PATCH", "PUT", "DELETE"})
                QTest::addRow("%s%s", method, isEncrypted ? ", encrypted" : "") << QByteArray(method) << isEncrypted;
    }
    void aPostThatGetsNoAnswerIsNeverSentAgain()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, isEncrypted);
        const TrustTestCertificate trust;
        RawServer server(
            [](QTcpSocket &socket, int number) {
                if (number == 1)
                    socket.disconnectFromHost(); // read whole, not answered
                else
                    socket.write(plainOk);
            },
            isEncrypted);
        Sender sender;

        COMPARE_OUTCOME(sender, sender.send(method.toStdString(), server.url("/first"), "{}"), HttpAnswer);
        const int second = sender.send(method.toStdString(), server.url("/second"), "{}");
        COMPARE_OUTCOME(sender, second, NoAnswer);
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/third")), HttpAnswer); // time enough for a copy

        QCOMPARE(server.count(), 3);
        QVERIFY(server.requests[1].bytes.contains("/second"));
        QVERIFY(server.requests[2].bytes.contains("/third"));
        QVERIFY(server.unfinished.isEmpty());
        QCOMPARE(sender.calls[second], 1);
    }

    void aPostWhoseConnectionIsResetIsNeverSentAgain()
    {
        RawServer server(
            [](QTcpSocket &socket, int number) { number == 0 ? socket.abort() : (void)socket.write(plainOk); });
        Sender sender;
        const int post = sender.send("POST", server.url("/order"), "{}");
        COMPARE_OUTCOME(sender, post, NoAnswer);
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/after")), HttpAnswer);
        QCOMPARE(server.count(), 2);
    }

    void aPostNeverUsesAKeptConnection()
    {
        RawServer server(says(plainOk));
        Sender sender;
        for (const char *method : {"GET", "POST", "GET", "POST", "DELETE"}) {
            const int index = sender.send(method, server.url("/"));
            COMPARE_OUTCOME(sender, index, HttpAnswer);
        }
        std::vector<int> connections;
        for (const auto &request : server.requests)
            connections.push_back(request.connection);
        // The reads share; the connection that was used last is taken.
        QVERIFY((connections == std::vector{0, 1, 1, 2, 3}));
    }

    void aPostDoesNotWaitBehindReads()
    {
        RawServer server([](QTcpSocket &socket, int) {
            if (socket.property("held").toBool())
                return;
            socket.setProperty("held", true);
        });
        Sender sender({.readsAtOnce = 2});
        for (int i = 0; i < 5; ++i)
            sender.send("GET", server.url("/slow"));
        QTRY_COMPARE(server.count(), 2);

        sender.send("POST", server.url("/order"), "{}");

        QTRY_COMPARE(server.count(), 3);
        QVERIFY(server.requests[2].bytes.startsWith("POST"));
    }

    // --- reads ---

    void readsShareAConnection()
    {
        RawServer server(says(plainOk));
        Sender sender;
        for (int i = 0; i < 5; ++i) {
            const int index = sender.send("GET", server.url("/"));
            COMPARE_OUTCOME(sender, index, HttpAnswer);
        }
        QCOMPARE(server.connections.size(), std::size_t(1));
    }

    void aReadWhoseKeptConnectionWasClosedIsAskedOnceMore()
    {
        RawServer server([](QTcpSocket &socket, int number) {
            if (number == 1)
                socket.abort(); // as if it had been closed before the question came
            else
                socket.write(plainOk);
        });
        Sender sender;
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/a")), HttpAnswer);
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/b")), HttpAnswer);
        QCOMPARE(server.count(), 3);
    }

    void aReadIsNotAskedForEver()
    {
        RawServer server(
            [](QTcpSocket &socket, int number) { number == 0 ? (void)socket.write(plainOk) : socket.abort(); });
        Sender sender;
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/a")), HttpAnswer);
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/b")), NoAnswer);
        QCOMPARE(server.count(), 3);
        const int fresh = sender.send("GET", server.url("/c")); // on a fresh connection: no second try
        COMPARE_OUTCOME(sender, fresh, NoAnswer);
        QCOMPARE(server.count(), 4);
    }

    void readsWaitInLineAndAllAreAnswered()
    {
        RawServer server(says(plainOk));
        Sender sender({.readsAtOnce = 3});
        for (int i = 0; i < 20; ++i)
            sender.send("GET", server.url("/"));
        QTRY_VERIFY(sender.allDone());
        for (int i = 0; i < 20; ++i)
            QVERIFY2(sender.as<HttpAnswer>(i), sender.whyOf(i).c_str());
        QCOMPARE(server.connections.size(), std::size_t(3));
    }

    void aReadThatWaitedTooLongWasNotSent()
    {
        RawServer server([](QTcpSocket &, int) {});
        Sender sender({.readsAtOnce = 1});
        const int first = sender.send("GET", server.url("/a"));
        const int second = sender.send("GET", server.url("/b"), {}, 50ms);
        COMPARE_OUTCOME(sender, second, NotSent);
        QVERIFY(!sender.isDone(first));
        QCOMPARE(server.count(), 1);
    }

    void aConnectionThatIsNotUsedIsClosed()
    {
        RawServer server(says(plainOk));
        Sender sender({.keepUnused = 20ms});
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/a")), HttpAnswer);
        QTRY_COMPARE(server.connections[0]->state(), QAbstractSocket::UnconnectedState);
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/b")), HttpAnswer);
        QCOMPARE(server.connections.size(), std::size_t(2));
    }

    void aConnectionOnWhichTheServerSpeaksUnaskedIsNotTrusted()
    {
        RawServer server(says(plainOk + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"));
        Sender sender;
        for (int i = 0; i < 2; ++i) {
            const int index = sender.send("GET", server.url("/"));
            COMPARE_OUTCOME(sender, index, HttpAnswer);
            QCOMPARE(sender.as<HttpAnswer>(index)->body, std::string("ok"));
        }
        QCOMPARE(server.connections.size(), std::size_t(2));
    }

    // --- not sent, and no answer ---

    void aRefusedConnectionSentNothing()
    {
        Sender sender;
        const int post = sender.send("POST", "http://127.0.0.1:" + std::to_string(deadPort()) + "/", "{}");
        COMPARE_OUTCOME(sender, post, NotSent);
    }

    void aNameThatNobodyKnowsSentNothing()
    {
        Sender sender;
        const int post = sender.send("POST", "https://no-such-host.invalid/", "{}", 20s);
        QTRY_VERIFY_WITH_TIMEOUT(sender.isDone(post), 25000);
        QVERIFY2(sender.as<NotSent>(post), sender.whyOf(post).c_str());
    }

    void aBadRequestSentNothingAndIsToldLater()
    {
        Sender sender;
        for (const HttpRequest &request :
             {HttpRequest{.method = "POST", .url = "http://api.example.com/"},
              HttpRequest{.method = "POST", .url = "https://key@h/"},
              HttpRequest{.method = "TRACE", .url = "https://h/"},
              HttpRequest{.method = "GET", .url = "https://h/", .headers = {{"Host", "x"}}}}) {
            const int index = sender.send(request);
            QVERIFY(!sender.isDone(index));
            COMPARE_OUTCOME(sender, index, NotSent);
        }
    }

    void silenceIsNoAnswer()
    {
        RawServer server([](QTcpSocket &, int) {});
        Sender sender;
        const int post = sender.send("POST", server.url("/"), "{}", 100ms);
        COMPARE_OUTCOME(sender, post, NoAnswer);
        QCOMPARE(server.count(), 1);
        QTRY_COMPARE(server.connections[0]->state(), QAbstractSocket::UnconnectedState); // and we hung up
    }

    void aHandshakeThatNeverEndsSentNothing()
    {
        RawServer server([](QTcpSocket &, int) {}); // answers no handshake
        Sender sender;
        const int post =
            sender.send("POST", "https://localhost:" + std::to_string(server.serverPort()) + "/", "{}", 200ms);
        COMPARE_OUTCOME(sender, post, NotSent);
        QVERIFY(!server.unfinished.contains("POST"));
    }

    void anAnswerThatIsNotWholeIsNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
        QTest::newRow("short of its length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        QTest::newRow("no last chunk") << QByteArray(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        QTest::newRow("not HTTP") << QByteArray("220 mail.example.com ESMTP\r\n");
    }
    void anAnswerThatIsNotWholeIsNone()
    {
        QFETCH(QByteArray, bytes);
        RawServer server(saysAndCloses(bytes));
        Sender sender;
        COMPARE_OUTCOME(sender, sender.send("POST", server.url("/"), "{}"), NoAnswer);
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/")), NoAnswer);
        QCOMPARE(server.count(), 2);
    }

    void aBodyAboveTheLimitIsNoAnswer()
    {
        RawServer server(says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" +
                              QByteArray(2048, 'x') + "\r\n0\r\n\r\n"));
        Sender sender({.maxBody = 2047});
        COMPARE_OUTCOME(sender, sender.send("GET", server.url("/")), NoAnswer);
        Sender generous({.maxBody = 2048});
        COMPARE_OUTCOME(generous, generous.send("GET", server.url("/")), HttpAnswer);
    }

    // --- answers of every kind ---

    void aRedirectIsAnAnswerAndNobodyFollowsIt_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void aRedirectIsAnAnswerAndNobodyFollowsIt()
    {
        QFETCH(int, status);
        RawServer other(says(plainOk));
        RawServer server(says("HTTP/1.1 " + QByteArray::number(status) + " Moved\r\nLocation: " +
                              QByteArray::fromStdString(other.url("/stolen")) + "\r\nContent-Length: 0\r\n\r\n"));
        Sender sender;
        const int get = sender.send("GET", server.url("/"));
        const int post = sender.send("POST", server.url("/"), "{}");
        COMPARE_OUTCOME(sender, get, HttpAnswer);
        COMPARE_OUTCOME(sender, post, HttpAnswer);
        QCOMPARE(sender.as<HttpAnswer>(get)->status, status);
        QCOMPARE(sender.as<HttpAnswer>(post)->headers.find("Location"),
                 std::optional<std::string_view>(other.url("/stolen")));
        COMPARE_OUTCOME(sender, sender.send("GET", other.url("/own")), HttpAnswer);

        QCOMPARE(server.count(), 2);
        QCOMPARE(other.count(), 1);
        QCOMPARE(other.connections.size(), std::size_t(1));
    }

    void aChallengeIsAnAnswerAndNothingIsSentAgain()
    {
        RawServer server(says("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        Sender sender;
        const int post = sender.send("POST", server.url("/"), "{}");
        COMPARE_OUTCOME(sender, post, HttpAnswer);
        QCOMPARE(sender.as<HttpAnswer>(post)->status, 401);
        QCOMPARE(server.count(), 1);
    }

    void answersWithoutBodyInChunksAndOfHtmlComeThrough_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204 << QByteArray();
        QTest::newRow("chunked")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") << 200
            << QByteArray("abc");
        QTest::newRow("html") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>")
                              << 502 << QByteArray("<html>");
    }
    void answersWithoutBodyInChunksAndOfHtmlComeThrough()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        RawServer server(bytes.contains("html") ? saysAndCloses(bytes) : says(bytes));
        Sender sender;
        const int get = sender.send("DELETE", server.url("/"));
        COMPARE_OUTCOME(sender, get, HttpAnswer);
        QCOMPARE(sender.as<HttpAnswer>(get)->status, status);
        QTEST(QByteArray::fromStdString(sender.as<HttpAnswer>(get)->body), "body");
    }

    void aLongAnswerInSmallPiecesComesWhole()
    {
        QByteArray body(3'000'000, 'x');
        for (qsizetype i = 0; i < body.size(); ++i)
            body[i] = char('a' + i % 26);
        const TrustTestCertificate trust;
        RawServer server(saysAndCloses("HTTP/1.1 200 OK\r\n\r\n" + body), true); // only the end tells the length
        Sender sender;
        const int get = sender.send("GET", server.url("/"));
        COMPARE_OUTCOME(sender, get, HttpAnswer);
        QCOMPARE(sender.as<HttpAnswer>(get)->body, body.toStdString());
    }

    // --- encryption ---

    void aCertificateThatNobodyVouchesForIsRefused()
    {
        RawServer server(says(plainOk), true);
        Sender sender;
        const int post = sender.send("POST", server.url("/"), "{}");
        COMPARE_OUTCOME(sender, post, NotSent);
        QCOMPARE(server.count(), 0);
        QVERIFY(server.unfinished.isEmpty());
    }

    void aCertificateForAnotherNameIsRefused()
    {
        const TrustTestCertificate trust;
        RawServer server(says(plainOk), true);
        Sender sender;
        const int post = sender.send("POST", "https://127.0.0.1:" + std::to_string(server.serverPort()) + "/", "{}");
        COMPARE_OUTCOME(sender, post, NotSent);
        QCOMPARE(server.count(), 0);
        COMPARE_OUTCOME(sender, sender.send("POST", server.url("/"), "{}"), HttpAnswer); // the name it is for
    }

    void encryptedReadsShareAConnection()
    {
        const TrustTestCertificate trust;
        RawServer server(says(plainOk), true);
        Sender sender;
        for (int i = 0; i < 3; ++i) {
            const int index = sender.send("GET", server.url("/"));
            COMPARE_OUTCOME(sender, index, HttpAnswer);
        }
        QCOMPARE(server.connections.size(), std::size_t(1));
    }

    // --- the port's promise ---

    void whoIsDestroyedCallsNobodyBack()
    {
        RawServer server([](QTcpSocket &, int) {});
        Sender sender;
        sender.send("POST", server.url("/"), "{}");
        sender.send("GET", "bad url");
        QTRY_COMPARE(server.count(), 1);
        sender.send("GET", "bad url");

        const int before = int(sender.outcomes.size());
        sender.http.reset();
        QTRY_COMPARE(server.connections[0]->state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(int(sender.outcomes.size()), before);
    }

    void whoIsCalledBackMaySendAgainAndMayDestroyThePort()
    {
        RawServer server(says(plainOk));
        const SystemClock clock;
        auto http = std::make_unique<QtHttp>(clock);
        int answers = 0;
        http->send({.method = "GET", .url = server.url("/a")}, [&](HttpOutcome) {
            ++answers;
            http->send({.method = "POST", .url = server.url("/b")}, [&](HttpOutcome outcome) {
                answers += std::holds_alternative<HttpAnswer>(outcome) ? 1 : 0;
                http.reset();
            });
        });
        QTRY_VERIFY(!http);
        QCOMPARE(answers, 2);
    }

    void nothingOfARequestIsInTheReasons()
    {
        RawServer server(saysAndCloses(""));
        Sender sender;
        sender.send("POST", server.url("/secret-path?secret=1"), "{}");
        sender.send("POST", "http://127.0.0.1:" + std::to_string(deadPort()) + "/secret-path", "{}");
        QTRY_VERIFY(sender.allDone());
        for (int i = 0; i < 2; ++i) {
            QVERIFY(sender.whyOf(i).find("secret") == std::string::npos);
            QVERIFY(sender.whyOf(i).find("canary") == std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(QtHttpTest)
#include "QtHttpTest.moc"
