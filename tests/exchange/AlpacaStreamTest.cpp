#include "tests/exchange/AlpacaStreams.h"

using namespace core;
using namespace support;

namespace {

QJsonObject parsed(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

QString kindOf(const QJsonValue &message)
{
    const QJsonObject object = message.toObject();
    const int code = object[QStringLiteral("code")].toInt();
    return object[QStringLiteral("T")].toString() + (code ? QString::number(code) : QString());
}

/// A data stream, authenticated.
struct Subscriber : Listener {
    Subscriber(const AlpacaDesk &desk, const QString &path, const char *subscription) : Listener(desk, path)
    {
        (void)QTest::qWaitFor([this] { return heard.size() == 1; });
        say(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        say(subscription);
        (void)QTest::qWaitFor([this] { return heard.size() == 3; });
        acknowledged = heard.last().toObject();
        heard = {};
        frames = 0;
    }
    QJsonObject acknowledged;
};

} // namespace

class AlpacaStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- order events ------------------------------------------------------------------------------

    void bothFormsOfShowingKeysAreTakenAndFramesAreBinary_data()
    {
        QTest::addColumn<QByteArray>("auth");
        QTest::newRow("documented") << QByteArray(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        QTest::newRow("of the kits")
            << QByteArray(R"({"action":"authenticate","data":{"key_id":"PKTEST","secret_key":"secret"}})");
    }
    void bothFormsOfShowingKeysAreTakenAndFramesAreBinary()
    {
        QFETCH(QByteArray, auth);
        AlpacaDesk desk;
        Listener listener(desk, QStringLiteral("/stream"));
        QTRY_VERIFY(listener.isOpen());
        listener.say(auth.constData());
        QTRY_COMPARE(listener.heard.size(), 1); // there is no welcome
        QCOMPARE(listener.heard[0].toObject(),
                 parsed(R"({"stream":"authorization","data":{"status":"authorized","action":"authenticate"}})"));
        listener.say(R"({"action":"listen","data":{"streams":["trade_updates","unknown"]}})");
        QTRY_COMPARE(listener.heard.size(), 2);
        QCOMPARE(listener.heard[1].toObject(),
                 parsed(R"({"stream":"listening","data":{"streams":["trade_updates"]}})"));
        QCOMPARE(listener.binaryFrames, 2);
    }

    void whoHasNotShownKeysHearsNothing()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        Listener listener(desk, QStringLiteral("/stream"));
        QTRY_VERIFY(listener.isOpen());
        listener.say(R"({"action":"listen","data":{"streams":["trade_updates"]}})");
        listener.say(R"({"action":"auth","key":"PKTEST","secret":"wrong"})");
        QTRY_COMPARE(listener.heard.size(), 2);
        (void)desk.order();
        listener.say(R"({"action":"listen","data":{"streams":[]}})");
        QTRY_COMPARE(listener.heard.size(), 3);
        for (const QJsonValue &each : listener.heard)
            QCOMPARE(each.toObject()[QStringLiteral("data")].toObject()[QStringLiteral("status")].toString(),
                     QStringLiteral("unauthorized"));
    }

    void nonsenseEndsTheStream()
    {
        AlpacaDesk desk;
        Listener listener(desk, QStringLiteral("/stream"));
        QTRY_VERIFY(listener.isOpen());
        listener.say("nonsense");
        QTRY_VERIFY(listener.isClosed());
        QCOMPARE(listener.heard[0].toObject()[QStringLiteral("action")].toString(), QStringLiteral("error"));
    }

    void aFillIsToldWithItsExecution()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        const QString id = desk.order(R"("client_order_id":"mine")").text("id");

        QTRY_COMPARE(orders.events(id), (QStringList{QStringLiteral("new new"), QStringLiteral("fill filled")}));

        const QJsonObject fill = orders.last();
        QCOMPARE(fill[QStringLiteral("price")].toString(), QStringLiteral("100.01"));
        QCOMPARE(fill[QStringLiteral("qty")].toString(), QStringLiteral("10"));
        QCOMPARE(fill[QStringLiteral("position_qty")].toString(), QStringLiteral("10"));
        QCOMPARE(fill[QStringLiteral("order")].toObject()[QStringLiteral("client_order_id")].toString(),
                 QStringLiteral("mine"));
        const QString execution = fill[QStringLiteral("execution_id")].toString();
        QCOMPARE(execution.size(), 36);
        QCOMPARE(desk.books()[QStringLiteral("fills")].toArray()[0].toObject()[QStringLiteral("id")].toString(), execution);
        QVERIFY(orders.heard[0].toObject()[QStringLiteral("data")].toObject()[QStringLiteral("event_id")].toString() <
                fill[QStringLiteral("event_id")].toString());
    }

