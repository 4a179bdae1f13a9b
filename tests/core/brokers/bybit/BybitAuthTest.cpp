#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitAuth.h"
#include "core/brokers/bybit/BybitEndpoints.h"

#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

/// Key and secret of the published vectors; they open nothing.
Keys vectorKeys()
{
    return {Secret(std::string("DEMOKEY0123456789")), Secret(std::string("demo-secret-0123456789abcdef"))};
}

QString line(const net::HttpHeaders &headers)
{
    QString text;
    for (const auto &[name, value] : headers.lines())
        text += shown(name) + QStringLiteral(": ") + shown(value) + QStringLiteral("\n");
    return text;
}

} // namespace

class BybitAuthTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signsAsTheVectors_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("payload");
        QTest::addColumn<QString>("signature");
        QTest::newRow("encoded comma") << "GET" << "accountType=UNIFIED&coin=USDT%2CUSDC"
                                       << "529e30bc5b1e276a99f65d715234dd9765052b2e40f1a3514736e211473d8392";
        QTest::newRow("raw comma") << "GET" << "accountType=UNIFIED&coin=USDT,USDC"
                                   << "f3e47dbca2874f7c018d5e522ea1e01a01ba1def7975fecd21a303f07ecb548e";
        QTest::newRow("no query") << "GET" << ""
                                  << "c43122c585c73af31309ccb45266d1fa27474028eb92425caa69d89139a72713";
        QTest::newRow("post") << "POST"
                              << R"({"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.001",)"
                                 R"("price":"25000","timeInForce":"GTC","orderLinkId":"demo-1"})"
                              << "aa3706857337700c3c1b430a4537f4db99a98362bc7b0888b3b9495c4e6783ac";
        QTest::newRow("post with blanks") << "POST" << R"({"category": "linear", "symbol": "BTCUSDT"})"
                                          << "2d7724f338823bec137ff40588d569a2f82360eda448ba864473c2f6c53539ba";
    }

    void signsAsTheVectors()
    {
        QFETCH(QString, method);
        QFETCH(QString, payload);
        QFETCH(QString, signature);
        const bool isGet = method == QStringLiteral("GET");
        Request request{.method = method.toStdString(), .path = "/v5/any", .query = {}, .body = {}};
        (isGet ? request.query : request.body) = payload.toStdString();

        const net::HttpHeaders headers = headersFor(request, vectorKeys(), timestampFromMillis(1700000000000));

        const QString type = isGet ? QString() : QStringLiteral("Content-Type: application/json\n");
        QCOMPARE(line(headers), QStringLiteral("X-BAPI-API-KEY: DEMOKEY0123456789\nX-BAPI-TIMESTAMP: 1700000000000\n"
                                               "X-BAPI-RECV-WINDOW: 5000\nX-BAPI-SIGN: ") +
                                    signature + QStringLiteral("\n") + type);
    }

    void logsInAsTheVector()
    {
        const std::string message = loginMessage(vectorKeys(), timestampFromMillis(1700000000000));

        QCOMPARE(shown(message),
                 QStringLiteral(R"({"op":"auth","args":["DEMOKEY0123456789",1700000010000,)"
                                R"("92e108ad227c8dbeee4b080cda6e6512fb06c80e30d40401e911ba711950d12f"]})"));
    }

    void saysNothingOfTheKeysWhereNoneAreAskedFor()
    {
        const net::HttpHeaders headers = headersFor(publicGet("/v5/market/time"), vectorKeys(), {});

        QVERIFY(headers.lines().empty());
    }

    void leavesWithHostPathAndBodyAsSigned()
    {
        JsonWriter body;
        body.beginObject().member("category", "linear").endObject();
        const Request write = signedPost("/v5/order/create", body);
        Query query;
        const Request read = signedGet("/v5/position/list", query.add("coin", "A,B"));

        const net::HttpRequest sent = httpRequest(usualEndpoints(Environment::Testnet), write, vectorKeys(), {});

        QCOMPARE(shown(sent.method + " " + sent.url), QStringLiteral("POST https://api-testnet.bybit.com/v5/order/create"));
        QCOMPARE(shown(sent.body), QStringLiteral(R"({"category":"linear"})"));
        QCOMPARE(line(sent.headers), line(headersFor(write, vectorKeys(), {})));
        QCOMPARE(shown(httpRequest(usualEndpoints(Environment::Demo), read, vectorKeys(), {}).url),
                 QStringLiteral("https://api-demo.bybit.com/v5/position/list?coin=A%2CB"));
    }

    void encodesOnceAndKeepsCursorsAsTheyCame()
    {
        Query query;
        query.add("coin", "USDT,USDC").add("odd", "a b&c=%d/é").add("n", 5).add("t", timestampFromMillis(1700000000123));
        query.add("none", std::optional<int>()).addCursor("").addCursor("id%3A12%2Cq&x=100%");

        QCOMPARE(shown(query.take()),
                 QStringLiteral("coin=USDT%2CUSDC&odd=a%20b%26c%3D%25d%2F%C3%A9&n=5&t=1700000000123"
                                "&cursor=id%3A12%2Cq%26x%3D100%25"));
        QCOMPARE(shown(publicGet("/v5/market/time").target()), QStringLiteral("/v5/market/time"));
        Query one;
        one.add("a", 1);
        QCOMPARE(shown(publicGet("/p", one).target()), QStringLiteral("/p?a=1"));
    }

    void knowsWhereTheVenuesAre()
    {
        const Endpoints live = usualEndpoints(Environment::Live);
        const Endpoints testnet = usualEndpoints(Environment::Testnet);
        const Endpoints demo = usualEndpoints(Environment::Demo);

        QCOMPARE(shown(live.rest), QStringLiteral("https://api.bybit.com"));
        QCOMPARE(shown(live.privateStream), QStringLiteral("wss://stream.bybit.com/v5/private"));
        QCOMPARE(shown(testnet.rest), QStringLiteral("https://api-testnet.bybit.com"));
        QCOMPARE(shown(publicStreamUrl(testnet, Category::Spot)),
                 QStringLiteral("wss://stream-testnet.bybit.com/v5/public/spot"));
        QCOMPARE(shown(demo.rest), QStringLiteral("https://api-demo.bybit.com"));
        QCOMPARE(shown(demo.privateStream), QStringLiteral("wss://stream-demo.bybit.com/v5/private"));
        QCOMPARE(publicStreamUrl(demo, Category::Linear), publicStreamUrl(live, Category::Linear));
        QCOMPARE(shown(publicStreamUrl(live, Category::Linear)), QStringLiteral("wss://stream.bybit.com/v5/public/linear"));
    }

    void everyBaseCanBeAnother()
    {
        const auto here = endpointsWith(Environment::Demo, {.rest = "http://127.0.0.1:8080/",
                                                            .publicStream = "ws://localhost:8080",
                                                            .privateStream = "ws://[::1]:8080/v5/private"});
        QVERIFY(here);
        QCOMPARE(shown(here->rest), QStringLiteral("http://127.0.0.1:8080"));
        QCOMPARE(shown(publicStreamUrl(*here, Category::Spot)), QStringLiteral("ws://localhost:8080/v5/public/spot"));
        QCOMPARE(shown(here->privateStream), QStringLiteral("ws://[::1]:8080/v5/private"));

        const auto regional = endpointsWith(Environment::Live, regionalHosts("bybit.eu"));
        QVERIFY(regional);
        QCOMPARE(shown(regional->rest), QStringLiteral("https://api.bybit.eu"));
        QCOMPARE(shown(regional->privateStream), QStringLiteral("wss://stream.bybit.eu/v5/private"));
        QVERIFY(*endpointsWith(Environment::Live, {}) == usualEndpoints(Environment::Live));
    }

    void refusesPlacesWhereKeysMustNotGo_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::newRow("in the clear") << "http://api.bybit.com";
        QTest::newRow("looks local") << "http://127.0.0.1@api.example";
        QTest::newRow("begins like this machine") << "http://127.0.0.1.evil.example";
        QTest::newRow("begins local") << "http://localhost.example";
        QTest::newRow("other scheme") << "ftp://127.0.0.1";
        QTest::newRow("no host") << "https://";
        QTest::newRow("port only") << "https://:443";
        QTest::newRow("query") << "https://api.bybit.com?x=1";
        QTest::newRow("blank") << "https://api.bybit .com";
        QTest::newRow("empty") << "";
    }

    void refusesPlacesWhereKeysMustNotGo()
    {
        QFETCH(QString, rest);

        const auto endpoints = endpointsWith(Environment::Live, {.rest = rest.toStdString()});

        QVERIFY(!endpoints);
        QCOMPARE(endpoints.error().code, ErrorCode::BadInput);
        QCOMPARE(shown(endpoints.error().field), QStringLiteral("bybit.rest"));
    }

    void namesItsEnvironmentsAndCategories()
    {
        for (const Environment each : {Environment::Live, Environment::Testnet, Environment::Demo})
            QVERIFY(parseEnvironment(environmentName(each)) == each);
        QVERIFY(!parseEnvironment("paper") && !parseCategory("inverse"));
        for (const Category each : {Category::Spot, Category::Linear})
            QVERIFY(categoryOf(instrumentId(each, "KLMUSDT")) == each);
        QVERIFY(!categoryOf({"alpaca", "KLM"}) && !categoryOf({"bybit-inverse", "KLMUSD"}));
    }
};

QTEST_GUILESS_MAIN(BybitAuthTest)
#include "BybitAuthTest.moc"
