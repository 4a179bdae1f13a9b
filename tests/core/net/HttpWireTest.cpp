#include "core/net/HttpReader.h"
#include "core/net/HttpUrl.h"
#include "core/net/HttpWire.h"
#include "core/net/Inflate.h"

#include <QTest>

#include <rapidcheck.h>

#include <zlib.h>

using namespace core;
using namespace core::net;

namespace {

constexpr std::size_t most = 1000;

/// The answer at the beginning of `bytes`, fed in pieces of `step` bytes.
HttpReader readIn(std::size_t step, std::string_view bytes, bool isClosed = false, std::size_t limit = most)
{
    HttpReader reader(limit);
    for (std::size_t at = 0; at < bytes.size(); at += step)
        reader.feed(bytes.substr(at, step));
    if (isClosed)
        reader.end();
    return reader;
}

std::string gzip(const std::string &text)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, uLong(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

HttpRequest get(std::string url)
{
    return {.method = "GET", .url = std::move(url)};
}

std::string bytesOf(const HttpRequest &request)
{
    const auto url = splitUrl(request.url, UrlKind::Http);
    if (!url)
        return "bad url: " + url.error().message;
    const auto bytes = requestBytes(request, *url);
    return bytes ? *bytes : "refused: " + bytes.error().message;
}

} // namespace

class HttpWireTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- addresses ---

