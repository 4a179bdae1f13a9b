#include "tests/exchange/BybitDesk.h"

#include "core/brokers/bybit/BybitAcks.h"
#include "core/brokers/bybit/BybitInstrumentWire.h"
#include "core/brokers/bybit/BybitMarketWire.h"
#include "core/brokers/bybit/BybitStream.h"

using namespace support;

namespace {

constexpr auto linear = core::bybit::Category::Linear;
constexpr auto spot = core::bybit::Category::Spot;

std::string bytes(const Reply &reply)
{
    return reply.raw.toStdString();
}

/// What went wrong in reading, or nothing.
template <class T>
QByteArray problemOf(const core::Result<T> &read)
{
    return read ? QByteArray() : QByteArray::fromStdString(core::describe(read.error()));
}

/// Everything that a stream sends, as it came.
QList<QByteArray> heardOf(BybitDesk &desk, const char *path, const QByteArray &first,
                          const std::function<void()> &act, qsizetype wanted)
{
    QWebSocket socket;
    QList<QByteArray> heard;
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                     [&](const QString &text) { heard += text.toUtf8(); });
    socket.open(
        QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(desk.exchange.port()) + QLatin1String(path)));
    (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; });
    for (const QByteArray &line : first.split('\n'))
        socket.sendTextMessage(QString::fromUtf8(line));
    const qsizetype answers = first.count('\n') + 1;
    (void)QTest::qWaitFor([&] { return heard.size() >= answers; });
    act();
    (void)QTest::qWaitFor([&] { return heard.size() >= wanted; });
    return heard;
}

}  // namespace

