#include "tests/core/brokers/bybit/EveryRequest.h"

#include "core/brokers/bybit/BybitErrors.h"

#include <QTest>

#include <map>

using namespace core;
using namespace core::bybit;

namespace {

QString told(const Request &request)
{
    const char *const grade = request.isSigned ? "signed " : "public ";
    return shown(grade + request.method + " " + request.target() + (request.body.empty() ? "" : " " + request.body));
}

/// The payload that answers a request.
QString answerTo(const std::string &path)
{
    static const std::map<std::string, const char *> answers{
        {"/v5/market/time", "time"},
        {"/v5/market/instruments-info", "instruments-linear"},
        {"/v5/market/kline", "klines"},
        {"/v5/market/tickers", "tickers-linear"},
        {"/v5/market/orderbook", "orderbook"},
        {"/v5/market/recent-trade", "recent-trades"},
        {"/v5/market/funding/history", "funding-history"},
        {"/v5/market/price-limit", "price-limit"},
        {"/v5/user/query-api", "key-info"},
        {"/v5/account/info", "account-info"},
        {"/v5/account/wallet-balance", "wallet"},
        {"/v5/account/fee-rate", "fee-rate"},
        {"/v5/account/user-setting-config", "user-settings"},
        {"/v5/account/transaction-log", "transactions"},
        {"/v5/position/list", "positions"},
        {"/v5/order/realtime", "orders-linear"},
        {"/v5/order/history", "orders-linear"},
        {"/v5/execution/list", "executions-linear"},
        {"/v5/order/create", "order-ack"},
        {"/v5/order/amend", "order-ack"},
        {"/v5/order/cancel", "order-ack"},
        {"/v5/order/cancel-all", "order-cancel-all"},
        {"/v5/order/create-batch", "order-batch"},
        {"/v5/order/amend-batch", "order-batch"},
        {"/v5/order/cancel-batch", "order-batch"},
        {"/v5/position/set-leverage", "setting"},
        {"/v5/position/switch-mode", "setting"},
        {"/v5/position/trading-stop", "setting"},
        {"/v5/account/set-limit-px-action", "setting"},
    };
    const auto found = answers.find(path);
    return found == answers.end() ? QString() : QString::fromLatin1(found->second);
}

net::HttpAnswer answerOf(const QString &name)
{
    net::HttpAnswer answer;
    answer.status = 200;
    answer.body = payload(name);
    return answer;
}

} // namespace

class BybitRequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksAsTheVenueWantsIt_data()
    {
        QTest::addColumn<QString>("made");
        QTest::addColumn<QString>("wanted");
        const auto add = [](const Request &request, const char *wanted) {
            QTest::newRow(wanted) << told(request) << QString::fromUtf8(wanted);
        };
        const Timestamp from = timestampFromMillis(1700000000000);
        const Timestamp to = timestampFromMillis(1700003600000);
        add(serverTime(), "public GET /v5/market/time");
        add(instruments(Category::Spot, "x"), "public GET /v5/market/instruments-info?category=spot");
        add(instruments(Category::Linear), "public GET /v5/market/instruments-info?category=linear&limit=1000");
        add(instruments(Category::Linear, "q%3D"),
            "public GET /v5/market/instruments-info?category=linear&limit=1000&cursor=q%3D");
        add(klines(Category::Linear, "KLMUSDT", Timeframe::H4, from, to),
            "public GET /v5/market/kline?category=linear&symbol=KLMUSDT&interval=240&start=1700000000000"
            "&end=1700003600000&limit=1000");
        add(tickers(Category::Spot), "public GET /v5/market/tickers?category=spot");
        add(ticker(Category::Linear, "KLMUSDT"), "public GET /v5/market/tickers?category=linear&symbol=KLMUSDT");
        add(orderBook(Category::Spot, "KLMUSDT", 50),
            "public GET /v5/market/orderbook?category=spot&symbol=KLMUSDT&limit=50");
        add(orderBook(Category::Linear, "KLMUSDT", 5000),
            "public GET /v5/market/orderbook?category=linear&symbol=KLMUSDT&limit=1000");
        add(recentTrades(Category::Spot, "KLMUSDT"),
            "public GET /v5/market/recent-trade?category=spot&symbol=KLMUSDT&limit=60");
        add(recentTrades(Category::Linear, "KLMUSDT"),
            "public GET /v5/market/recent-trade?category=linear&symbol=KLMUSDT&limit=1000");
        add(fundingHistory("KLMUSDT", from, to),
            "public GET /v5/market/funding/history?category=linear&symbol=KLMUSDT&startTime=1700000000000"
            "&endTime=1700003600000&limit=200");
        add(priceLimit(Category::Linear, "KLMUSDT"),
            "public GET /v5/market/price-limit?category=linear&symbol=KLMUSDT");
        add(keyInfo(), "signed GET /v5/user/query-api");
        add(accountInfo(), "signed GET /v5/account/info");
        add(transactionLog("USDT"), "signed GET /v5/account/transaction-log?accountType=UNIFIED&currency=USDT&limit=50");
        const Window day = Window::between(timestampFromMillis(1000), timestampFromMillis(2000)).front();
        add(transactionLog("USDT", day, "c"),
            "signed GET /v5/account/transaction-log?accountType=UNIFIED&currency=USDT&limit=50&startTime=1000&endTime=2000"
            "&cursor=c");
        add(walletBalance(), "signed GET /v5/account/wallet-balance?accountType=UNIFIED");
        add(walletBalance("USDT,USDC"), "signed GET /v5/account/wallet-balance?accountType=UNIFIED&coin=USDT%2CUSDC");
        add(positions("USDC"), "signed GET /v5/position/list?category=linear&settleCoin=USDC&limit=200");
        add(positions("USDT", "n"), "signed GET /v5/position/list?category=linear&settleCoin=USDT&limit=200&cursor=n");
        add(position("KLMUSDT"), "signed GET /v5/position/list?category=linear&symbol=KLMUSDT");
        add(*feeRate(Environment::Live, Category::Spot, "KLMUSDT"),
            "signed GET /v5/account/fee-rate?category=spot&symbol=KLMUSDT");
        add(*setLeverage(linearFacts(), decimal("3.50")),
            R"(signed POST /v5/position/set-leverage {"category":"linear","symbol":"KLMUSDT","buyLeverage":"3.5","sellLeverage":"3.5"})");
        add(switchToOneWay("USDT"), R"(signed POST /v5/position/switch-mode {"category":"linear","coin":"USDT","mode":0})");
        add(*setTradingStop(linearFacts(), {.stop = price("95.5"), .target = price("0")}),
            R"(signed POST /v5/position/trading-stop {"category":"linear","symbol":"KLMUSDT","tpslMode":"Full","positionIdx":0,)"
            R"("takeProfit":"0","tpTriggerBy":"LastPrice","stopLoss":"95.5","slTriggerBy":"MarkPrice"})");
        add(*setTradingStop(linearFacts(), {.stop = price("95.5")}),
            R"(signed POST /v5/position/trading-stop {"category":"linear","symbol":"KLMUSDT","tpslMode":"Full","positionIdx":0,)"
            R"("stopLoss":"95.5","slTriggerBy":"MarkPrice"})");
        add(userSettings(), "signed GET /v5/account/user-setting-config");
        add(setBeyondLimit(Category::Linear, BeyondLimit::Refuse),
            R"(signed POST /v5/account/set-limit-px-action {"category":"linear","modifyEnable":false})");
    }

    void asksAsTheVenueWantsIt()
    {
        QFETCH(QString, made);
        QFETCH(QString, wanted);

        QCOMPARE(made, wanted);
    }

    void everyRequestHasAnAnswerAmongThePayloadsAndItsMalformedTwin()
    {
        for (const Request &request : everyRequest()) {
            const QString name = answerTo(request.path);

            QVERIFY2(!name.isEmpty(), request.path.c_str());
            QVERIFY2(judge(answerOf(name), request, {}).isDone(), request.path.c_str());
            QVERIFY(payload(name) != payload(name + QStringLiteral(".bad")));
        }
        const Request setting = switchToOneWay("USDT");
        QVERIFY(judge(answerOf(QStringLiteral("setting.bad")), setting, {}).handling == Handling::Unknown);
    }

    void asksNothingThatCannotBe()
    {
        InstrumentFacts facts = linearFacts();
        facts.maxLeverage = decimal("25");
        facts.leverageStep = decimal("0.01");

        QVERIFY(setLeverage(facts, decimal("25")));
        QVERIFY(setLeverage(facts, decimal("25.01")).error().kind == Objection::Quantity);
        QVERIFY(setLeverage(facts, decimal("0.99")).error().kind == Objection::Quantity);
        QVERIFY(setLeverage(facts, decimal("2.505")).error().kind == Objection::Lot);
        QVERIFY(setLeverage(spotFacts(), decimal("2")).error().kind == Objection::WrongInstrument);
        QVERIFY(setTradingStop(facts, {}).error().kind == Objection::Nothing);
        QVERIFY(setTradingStop(facts, {.stop = price("95.51")}).error().kind == Objection::Tick);
        QVERIFY(setTradingStop(facts, {.target = price("95.51")}).error().kind == Objection::Tick);
        QVERIFY(setTradingStop(spotFacts(), {.stop = price("95.5")}).error().kind == Objection::Attached);
        QVERIFY(feeRate(Environment::Demo, Category::Linear, "KLMUSDT").error().kind == Objection::NotInDemo);
    }

    void namesEveryTimeframe()
    {
        for (const Timeframe each : {Timeframe::M1, Timeframe::M5, Timeframe::M15, Timeframe::M30, Timeframe::H1,
                                     Timeframe::H4, Timeframe::D1, Timeframe::W1})
            QVERIFY(parseInterval(intervalName(each)) == each);
        QVERIFY(!parseInterval("M") && !parseInterval("1m") && !parseInterval(""));
    }
};

QTEST_GUILESS_MAIN(BybitRequestsTest)
#include "BybitRequestsTest.moc"
