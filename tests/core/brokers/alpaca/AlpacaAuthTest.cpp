#include "core/brokers/alpaca/AlpacaAuth.h"

#include "core/brokers/alpaca/AlpacaEndpoints.h"

#include <QTest>

using namespace core;
using namespace core::alpaca;

class AlpacaAuthTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheVenuesAddresses()
    {
        QCOMPARE(usualEndpoints(Environment::Paper).trading, std::string("https://paper-api.alpaca.markets"));
        QCOMPARE(usualEndpoints(Environment::Paper).orderStream, std::string("wss://paper-api.alpaca.markets/stream"));
        QCOMPARE(usualEndpoints(Environment::Live).trading, std::string("https://api.alpaca.markets"));
        QCOMPARE(usualEndpoints(Environment::Live).orderStream, std::string("wss://api.alpaca.markets/stream"));
        QCOMPARE(usualEndpoints(Environment::Live).data, usualEndpoints(Environment::Paper).data);
        const Endpoints live = usualEndpoints(Environment::Live);
        QCOMPARE(stockStreamAddress(live, StockFeed::Sip), std::string("wss://stream.data.alpaca.markets/v2/sip"));
        QCOMPARE(stockStreamAddress(live, StockFeed::DelayedSip),
                 std::string("wss://stream.data.alpaca.markets/v2/delayed_sip"));
        QCOMPARE(cryptoStreamAddress(live), std::string("wss://stream.data.alpaca.markets/v1beta3/crypto/us"));
    }

    void anAddressCanBeReplaced_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("becomes"); // empty: refused
        const auto row = [](const char *name, const char *key, const char *address, const char *becomes) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(address) << QString::fromLatin1(becomes);
        };
        row("this machine", "alpaca.trading", "http://127.0.0.1:8080", "http://127.0.0.1:8080");
        row("this machine by name", "alpaca.trading", "http://LocalHost:8080/a/", "http://LocalHost:8080/a");
        row("this machine, IPv6", "alpaca.data", "http://[::1]:1", "http://[::1]:1");
        row("a stream here", "alpaca.stream", "ws://127.0.0.1:1/stream", "ws://127.0.0.1:1/stream");
        row("elsewhere, encrypted", "alpaca.market-stream", "wss://example.org", "wss://example.org");
        row("elsewhere, in the open", "alpaca.trading", "http://example.org", "");
        row("looks like this machine", "alpaca.trading", "http://127.0.0.1.example.org", "");
        row("hides behind a user", "alpaca.trading", "http://127.0.0.1@example.org", "");
        row("a stream where none belongs", "alpaca.data", "wss://example.org", "");
        row("a query", "alpaca.data", "https://example.org/?a=b", "");
        row("no host", "alpaca.data", "https://", "");
        row("a blank", "alpaca.data", "https://exa mple.org", "");
        row("the live host for paper", "alpaca.trading", "https://api.alpaca.markets", "");
        row("the live host in capitals", "alpaca.stream", "wss://API.alpaca.markets:443/stream", "");
        row("unknown key", "alpaca.orders", "https://example.org", "");
    }
    void anAddressCanBeReplaced()
    {
        QFETCH(QString, key);
        QFETCH(QString, address);
        QFETCH(QString, becomes);

        const auto changed = withEndpoint(usualEndpoints(Environment::Paper), Environment::Paper, key.toStdString(),
                                          address.toStdString());

        QCOMPARE(changed.has_value(), !becomes.isEmpty());
        if (!changed)
            return;
        const QStringList all{QString::fromStdString(changed->trading), QString::fromStdString(changed->data),
                              QString::fromStdString(changed->orderStream), QString::fromStdString(changed->marketStream)};
        QCOMPARE(all.count(becomes), 1);
        QVERIFY(*changed != usualEndpoints(Environment::Paper));
    }

    void aKeyOfTheWrongKindIsRefusedInWords_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("isLive");
        QTest::addColumn<QString>("says"); // empty: taken
        QTest::newRow("paper in paper") << "PKTESTTEST" << false << "";
        QTest::newRow("live in live") << "AKTESTTEST" << true << "";
        QTest::newRow("of no known kind") << "XYTESTTEST" << true << "";
        QTest::newRow("paper in live") << "PKTESTTEST" << true
                                       << "This is a key of a paper account, but it stands where the key of the live account belongs";
        QTest::newRow("live in paper") << "AKTESTTEST" << false
                                       << "This is a key of a live account, but it stands where the key of the paper account belongs";
        QTest::newRow("a partner's") << "CKTESTTEST" << false << "broker partners";
        QTest::newRow("empty") << "" << false << "one word";
        QTest::newRow("a line break") << "PK\r\nX-Evil: 1" << false << "one word";
    }
    void aKeyOfTheWrongKindIsRefusedInWords()
    {
        QFETCH(QString, id);
        QFETCH(bool, isLive);
        QFETCH(QString, says);

        const auto keys = checkedKeys(id.toStdString(), "s3cr3t-s3cr3t", isLive ? Environment::Live : Environment::Paper);

        QCOMPARE(keys.has_value(), says.isEmpty());
        if (keys)
            return;
        QVERIFY2(keys.error().message.find(says.toStdString()) != std::string::npos, keys.error().message.c_str());
        QVERIFY(id.isEmpty() || keys.error().message.find(id.toStdString()) == std::string::npos);
        QVERIFY(keys.error().message.find("s3cr3t") == std::string::npos);
    }

    void aSecretIsOneWordToo()
    {
        QVERIFY(!checkedKeys("PKTEST", "", Environment::Paper));
        QVERIFY(!checkedKeys("PKTEST", "a\nb", Environment::Paper));
        QVERIFY(!checkedKeys("PKTEST", std::string(513, 'x'), Environment::Paper));
    }

    void aRequestLeavesWithBaseKeysAndBody()
    {
        const auto keys = checkedKeys("PKTEST", "\"quoted\"", Environment::Paper);
        const Endpoints endpoints = usualEndpoints(Environment::Paper);
        const Request question = get(Host::Data, "/v2/stocks/bars", Query().add("symbols", "A"));
        const Request order{.method = "POST", .path = "/v2/orders", .body = "{}"};

        const net::HttpRequest asked = toHttp(question, endpoints, *keys);
        const net::HttpRequest ordered = toHttp(order, endpoints, *keys);

        QCOMPARE(asked.method, std::string("GET"));
        QCOMPARE(asked.url, std::string("https://data.alpaca.markets/v2/stocks/bars?symbols=A"));
        QVERIFY(!asked.headers.has("Content-Type"));
        QCOMPARE(ordered.url, std::string("https://paper-api.alpaca.markets/v2/orders"));
        QCOMPARE(ordered.body, std::string("{}"));
        QVERIFY(ordered.headers.find("APCA-API-KEY-ID") == "PKTEST");
        QVERIFY(ordered.headers.find("APCA-API-SECRET-KEY") == "\"quoted\"");
        QVERIFY(ordered.headers.find("Content-Type") == "application/json");
        const std::string hello = "{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"\\\"quoted\\\"\"}";
        QCOMPARE(authMessage(*keys), hello);
    }

    void queriesAreEncodedOnce()
    {
        QCOMPARE(encoded("BTC/USD+a b%~_.-Z9"), std::string("BTC%2FUSD%2Ba%20b%25~_.-Z9"));
        QCOMPARE(encoded("\xc3\xa9"), std::string("%C3%A9"));
        const std::vector<std::string> symbols{"BRK.B", "A"};
        Query query;
        query.add("symbols", symbols).add("n", 3).add("b", true);
        QCOMPARE(query.take(), std::string("symbols=BRK.B%2CA&n=3&b=true"));
    }

    void timesKeepTheirNanoseconds()
    {
        const Timestamp at = *parseIsoText("2026-03-02T14:31:07.000204518Z");
        QCOMPARE(wireTime(at), std::string("2026-03-02T14:31:07.000204518Z"));
        QCOMPARE(wireTime(*parseIsoText("1969-12-31T23:59:59.9Z")), std::string("1969-12-31T23:59:59.900000000Z"));
    }
};

QTEST_GUILESS_MAIN(AlpacaAuthTest)
#include "AlpacaAuthTest.moc"
