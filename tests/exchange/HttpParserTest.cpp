#include "app/exchange/http/HttpRequestParser.h"
#include "app/exchange/http/UrlText.h"

#include <QByteArray>
#include <QTest>

#include <random>

using namespace app;

namespace {

struct Reading {
    std::vector<HttpRequest> requests;
    std::optional<HttpProblem> problem;
    bool operator==(const Reading &) const = default;
};

void take(HttpRequestParser &parser, Reading &reading)
{
    while (!reading.problem) {
        auto outcome = parser.next();
        if (auto *request = std::get_if<HttpRequest>(&outcome))
            reading.requests.push_back(*request);
        else if (auto *problem = std::get_if<HttpProblem>(&outcome))
            reading.problem = *problem;
        else
            return;
    }
}

/// The stream in pieces that end at the given places.
Reading readIn(const std::string &stream, const std::vector<std::size_t> &cuts)
{
    HttpRequestParser parser;
    Reading reading;
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        parser.feed(std::string_view(stream).substr(from, cut - from));
        from = cut;
        take(parser, reading);
    }
    parser.feed(std::string_view(stream).substr(from));
    take(parser, reading);
    return reading;
}

Reading readWhole(const std::string &stream)
{
    return readIn(stream, {});
}

const std::string get = "GET /v2/clock?a=1 HTTP/1.1\r\nHost: here\r\nX-Odd:  two words \r\n\r\n";
const std::string post = "POST /v2/orders HTTP/1.1\r\nhost: here\r\ncontent-length: 8\r\n\r\n{\"a\":1}\n";
const std::string chunked = "PATCH /x HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: Chunked\r\n\r\n"
                            "4\r\nab\r\n\r\n5;why=not\r\ncdefg\r\n0\r\nTrailing: x\r\n\r\n";

} // namespace

class HttpParserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsARequestAsItWasSent()
    {
        const Reading reading = readWhole(get);

        QCOMPARE(reading.requests.size(), std::size_t(1));
        const HttpRequest &request = reading.requests.front();
        QCOMPARE(request.method, std::string("GET"));
        QVERIFY(request.path() == "/v2/clock" && request.query() == "a=1");
        QVERIFY(request.headers == (std::vector<HttpHeader>{{"Host", "here"}, {"X-Odd", "two words"}}));
        QVERIFY(request.header("x-odd") == "two words");
        QVERIFY(request.keepsAlive && request.body.empty() && !request.isWebSocketUpgrade());
    }

    void readsBodiesOfBothKinds()
    {
        const Reading reading = readWhole(post + chunked + get);

        QCOMPARE(reading.requests.size(), std::size_t(3));
        QCOMPARE(reading.requests[0].body, std::string("{\"a\":1}\n"));
        QCOMPARE(reading.requests[1].body, std::string("ab\r\ncdefg"));
        QCOMPARE(reading.requests[2].method, std::string("GET"));
        QVERIFY(!reading.problem);
    }

    void everyCutGivesTheSame_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("three requests") << QByteArray::fromStdString(post + get + get);
        QTest::newRow("a broken one follows") << QByteArray::fromStdString(get + "GET nowhere\r\n\r\n");
        QTest::newRow("a bad chunk") << QByteArray("PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                   "3\r\nabcd\r\n0\r\n\r\n");
        QTest::newRow("a bad length") << QByteArray("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n");
    }
    void everyCutGivesTheSame()
    {
        QFETCH(QByteArray, stream);
        const std::string bytes = stream.toStdString();
        const Reading whole = readWhole(bytes);
        QVERIFY(!whole.requests.empty() || whole.problem);

        for (std::size_t first = 0; first <= bytes.size(); ++first)
            for (std::size_t second = first; second <= bytes.size(); second += 5)
                QVERIFY2(readIn(bytes, {first, second}) == whole, qPrintable(QString::number(first)));
        std::vector<std::size_t> every(bytes.size());
        for (std::size_t i = 0; i < bytes.size(); ++i)
            every[i] = i;
        QVERIFY(readIn(bytes, every) == whole);
    }

    void chunksCutAnywhereGiveTheSame()
    {
        const std::string bytes = chunked + post + chunked;
        const Reading whole = readWhole(bytes);
        QCOMPARE(whole.requests.size(), std::size_t(3));
        std::mt19937 random(20260131);
        for (int round = 0; round < 3000; ++round) {
            std::vector<std::size_t> cuts;
            for (std::size_t at = 0; at < bytes.size(); at += 1 + random() % 17)
                cuts.push_back(at);
            QVERIFY2(readIn(bytes, cuts) == whole, qPrintable(QString::number(round)));
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto with = [](const char *headers) {
            return QByteArray("POST /x HTTP/1.1\r\nHost: h\r\n") + headers + "\r\n\r\n";
        };
        QTest::newRow("no version") << QByteArray("GET /x\r\nHost: h\r\n\r\n") << 400;
        QTest::newRow("another version") << QByteArray("GET /x HTTP/2.0\r\nHost: h\r\n\r\n") << 400;
        QTest::newRow("a full URL") << QByteArray("GET http://h/x HTTP/1.1\r\nHost: h\r\n\r\n") << 400;
        QTest::newRow("a space in the target") << QByteArray("GET /x y HTTP/1.1\r\nHost: h\r\n\r\n") << 400;
        QTest::newRow("no host") << QByteArray("GET /x HTTP/1.1\r\nA: b\r\n\r\n") << 400;
        QTest::newRow("two hosts") << with("host: i") << 400;
        QTest::newRow("a folded line") << with("A: b\r\n c") << 400;
        QTest::newRow("a space before the colon") << with("A : b") << 400;
        QTest::newRow("a line feed alone") << QByteArray("GET /x HTTP/1.1\nHost: h\r\n\r\n") << 400;
        QTest::newRow("a zero byte") << QByteArray("GET /x HTTP/1.1\r\nHost: h\0\r\n\r\n", 29) << 400;
        QTest::newRow("two lengths") << with("Content-Length: 1\r\nContent-Length: 1") << 400;
        QTest::newRow("a length and chunks") << with("Content-Length: 1\r\nTransfer-Encoding: chunked") << 400;
        QTest::newRow("a negative length") << with("Content-Length: -1") << 400;
        QTest::newRow("a signed length") << with("Content-Length: +1") << 400;
        QTest::newRow("another encoding") << with("Transfer-Encoding: gzip") << 501;
        QTest::newRow("a long body") << with("Content-Length: 1048577") << 413;
        QTest::newRow("a long chunk") << with("Transfer-Encoding: chunked") + "100001\r\n" << 413;
        QTest::newRow("an endless chunk") << with("Transfer-Encoding: chunked") + "fffffffffffffffff\r\n" << 400;
        QTest::newRow("a promise wanted") << with("Expect: 100-continue") << 417;
        QTest::newRow("a long head") << with(QByteArray("A: " + QByteArray(40'000, 'a')).constData()) << 431;
        QTest::newRow("a head without end") << QByteArray(40'000, 'a') << 431;
        QTest::newRow("many headers") << with(QByteArray("A: b\r\n").repeated(101).chopped(2).constData()) << 431;
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);

        const Reading reading = readWhole(bytes.toStdString());

        QVERIFY(reading.requests.empty());
        QVERIFY(reading.problem);
        QCOMPARE(reading.problem->status, status);
    }

    void knowsWhoWantsToClose()
    {
        QVERIFY(!readWhole("GET / HTTP/1.0\r\n\r\n").requests.at(0).keepsAlive);
        QVERIFY(!readWhole("GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n").requests.at(0).keepsAlive);
    }

    void writesAnswers()
    {
        HttpResponse response{422, "{}", "application/json", {{"X-Request-ID", "7"}}};
        QCOMPARE(toBytes(response, true, "now"),
                 std::string("HTTP/1.1 422 Unprocessable Entity\r\nDate: now\r\nX-Request-ID: 7\r\n"
                             "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
        QCOMPARE(toBytes({204, "", "", {}}, false, "now"),
                 std::string("HTTP/1.1 204 No Content\r\nDate: now\r\nConnection: close\r\n\r\n"));
    }

    void readsPathsAndQueries()
    {
        QVERIFY(pathSegments("/v2/assets/BTC%2FUSD") == (std::vector<std::string>{"v2", "assets", "BTC/USD"}));
        const Query query("symbols=BTC%2FUSD,ETH%2fUSD&after=2026-01-01T00%3A00%3A00%2B01:00&a+b=c+d&empty=&flag&bad=%zz%2");
        QVERIFY(query.list("symbols") == (std::vector<std::string>{"BTC/USD", "ETH/USD"}));
        QCOMPARE(query.value("after").value(), std::string("2026-01-01T00:00:00+01:00"));
        QCOMPARE(query.value("a b").value(), std::string("c d"));
        QVERIFY(query.has("empty") && !query.value("empty") && query.has("flag"));
        QCOMPARE(query.value("bad").value(), std::string("%zz%2"));
    }
};

QTEST_GUILESS_MAIN(HttpParserTest)
#include "HttpParserTest.moc"