    void anAddressIsSplitByteForByte_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QByteArray>("authority");
        QTest::addColumn<QByteArray>("target");
        const auto row = [](const char *url, const char *host, int port, const char *authority, const char *target) {
            QTest::addRow("%s", url) << QByteArray(url) << QByteArray(host) << port << QByteArray(authority)
                                     << QByteArray(target);
        };
        row("https://api.example.com", "api.example.com", 443, "api.example.com", "/");
        row("https://api.example.com:8443/v2?x=%2C,;'()[]|^", "api.example.com", 8443, "api.example.com:8443",
            "/v2?x=%2C,;'()[]|^");
        row("https://h/v2/orders:by_client_order_id?client_order_id=a:b", "h", 443, "h",
            "/v2/orders:by_client_order_id?client_order_id=a:b");
        row("https://h/v1beta3/crypto/us/bars?symbols=BTC%2FUSD", "h", 443, "h",
            "/v1beta3/crypto/us/bars?symbols=BTC%2FUSD");
        row("https://h/a/../b/./%7Euser", "h", 443, "h", "/a/../b/./%7Euser");
        row("https://h?q", "h", 443, "h", "/?q");
        row("https://h/@a:b", "h", 443, "h", "/@a:b");
        row("http://127.0.0.1:80/x", "127.0.0.1", 80, "127.0.0.1:80", "/x");
        row("http://[::1]:81/x", "::1", 81, "[::1]:81", "/x");
        row("http://localhost", "localhost", 80, "localhost", "/");
    }
    void anAddressIsSplitByteForByte()
    {
        QFETCH(QByteArray, url);
        QFETCH(int, port);
        const auto split = splitUrl(url.toStdString(), UrlKind::Http);
        QVERIFY2(split, split ? "" : split.error().message.c_str());
        QTEST(QByteArray::fromStdString(split->host), "host");
        QTEST(QByteArray::fromStdString(split->authority), "authority");
        QTEST(QByteArray::fromStdString(split->target), "target");
        QCOMPARE(int(split->port), port);
        QCOMPARE(split->isSecure, url.startsWith("https"));
    }

    void badAddressesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("url");
        for (const char *url : {"",
                                "h",
                                "ftp://h/",
                                "HTTPS//h",
                                "https://",
                                "https:///x",
                                "https://user@h/",
                                "https://user:key@h/",
                                "https://h/#f",
                                "https://h/a b",
                                "https://h/\r\nX: y",
                                "https://h/\xc3\xa4",
                                "https://h:0/",
                                "https://h:65536/",
                                "https://h:/",
                                "https://h:-1/",
                                "https://h:8x/",
                                "https://[::1/",
                                "https://[::1]8/",
                                "https://h%2f/",
                                "https://a\\b/",
                                "wss://h/",
                                "http://h/",
                                "http://api.example.com/",
                                "http://127.evil.com/",
                                "http://127.0.0.1.evil.com/",
                                "http://127.0.0/",
                                "http://127.0.0.256/",
                                "http://128.0.0.1/",
                                "http://localhost.evil.com/",
                                "http://[::2]/"})
            QTest::addRow("%s", url) << QByteArray(url);
    }
    void badAddressesAreRefused()
    {
        QFETCH(QByteArray, url);
        const auto split = splitUrl(url.toStdString(), UrlKind::Http);
        QVERIFY(!split);
        QCOMPARE(split.error().code, ErrorCode::BadInput);
    }

    void socketsHaveTheirOwnSchemes()
    {
        QVERIFY(splitUrl("wss://h/v2/iex", UrlKind::Socket)->isSecure);
        QVERIFY(!splitUrl("ws://127.0.0.1:9/stream", UrlKind::Socket)->isSecure);
        QVERIFY(!splitUrl("ws://h/stream", UrlKind::Socket));
        QVERIFY(!splitUrl("https://h/stream", UrlKind::Socket));
    }

    void originsDifferBySchemeHostAndPort()
    {
        const auto origin = [](const char *url) { return splitUrl(url, UrlKind::Http)->origin(); };
        QCOMPARE(origin("https://h/a"), origin("https://h:443/b"));
        QVERIFY(origin("https://h/") != origin("https://h:444/"));
        QVERIFY(origin("https://localhost:1/") != origin("http://localhost:1/"));
    }

    // --- requests ---

    void aRequestIsWrittenAsItStands()
    {
        const HttpRequest request{.method = "POST",
                                  .url = "https://h:8/v2/orders?x=%2C",
                                  .headers = {{"KEY-id", "a:b"}, {"Empty", ""}},
                                  .body = "{\"a\": 1}"};
        QCOMPARE(bytesOf(request),
                 std::string("POST /v2/orders?x=%2C HTTP/1.1\r\nHost: h:8\r\nKEY-id: a:b\r\nEmpty: \r\n"
                             "User-Agent: Countersign\r\nAccept-Encoding: gzip\r\nContent-Length: 8\r\n\r\n"
                             "{\"a\": 1}"));
    }

    void aLengthIsSaidWhereABodyIsExpected()
    {
        HttpRequest request{.method = "POST", .url = "https://h/"};
        QVERIFY(bytesOf(request).find("Content-Length: 0\r\n") != std::string::npos);
        request.method = "DELETE";
        QVERIFY(bytesOf(request).find("Content-Length") == std::string::npos);
        QVERIFY(bytesOf(get("https://h/")).find("Content-Length") == std::string::npos);
    }

    void ownUserAgentWins()
    {
        HttpRequest request = get("https://h/");
        request.headers.add("user-agent", "mine");
        QCOMPARE(bytesOf(request),
                 std::string("GET / HTTP/1.1\r\nHost: h\r\nuser-agent: mine\r\nAccept-Encoding: gzip\r\n\r\n"));
    }

    void requestsThatWouldLieAreRefused()
    {
        const auto refused = [](HttpRequest request) { return bytesOf(request).starts_with("refused"); };
        QVERIFY(refused({.method = "get", .url = "https://h/"}));
        QVERIFY(refused({.method = "GET /x", .url = "https://h/"}));
        QVERIFY(refused({.method = "GET", .url = "https://h/", .body = "{}"}));
        for (const char *name : {"Host", "host", "Content-Length", "Transfer-Encoding", "Connection",
                                 "Accept-Encoding", "", "a b", "a:"})
            QVERIFY2(refused({.method = "POST", .url = "https://h/", .headers = {{name, "x"}}}), name);
        QVERIFY(refused({.method = "POST", .url = "https://h/", .headers = {{"a", "x\r\nHost: evil"}}}));
    }

    void aRefusalDoesNotTellTheValue()
    {
        QVERIFY(bytesOf({.method = "GET", .url = "https://h/", .headers = {{"KEY", "canary\n"}}}).find("canary") ==
                std::string::npos);
    }

    // --- answers ---

    void answersAreReadInPiecesOfAnySize_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("stays");
        const auto row = [](const char *name, const QByteArray &bytes, int status, const char *body, bool closes,
                            bool stays) {
            QTest::newRow(name) << bytes << status << QByteArray(body) << closes << stays;
        };
        row("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false, true);
        row("length 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", false, true);
        row("the same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 200, "x",
            false, true);
        row("204", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", false, true);
        row("204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204, "", false, true);
        row("no words", "HTTP/1.1 404\r\nContent-Length: 2\r\n\r\n{}", 404, "{}", false, true);
        row("chunked",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, wide "
            "wor\r\n2\r\nld\r\n0\r\nT: x\r\n\r\n",
            200, "hello, wide world", false, true);
        row("chunked with a length too",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n1\r\nx\r\n0\r\n\r\n", 200,
            "x", false, false);
        row("until closed", "HTTP/1.1 200 OK\r\n\r\n<html>", 200, "<html>", true, false);
        row("close is announced", "HTTP/1.1 200 OK\r\nconnection: Close\r\nContent-Length: 1\r\n\r\nx", 200, "x",
            false, false);
        row("1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x", false, false);
        row("early hints first",
            "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 429 Slow\r\nContent-Length: 1\r\n\r\nx", 429, "x", false,
            true);
        row("bare line ends", "HTTP/1.1 200 OK\nContent-Length: 1\n\nx", 200, "x", false, true);
        row("something behind it", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxy", 200, "x", false, false);
        row("packed",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                QByteArray::number(qsizetype(gzip("{\"a\":1}").size())) + "\r\n\r\n" +
                QByteArray::fromStdString(gzip("{\"a\":1}")),
            200, "{\"a\":1}", false, true);
        row("packed nothing", "HTTP/1.1 304 Same\r\nContent-Encoding: gzip\r\n\r\n", 304, "", false, true);
        row("redirect", "HTTP/1.1 302 Found\r\nLocation: http://h/\r\nContent-Length: 0\r\n\r\n", 302, "", false,
            true);
    }
    void answersAreReadInPiecesOfAnySize()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, closes);
        QFETCH(bool, stays);
        for (const std::size_t step : {1U, 2U, 3U, 7U, 10000U}) {
            HttpReader reader = readIn(step, bytes.toStdString(), closes);
            QVERIFY2(reader.state() == HttpReader::State::Done, reader.why().c_str());
            QCOMPARE(reader.staysOpen(), stays);
            const HttpAnswer answer = reader.take();
            QCOMPARE(answer.status, status);
            QCOMPARE(answer.body, body.toStdString());
        }
    }

    void whatIsNotAWholeAnswerIsNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
        row("nothing", "");
        row("half a status", "HTTP/1.1 20");
        row("no end of the head", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
        row("short of its length", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello");
        row("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        row("no end of the trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
        row("another protocol", "SSH-2.0-OpenSSH\r\n");
        row("status of two digits", "HTTP/1.1 20 OK\r\n\r\n");
        row("status of four digits", "HTTP/1.1 2000\r\n\r\n");
        row("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n");
        row("switched", "HTTP/1.1 101 Switching\r\n\r\n");
        row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx");
        row("a list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx");
        row("negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
        row("signed length", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx");
        row("length beyond 64 bits", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nx");
        row("length above the limit", "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
        row("chunks above the limit", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" +
                                          QByteArray(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n");
        row("a chunk near 64 bits",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nfffffffffffffff\r\n");
        row("no length and above the limit", "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(1001, 'x'));
        row("unpacked above the limit", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" +
                                            QByteArray::fromStdString(gzip(std::string(1001, 'x'))));
        row("packed and damaged", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nhello");
        row("packed and cut", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" +
                                  QByteArray::fromStdString(gzip("hello").substr(0, 12)));
        row("packed otherwise", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx");
        row("another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
        row("bad chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
        row("chunk longer than its size",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n");
        row("endless chunk line", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + QByteArray(2000, 'x'));
        row("header without a colon", "HTTP/1.1 200 OK\r\nhello\r\n\r\n");
        row("folded header", "HTTP/1.1 200 OK\r\nA: b\r\n c: d\r\n\r\n");
        row("blank before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nx");
        row("endless head", "HTTP/1.1 200 OK\r\n" + QByteArray("A: b\r\n").repeated(20000));
        row("endless line", "HTTP/1.1 200 OK\r\nA: " + QByteArray(70000, 'x'));
    }
    void whatIsNotAWholeAnswerIsNone()
    {
        QFETCH(QByteArray, bytes);
        for (const std::size_t step : {1U, 5U, 100000U}) {
            const HttpReader reader = readIn(step, bytes.toStdString(), true);
            QVERIFY(reader.state() == HttpReader::State::Broken);
            QVERIFY(!reader.why().empty());
        }
    }

    void everyCutOfAnAnswerIsNone()
    {
        const std::string whole =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(readIn(1, whole.substr(0, size), true).state() == HttpReader::State::Broken);
        QVERIFY(readIn(1, whole).state() == HttpReader::State::Done);
    }

    void noBytesMakeTheReaderStumble()
    {
        const bool holds = rc::check("any bytes, any pieces", [] {
            static const std::vector<std::string> parts{"HTTP/1.1 200 OK\r\n",
                                                        "Content-Length: 3\r\n",
                                                        "Transfer-Encoding: chunked\r\n",
                                                        "\r\n",
                                                        "3\r\n",
                                                        "abc",
                                                        "0\r\n",
                                                        "\n",
                                                        ":",
                                                        "Content-Encoding: gzip\r\n",
                                                        "\xff"};
            std::string bytes;
            for (const auto index :
                 *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, parts.size())))
                bytes += parts[index];
            const HttpReader whole = readIn(100000, bytes, true);
            const HttpReader sliced = readIn(*rc::gen::inRange<std::size_t>(1, 9), bytes, true);
            RC_ASSERT(whole.state() == sliced.state());
            RC_ASSERT(whole.state() != HttpReader::State::Reading);
        });
        QVERIFY(holds);
    }

    void gzipIsUnpackedInMembersAndNeverBeyondTheLimit()
    {
        QCOMPARE(*gunzip(gzip("hello") + gzip(" world"), 100), std::string("hello world"));
        QCOMPARE(*gunzip(gzip(std::string(300'000, 'x')), 300'000), std::string(300'000, 'x'));
        QVERIFY(!gunzip(gzip(std::string(300'000, 'x')), 299'999));
        QVERIFY(!gunzip(gzip("hello") + "junk", 100));
        QVERIFY(!gunzip("", 100));
    }
};

QTEST_GUILESS_MAIN(HttpWireTest)
#include "HttpWireTest.moc"
