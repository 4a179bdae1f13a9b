#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "tests/exchange/BybitDesk.h"

#include "core/brokers/bybit/BybitExecutionWire.h"
#endif

#include <QObject>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const Timestamp fourOClock = sessionTime() + 1h; // 16:00 UTC: a funding time

Decimal number(const QJsonObject &object, const char *name)
{
    return dec(qPrintable(object[QLatin1String(name)].toString()));
}

WideDecimal wide(const QJsonObject &object, const char *name)
{
    return *WideDecimal::parse(object[QLatin1String(name)].toString().toStdString());
}

/// The rate of the newest funding time.
QJsonObject lastFunding(BybitDesk &desk)
{
    return BybitDesk::rows(desk.ask("/v5/market/funding/history", "category=linear&symbol=BTCUSDT&limit=1")).at(0).toObject();
}

QJsonObject lastLogRow(BybitDesk &desk, const char *type)
{
    return BybitDesk::rows(desk.get("/v5/account/transaction-log", QByteArray("accountType=UNIFIED&type=") + type)).at(0).toObject();
}

QJsonArray executions(BybitDesk &desk, const char *type)
{
    return BybitDesk::rows(desk.get("/v5/execution/list", QByteArray("category=linear&execType=") + type));
}

} // namespace

class BybitChargesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- funding -----------------------------------------------------------------------------------------

    void whoHoldsAtAFundingTimePaysTheRateThatWasShown_data()
    {
        QTest::addColumn<QByteArray>("side");
        QTest::addColumn<int>("sign");
        QTest::newRow("long") << QByteArray("Buy") << 1;
        QTest::newRow("short") << QByteArray("Sell") << -1;
    }
    void whoHoldsAtAFundingTimePaysTheRateThatWasShown()
    {
        QFETCH(QByteArray, side);
        QFETCH(int, sign);
        BybitDesk desk;
        desk.price("50000");
        QCOMPARE(BybitDesk::code(desk.order("\"side\":\"" + side + '"')), 0);
        const QJsonObject ticker =
            BybitDesk::rows(desk.ask("/v5/market/tickers", "category=linear&symbol=BTCUSDT")).at(0).toObject();
        QCOMPARE(ticker[QStringLiteral("nextFundingTime")].toString().toLongLong(), toMillis(fourOClock));
        const WideDecimal before = wide(desk.coin("USDT"), "walletBalance");
        desk.now = fourOClock - 2s;
        desk.price("50000");
        QCOMPARE(wide(desk.coin("USDT"), "walletBalance"), before);
        QVERIFY(executions(desk, "Funding").isEmpty());
        desk.price("50000"); // at four
        desk.price("50100"); // and later, which changes nothing any more

        const QJsonObject funding = lastFunding(desk);
        QCOMPARE(funding[QStringLiteral("fundingRateTimestamp")].toString().toLongLong(), toMillis(fourOClock));
        QCOMPARE(funding[QStringLiteral("fundingRate")], ticker[QStringLiteral("fundingRate")]);
        const Decimal rate = number(funding, "fundingRate");
        const WideDecimal paid = WideDecimal::product(dec("5000"), rate).times(Decimal::fromInteger(sign));
        const QJsonArray made = executions(desk, "Funding");
        QCOMPARE(made.size(), 1);
        const QJsonObject row = made[0].toObject();
        QCOMPARE(wide(row, "execFee"), paid); // positive: paid
        QCOMPARE(number(row, "feeRate"), rate);
        QCOMPARE(number(row, "execQty"), dec("0.1"));
        QCOMPARE(row[QStringLiteral("orderQty")].toString(), QStringLiteral("0"));
        QCOMPARE(row[QStringLiteral("orderType")].toString(), QStringLiteral("UNKNOWN"));
        const QJsonObject log = lastLogRow(desk, "SETTLEMENT");
        QCOMPARE(wide(log, "funding"), -paid); // positive: received
        QCOMPARE(wide(log, "change"), -paid);
        QCOMPARE(wide(desk.coin("USDT"), "walletBalance"), before - paid);
        QCOMPARE(wide(log, "cashBalance"), before - paid);
    }

    void ourClientReadsItAsFunding()
    {
        BybitDesk desk;
        desk.price("50000");
        QCOMPARE(BybitDesk::code(desk.order()), 0);
        desk.now = fourOClock;
        desk.price("50000");
        const auto page = bybit::parseExecutions(bybit::Category::Linear, desk.get("/v5/execution/list", "category=linear").raw.toStdString());

        QVERIFY(page.has_value());
        QCOMPARE(page->items.size(), std::size_t(2));
        QVERIFY(page->items[0].kind == bybit::ExecutionKind::Funding); // newest first
        QVERIFY(page->items[1].kind == bybit::ExecutionKind::Trade);
    }

    void everyFundingTimeOnTheWayIsPaidAndOnlyByWhoHolds()
    {
        BybitDesk desk;
        desk.price("50000");
        QCOMPARE(BybitDesk::code(desk.order()), 0);
        desk.now = sessionTime() + 24h;
        desk.price("50000");
        QCOMPARE(executions(desk, "Funding").size(), 3); // 16:00, 00:00 and 08:00
        QCOMPARE(BybitDesk::code(desk.order("\"side\":\"Sell\",\"reduceOnly\":true")), 0);
        desk.now = sessionTime() + 48h;
        desk.price("50000");
        QCOMPARE(executions(desk, "Funding").size(), 3);
    }

    void ratesStayWithinTheirBoundsAndDiffer()
    {
        BybitDesk desk;
        desk.now = sessionTime() + 24h * 60;
        desk.price("50000");
        std::set<QString> rates;
        const QJsonArray rows =
            BybitDesk::rows(desk.ask("/v5/market/funding/history", "category=linear&symbol=BTCUSDT"));
        for (const QJsonValue &each : rows) {
            const Decimal rate = number(each.toObject(), "fundingRate");
            QVERIFY(rate >= dec("-0.0001") && rate <= dec("0.0003"));
            rates.insert(QString::fromStdString(rate.toString()));
        }
        QCOMPARE(rows.size(), 200);
        QVERIFY(rates.size() > 20);
    }

    // --- liquidation -----------------------------------------------------------------------------------

    void whatTheAccountCannotCarryIsEnded()
    {
        BybitDesk desk;
        desk.price("50000");
        QCOMPARE(BybitDesk::code(desk.order("\"qty\":\"15\"")), 0);
        const QString waiting =
            BybitDesk::id(desk.order("\"orderType\":\"Limit\",\"price\":\"49000\",\"qty\":\"0.01\",\"reduceOnly\":false"));
        desk.price("44500");
        QCOMPARE(desk.position()[QStringLiteral("size")].toString(), QStringLiteral("15.01")); // it can still be carried
        const QString conditional = BybitDesk::id(
            desk.order("\"side\":\"Sell\",\"qty\":\"1\",\"triggerPrice\":\"30000\",\"triggerDirection\":2,\"reduceOnly\":true"));
        QVERIFY(!conditional.isEmpty());
        desk.price("43500");

        QCOMPARE(desk.position()[QStringLiteral("size")].toString(), QStringLiteral("0"));
        const QJsonArray busts = executions(desk, "BustTrade");
        QCOMPARE(busts.size(), 1);
        QCOMPARE(number(busts[0].toObject(), "execQty"), dec("15.01"));
        QCOMPARE(busts[0].toObject()[QStringLiteral("createType")].toString(), QStringLiteral("CreateByLiq"));
        QCOMPARE(lastLogRow(desk, "LIQUIDATION")[QStringLiteral("side")].toString(), QStringLiteral("Sell"));
        QCOMPARE(desk.show(waiting)[QStringLiteral("orderStatus")].toString(), QStringLiteral("Filled"));
        const QJsonObject ended = desk.show(conditional);
        QCOMPARE(ended[QStringLiteral("orderStatus")].toString(), QStringLiteral("Deactivated"));
        QCOMPARE(ended[QStringLiteral("cancelType")].toString(), QStringLiteral("CancelAllBeforeLiq"));
        desk.price("40000");
        QCOMPARE(executions(desk, "BustTrade").size(), 1);
    }

    void withEnoughMoneyNothingIsEnded()
    {
        BybitDesk desk;
        desk.price("50000");
        QCOMPARE(BybitDesk::code(desk.order("\"qty\":\"1\"")), 0);
        desk.price("1000");
        QCOMPARE(desk.position()[QStringLiteral("size")].toString(), QStringLiteral("1"));
        QVERIFY(executions(desk, "BustTrade").isEmpty());
    }
};

QTEST_GUILESS_MAIN(BybitChargesTest)
#include "BybitChargesTest.moc"
