#include "tests/exchange/BybitDesk.h"

using namespace core;
using namespace support;

namespace {

/// A stream's client: what it heard, as JSON.
class BybitListener {
public:
    BybitListener(const BybitDesk &desk, const char *path)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) {
                             heard.append(QJsonDocument::fromJson(text.toUtf8()).object());
                         });
        socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(desk.exchange.port()) +
                         QLatin1String(path)));
        (void)QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; });
    }
    /// Says that, and waits for one more message.
    QJsonObject ask(const QByteArray &text)
    {
        const auto before = heard.size();
        socket.sendTextMessage(QString::fromUtf8(text));
        return wait(before + 1) ? heard[before].toObject() : QJsonObject();
    }
    [[nodiscard]] bool wait(qsizetype count)
    {
        return QTest::qWaitFor([&] { return heard.size() >= count; });
    }
    QJsonObject signIn(const BybitDesk &desk, qint64 expiresIn = 10'000)
    {
        const QByteArray expires = QByteArray::number(toMillis(desk.clock.now()) + expiresIn);
        const QByteArray sign = signedWith(desk.secret, "GET/realtime" + expires);
        return ask("{\"op\":\"auth\",\"args\":[\"" + desk.key + "\"," + expires + ",\"" + sign +
                   "\"]}");
    }
    /// "topic", and of orders their status; since that message.
    [[nodiscard]] QStringList told(qsizetype from) const
    {
        QStringList all;
        for (qsizetype i = from; i < heard.size(); ++i) {
            const QJsonObject message = heard[i].toObject();
            const QString status = row(message)[QStringLiteral("orderStatus")].toString();
            all += message[QStringLiteral("topic")].toString() +
                   (status.isEmpty() ? QString() : u' ' + status);
        }
        return all;
    }
    static QJsonObject row(const QJsonObject &message)
    {
        return message[QStringLiteral("data")].toArray().at(0).toObject();
    }

    QWebSocket socket;
    QJsonArray heard;
};

QString word(const QJsonObject &object, const char *key)
{
    return object[QLatin1String(key)].toString();
}

constexpr auto all = R"({"op":"subscribe","args":["order","execution","position","wallet"]})";

}  // namespace

