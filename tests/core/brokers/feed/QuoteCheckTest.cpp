#include "core/brokers/feed/QuoteCheck.h"

#include <QTest>

using namespace core;

namespace {

const InstrumentId here{"alpaca", "AAPL"};
const Timestamp start = timestampFromMillis(1'772'461'800'000);

Quote quote(const char *bid, const char *ask, int second = 0)
{
    return {Price(*Decimal::parse(bid)), Price(*Decimal::parse(ask)), start + std::chrono::seconds(second)};
}

} // namespace

class QuoteCheckTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCannotBeIsKeptBack_data()
    {
        QTest::addColumn<QString>("bid");
        QTest::addColumn<QString>("ask");
        QTest::newRow("no bid") << QStringLiteral("0") << QStringLiteral("100");
        QTest::newRow("no ask") << QStringLiteral("100") << QStringLiteral("0");
        QTest::newRow("below zero") << QStringLiteral("-1") << QStringLiteral("100");
        QTest::newRow("crossed") << QStringLiteral("100.01") << QStringLiteral("100");
        QTest::newRow("stub quotes") << QStringLiteral("90") << QStringLiteral("110");
    }
    void whatCannotBeIsKeptBack()
    {
        QFETCH(QString, bid);
        QFETCH(QString, ask);
        QuoteCheck check;

        QVERIFY(!check.accepts(here, quote(qPrintable(bid), qPrintable(ask))));

        QCOMPARE(check.refused(), std::uint64_t(1));
        QVERIFY(check.accepts(here, quote("99.9", "100"))); // it has left no trace
        QVERIFY(!check.accepts(here, quote(qPrintable(bid), qPrintable(ask), 1)));
        QVERIFY(check.accepts(here, quote("100", "100", 2))); // a locked market may be
    }

    void aFlashMoveAndBackMovesNothing()
    {
        QuoteCheck check;
        QVERIFY(check.accepts(here, quote("99.9", "100", 0)));

        QVERIFY(!check.accepts(here, quote("59.9", "60", 1)));
        QVERIFY(!check.accepts(here, quote("60", "60.1", 2)));
        QVERIFY(check.accepts(here, quote("99.8", "99.9", 3)));
        QVERIFY(!check.accepts(here, quote("59.9", "60", 4))); // it begins anew
        QVERIFY(!check.accepts(here, quote("59.9", "60", 5)));
        QCOMPARE(check.refused(), std::uint64_t(4));
    }

    void aRealJumpIsBelievedAtTheThirdQuoteThatAgrees()
    {
        QuoteCheck check;
        QVERIFY(check.accepts(here, quote("99.9", "100", 0)));

        QVERIFY(!check.accepts(here, quote("79.9", "80", 1)));
        QVERIFY(!check.accepts(here, quote("120", "120.1", 2))); // does not agree
        QVERIFY(!check.accepts(here, quote("121", "121.1", 3)));
        QVERIFY(check.accepts(here, quote("122", "122.1", 4)));
        QVERIFY(check.accepts(here, quote("121", "121.1", 5)));
    }

    void anOlderQuoteDoesNotReplaceANewerOne()
    {
        QuoteCheck check;
        QVERIFY(check.accepts(here, quote("99.9", "100", 5)));

        QVERIFY(!check.accepts(here, quote("99.8", "99.9", 4)));
        QVERIFY(check.accepts(here, quote("99.9", "100.1", 5)));
        // One stamp of the future does not silence the instrument for good.
        QVERIFY(check.accepts(here, quote("99.9", "100.1", 3600)));
        QVERIFY(!check.accepts(here, quote("99.9", "100.1", 6)));
        QVERIFY(!check.accepts(here, quote("99.9", "100.1", 7)));
        QVERIFY(check.accepts(here, quote("99.9", "100.1", 8)));
        QVERIFY(check.accepts({"alpaca", "TSLA"}, quote("20", "20.1", 1))); // others have their own
    }
};

QTEST_GUILESS_MAIN(QuoteCheckTest)
#include "QuoteCheckTest.moc"
