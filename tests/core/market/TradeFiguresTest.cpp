#include "core/market/TradeFigures.h"
#include "core/market/TradeBars.h"

#include <QTest>

using namespace core;
using namespace std::chrono_literals;

namespace {

Timestamp at(const char *text)
{
    return *parseIsoText(text);
}

Price px(const char *text)
{
    return Price(*Decimal::parse(text));
}

Trade trade(const char *time, const char *price, const char *size = "1", std::optional<Side> taker = {})
{
    return {.at = at(time), .price = px(price), .size = Quantity(*Decimal::parse(size)), .taker = taker};
}

/// "open high low close volume"
std::string shown(const std::optional<Bar> &bar)
{
    if (!bar)
        return "none";
    return bar->open.toString() + " " + bar->high.toString() + " " + bar->low.toString() + " " + bar->close.toString() +
           " " + QByteArray::number(bar->volume).toStdString();
}

std::string shown(const std::optional<Price> &price)
{
    return price ? price->toString() : "none";
}

} // namespace

/// What is made of trades: bars, VWAP, delta.
class TradeFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMinuteIsMadeOfItsTrades()
    {
        TradeBars bars(Timeframe::M1, SessionKind::AlwaysOpen);
        for (const auto &[time, price] : {std::pair("2026-03-02T00:00:00Z", "10"), {"2026-03-02T00:00:20Z", "12"},
                                          {"2026-03-02T00:00:30Z", "9.5"}, {"2026-03-02T00:00:59.999Z", "11"}})
            QVERIFY(!bars.add(trade(time, price, "0.5")));
        QCOMPARE(shown(bars.forming()), std::string("10 12 9.5 11 2"));
        const auto bar = bars.add(trade("2026-03-02T00:01:00Z", "20"));
        QCOMPARE(shown(bar), std::string("10 12 9.5 11 2"));
        QVERIFY(bar->openTime == at("2026-03-02T00:00Z") && bar->closeTime == at("2026-03-02T00:01Z"));
        QCOMPARE(shown(bars.forming()), std::string("20 20 20 20 1"));
        QVERIFY(!bars.closeBy(at("2026-03-02T00:02:00Z"))); // the last trade may be on its way
        QCOMPARE(shown(bars.closeBy(at("2026-03-02T00:02:05Z"))), std::string("20 20 20 20 1"));
        QVERIFY(!bars.forming());
    }

    void withinABarTimeDecidesAndNotTheOrderOfArrival()
    {
        TradeBars bars(Timeframe::M1, SessionKind::AlwaysOpen);
        for (const auto &[time, price] : {std::pair("2026-03-02T00:00:30Z", "10"), {"2026-03-02T00:00:10Z", "11"},
                                          {"2026-03-02T00:00:40Z", "12"}, {"2026-03-02T00:00:35Z", "13"},
                                          {"2026-03-02T00:00:40Z", "12.5"}})
            QVERIFY(!bars.add(trade(time, price)));
        QCOMPARE(shown(bars.forming()), std::string("11 13 10 12.5 5"));
    }

    void aClosedBarNeverChangesAndTheRevisionIsTold()
    {
        TradeBars bars(Timeframe::M1, SessionKind::AlwaysOpen);
        QVERIFY(!bars.add(trade("2026-03-02T00:00:30Z", "10")));
        QCOMPARE(shown(bars.add(trade("2026-03-02T00:01:10Z", "20"))), std::string("10 10 10 10 1"));
        QVERIFY(!bars.takeRevision());

        QVERIFY(!bars.add(trade("2026-03-02T00:00:50Z", "14", "3")));
        QCOMPARE(bars.late(), 1);
        const auto revision = bars.takeRevision();
        QVERIFY(revision);
        QCOMPARE(shown(revision->told), std::string("10 10 10 10 1"));
        QCOMPARE(shown(revision->now), std::string("10 14 10 14 4"));
        QVERIFY(!bars.takeRevision());
        QVERIFY(!bars.add(trade("2026-03-02T00:00:55Z", "15")));
        QCOMPARE(shown(bars.takeRevision()->told), std::string("10 14 10 14 4")); // the difference to what was told last
        QCOMPARE(shown(bars.forming()), std::string("20 20 20 20 1"));

        QVERIFY(!bars.add(trade("2026-03-01T23:00:00Z", "1"))); // of an older bar: counted
        QCOMPARE(bars.late(), 3);
        QVERIFY(!bars.takeRevision());
    }

    void conditionsDecideWhatATradeCountsFor()
    {
        TradeBars bars(Timeframe::M1, SessionKind::AlwaysOpen);
        Trade odd = trade("2026-03-02T00:00:01Z", "99", "7");
        odd.setsLast = odd.setsRange = false;
        QVERIFY(!bars.add(odd));
        QVERIFY(!bars.forming()); // a volume without a price is no bar
        Trade range = trade("2026-03-02T00:00:02Z", "12");
        range.setsLast = false;
        QVERIFY(!bars.add(range));
        QCOMPARE(shown(bars.forming()), std::string("12 12 12 12 8"));
        QVERIFY(!bars.add(trade("2026-03-02T00:00:03Z", "10")));
        QVERIFY(!bars.add(trade("2026-03-02T00:00:04Z", "11")));
        QCOMPARE(shown(bars.forming()), std::string("10 12 10 11 10"));
        Trade official = trade("2026-03-02T00:00:05Z", "10.5", "1000");
        official.addsVolume = false;
        QVERIFY(!bars.add(official));
        QCOMPARE(shown(bars.forming()), std::string("10 12 10 10.5 10"));

        QVERIFY(!bars.closeBy(at("2026-03-02T00:01:04Z")));
        TradeBars quiet(Timeframe::M1, SessionKind::AlwaysOpen);
        QVERIFY(!quiet.add(odd));
        QVERIFY(!quiet.closeBy(at("2026-03-02T00:05Z")));
    }

    void sharesAreTradedInTheCoreSession()
    {
        TradeBars bars(Timeframe::H1, SessionKind::UsEquities);
        QVERIFY(!bars.add(trade("2026-11-27T14:29:59Z", "1"))); // the day after Thanksgiving: to 13:00
        QVERIFY(!bars.add(trade("2026-11-27T14:30:00Z", "2")));
        QCOMPARE(shown(bars.add(trade("2026-11-27T17:59:59Z", "3"))), std::string("2 2 2 2 1"));
        const auto last = bars.add(trade("2026-11-27T18:00:05Z", "4"));
        QCOMPARE(shown(last), std::string("3 3 3 3 1"));
        QVERIFY(last->openTime == at("2026-11-27T17:30Z") && last->closeTime == at("2026-11-27T18:00Z"));
        QCOMPARE(bars.outside(), 2);
    }

    void theSessionsVwapBeginsAnewAndIsExact()
    {
        SessionVwap vwap(SessionKind::UsEquities);
        QCOMPARE(shown(vwap.value()), std::string("none"));
        vwap.add(trade("2026-03-06T14:29:00Z", "500")); // before the opening
        vwap.add(trade("2026-03-06T14:30:00Z", "100", "1"));
        vwap.add(trade("2026-03-06T20:59:59Z", "101", "2"));
        QCOMPARE(shown(vwap.value()), std::string("100.666666667"));
        vwap.add(trade("2026-03-06T21:00:00Z", "900")); // after the close
        Trade unpriced = trade("2026-03-06T20:00:00Z", "900");
        unpriced.addsVolume = false;
        vwap.add(unpriced);
        QCOMPARE(shown(vwap.value()), std::string("100.666666667"));
        vwap.add(trade("2026-03-09T13:30:00Z", "7")); // the clocks have changed over the weekend
        vwap.add(trade("2026-03-06T15:00:00Z", "1000")); // late, of a session that is over
        QCOMPARE(shown(vwap.value()), std::string("7"));
        QCOMPARE(vwap.volume().toString(), std::string("1"));
    }

    void theRollingVwapForgetsToTheLastPlace()
    {
        RollingVwap vwap(60s);
        vwap.add(trade("2026-03-02T00:00:00Z", "0.000000001", "0.000000001"));
        for (int i = 0; i < 1'000; ++i) {
            Trade odd = trade("2026-03-02T00:00:00Z", "123456.789012345", "98765.432109876");
            odd.at += i * 50ms;
            vwap.add(odd);
        }
        vwap.add(trade("2026-03-02T00:01:00Z", "3", "2")); // the first moment is out of the window, its end is not
        vwap.add(trade("2026-03-02T00:00:40Z", "4", "1")); // late, and still within
        vwap.add(trade("2026-03-01T00:00:40Z", "400", "100")); // long gone
        vwap.add(trade("2026-03-02T00:01:49.950Z", "3", "1"));
        QCOMPARE(shown(vwap.value()), std::string("3"));
        QCOMPARE(vwap.volume().toString(), std::string("3"));
    }

    void theDeltaIsWhatTakersBoughtLessWhatTheySold()
    {
        VolumeDelta delta(SessionKind::AlwaysOpen);
        delta.add(trade("2026-03-02T00:00:00Z", "1", "5", Side::Buy));
        delta.add(trade("2026-03-02T10:00:00Z", "1", "2", Side::Sell));
        delta.add(trade("2026-03-02T23:59:59Z", "1", "9"));
        QCOMPARE(delta.value().toString(), std::string("3"));
        QCOMPARE(delta.withoutSide().toString(), std::string("9"));
        delta.add(trade("2026-03-03T00:00:00Z", "1", "4", Side::Sell));
        QCOMPARE(delta.value().toString(), std::string("-4"));
        QVERIFY(delta.withoutSide().isZero());
    }
};

QTEST_GUILESS_MAIN(TradeFiguresTest)
#include "TradeFiguresTest.moc"
