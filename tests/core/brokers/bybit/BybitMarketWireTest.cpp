#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitMarketWire.h"
#include "core/brokers/bybit/BybitTickerMerge.h"

#include <QDir>
#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

template <class T>
QString failedAt(const Result<T> &result)
{
    return result ? QStringLiteral("was read") : shown(result.error().field);
}

#define VERIFY_READ(result) QVERIFY2((result).has_value(), (result) ? "" : describe((result).error()).c_str())

std::string klines(const char *rows, const char *time = R"(,"time":1767227000000)")
{
    return std::string(R"({"retCode":0,"result":{"list":[)") + rows + "]}" + time + "}";
}

template <class T>
Told<T> saying(T value)
{
    return {.isTold = true, .value = value};
}

TickerMessage tickerMessage(bool isSnapshot, std::int64_t sequence)
{
    return {.instrument = linearFacts().instrument.id, .isSnapshot = isSnapshot, .sequence = sequence};
}

} // namespace

class BybitMarketWireTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBarsOldestFirstAndKeepsTheUnfinishedApart()
    {
        const auto page = parseKlines(Timeframe::H1, payload("klines"));

        VERIFY_READ(page);
        QCOMPARE(page->rows, std::size_t(4));
        QCOMPARE(page->closed.size(), std::size_t(2)); // one stood there twice
        const Bar &last = page->closed[1];
        QVERIFY(page->closed[0].openTime < last.openTime && last.closeTime == timestampFromMillis(1767225600000));
        QVERIFY(last.open == price("98.1") && last.high == price("98.6") && last.low == price("98.05"));
        QVERIFY(last.close == price("98.4"));
        QCOMPARE(last.volume, 1000.0);
        QVERIFY(page->unfinished && page->unfinished->openTime == timestampFromMillis(1767225600000));
    }

    void aBarIsClosedByTheVenuesClock_data()
    {
        QTest::addColumn<QString>("time");
        QTest::addColumn<int>("closed");
        QTest::newRow("a moment before") << R"(,"time":1767229199999)" << 0;
        QTest::newRow("at its end") << R"(,"time":1767229200000)" << 1;
        QTest::newRow("not told") << "" << 0;
    }

    void aBarIsClosedByTheVenuesClock()
    {
        QFETCH(QString, time);
        QFETCH(int, closed);

        const auto page = parseKlines(Timeframe::H1, klines(R"(["1767225600000","1","2","1","2","3","4"])", qPrintable(time)));

        VERIFY_READ(page);
        QCOMPARE(int(page->closed.size()), closed);
        QCOMPARE(page->unfinished.has_value(), closed == 0);
    }

    void refusesBarsThatCannotBe_data()
    {
        QTest::addColumn<QString>("rows");
        QTest::newRow("high below close") << R"(["1767218400000","1","1.5","1","2","3","4"])";
        QTest::newRow("low above open") << R"(["1767218400000","1","3","1.5","2","3","4"])";
        QTest::newRow("no price") << R"(["1767218400000","","3","1","2","3","4"])";
        QTest::newRow("price 0") << R"(["1767218400000","1","3","0","2","3","4"])";
        QTest::newRow("volume below 0") << R"(["1767218400000","1","3","1","2","-3","4"])";
        QTest::newRow("too few columns") << R"(["1767218400000","1","3","1","2"])";
        QTest::newRow("no moment") << R"(["now","1","3","1","2","3","4"])";
        QTest::newRow("not a row") << R"("1767218400000")";
        QTest::newRow("two of one time that differ")
            << R"(["1767218400000","1","3","1","2","3","4"],["1767218400000","1","3","1","2.5","3","4"])";
        QTest::newRow("finer bars than asked for")
            << R"(["1767218700000","1","3","1","2","3","4"],["1767218400000","1","3","1","2","3","4"])";
        QTest::newRow("two in the future")
            << R"(["1767229200000","1","3","1","2","3","4"],["1767225600000","1","3","1","2","3","4"])";
    }

    void refusesBarsThatCannotBe()
    {
        QFETCH(QString, rows);

        QVERIFY(!parseKlines(Timeframe::H1, klines(qPrintable(rows))));
    }

    void readsTickers()
    {
        const auto linear = parseTickers(Category::Linear, payload("tickers-linear"));
        VERIFY_READ(linear);
        QCOMPARE(linear->items.size(), std::size_t(2));
        const Ticker &ticker = linear->items[0];
        QVERIFY(ticker.values.mark == price("98.48") && ticker.values.fundingRate == decimal("-0.0000125"));
        QVERIFY(ticker.values.nextFunding == timestampFromMillis(1767240000000));
        QVERIFY(ticker.values.bidQuantity == quantity("12.4") && ticker.values.openInterest == 51234.07);
        QVERIFY(ticker.quote() && ticker.quote()->bid == price("98.45") && ticker.quote()->ask == price("98.55"));
        QVERIFY(ticker.at == timestampFromMillis(1767227001000));
        const Ticker &dead = linear->items[1];
        QVERIFY(!dead.values.bid && !dead.values.ask && !dead.quote() && !dead.values.mark && !dead.values.fundingRate);
        QVERIFY(shown(linear->leftOut.at(0)).startsWith(QStringLiteral("ODDUSDT: lastPrice: ")));

        const auto spotList = parseTickers(Category::Spot, payload("tickers-spot"));
        VERIFY_READ(spotList);
        QCOMPARE(shown(spotList->items[0].instrument.text()), QStringLiteral("bybit-spot:KLMUSDT"));
    }

    void readsBookTradesAndFunding()
    {
        const auto book = parseOrderBook(Category::Linear, payload("orderbook"));
        VERIFY_READ(book);
        QVERIFY(book->isSnapshot && book->update == 880011 && book->sequence == 9912000341);
        QVERIFY(book->bids == (std::vector<BookLevel>{{price("98.45"), quantity("12.4")}, {price("98.4"), quantity("30")}}));
        QVERIFY(book->asks.size() == 2 && book->matchedAt == timestampFromMillis(1767227001990));

        const auto trades = parseTrades(Category::Linear, payload("recent-trades"));
        VERIFY_READ(trades);
        QVERIFY((*trades)[0].id == "t-1" && (*trades)[1].id == "t-2" && (*trades)[2].id == "t-3");
        QVERIFY((*trades)[1].isBlock && (*trades)[1].taker == Side::Sell && (*trades)[2].price == price("98.55"));

        const auto funding = parseFunding(payload("funding-history"));
        VERIFY_READ(funding);
        QVERIFY(funding->front().at < funding->back().at && funding->back().rate == decimal("-0.000025000"));
    }

    void refusesMalformedTwins()
    {
        QCOMPARE(failedAt(parseKlines(Timeframe::H1, payload("klines.bad"))), QStringLiteral("result.list[1]"));
        QCOMPARE(failedAt(parseTickers(Category::Linear, payload("tickers-linear.bad"))), QStringLiteral("result.list"));
        QVERIFY(!parseTickers(Category::Spot, payload("tickers-spot.bad")));
        QCOMPARE(failedAt(parseOrderBook(Category::Linear, payload("orderbook.bad"))), QStringLiteral("result.a[1][1]"));
        QCOMPARE(failedAt(parseTrades(Category::Linear, payload("recent-trades.bad"))), QStringLiteral("result.list[1].side"));
        QCOMPARE(failedAt(parseFunding(payload("funding-history.bad"))), QStringLiteral("result.list[1].fundingRate"));
    }

    void mergesWhatATickerSpeaksOf()
    {
        TickerMerge merge;
        TickerMessage first = tickerMessage(true, 10);
        first.change.bid = saying(price("98.45"));
        first.change.ask = saying(price("98.55"));
        first.change.mark = saying(price("98.48"));
        TickerMessage second = tickerMessage(false, 11);
        second.change.bid = saying(price("98.5"));
        second.change.mark = {.isTold = true, .value = {}};

        QVERIFY(merge.apply(second) == TickerMerge::Outcome::NoSnapshot && !merge.ticker());
        QVERIFY(merge.apply(first) == TickerMerge::Outcome::Replaced);
        QVERIFY(merge.apply(second) == TickerMerge::Outcome::Changed);
        QVERIFY(merge.ticker()->values.bid == price("98.5") && merge.ticker()->values.ask == price("98.55"));
        QVERIFY(!merge.ticker()->values.mark); // it was told that there is none
    }

    void dropsWhatIsOlderAndForgetsOnASnapshot()
    {
        TickerMerge merge;
        TickerMessage first = tickerMessage(true, 10);
        first.change.bid = saying(price("98.45"));
        TickerMessage old = tickerMessage(false, 9);
        old.change.bid = saying(price("1"));
        TickerMessage restart = tickerMessage(true, 3);
        restart.change.ask = saying(price("98.6"));

        QVERIFY(merge.apply(first) == TickerMerge::Outcome::Replaced);
        QVERIFY(merge.apply(old) == TickerMerge::Outcome::Old && merge.ticker()->values.bid == price("98.45"));
        QVERIFY(merge.apply(restart) == TickerMerge::Outcome::Replaced);
        QVERIFY(!merge.ticker()->values.bid && merge.ticker()->values.ask == price("98.6"));
        old.sequence = 4;
        QVERIFY(merge.apply(old) == TickerMerge::Outcome::Changed);
    }

    void everyPayloadHasAMalformedTwin()
    {
        const QDir folder(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/bybit"));
        const QStringList files = folder.entryList({QStringLiteral("*.json")});
        QVERIFY(files.size() > 60);

        for (const QString &file : files) {
            if (file.endsWith(QStringLiteral(".bad.json")))
                continue;
            const QString name = file.chopped(5);
            QVERIFY2(files.contains(name + QStringLiteral(".bad.json")), qPrintable(file));
            QVERIFY2(payload(name) != payload(name + QStringLiteral(".bad")), qPrintable(file));
        }
    }
};

QTEST_GUILESS_MAIN(BybitMarketWireTest)
#include "BybitMarketWireTest.moc"
