#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitBook.h"
#include "core/brokers/bybit/BybitStream.h"
#include "core/brokers/bybit/BybitTickerMerge.h"
#include "core/brokers/bybit/BybitTopics.h"

#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

/// What a public message holds; fails the test by an empty value.
template <class T>
T publicly(const char *name, Category category = Category::Linear)
{
    const auto message = readPublicMessage(category, payload(name));
    if (!message)
        qWarning("%s: %s", name, describe(message.error()).c_str());
    const T *const held = message ? std::get_if<T>(&*message) : nullptr;
    return held ? *held : T();
}

template <class T>
T privately(const char *name)
{
    const auto message = readPrivateMessage(payload(name));
    if (!message)
        qWarning("%s: %s", name, describe(message.error()).c_str());
    const T *const held = message ? std::get_if<T>(&*message) : nullptr;
    return held ? *held : T();
}

std::vector<BookLevel> levels(std::initializer_list<std::pair<const char *, const char *>> rows)
{
    std::vector<BookLevel> made;
    for (const auto &[at, size] : rows)
        made.push_back({price(at), quantity(size)});
    return made;
}

using enum BybitBook::Outcome;

} // namespace

class BybitStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBarsAndTrades()
    {
        const auto bars = publicly<KlinesTold>("stream-kline").bars;
        QCOMPARE(bars.size(), std::size_t(1));
        QVERIFY(bars[0].series == (SeriesId{linearFacts().instrument.id, Timeframe::M5}) && bars[0].isFinal);
        QVERIFY(bars[0].bar.close == price("98.5") && bars[0].bar.closeTime == timestampFromMillis(1767225900000));

        const auto trades = publicly<TradesTold>("stream-trades").trades;
        QCOMPARE(trades.size(), std::size_t(2));
        QVERIFY(trades[0].taker == Side::Sell && trades[0].quantity == quantity("0.75") && !trades[0].isBlock);
        QVERIFY(trades[1].isBlock && trades[1].at == timestampFromMillis(1767227003995));
    }

    void keepsABookFromItsMessages()
    {
        BybitBook kept;
        const auto snapshot = publicly<BookMessage>("stream-book-snapshot");
        const auto delta = publicly<BookMessage>("stream-book-delta");

        QCOMPARE(snapshot.levels, 50);
        QVERIFY(kept.apply(snapshot) == Replaced && kept.isGood());
        QVERIFY(kept.quote() == (Quote{price("98.45"), price("98.55"), timestampFromMillis(1767227004995)}));
        QVERIFY(kept.apply(delta) == Changed);
        QVERIFY(kept.bids() == levels({{"98.4", "30"}, {"98.35", "7.5"}}));
        QVERIFY(kept.asks() == levels({{"98.55", "1.1"}, {"98.6", "18.05"}}));
        QVERIFY(kept.quote()->at == timestampFromMillis(1767227005017));
    }

    void readsTickers()
    {
        TickerMerge merge;
        QVERIFY(merge.apply(publicly<TickerMessage>("stream-ticker-snapshot")) == TickerMerge::Outcome::Replaced);
        QVERIFY(merge.ticker()->quote()->ask == price("98.55") && merge.ticker()->values.fundingRate == decimal("0.0001"));
        QVERIFY(merge.apply(publicly<TickerMessage>("stream-ticker-delta")) == TickerMerge::Outcome::Changed);
        QVERIFY(merge.ticker()->values.bid == price("98.5") && merge.ticker()->values.last == price("98.5"));
        QVERIFY(!merge.ticker()->values.ask && !merge.ticker()->quote() && !merge.ticker()->values.fundingRate);
        QVERIFY(merge.ticker()->at == timestampFromMillis(1767227006100));

        const auto spotTicker = publicly<TickerMessage>("stream-ticker-spot", Category::Spot);
        QVERIFY(spotTicker.isSnapshot && spotTicker.sequence == 2588407389 && !spotTicker.change.bid.isTold);
        QCOMPARE(shown(spotTicker.instrument.text()), QStringLiteral("bybit-spot:KLMUSDT"));
    }

    void readsPrivateTopics()
    {
        const auto orders = privately<OrdersTold>("stream-order").orders;
        QCOMPARE(orders.size(), std::size_t(2)); // what is inverse is another's
        QVERIFY(orders[0].order.status == OrderStatus::Cancelled && orders[0].order.filled == quantity("0.1"));
        QVERIFY(orders[0].order.remaining() == quantity("0.15") && orders[1].category == Category::Spot);

        const auto executions = privately<ExecutionsTold>("stream-execution").executions;
        QCOMPARE(executions.size(), std::size_t(1));
        QCOMPARE(shown(executions[0].fill.id.text()), QStringLiteral("linear-e0000000-0001-5555-8888-000000000001"));

        const auto positions = privately<PositionsTold>("stream-position").positions;
        QVERIFY(positions.size() == 1 && positions[0].averagePrice == price("98.4") && positions[0].stop == price("95"));

        const auto wallet = privately<WalletTold>("stream-wallet");
        QVERIFY(wallet.wallet.find("USDT")->walletBalance == money("1999.989"));
        QVERIFY(wallet.at == timestampFromMillis(1767225600895));
    }

    void knowsEverySpellingOfAnAnswer_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("to");
        QTest::addColumn<bool>("isGood");
        QTest::addColumn<QString>("id");
        using To = StreamReply::To;
        const auto row = [](const char *what, const char *message, To to, bool isGood, const char *id) {
            QTest::newRow(what) << QString::fromUtf8(message) << int(to) << isGood << QString::fromUtf8(id);
        };
        row("spot pong", R"({"success":true,"ret_msg":"pong","conn_id":"c","op":"ping"})", To::Ping, true, "");
        row("linear pong", R"({"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"})", To::Ping, true, "");
        row("private pong", R"({"req_id":"19","op":"pong","args":["1767227007000"],"conn_id":"c"})", To::Ping, true, "19");
        row("trade pong", R"({"retCode":0,"retMsg":"OK","op":"pong","data":["1767227007000"],"connId":"c"})", To::Ping,
            true, "");
        row("spot subscribe", R"({"success":true,"ret_msg":"subscribe","conn_id":"c","req_id":"7","op":"subscribe"})",
            To::Subscribe, true, "7");
        row("linear subscribe", R"({"success":true,"ret_msg":"","conn_id":"c","req_id":7,"op":"subscribe"})",
            To::Subscribe, true, "7");
        row("refused", R"({"success":false,"ret_msg":"Invalid topic: x","conn_id":"c","op":"subscribe"})", To::Subscribe,
            false, "");
        row("refused by code", R"({"retCode":10404,"retMsg":"unknown","connId":"c","reqId":"8","op":"subscribe"})",
            To::Subscribe, false, "8");
        row("unsubscribe", R"({"success":true,"ret_msg":"","op":"unsubscribe","conn_id":"c"})", To::Unsubscribe, true, "");
        row("login", R"({"success":true,"ret_msg":"","op":"auth","conn_id":"c"})", To::Login, true, "");
        row("trade login", R"({"retCode":0,"retMsg":"OK","op":"auth","connId":"c"})", To::Login, true, "");
        row("login refused", R"({"success":false,"ret_msg":"no","op":"auth","conn_id":"c"})", To::Login, false, "");
        row("login refused by code", R"({"retCode":10003,"retMsg":"","op":"auth","connId":"c"})", To::Login, false, "");
        row("good, and a code", R"({"success":true,"retCode":10003,"op":"auth"})", To::Login, false, "");
        row("says nothing", R"({"op":"subscribe","conn_id":"c"})", To::Subscribe, false, "");
        row("new", R"({"success":true,"ret_msg":"","op":"novelty"})", To::Other, true, "");
    }

    void knowsEverySpellingOfAnAnswer()
    {
        QFETCH(QString, message);
        QFETCH(int, to);
        QFETCH(bool, isGood);
        QFETCH(QString, id);

        for (const bool isPrivate : {false, true}) {
            StreamReply reply;
            if (isPrivate)
                reply = std::get<StreamReply>(*readPrivateMessage(message.toStdString()));
            else
                reply = std::get<StreamReply>(*readPublicMessage(Category::Spot, message.toStdString()));
            QCOMPARE(int(reply.to), to);
            QCOMPARE(reply.isGood, isGood);
            QCOMPARE(shown(reply.requestId), id);
        }
    }

    void readsRepliesOfTheRecordedShapes()
    {
        QVERIFY(privately<StreamReply>("reply-login").isGood);
        QVERIFY(privately<StreamReply>("reply-pong").to == StreamReply::To::Ping);
        const auto refused = publicly<StreamReply>("reply-subscribe");
        QVERIFY(!refused.isGood && refused.requestId == "7" && refused.to == StreamReply::To::Subscribe);
        QVERIFY(!readPrivateMessage(payload("reply-login.bad")) && !readPrivateMessage(payload("reply-pong.bad")));
        QVERIFY(!readPublicMessage(Category::Spot, payload("reply-subscribe.bad")));
    }

    void refusesMalformedTwins_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isPrivate");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, bool isPrivate, const char *field) {
            QTest::newRow(name) << QString::fromUtf8(name) << isPrivate << QString::fromUtf8(field);
        };
        row("stream-kline.bad", false, "data[0].end");
        row("stream-trades.bad", false, "data[1].p");
        row("stream-book-snapshot.bad", false, "data.u");
        row("stream-book-delta.bad", false, "type");
        row("stream-ticker-snapshot.bad", false, "data.symbol");
        row("stream-ticker-delta.bad", false, "data.bid1Price");
        row("stream-ticker-spot.bad", false, "ts");
        row("stream-order.bad", true, "data[2].category");
        row("stream-execution.bad", true, "data[0].execId");
        row("stream-position.bad", true, "data[0].size");
        row("stream-wallet.bad", true, "data");
    }

    void refusesMalformedTwins()
    {
        QFETCH(QString, name);
        QFETCH(bool, isPrivate);
        QFETCH(QString, field);
        Error error;
        if (isPrivate) {
            const auto message = readPrivateMessage(payload(name));
            QVERIFY(!message);
            error = message.error();
        } else {
            const auto message = readPublicMessage(Category::Linear, payload(name));
            QVERIFY(!message);
            error = message.error();
        }

        QVERIFY(error.code == ErrorCode::BadInput);
        QCOMPARE(shown(error.field), field);
    }

    void leavesOtherTopicsAlone()
    {
        const auto topicOf = [](const char *json) {
            const auto message = readPublicMessage(Category::Linear, json);
            const auto *other = message ? std::get_if<OtherTold>(&*message) : nullptr;
            return other ? shown(other->topic) : QString();
        };
        QCOMPARE(topicOf(R"({"topic":"kline.M.KLMUSDT","data":[]})"), QStringLiteral("kline.M.KLMUSDT"));
        QCOMPARE(topicOf(R"({"topic":"orderbook.rpi.KLMUSDT","data":{}})"), QStringLiteral("orderbook.rpi.KLMUSDT"));
        QCOMPARE(topicOf(R"({"topic":"orderbook.50x.K","data":{}})"), QStringLiteral("orderbook.50x.K"));
        QCOMPARE(topicOf(R"({"topic":"orderbook"})"), QStringLiteral("orderbook"));
        QCOMPARE(topicOf(R"({"topic":"allLiquidation.KLMUSDT"})"), QStringLiteral("allLiquidation.KLMUSDT"));
        const auto fast = readPrivateMessage(R"({"topic":"execution.fast.linear","data":[{}]})");
        QVERIFY(fast && std::holds_alternative<OtherTold>(*fast));
    }

    void takesTheCategoryFromTheTopicWhereTheRowHasNone()
    {
        std::string message = payload("stream-execution");
        message.replace(message.find(R"("category":"linear")"), 19, R"("category":"")");
        QVERIFY(!readPrivateMessage(message));
        message.replace(message.find(R"("topic":"execution")"), 19, R"("topic":"execution.spot")");
        const auto told = readPrivateMessage(message);
        QVERIFY(told && std::get<ExecutionsTold>(*told).executions[0].category == Category::Spot);
    }

    void writesTopicsAndMessages()
    {
        QCOMPARE(shown(klineTopic(Timeframe::M15, "KLMUSDT")), QStringLiteral("kline.15.KLMUSDT"));
        QCOMPARE(shown(bookTopic(50, "K") + " " + bookTopic(51, "K") + " " + bookTopic(9999, "K") + " " + bookTopic(0, "K")),
                 QStringLiteral("orderbook.50.K orderbook.200.K orderbook.1000.K orderbook.1.K"));
        std::vector<std::string> topics(23, tradeTopic("KLMUSDT"));
        topics[22] = tickerTopic("KLMUSDT");
        const auto messages = subscribeMessages(Subscribing::Begin, topics, 7);
        QCOMPARE(messages.size(), std::size_t(3));
        QCOMPARE(messages[1].topics.size(), std::size_t(10));
        QCOMPARE(shown(messages[2].text), QStringLiteral(R"({"op":"subscribe","req_id":"9","args":["publicTrade.KLMUSDT",)"
                                                         R"("publicTrade.KLMUSDT","tickers.KLMUSDT"]})"));
        QCOMPARE(shown(subscribeMessages(Subscribing::End, privateTopics(), 1)[0].text),
                 QStringLiteral(R"({"op":"unsubscribe","req_id":"1","args":["order","execution","position","wallet"]})"));
        QCOMPARE(shown(pingMessage(4)), QStringLiteral(R"({"op":"ping","req_id":"4"})"));
        QVERIFY(fitsOneSocket(std::vector<std::string>(954, tradeTopic("KLMUSDT"))));
        QVERIFY(!fitsOneSocket(std::vector<std::string>(955, tradeTopic("KLMUSDT"))));
    }
};

QTEST_GUILESS_MAIN(BybitStreamTest)
#include "BybitStreamTest.moc"
