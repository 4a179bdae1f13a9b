#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"

#include "tests/core/brokers/alpaca/Builders.h"
#include "tests/core/brokers/alpaca/Payloads.h"
#include "tests/support/SharedData.h"

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

template <class T>
T only(const char *name)
{
    const MarketFrame frame = parseMarketFrame(payload(name)).value();
    return std::get<T>(frame.messages.at(0));
}

} // namespace

class AlpacaMarketStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPrices()
    {
        const auto trade = only<TradeMessage>("market-t.json");
        QCOMPARE(trade.symbol, std::string("PLTR"));
        QVERIFY(trade.trade.price == px("81.36") && trade.trade.size == 5 && trade.trade.id == "52983525029461");
        QVERIFY(trade.trade.at == at("2026-03-02T14:31:07.391204518Z")); // `t`, not `T`
        const auto quote = only<QuoteMessage>("market-q.json");
        QVERIFY(quote.quote.bid == px("81.36") && quote.quote.ask == px("81.38") && quote.symbol == "PLTR");
        QVERIFY(only<BarMessage>("market-b.json").kind == BarKind::Minute);
        QVERIFY(only<BarMessage>("market-u.json").kind == BarKind::Updated);
        QVERIFY(only<BarMessage>("market-u.json").bar.bar.high == px("81.6"));
        QVERIFY(only<BarMessage>("market-d.json").kind == BarKind::Daily);
    }

    void readsWhatHappensToTrading()
    {
        const auto status = only<StatusMessage>("market-s.json");
        QVERIFY(status.isHalt() && !status.isResumption() && !status.isShortSaleRestriction());
        QCOMPARE(status.reason, std::string("T1: Halt: news pending"));
        const auto band = only<BandMessage>("market-l.json");
        QVERIFY(band.up == px("85.4") && band.down == px("77.3"));
        const auto corrected = only<CorrectionMessage>("market-c.json");
        QVERIFY(corrected.tradeId == "52983525029461" && corrected.replacement->price == px("81.26"));
        QVERIFY(corrected.replacement->size == 6 && corrected.replacement->id == "52983525029999");
        QVERIFY(!only<CorrectionMessage>("market-x.json").replacement);
    }

    void statusCodesDependOnTheTape_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("tape");
        QTest::addColumn<QString>("means");
        const auto row = [](const char *code, const char *tape, const char *means) {
            QTest::addRow("%s on %s", code, tape)
                << QString::fromLatin1(code) << QString::fromLatin1(tape) << QString::fromLatin1(means);
        };
        row("2", "A", "halt");
        row("F", "B", "halt");
        row("3", "A", "resumed");
        row("E", "A", "restricted");
        row("5", "A", "");
        row("H", "C", "halt");
        row("P", "O", "halt");
        row("T", "C", "resumed");
        row("Q", "C", "");
        row("T", "A", "");
        row("2", "C", "");
    }
    void statusCodesDependOnTheTape()
    {
        QFETCH(QString, code);
        QFETCH(QString, tape);
        QFETCH(QString, means);
        const StatusMessage status{.symbol = "A", .code = code.toStdString(), .tape = tape.toStdString()};

        QCOMPARE(status.isHalt(), means == QStringLiteral("halt"));
        QCOMPARE(status.isResumption(), means == QStringLiteral("resumed"));
        QCOMPARE(status.isShortSaleRestriction(), means == QStringLiteral("restricted"));
    }

    void readsBooks()
    {
        const auto change = only<BookMessage>("market-o.json");
        QVERIFY(change.isWhole && change.symbol == "ETH/USD" && change.bids[0].size == 0);
        QVERIFY(change.asks[1].price == px("2987.1"));
        const auto books = parseBooks(payload("books.json"));
        VERIFY_RESULT(books);
        QVERIFY(books->at(0).symbol == "ETH/USD" && books->at(0).isWhole && books->at(0).bids[1].size == 0.25);
    }

    void readsWhatIsSubscribed()
    {
        QCOMPARE(only<StreamSuccess>("market-success.json").what, std::string("authenticated"));
        const auto subscription = only<StreamSubscription>("market-subscription.json");
        QVERIFY(subscription.trades == std::vector<std::string>{"PLTR"} && subscription.quotes.empty());
        QVERIFY(subscription.bars == std::vector<std::string>{"*"} && subscription.books.size() == 1);
    }

    void oneBadMessageDoesNotCostTheRest()
    {
        const auto frame = parseMarketFrame(payload("market-mixed.json"));

        VERIFY_RESULT(frame);
        QCOMPARE(frame->messages.size(), std::size_t(4));
        QCOMPARE(frame->ignored, 2);
        QCOMPARE(frame->unreadable, 2);
        QVERIFY2(frame->firstProblem.find("t.p") != std::string::npos, frame->firstProblem.c_str());
        QVERIFY(std::holds_alternative<CorrectionMessage>(frame->messages.back()));
        QVERIFY(parseMarketFrame("[]")->messages.empty());
        QVERIFY(!parseMarketFrame(payload("market-mixed.bad.json"))); // an object, not a list
    }

    void malformedTwinsAreCountedOrRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"t", "q", "b", "u", "d", "s", "l", "c", "x", "o", "success", "subscription", "error"})
            QTest::newRow(name) << QStringLiteral("market-") + QString::fromLatin1(name);
    }
    void malformedTwinsAreCountedOrRefused()
    {
        QFETCH(QString, name);
        const auto good = parseMarketFrame(payload((name + QStringLiteral(".json")).toLatin1().constData()));
        const auto bad = parseMarketFrame(payload((name + QStringLiteral(".bad.json")).toLatin1().constData()));

        VERIFY_RESULT(good);
        QVERIFY(good->messages.size() == 1 && good->unreadable == 0);
        QVERIFY(!bad || (bad->messages.empty() && bad->unreadable == 1 && !bad->firstProblem.empty()));
    }

    void everyDocumentedErrorHasItsRemedy_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("remedy");
        const auto row = [](int code, StreamRemedy remedy) { QTest::addRow("%d", code) << code << int(remedy); };
        row(400, StreamRemedy::Fix);
        row(401, StreamRemedy::Authenticate);
        row(402, StreamRemedy::StopAskKeys);
        row(403, StreamRemedy::Ignore);
        row(404, StreamRemedy::Reconnect);
        row(405, StreamRemedy::Reduce);
        row(406, StreamRemedy::BackOff);
        row(407, StreamRemedy::Reconnect);
        row(408, StreamRemedy::ChangeFeed);
        row(409, StreamRemedy::ChangeFeed);
        row(410, StreamRemedy::Fix);
        row(411, StreamRemedy::StopAskKeys);
        row(412, StreamRemedy::Fix);
        row(413, StreamRemedy::Fix);
        row(500, StreamRemedy::Reconnect);
        row(499, StreamRemedy::Reconnect);
    }
    void everyDocumentedErrorHasItsRemedy()
    {
        QFETCH(int, code);
        QFETCH(int, remedy);
        const std::string frame = "[{\"T\":\"error\",\"code\":" + std::to_string(code) + ",\"msg\":\"what it says\"}]";

        const MarketFrame read = parseMarketFrame(frame).value();

        const auto &error = std::get<StreamError>(read.messages.at(0));
        QCOMPARE(int(error.remedy), remedy);
        QVERIFY(error.sentence.find("what it says") != std::string::npos);
        QVERIFY(error.sentence.find(std::to_string(code)) != std::string::npos);
    }

    void subscribesInSmallMessages()
    {
        StreamSubscription wanted{.trades = {"PLTR", "A"}, .bars = {"*"}, .bands = {"PLTR"}};
        const std::vector<std::string> expected{"{\"action\":\"subscribe\",\"trades\":[\"PLTR\",\"A\"]}",
                                                "{\"action\":\"subscribe\",\"bars\":[\"*\"]}",
                                                "{\"action\":\"subscribe\",\"lulds\":[\"PLTR\"]}"};
        QVERIFY(subscribeMessages(wanted) == expected);
        QVERIFY(unsubscribeMessages({.books = {"ETH/USD"}}).at(0) ==
                "{\"action\":\"unsubscribe\",\"orderbooks\":[\"ETH/USD\"]}");
        QVERIFY(subscribeMessages({}).empty());
        wanted.trades.assign(1001, std::string(21, 'X'));
        const auto many = subscribeMessages(wanted);
        QCOMPARE(many.size(), std::size_t(4));
        for (const std::string &each : many)
            QVERIFY(each.size() < 32'768);
    }
};

QTEST_GUILESS_MAIN(AlpacaMarketStreamTest)
#include "AlpacaMarketStreamTest.moc"
