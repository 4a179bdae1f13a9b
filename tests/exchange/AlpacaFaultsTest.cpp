#include "tests/exchange/AlpacaStreams.h"

#include <QDateTime>
#include <QElapsedTimer>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

void begin(AlpacaDesk &desk, const char *row)
{
    const QByteArray plan = "faults:\n- {" + QByteArray(row) + "}\n";
    QCOMPARE(desk.call("POST", QStringLiteral("/control/faults"), plan).status, 200);
}

/// Sends an order on a socket of its own, as somebody who can be left without an answer.
struct Sender {
    explicit Sender(AlpacaDesk &desk, const char *method = "POST", const char *path = "/v2/orders")
    {
        const QByteArray body = R"({"symbol":"AAPL","qty":"1","side":"buy","type":"market","time_in_force":"day"})";
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
        socket.connectToHost(QStringLiteral("127.0.0.1"), desk.exchange.port());
        socket.write(QByteArray(method) + " " + path + " HTTP/1.1\r\nHost: h\r\nAPCA-API-KEY-ID: PKTEST\r\n" +
                     "APCA-API-SECRET-KEY: secret\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
    [[nodiscard]] bool isHungUp() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    QTcpSocket socket;
    QByteArray received;
};

int ordersOf(AlpacaDesk &desk)
{
    return int(desk.exchange.alpaca().account().arrivals().size());
}

int requestsOf(AlpacaDesk &desk)
{
    return int(desk.books()[QStringLiteral("requests")].toArray().size());
}

} // namespace

class AlpacaFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusalsComeBeforeTheVenueOrAfter_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("orders");
        QTest::newRow("before") << QByteArray("kind: server-error-before-acceptance, count: 1") << 500 << 0;
        QTest::newRow("after") << QByteArray("kind: server-error-after-acceptance, count: 1") << 500 << 1;
        QTest::newRow("too many") << QByteArray("kind: rate-limit, count: 1") << 429 << 0;
        QTest::newRow("closed") << QByteArray("kind: maintenance, count: 1, seconds: 1") << 503 << 0;
        QTest::newRow("revoked") << QByteArray("kind: revoked-key, count: 1") << 401 << 0;
        QTest::newRow("another's") << QByteArray("kind: rate-limit, on: cancel, count: 1") << 200 << 1;
    }
    void refusalsComeBeforeTheVenueOrAfter()
    {
        QFETCH(QByteArray, row);
        QFETCH(int, status);
        QFETCH(int, orders);
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        begin(desk, row.constData());

        const Reply reply = desk.order();

        QCOMPARE(reply.status, status);
        QCOMPARE(ordersOf(desk), orders);
        if (status == 429)
            QVERIFY(!reply.header("X-RateLimit-Reset").isEmpty());
    }

    void anAnswerThatNeverComesIsNoProofOfAnything()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        begin(desk, "kind: timeout-before-acceptance, on: order, count: 1");
        const Sender before(desk);
        QTRY_COMPARE(requestsOf(desk), 1); // it has come
        QCOMPARE(ordersOf(desk), 0);

        begin(desk, "kind: timeout-after-acceptance, on: order, count: 1");
        const Sender after(desk);
        QTRY_COMPARE(ordersOf(desk), 1);

        QCOMPARE(desk.get("/v2/positions/AAPL").text("qty"), QStringLiteral("1"));
        QVERIFY(before.received.isEmpty() && after.received.isEmpty());
        QVERIFY(!before.isHungUp() && !after.isHungUp());
    }

    void answersAreCutResetAndSpoilt()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        begin(desk, "kind: truncate, count: 1");
        const Sender cut(desk);
        QTRY_VERIFY(cut.isHungUp());
        QVERIFY(cut.received.startsWith("HTTP/1.1 200") && !cut.received.endsWith("}"));
        QCOMPARE(ordersOf(desk), 1);

        begin(desk, "kind: socket-reset, count: 40"); // before or after, by the seed
        int tries = 0;
        for (; tries < 20; ++tries) {
            const Sender reset(desk);
            QTRY_VERIFY(reset.isHungUp());
            QVERIFY(reset.received.isEmpty());
        }
        QVERIFY(ordersOf(desk) > 1 && ordersOf(desk) < 1 + tries);

        begin(desk, "kind: wrong-id, on: order, count: 1");
        const Reply wrong = desk.order(R"("client_order_id":"mine")");
        QCOMPARE(wrong.text("client_order_id"), QStringLiteral("00000000-0000-4000-8000-000000000000"));
        QCOMPARE(desk.get("/v2/orders:by_client_order_id?client_order_id=mine").status, 200);
    }

    void answersAreLateInPartsOrDatedWrong()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        begin(desk, "kind: delay, on: query, count: 1, seconds: 0.15");
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(desk.get("/v2/clock").status, 200);
        QVERIFY(timer.elapsed() >= 140);

        begin(desk, "kind: slow, on: query, count: 1, seconds: 0.4");
        const Sender slow(desk, "GET", "/v2/account");
        QTRY_VERIFY(!slow.received.isEmpty());
        QVERIFY(!slow.received.endsWith("}"));
        QTRY_VERIFY(slow.received.endsWith("}"));

        begin(desk, "kind: clock-skew, count: 1, seconds: 90");
        QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(desk.get("/v2/clock").header("Date")),
                                                       QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
        date.setTimeSpec(Qt::UTC);
        const qint64 ahead = QDateTime::currentDateTimeUtc().secsTo(date);
        QVERIFY2(ahead >= 60 && ahead <= 91, qPrintable(QString::number(ahead)));
    }

    void orderEventsAreSpoilt_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QString>("events");
        QTest::newRow("none") << QByteArray("kind: drop, on: market, count: 1") << "new fill last";
        QTest::newRow("lost") << QByteArray("kind: drop, on: stream, count: 1") << "fill last";
        QTest::newRow("twice") << QByteArray("kind: duplicate, on: stream, count: 1") << "new new fill last";
        QTest::newRow("swapped") << QByteArray("kind: reorder, on: stream, count: 1") << "fill new last";
        QTest::newRow("late") << QByteArray("kind: delay, on: stream, count: 1, seconds: 0.5") << "fill last new";
        QTest::newRow("cut") << QByteArray("kind: truncate, on: stream, count: 1") << "fill last";
    }
    void orderEventsAreSpoilt()
    {
        QFETCH(QByteArray, row);
        QFETCH(QString, events);
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        begin(desk, row.constData());
        QCOMPARE(desk.order().status, 200); // new, fill
        begin(desk, "kind: drop, on: market, count: 1");
        QCOMPARE(desk.order(R"("type":"limit","limit_price":"90")").status, 200);
        const auto heard = [&] {
            QStringList names;
            for (const QString &each : orders.events())
                names += each.section(u' ', 0, 0);
            return names;
        };
        QStringList expected = events.split(u' ');
        expected.replaceInStrings(QStringLiteral("last"), QStringLiteral("new"));
        QTRY_COMPARE(heard(), expected);
    }

    void socketsFallSilentOrBreak()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener silent(desk);
        begin(desk, "kind: silent-socket, on: stream, count: 1");
        (void)desk.order();
        silent.say(R"({"action":"listen","data":{"streams":["trade_updates"]}})");
        QTRY_COMPARE(silent.frames, 3); // it still answers, and has nothing to tell
        QVERIFY(silent.isOpen());
        begin(desk, "kind: socket-reset, on: stream, count: 1");
        (void)desk.order();
        QTRY_VERIFY(silent.isClosed());
    }

    void staleDataIsToldAgain()
    {
        AlpacaDesk desk;
        Listener stream(desk, QStringLiteral("/v2/iex"), {{"APCA-API-KEY-ID", "PKTEST"}, {"APCA-API-SECRET-KEY", "secret"}});
        QTRY_COMPARE(stream.heard.size(), 2);
        stream.say(R"({"action":"subscribe","trades":["AAPL"]})");
        QTRY_COMPARE(stream.heard.size(), 3);
        desk.price("AAPL", "100");
        QTRY_COMPARE(stream.heard.size(), 4);
        begin(desk, "kind: stale-data, on: market, at: 0, seconds: 60");
        desk.price("AAPL", "110");
        QTRY_COMPARE(stream.heard.size(), 5);
        QCOMPARE(stream.heard[4].toObject(), stream.heard[3].toObject());
        desk.clock.advance(61s);
        desk.price("AAPL", "120");
        QTRY_COMPARE(stream.heard.size(), 6);
        QCOMPARE(stream.heard[5].toObject()[QStringLiteral("p")].toDouble(), 120.0);
    }

    void badPlansLeaveTheOneInForce()
    {
        AlpacaDesk desk;
        begin(desk, "kind: maintenance, on: query, count: 1");
        const Reply bad = desk.call("POST", QStringLiteral("/control/faults"), "faults:\n- {kind: dorp, count: 1}\n");
        QCOMPARE(bad.status, 400);
        QVERIFY(bad.raw.contains("dorp"));
        QCOMPARE(desk.get("/v2/clock").status, 503);
        QCOMPARE(desk.call("POST", QStringLiteral("/control/faults"), "faults: []\n").status, 200);
        QCOMPARE(desk.get("/v2/clock").status, 200);
    }
};

QTEST_GUILESS_MAIN(AlpacaFaultsTest)
#include "AlpacaFaultsTest.moc"