/// The sheet was read twice, for the client and for this venue: what one says the other must
/// understand.
class BybitTwoReadingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theClientReadsTheMarket()
    {
        BybitDesk desk;
        desk.price("50100");
        for (const auto &[category, name] :
             {std::pair(linear, "linear"), std::pair(spot, "spot")}) {
            const QByteArray query = QByteArray("category=") + name + "&symbol=BTCUSDT";
            const auto facts = core::bybit::parseInstruments(
                category, bytes(desk.ask("/v5/market/instruments-info", query)));
            QCOMPARE(problemOf(facts), QByteArray());
            QCOMPARE(facts->items.size(), std::size_t(1));
            QVERIFY(facts->leftOut.empty());
            const auto candles = core::bybit::parseKlines(
                core::Timeframe::M1, bytes(desk.ask("/v5/market/kline", query + "&interval=1")));
            QCOMPARE(problemOf(candles), QByteArray());
            QCOMPARE(problemOf(core::bybit::parseTickers(
                         category, bytes(desk.ask("/v5/market/tickers", query)))),
                     QByteArray());
            QCOMPARE(problemOf(core::bybit::parseOrderBook(
                         category, bytes(desk.ask("/v5/market/orderbook", query)))),
                     QByteArray());
            QCOMPARE(problemOf(core::bybit::parseTrades(
                         category, bytes(desk.ask("/v5/market/recent-trade", query)))),
                     QByteArray());
        }
        const auto limits = core::bybit::parsePriceLimit(
            bytes(desk.ask("/v5/market/price-limit", "category=linear&symbol=BTCUSDT")));
        QCOMPARE(problemOf(limits), QByteArray());
        const auto settings =
            core::bybit::parseUserSettings(bytes(desk.get("/v5/account/user-setting-config")));
        QCOMPARE(problemOf(settings), QByteArray());
        const auto time = core::bybit::parseServerTime(bytes(desk.ask("/v5/market/time")));
        QCOMPARE(problemOf(time), QByteArray());
        QCOMPARE(*time, desk.clock.now());
    }

    void theClientReadsTheAccount()
    {
        BybitDesk desk;
        const Reply made = desk.order(R"("orderLinkId":"t-1")");
        desk.order(R"("category":"spot","qty":"150","orderLinkId":"t-2")");
        desk.order(R"("orderType":"Limit","price":"49000","orderLinkId":"t-3")");
        desk.order(
            R"("side":"Sell","triggerPrice":"48000","triggerDirection":2,"reduceOnly":true)");
        QCOMPARE(problemOf(core::bybit::parseAck(bytes(made))), QByteArray());
        const auto wallet = core::bybit::parseWallet(
            bytes(desk.get("/v5/account/wallet-balance", "accountType=UNIFIED")));
        QCOMPARE(problemOf(wallet), QByteArray());
        QCOMPARE(wallet->find("BTC")->walletBalance, usd("0.002996001"));
        const auto info = core::bybit::parseAccountInfo(bytes(desk.get("/v5/account/info")));
        QVERIFY(info && info->isUnified());
        const auto key = core::bybit::parseKeyInfo(bytes(desk.get("/v5/user/query-api")));
        QVERIFY(key && key->tradesContracts && key->tradesSpot && !key->mayWithdraw &&
                !key->isReadOnly);
        const auto fees =
            core::bybit::parseFeeRates(bytes(desk.get("/v5/account/fee-rate", "category=linear")));
        QCOMPARE(problemOf(fees), QByteArray());
        const auto positions = core::bybit::parsePositions(
            bytes(desk.get("/v5/position/list", "category=linear&settleCoin=USDT")));
        QCOMPARE(problemOf(positions), QByteArray());
        QCOMPARE(positions->items.at(0).quantity, qty("0.1"));
    }

    void theClientReadsOrdersAndExecutions()
    {
        BybitDesk desk;
        desk.order(R"("orderLinkId":"t-1")");
        desk.order(R"("category":"spot","qty":"150","orderLinkId":"t-2")");
        desk.order(R"("orderType":"Limit","price":"49000","orderLinkId":"t-3")");
        const auto open = core::bybit::parseOrders(
            linear, bytes(desk.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT")));
        QCOMPARE(problemOf(open), QByteArray());
        QCOMPARE(open->items.at(0).order.status, core::OrderStatus::Working);
        const auto closed =
            core::bybit::parseOrders(spot, bytes(desk.get("/v5/order/history", "category=spot")));
        QCOMPARE(problemOf(closed), QByteArray());
        QCOMPARE(closed->items.at(0).order.status,
                 core::OrderStatus::Filled);  // its usual good end
        QCOMPARE(closed->items.at(0).order.filled, qty("0.002999"));
        QVERIFY(!closed->items.at(0).doubt && !open->items.at(0).doubt);
        for (const auto &[category, name] :
             {std::pair(linear, "linear"), std::pair(spot, "spot")}) {
            const auto fills = core::bybit::parseExecutions(
                category, bytes(desk.get("/v5/execution/list", QByteArray("category=") + name)));
            QCOMPARE(problemOf(fills), QByteArray());
            QCOMPARE(fills->items.size(), std::size_t(1));
            QCOMPARE(fills->items.at(0).kind, core::bybit::ExecutionKind::Trade);
        }
        const auto gone = core::bybit::parseCancelAll(bytes(
            desk.post("/v5/order/cancel-all", R"({"category":"linear","settleCoin":"USDT"})")));
        QCOMPARE(problemOf(gone), QByteArray());
        QCOMPARE(gone->size(), std::size_t(1));
    }

    void theClientReadsThePrivateStream()
    {
        BybitDesk desk;
        const QByteArray expires = QByteArray::number(core::toMillis(desk.clock.now()) + 10'000);
        const QByteArray first =
            "{\"op\":\"auth\",\"args\":[\"BYKEY\"," + expires + ",\"" +
            signedWith("bysecret", "GET/realtime" + expires) + "\"]}\n" +
            R"({"op":"subscribe","args":["order","execution","position","wallet"]})"
            "\n"
            R"({"op":"ping"})";
        const auto heard = heardOf(
            desk, "/v5/private", first,
            [&] {
                desk.order();
                desk.order(R"("category":"spot","qty":"150")");
            },
            11);
        QList<int> kinds(std::variant_size_v<core::bybit::PrivateMessage>, 0);
        for (const QByteArray &text : heard) {
            const auto read = core::bybit::readPrivateMessage(text.toStdString());
            QCOMPARE(problemOf(read), QByteArray());
            ++kinds[qsizetype(read->index())];
            if (const auto *reply = std::get_if<core::bybit::StreamReply>(&*read))
                QVERIFY(reply->isGood);
        }
        QCOMPARE(kinds,
                 (QList<int>{3, 2, 2, 2, 2,
                             0}));  // replies, orders, executions, positions, wallets, nothing else
    }

    void theClientReadsThePublicStreams()
    {
        BybitDesk desk;
        const QByteArray subscribe =
            R"({"op":"subscribe","args":["kline.1.BTCUSDT","publicTrade.BTCUSDT","tickers.BTCUSDT","orderbook.50.BTCUSDT"]})";
        for (const auto &[category, path] :
             {std::pair(linear, "/v5/public/linear"), std::pair(spot, "/v5/public/spot")}) {
            const auto heard = heardOf(
                desk, path, subscribe + "\n" + R"({"op":"ping"})",
                [&] {
                    desk.price("50100");
                    desk.price("50200");
                },
                12);
            QList<int> kinds(std::variant_size_v<core::bybit::PublicMessage>, 0);
            for (const QByteArray &text : heard) {
                const auto read = core::bybit::readPublicMessage(category, text.toStdString());
                QCOMPARE(problemOf(read), QByteArray());
                ++kinds[qsizetype(read->index())];
            }
            QCOMPARE(kinds,
                     (QList<int>{2, 2, 2, 3, 3,
                                 0}));  // replies, klines, trades, books, tickers, nothing else
        }
    }
};

QTEST_GUILESS_MAIN(BybitTwoReadingsTest)
#include "BybitTwoReadingsTest.moc"