/// The private stream and the public ones.
class BybitStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- private
    // -------------------------------------------------------------------------------------

    void signingInNeedsTheKeyAndATimeToCome()
    {
        BybitDesk desk;
        BybitListener listener(desk, "/v5/private");
        QVERIFY(!listener.ask(all)[QStringLiteral("success")].toBool(true));  // nobody is signed in
        QVERIFY(!listener.signIn(desk, 0)[QStringLiteral("success")].toBool(true));
        desk.secret = "other";
        QVERIFY(!listener.signIn(desk)[QStringLiteral("success")].toBool(true));
        desk.secret = "bysecret";
        const QJsonObject fine = listener.signIn(desk);
        QVERIFY(fine[QStringLiteral("success")].toBool());
        QCOMPARE(word(fine, "op"), QStringLiteral("auth"));
        QVERIFY(!word(fine, "conn_id").isEmpty());
        QVERIFY(listener.ask(all)[QStringLiteral("success")].toBool());
    }

    void theShapesOfTheAnswersAreTheSheets()
    {
        BybitDesk desk;
        BybitListener listener(desk, "/v5/private");
        (void)listener.signIn(desk);
        const QJsonObject pong = listener.ask(R"({"op":"ping","req_id":"7"})");
        QCOMPARE(word(pong, "op"), QStringLiteral("pong"));
        QCOMPARE(word(pong, "req_id"), QStringLiteral("7"));
        QCOMPARE(pong[QStringLiteral("args")].toArray().at(0).toString(),
                 QStringLiteral("1800000000000"));
        const QJsonObject mixed =
            listener.ask(R"({"op":"subscribe","args":["order","order.spot"]})");
        QVERIFY(!mixed[QStringLiteral("success")].toBool(true));
        const QJsonObject unknown =
            listener.ask(R"({"op":"subscribe","args":["order","nothing"]})");
        QCOMPARE(word(unknown, "ret_msg"), QStringLiteral("error:handler not found,topic:nothing"));
        QVERIFY(listener.ask(R"({"op":"subscribe","args":["order"]})")[QStringLiteral("success")]
                    .toBool());  // it was not kept
        QCOMPARE(word(listener.ask(R"({"op":"subscribe","args":["order"]})"), "ret_msg"),
                 QStringLiteral("error:already subscribed,topic:order"));
    }

    void whatAnOrderCausesComesInItsOrder()
    {
        BybitDesk desk;
        BybitListener listener(desk, "/v5/private");
        (void)listener.signIn(desk);
        (void)listener.ask(all);
        desk.order(R"("orderLinkId":"s-1")");
        QVERIFY(listener.wait(7));
        QCOMPARE(listener.told(2),
                 (QStringList{QStringLiteral("execution"), QStringLiteral("order Filled"),
                              QStringLiteral("position"), QStringLiteral("wallet"),
                              QStringLiteral("position")}));
        const QJsonObject fill = BybitListener::row(listener.heard[2].toObject());
        QCOMPARE(word(fill, "category"), QStringLiteral("linear"));
        QCOMPARE(word(fill, "orderLinkId"), QStringLiteral("s-1"));
        QCOMPARE(word(fill, "execTime"), QString::number(toMillis(desk.now)));  // market time
        QCOMPARE(word(BybitListener::row(listener.heard[4].toObject()), "entryPrice"),
                 QStringLiteral("50005"));
    }

    void aLimitIsNewBeforeItIsCancelled()
    {
        BybitDesk desk;
        BybitListener listener(desk, "/v5/private");
        (void)listener.signIn(desk);
        (void)listener.ask(R"({"op":"subscribe","args":["order.linear"]})");
        const QString id = BybitDesk::id(desk.order(R"("orderType":"Limit","price":"49000")"));
        desk.post("/v5/order/cancel", BybitDesk::naming(id));
        desk.order(R"("category":"spot","qty":"100")");  // another category: silence
        desk.order(R"("side":"Sell","triggerPrice":"49000","triggerDirection":2)");
        desk.price("48000");
        QVERIFY(listener.wait(6));
        QCOMPARE(listener.told(2), (QStringList{QStringLiteral("order.linear New"),
                                                QStringLiteral("order.linear Cancelled"),
                                                QStringLiteral("order.linear Untriggered"),
                                                QStringLiteral("order.linear Triggered")} +
                                    listener.told(6)));
        QVERIFY(listener.wait(7));
        QCOMPARE(listener.told(6), QStringList{QStringLiteral("order.linear Filled")});
    }

    // --- public
    // --------------------------------------------------------------------------------------

    void publicAnswersDifferByCategory()
    {
        BybitDesk desk;
        BybitListener spot(desk, "/v5/public/spot");
        BybitListener linear(desk, "/v5/public/linear");
        const QJsonObject pong = spot.ask(R"({"op":"ping"})");
        QCOMPARE(word(pong, "op"), QStringLiteral("ping"));
        QCOMPARE(word(pong, "ret_msg"), QStringLiteral("pong"));
        QVERIFY(linear.ask(R"({"op":"ping"})").contains(QStringLiteral("req_id")));
        QCOMPARE(word(spot.ask(R"({"op":"subscribe","args":["publicTrade.BTCUSDT"],"req_id":"1"})"),
                      "ret_msg"),
                 QStringLiteral("subscribe"));
        QCOMPARE(word(linear.ask(R"({"op":"subscribe","args":["publicTrade.BTCUSDT"],"req_id":2})"),
                      "req_id"),
                 QStringLiteral("2"));
        QVERIFY(
            !linear
                 .ask(
                     R"({"op":"subscribe","args":["publicTrade.NONE"]})")[QStringLiteral("success")]
                 .toBool(true));
    }

    void spotTakesTenArguments()
    {
        BybitDesk desk;
        BybitListener spot(desk, "/v5/public/spot");
        const QByteArray eleven =
            R"("kline.1.BTCUSDT","kline.3.BTCUSDT","kline.5.BTCUSDT","kline.15.BTCUSDT","kline.30.BTCUSDT",)"
            R"("kline.60.BTCUSDT","kline.120.BTCUSDT","kline.240.BTCUSDT","kline.D.BTCUSDT","kline.W.BTCUSDT")";
        const QJsonObject refused =
            spot.ask(R"({"op":"subscribe","args":[)" + eleven + R"(,"tickers.BTCUSDT"]})");
        QCOMPARE(word(refused, "ret_msg"), QStringLiteral("args size >10"));
        QVERIFY(spot.ask(R"({"op":"subscribe","args":[)" + eleven + "]}")[QStringLiteral("success")]
                    .toBool());
    }

    /// Deltas on the snapshot give the book that REST shows.
    void deltasKeepTheBookRight_data()
    {
        QTest::addColumn<int>("depth");
        for (const int depth : {50, 200, 1000})
            QTest::addRow("%d", depth) << depth;
    }
    void deltasKeepTheBookRight()
    {
        QFETCH(int, depth);
        const QByteArray deep = QByteArray::number(depth);
        BybitDesk desk;
        BybitListener linear(desk, "/v5/public/linear");
        (void)linear.ask("{\"op\":\"subscribe\",\"args\":[\"orderbook." + deep + ".BTCUSDT\"]}");
        QVERIFY(linear.wait(2));
        for (const char *price : {"50001", "49998.5", "50002.3"})
            desk.price(price);
        QVERIFY(linear.wait(5));
        std::map<Price, QString> bids;
        qint64 update = 0;
        for (qsizetype i = 1; i < 5; ++i) {
            const QJsonObject message = linear.heard[i].toObject();
            const QJsonObject data = message[QStringLiteral("data")].toObject();
            QCOMPARE(word(message, "type"),
                     i == 1 ? QStringLiteral("snapshot") : QStringLiteral("delta"));
            QVERIFY(i == 1 || data[QStringLiteral("u")].toInteger() == update + 1);
            update = data[QStringLiteral("u")].toInteger();
            for (const QJsonValue &level : data[QStringLiteral("b")].toArray()) {
                const Price price = px(level[0].toString().toLatin1().constData());
                if (level[1].toString() == QStringLiteral("0"))
                    bids.erase(price);
                else
                    bids[price] = level[1].toString();
            }
        }
        const QJsonArray shown = BybitDesk::result(desk.ask(
            "/v5/market/orderbook", "symbol=BTCUSDT&limit=" + deep))[QStringLiteral("b")]
                                     .toArray();
        QCOMPARE(shown.size(), qsizetype(depth));
        QCOMPARE(qsizetype(bids.size()), shown.size());
        qsizetype at = 0;
        for (auto it = bids.rbegin(); it != bids.rend(); ++it, ++at) {
            QCOMPARE(px(shown[at][0].toString().toLatin1().constData()), it->first);
            QCOMPARE(shown[at][1].toString(), it->second);
        }
    }

    void candlesAreConfirmedWhenTheyAreOver()
    {
        BybitDesk desk;
        BybitListener linear(desk, "/v5/public/linear");
        (void)linear.ask(R"({"op":"subscribe","args":["kline.1.BTCUSDT","kline.5.BTCUSDT"]})");
        desk.price("50100");
        desk.barEnd("50100", 3000);
        QVERIFY(linear.wait(5));
        QHash<QString, QList<bool>> confirmed;
        for (qsizetype i = 1; i < 5; ++i) {
            const QJsonObject row = BybitListener::row(linear.heard[i].toObject());
            confirmed[word(row, "interval")] += row[QStringLiteral("confirm")].toBool();
            QCOMPARE(row[QStringLiteral("start")].toInteger(), toMillis(sessionTime()));
        }
        QCOMPARE(confirmed[QStringLiteral("1")], (QList<bool>{false, true}));
        QCOMPARE(confirmed[QStringLiteral("5")], (QList<bool>{false, false}));
        QCOMPARE(word(BybitListener::row(linear.heard[3].toObject()), "volume"),
                 QStringLiteral("3000"));
    }

    void tickersOfPerpetualsSendWhatHasChanged()
    {
        BybitDesk desk;
        BybitListener linear(desk, "/v5/public/linear");
        BybitListener spot(desk, "/v5/public/spot");
        (void)linear.ask(R"({"op":"subscribe","args":["tickers.BTCUSDT"]})");
        (void)spot.ask(R"({"op":"subscribe","args":["tickers.BTCUSDT","publicTrade.BTCUSDT"]})");
        desk.price("50100");
        desk.price("50200");
        QVERIFY(linear.wait(4) && spot.wait(6));
        const QJsonObject delta = linear.heard[3].toObject();
        const QJsonObject changed = delta[QStringLiteral("data")].toObject();
        QCOMPARE(word(delta, "type"), QStringLiteral("delta"));
        QCOMPARE(word(changed, "lastPrice"), QStringLiteral("50200"));
        QVERIFY(!changed.contains(QStringLiteral("prevPrice24h")));
        const QJsonObject trade = BybitListener::row(spot.heard[4].toObject());
        QCOMPARE(word(trade, "p"), QStringLiteral("50200"));
        const QJsonObject whole = spot.heard[5].toObject();
        QCOMPARE(word(whole, "type"), QStringLiteral("snapshot"));
        QVERIFY(!whole[QStringLiteral("data")].toObject().contains(QStringLiteral("bid1Price")));
    }
};

QTEST_GUILESS_MAIN(BybitStreamTest)
#include "BybitStreamTest.moc"
