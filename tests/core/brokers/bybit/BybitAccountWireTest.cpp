#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitInstrumentWire.h"
#include "core/brokers/bybit/BybitTransactions.h"

#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

/// The field that it failed at, or what shows that it did not.
template <class T>
QString failedAt(const Result<T> &result)
{
    return result ? QStringLiteral("was read") : shown(result.error().field);
}

#define VERIFY_READ(result) QVERIFY2((result).has_value(), (result) ? "" : describe((result).error()).c_str())

} // namespace

class BybitAccountWireTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsContracts()
    {
        const auto page = parseInstruments(Category::Linear, payload("instruments-linear"));

        VERIFY_READ(page);
        QCOMPARE(page->rows(), std::size_t(3));
        QCOMPARE(page->items.size(), std::size_t(2));
        QCOMPARE(shown(page->cursor), QStringLiteral("first%3DKLMUSDT%26last%3DXYZUSDT"));
        const InstrumentFacts &facts = page->items[0];
        QCOMPARE(shown(facts.instrument.id.text()), QStringLiteral("bybit-linear:KLMUSDT"));
        QVERIFY(facts.isTrading() && facts.instrument.assetClass == AssetClass::Perpetual && facts.instrument.shortable);
        QVERIFY(facts.instrument.tickSize == decimal("0.05") && facts.instrument.lotSize == decimal("0.01"));
        QVERIFY(facts.instrument.minQuantity == quantity("0.02") && facts.instrument.minNotional == money("5"));
        QVERIFY(facts.maxQuantity == quantity("900") && facts.maxMarketQuantity == quantity("150"));
        QVERIFY(facts.minPrice == price("0.1") && facts.maxPrice == price("20000"));
        QVERIFY(facts.maxLeverage == decimal("25") && facts.leverageStep == decimal("0.01"));
        QVERIFY(facts.fundingInterval == Duration(std::chrono::hours(4)));
        QVERIFY(facts.priceLimitRatioX == decimal("0.02") && facts.priceLimitRatioY == decimal("0.04"));
        QVERIFY(facts.settleCoin == "USDT" && facts.instrument.currency == "USDT");
    }

    void leavesOutWhatItCannotHoldAndSaysSo()
    {
        const auto page = parseInstruments(Category::Linear, payload("instruments-linear"));

        VERIFY_READ(page);
        QCOMPARE(page->leftOut.size(), std::size_t(1)); // a tick of eleven places
        QVERIFY2(shown(page->leftOut[0]).startsWith(QStringLiteral("DUST1000USDT: priceFilter.tickSize: ")),
                 page->leftOut[0].c_str());
        const InstrumentFacts &much = page->items[1];
        QVERIFY(!much.isTrading() && !much.maxQuantity);
        QVERIFY(much.maxMarketQuantity == quantity("10000000"));
    }

    void readsSpot()
    {
        const auto page = parseInstruments(Category::Spot, payload("instruments-spot"));

        VERIFY_READ(page);
        QCOMPARE(page->items.size(), std::size_t(1));
        const InstrumentFacts &facts = page->items[0];
        QVERIFY(facts.instrument.assetClass == AssetClass::Crypto && !facts.instrument.shortable);
        QVERIFY(facts.instrument.lotSize == decimal("0.0001") && facts.instrument.tickSize == decimal("0.01"));
        QVERIFY(facts.instrument.minNotional == money("5") && facts.instrument.minQuantity == quantity("0.0005"));
        QVERIFY(facts.maxQuantity == quantity("2500") && facts.maxMarketQuantity == quantity("120"));
        QVERIFY(facts.settleCoin == "USDT" && !facts.fundingInterval && !facts.maxLeverage);
        QVERIFY(shown(page->leftOut.at(0)).startsWith(QStringLiteral("NEWUSDC: priceFilter.tickSize: it is not above 0")));
    }

    void readsTheMomentsPriceLimits()
    {
        const auto limits = parsePriceLimit(payload("price-limit"));

        VERIFY_READ(limits);
        QVERIFY(limits->highestBuy == price("100.35") && limits->lowestSell == price("96.45"));
        QVERIFY(limits->at == timestampFromMillis(1767225601200));
    }

    void readsTheWallet()
    {
        const auto wallet = parseWallet(payload("wallet"));

        VERIFY_READ(wallet);
        QVERIFY(wallet->totalEquity == money("2013.55012345678901") && wallet->totalAvailable == money("2008.1"));
        const CoinBalance *const cash = wallet->find("USDT");
        QVERIFY(cash && cash->equity == money("1999.998123456789012345"));
        QVERIFY(cash->walletBalance == money("1999.99") && cash->locked == money("14.75"));
        QVERIFY(cash->orderMargin == money("3.02") && cash->positionMargin == money("2.43"));
        QVERIFY(wallet->find("KLM")->equity == money("0.1375") && wallet->find("KLM")->orderMargin.isZero());
        QVERIFY(!wallet->find("BTC"));
    }

    void readsPositionsWithTheirSign()
    {
        const auto page = parsePositions(payload("positions"));

        VERIFY_READ(page);
        QCOMPARE(page->items.size(), std::size_t(3));
        const PositionState &bought = page->items[0];
        QVERIFY(bought.quantity == quantity("0.1") && bought.averagePrice == price("98.403333333"));
        QVERIFY(bought.stop == price("95") && bought.target == price("103.5") && !bought.liquidationPrice);
        QVERIFY(bought.leverage == decimal("10") && bought.unrealisedPnl == money("0.008"));
        QVERIFY(bought.sequence == 88120417001 && !bought.isHedged() && !bought.isReduceOnly);
        const PositionState &sold = page->items[1];
        QVERIFY(sold.quantity == quantity("-40") && sold.liquidationPrice == price("16.1"));
        QVERIFY(!sold.stop && !sold.target && sold.isReduceOnly);
        const PositionState &flat = page->items[2];
        QVERIFY(flat.quantity.isZero() && !flat.averagePrice && !flat.updatedAt && flat.sequence == -1);
    }

    void readsWhatTheAccountAndTheKeyMayDo()
    {
        const auto account = parseAccountInfo(payload("account-info"));
        VERIFY_READ(account);
        QVERIFY(account->isUnified() && account->marginMode == MarginMode::Cross);
        QVERIFY(!(AccountInfo{.unifiedStatus = 4}.isUnified()));

        const auto key = parseKeyInfo(payload("key-info"));
        VERIFY_READ(key);
        QVERIFY(!key->isReadOnly && key->tradesContracts && key->tradesSpot && !key->mayWithdraw);
        QVERIFY(key->isBoundToAddress && key->expiresAt == *parseIsoText("2026-03-02T08:00:00Z"));
        QCOMPARE(shown(key->userId), QStringLiteral("7000123"));
        std::string other = payload("key-info");
        other.replace(other.find("AccountTransfer"), 15, "Withdraw");
        other.replace(other.find(R"("readOnly":0)"), 12, R"("readOnly":1)");
        QVERIFY(parseKeyInfo(other)->mayWithdraw && parseKeyInfo(other)->isReadOnly);
    }

    void readsRatesSettingsAndTime()
    {
        const auto rates = parseFeeRates(payload("fee-rate"));
        VERIFY_READ(rates);
        QVERIFY(rates->front().taker == decimal("0.00055") && rates->front().maker == decimal("-0.0001"));
        const auto settings = parseUserSettings(payload("user-settings"));
        VERIFY_READ(settings);
        QVERIFY(settings->spot == BeyondLimit::Refuse && settings->linear == BeyondLimit::Refuse);
        const auto time = parseServerTime(payload("time"));
        VERIFY_READ(time);
        QVERIFY(*time == *parseIsoText("2026-01-01T00:00:00.123456789Z"));
    }

    void readsWhatMovedTheBalance()
    {
        const auto page = parseTransactions(payload("transactions"));

        VERIFY_READ(page);
        QCOMPARE(page->items.size(), std::size_t(4));
        QCOMPARE(page->cursor, std::string("21963%3A1%2C14954%3A1"));
        QVERIFY(!cashFlowOf(page->items[0]) && !cashFlowOf(page->items[1])); // executions tell of both
        const auto paidIn = cashFlowOf(page->items[2]);
        QVERIFY(paidIn && paidIn->amount == money("250.5") && paidIn->kind == CashFlow::Kind::Transfer);
        QVERIFY(paidIn->at == timestampFromMillis(1767225601000));
        const auto interest = cashFlowOf(page->items[3]);
        QVERIFY(interest && interest->amount == money("-0.000000000000000012"));
        QVERIFY(interest->kind == CashFlow::Kind::Charge);
    }

    void whatIsNewIsReadWithCaution_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("change");
        QTest::addColumn<bool>("isCharge");
        QTest::newRow("went") << QStringLiteral("NEW_WORD") << QStringLiteral("-1") << true;
        QTest::newRow("came") << QStringLiteral("NEW_WORD") << QStringLiteral("1") << false;
        QTest::newRow("paid out") << QStringLiteral("TRANSFER_OUT") << QStringLiteral("-1") << false;
        QTest::newRow("refund") << QStringLiteral("FEE_REFUND") << QStringLiteral("1") << true;
    }
    void whatIsNewIsReadWithCaution()
    {
        QFETCH(QString, type);
        QFETCH(QString, change);
        QFETCH(bool, isCharge);
        const Transaction row{.id = "1", .type = type.toStdString(), .coin = "USDT", .change = money(qPrintable(change))};
        QCOMPARE(cashFlowOf(row)->kind == CashFlow::Kind::Charge, isCharge);
    }

    void refusesMalformedTwins()
    {
        QCOMPARE(failedAt(parseTransactions(payload("transactions.bad"))), QStringLiteral("result.list[2].change"));
        QCOMPARE(failedAt(parseInstruments(Category::Linear, payload("instruments-linear.bad"))), QStringLiteral("result.list"));
        QCOMPARE(failedAt(parseInstruments(Category::Spot, payload("instruments-spot.bad"))), QStringLiteral("result."));
        QCOMPARE(failedAt(parsePriceLimit(payload("price-limit.bad"))), QStringLiteral("result.buyLmt"));
        // An account without anything says so; one whose coins are not told is not empty.
        const std::string untold = R"({"retCode":0,"result":{"list":[{"accountType":"UNIFIED"}]}})";
        QCOMPARE(failedAt(parseWallet(untold)), QStringLiteral("result.list[0].coin"));
        QCOMPARE(failedAt(parseWallet(payload("wallet.bad"))), QStringLiteral("result.list[0].coin[1].walletBalance"));
        QCOMPARE(failedAt(parsePositions(payload("positions.bad"))), QStringLiteral("result.list[1].side"));
        QCOMPARE(failedAt(parseAccountInfo(payload("account-info.bad"))), QStringLiteral("result.unifiedMarginStatus"));
        QCOMPARE(failedAt(parseKeyInfo(payload("key-info.bad"))), QStringLiteral("result.permissions"));
        QCOMPARE(failedAt(parseFeeRates(payload("fee-rate.bad"))), QStringLiteral("result.list"));
        QCOMPARE(failedAt(parseUserSettings(payload("user-settings.bad"))), QStringLiteral("result.lpaPerp"));
        QCOMPARE(failedAt(parseServerTime(payload("time.bad"))), QStringLiteral("result.timeNano"));
    }
};

QTEST_GUILESS_MAIN(BybitAccountWireTest)
#include "BybitAccountWireTest.moc"