    void eventsOvertakeTheAnswerForSomeSeedsOnly()
    {
        int before = 0;
        constexpr int rounds = 20;
        for (int seed = 0; seed < rounds; ++seed) {
            AlpacaDesk desk(sessionTime(), {}, std::uint64_t(seed));
            desk.price("AAPL", "100");
            const auto &executions = desk.exchange.alpaca().account().books().executions();
            app::HttpRequest request;
            request.method = "POST";
            request.target = "/v2/orders";
            request.headers = {{"APCA-API-KEY-ID", "PKTEST"}, {"APCA-API-SECRET-KEY", "secret"}};
            request.body = R"({"symbol":"AAPL","qty":"1","side":"buy","type":"market","time_in_force":"day"})";
            desk.exchange.alpaca().answer(request, [&](const app::HttpResponse &response) {
                QVERIFY(response.body.find("\"pending_new\"") != std::string::npos); // whichever comes first
                before += executions.empty() ? 0 : 1;
            });
            QCOMPARE(executions.size(), std::size_t(1));
        }
        QVERIFY2(before > 0 && before < rounds, qPrintable(QString::number(before)));
    }

    // --- data --------------------------------------------------------------------------------------------

    void theHandshakeIsAnswered()
    {
        AlpacaDesk desk;
        Listener listener(desk, QStringLiteral("/v2/iex"));
        QTRY_COMPARE(listener.heard.size(), 1);
        QCOMPARE(listener.heard[0].toObject(), parsed(R"({"T":"success","msg":"connected"})"));
        listener.say(R"({"action":"subscribe","trades":["AAPL"]})");
        QTRY_COMPARE(listener.heard.size(), 2);
        QCOMPARE(kindOf(listener.heard[1]), QStringLiteral("error401"));
        listener.say(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        QTRY_COMPARE(listener.heard.size(), 3);
        QCOMPARE(listener.heard[2].toObject(), parsed(R"({"T":"success","msg":"authenticated"})"));
        listener.say(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        QTRY_COMPARE(listener.heard.size(), 4);
        QCOMPARE(kindOf(listener.heard[3]), QStringLiteral("error403"));
        QCOMPARE(listener.binaryFrames, 0);
    }

    void keysInTheUpgradeStandForTheMessage()
    {
        AlpacaDesk desk;
        Listener listener(desk, QStringLiteral("/v2/sip"),
                          {{"APCA-API-KEY-ID", "PKTEST"}, {"APCA-API-SECRET-KEY", "secret"}});
        QTRY_COMPARE(listener.heard.size(), 2);
        QCOMPARE(listener.heard[1].toObject()[QStringLiteral("msg")].toString(), QStringLiteral("authenticated"));
    }

    void whoIsNotLetInIsToldWhyAndCutOff()
    {
        AlpacaDesk desk;
        Listener wrong(desk, QStringLiteral("/v2/iex"));
        QTRY_COMPARE(wrong.heard.size(), 1);
        wrong.say(R"({"action":"auth","key":"PKTEST","secret":"wrong"})");
        QTRY_VERIFY(wrong.isClosed());
        QCOMPARE(kindOf(wrong.heard.last()), QStringLiteral("error402"));

        Listener silent(desk, QStringLiteral("/v2/iex"));
        QTRY_VERIFY(silent.isOpen());
        QTRY_VERIFY(silent.isClosed()); // the desk's venue waits a fifth of a second
        QCOMPARE(kindOf(silent.heard.last()), QStringLiteral("error404"));

        const Subscriber first(desk, QStringLiteral("/v2/iex"), R"({"action":"subscribe","bars":["*"]})");
        Listener second(desk, QStringLiteral("/v2/iex"));
        QTRY_COMPARE(second.heard.size(), 1);
        second.say(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        QTRY_VERIFY(second.isClosed());
        QCOMPARE(kindOf(second.heard.last()), QStringLiteral("error406"));
        QVERIFY(first.isOpen());
        const Subscriber other(desk, QStringLiteral("/v2/sip"), R"({"action":"subscribe","bars":["*"]})");
        QVERIFY(other.isOpen()); // each endpoint has its own place
    }

    void aPlaceIsFreeAgainWhenItsHolderHasGone()
    {
        AlpacaDesk desk;
        {
            const Subscriber first(desk, QStringLiteral("/v2/iex"), R"({"action":"subscribe","bars":["*"]})");
            QVERIFY(!first.acknowledged.isEmpty());
        }
        QTRY_VERIFY(!Subscriber(desk, QStringLiteral("/v2/iex"), R"({"action":"subscribe","bars":["*"]})")
                         .acknowledged.isEmpty());
    }

    void subscriptionsAddUpAndAreTakenBack()
    {
        AlpacaDesk desk;
        Subscriber stream(desk, QStringLiteral("/v2/iex"), R"({"action":"subscribe","trades":["AAPL"]})");
        QCOMPARE(stream.acknowledged[QStringLiteral("corrections")].toArray(), QJsonArray{QStringLiteral("AAPL")});
        stream.say(R"({"action":"subscribe","bars":["*"],"trades":["TSLA"]})");
        QTRY_COMPARE(stream.heard.size(), 1);
        QCOMPARE(stream.heard[0].toObject()[QStringLiteral("trades")].toArray(),
                 (QJsonArray{QStringLiteral("AAPL"), QStringLiteral("TSLA")}));
        stream.say(R"({"action":"unsubscribe","trades":["AAPL"]})");
        QTRY_COMPARE(stream.heard.size(), 2);
        QCOMPARE(stream.heard[1].toObject()[QStringLiteral("trades")].toArray(), QJsonArray{QStringLiteral("TSLA")});
        QCOMPARE(stream.heard[1].toObject()[QStringLiteral("bars")].toArray(), QJsonArray{QStringLiteral("*")});
    }

    void badSubscriptionsLeaveWhatWas_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("error");
        QTest::newRow("no JSON") << QByteArray("x") << "error400";
        QTest::newRow("an unknown action") << QByteArray(R"({"action":"shout"})") << "error400";
        QTest::newRow("no list") << QByteArray(R"({"action":"subscribe","trades":"AAPL"})") << "error400";
        QTest::newRow("no text") << QByteArray(R"({"action":"subscribe","trades":[1]})") << "error400";
        QTest::newRow("another feed's") << QByteArray(R"({"action":"subscribe","orderbooks":["AAPL"]})") << "error410";
    }
    void badSubscriptionsLeaveWhatWas()
    {
        QFETCH(QByteArray, message);
        QFETCH(QString, error);
        AlpacaDesk desk;
        Subscriber stream(desk, QStringLiteral("/v2/iex"), R"({"action":"subscribe","trades":["AAPL"]})");
        stream.say(message.constData());
        QTRY_COMPARE(stream.heard.size(), 1);
        QCOMPARE(kindOf(stream.heard[0]), error);
        desk.price("AAPL", "100");
        QTRY_COMPARE(stream.heard.size(), 2);
        QCOMPARE(kindOf(stream.heard[1]), QStringLiteral("t"));
    }

    void whatIsPlayedComesInBatches()
    {
        AlpacaDesk desk;
        Subscriber stream(desk, QStringLiteral("/v2/iex"),
                          R"({"action":"subscribe","trades":["*"],"quotes":["AAPL"],"bars":["AAPL"],"dailyBars":["AAPL"]})");
        desk.price("TSLA", "200");
        desk.price("AAPL", "100");
        desk.barEnd("AAPL", "101", false, 5000);
        desk.price("BTCUSDT", "50000"); // of another stream

        QTRY_COMPARE(stream.frames, 3);
        QStringList kinds;
        for (const QJsonValue &each : stream.heard)
            kinds += kindOf(each) + each.toObject()[QStringLiteral("S")].toString();
        QCOMPARE(kinds.join(u' '), QStringLiteral("tTSLA qAAPL tAAPL tAAPL bAAPL dAAPL"));
        const QJsonObject bar = stream.heard[4].toObject();
        QCOMPARE(bar[QStringLiteral("v")].toInt(), 5000);
        QCOMPARE(bar[QStringLiteral("t")].toString(), QStringLiteral("2026-06-16T15:00:00Z"));
        QCOMPARE(stream.heard[5].toObject()[QStringLiteral("v")].toInt(), 5000 + 3000); // with the minutes before
    }

    void coinsComeOnTheirStream()
    {
        AlpacaDesk desk;
        Subscriber stream(desk, QStringLiteral("/v1beta3/crypto/us"),
                          R"({"action":"subscribe","trades":["BTC/USD"],"orderbooks":["BTC/USD"]})");
        desk.price("BTCUSDT", "50000");
        QTRY_COMPARE(stream.heard.size(), 2);
        QCOMPARE(kindOf(stream.heard[0]), QStringLiteral("o"));
        QVERIFY(stream.heard[0].toObject()[QStringLiteral("r")].toBool());
        QCOMPARE(stream.heard[1].toObject()[QStringLiteral("S")].toString(), QStringLiteral("BTC/USD"));
        QVERIFY(stream.heard[1].toObject().contains(QStringLiteral("tks")));
    }

    void whoAsksForMessagePackGetsIt()
    {
        AlpacaDesk desk;
        Listener stream(desk, QStringLiteral("/v2/iex"), {{"Content-Type", "application/msgpack"}});
        QTRY_COMPARE(stream.binaryFrames, 1);
        const QByteArray subscribe = QByteArray::fromHex("82a6616374696f6ea9737562736372696265a6747261646573"
                                                         "91a44141504c");
        stream.say(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        QTRY_COMPARE(stream.binaryFrames, 2);
        stream.socket.sendBinaryMessage(subscribe);
        QTRY_COMPARE(stream.binaryFrames, 3);
        QByteArray last;
        connect(&stream.socket, &QWebSocket::binaryMessageReceived, &stream.socket,
                [&last](const QByteArray &bytes) { last = bytes; });
        desk.price("AAPL", "100");
        QTRY_COMPARE(stream.binaryFrames, 4);
        QVERIFY(last.startsWith(QByteArray::fromHex("9189a154a174a153a44141504ca174d6ff"))); // T t, S AAPL, t a time
        const QJsonArray requests = desk.books()[QStringLiteral("requests")].toArray();
        QCOMPARE(requests.last().toObject()[QStringLiteral("body")].toString().size(), 0);
        QCOMPARE(requests.last().toObject()[QStringLiteral("body_base64")].toString().toLatin1(), subscribe.toBase64());
    }

    void messagesAreInTheBooks()
    {
        AlpacaDesk desk;
        const Subscriber stream(desk, QStringLiteral("/v2/iex"), R"({"action":"subscribe","bars":["*"]})");
        const QJsonArray requests = desk.books()[QStringLiteral("requests")].toArray();
        QCOMPARE(requests.size(), 3); // the upgrade, the keys, the subscription
        QCOMPARE(requests[0].toObject()[QStringLiteral("path")].toString(), QStringLiteral("/v2/iex"));
        QCOMPARE(requests[2].toObject()[QStringLiteral("method")].toString(), QStringLiteral("MESSAGE"));
        QCOMPARE(requests[2].toObject()[QStringLiteral("body")].toString(),
                 QStringLiteral(R"({"action":"subscribe","bars":["*"]})"));
    }

    void unknownStreamsAreRefused()
    {
        AlpacaDesk desk;
        Listener listener(desk, QStringLiteral("/v2/nothing"));
        QTRY_VERIFY(listener.isClosed());
        QVERIFY(listener.heard.isEmpty());
    }
};

QTEST_GUILESS_MAIN(AlpacaStreamTest)
#include "AlpacaStreamTest.moc"
