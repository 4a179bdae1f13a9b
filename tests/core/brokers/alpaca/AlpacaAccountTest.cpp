#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaAccountRequests.h"

#include "tests/core/brokers/alpaca/Builders.h"
#include "tests/core/brokers/alpaca/Payloads.h"
#include "tests/support/SharedData.h"

using namespace core;
using namespace core::alpaca;
using namespace support;

Q_DECLARE_METATYPE(core::alpaca::Request)

namespace {

const InstrumentId pltr{"alpaca", "PLTR"};

} // namespace

class AlpacaAccountTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheAccount()
    {
        const auto account = parseAccount(payload("account.json"));

        VERIFY_RESULT(account);
        QCOMPARE(account->cash.toString(), std::string("-1204.5600000000000001"));
        QVERIFY(account->equity == usd("25310.07") && account->shortMarketValue == usd("-3600"));
        QVERIFY(account->multiplier == dec("4") && account->optionsLevel == 2 && account->isShortingEnabled);
        QVERIFY(!account->obstacle(TradedKind::Stock));
    }

    void whatStandsInTheWayIsSaid()
    {
        Account account = parseAccount(payload("account.json")).value();
        account.isSuspendedByOwner = true;
        QVERIFY(account.obstacle(TradedKind::Stock));
        account.isSuspendedByOwner = false;
        account.isTradingBlocked = true;
        QVERIFY(account.obstacle(TradedKind::Stock));
        account.isTradingBlocked = false;
        account.isAccountBlocked = true;
        QVERIFY(account.obstacle(TradedKind::Stock));
        account.isAccountBlocked = false;
        account.status = "SOMETHING_NEW";
        QVERIFY(account.obstacle(TradedKind::Stock)->find("SOMETHING_NEW") != std::string::npos);
        account.status = "ACTIVE";
        account.cryptoStatus = "INACTIVE";
        account.optionsLevel = 0;
        QVERIFY(!account.obstacle(TradedKind::Stock));
        QVERIFY(account.obstacle(TradedKind::Crypto) && account.obstacle(TradedKind::Option));
    }

    void readsTheClockAndTheCalendar()
    {
        const auto clock = parseClock(payload("clock.json"));
        const auto days = parseCalendar(payload("calendar.json"));

        VERIFY_RESULT(clock);
        QVERIFY(clock->now == at("2026-11-27T16:02:03.000000009Z") && clock->isOpen);
        QVERIFY(clock->nextClose == at("2026-11-27T18:00:00Z"));
        VERIFY_RESULT(days);
        QVERIFY(days->at(0).sessionOpen == at("2026-11-25T09:00:00Z"));  // 0400, without a colon
        QVERIFY(days->at(0).sessionClose == at("2026-11-26T01:00:00Z"));
        QVERIFY(days->at(0).settlement == day("2026-11-27"));
        QVERIFY(days->at(1).close == at("2026-11-27T18:00:00Z") && !days->at(1).sessionOpen && !days->at(1).settlement);
        QVERIFY(days->at(2).open == at("2026-07-20T13:30:00Z")); // summer time
    }

    void readsPositions()
    {
        const auto positions = parsePositions(payload("positions.json"));

        VERIFY_RESULT(positions);
        QVERIFY(positions->at(0).quantity == qty("12") && positions->at(0).available == qty("7"));
        QCOMPARE(positions->at(0).averagePrice->toString(), std::string("81.3658333333333333"));
        QVERIFY(positions->at(1).quantity == qty("-3") && positions->at(1).available == qty("3"));
        QVERIFY(!positions->at(1).currentPrice && !positions->at(1).marketValue);
        QCOMPARE(positions->at(2).instrument.text(), std::string("alpaca-crypto:ETH/USD"));
        QVERIFY(positions->at(2).quantity == qty("0.123271605")); // it came as a number
        QVERIFY(parsePositions("[]")->empty());
    }

    void theSideOfAPositionIsItsSign()
    {
        std::string bytes = payload("position.json");
        bytes.replace(bytes.find("\"long\""), 6, "\"short\"");
        QVERIFY(parsePosition(bytes)->quantity == qty("-12"));
        bytes.replace(bytes.find("\"12\""), 4, "\"-9223372036.854775808\"");
        QVERIFY(!parsePosition(bytes));
    }

    void readsEquityOverTime()
    {
        const auto history = parsePortfolioHistory(payload("portfolio-history.json"));

        VERIFY_RESULT(history);
        QCOMPARE(history->points.size(), std::size_t(3));
        QVERIFY(history->points[0].at == at("2026-03-02T00:00:00Z"));
        QVERIFY(!history->points[1].equity && !history->points[1].profit && !history->points[1].profitShare);
        QVERIFY(history->points[2].at == at("2026-03-04T00:00:00Z")); // told in milliseconds
        QVERIFY(history->points[2].equity == usd("25310.07") && history->baseValue == usd("25000.5"));
    }

    void malformedTwinsAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"account", "clock", "calendar", "position", "positions", "portfolio-history"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void malformedTwinsAreRefused()
    {
        QFETCH(QString, name);
        const auto reads = [&](const std::string &bytes) {
            if (name == QStringLiteral("account"))
                return parseAccount(bytes).has_value();
            if (name == QStringLiteral("clock"))
                return parseClock(bytes).has_value();
            if (name == QStringLiteral("calendar"))
                return parseCalendar(bytes).has_value();
            if (name == QStringLiteral("position"))
                return parsePosition(bytes).has_value();
            return name == QStringLiteral("positions") ? parsePositions(bytes).has_value()
                                                       : parsePortfolioHistory(bytes).has_value();
        };
        const std::string good = payload((name + QStringLiteral(".json")).toLatin1().constData());

        QVERIFY(reads(good));
        QVERIFY(!reads(payload((name + QStringLiteral(".bad.json")).toLatin1().constData())));
        QVERIFY(!reads(good.substr(0, good.size() / 2)));
        QVERIFY(!reads("{\"message\":\"forbidden.\"}"));
    }

    void requestsAreWrittenByteForByte_data()
    {
        QTest::addColumn<Request>("request");
        QTest::addColumn<QString>("line");
        const auto row = [](const char *name, const Request &request, const char *line) {
            QTest::newRow(name) << request << QString::fromLatin1(line);
        };
        row("account", account(), "GET /v2/account");
        row("clock", venueClock(), "GET /v2/clock");
        row("calendar", calendar(day("2026-11-25"), day("2026-12-01")), "GET /v2/calendar?start=2026-11-25&end=2026-12-01");
        row("assets", assets(TradedKind::Crypto), "GET /v2/assets?status=active&asset_class=crypto");
        row("asset", asset("BTC/USD"), "GET /v2/assets/BTC%2FUSD");
        row("positions", positions(), "GET /v2/positions");
        row("position", position({"alpaca-crypto", "BTC/USD"}), "GET /v2/positions/BTC%2FUSD");
        row("close", closePosition(pltr), "DELETE /v2/positions/PLTR");
        row("close a part", closePart(pltr, qty("0.123456789")), "DELETE /v2/positions/PLTR?qty=0.123456789");
        row("close half", closePercent(pltr, dec("50")), "DELETE /v2/positions/PLTR?percentage=50");
        row("close all", closeAllPositions(true), "DELETE /v2/positions?cancel_orders=true");
        row("fills", activities({.after = at("2026-03-02T14:16:05Z"), .pageToken = "2026::a-b"}),
            "GET /v2/account/activities/FILL?after=2026-03-02T14%3A16%3A05.000000000Z&direction=asc&page_size=100"
            "&page_token=2026%3A%3Aa-b");
        row("fills of an order", activities({.order = VenueOrderId("o")}),
            "GET /v2/account/activities/FILL?order_id=o&direction=asc&page_size=100");
        row("some activities", activities({.types = {"CSD", "CSW"}}),
            "GET /v2/account/activities?activity_types=CSD%2CCSW&direction=asc&page_size=100");
        row("all activities", activities({.types = {}}), "GET /v2/account/activities?direction=asc&page_size=100");
        row("equity", portfolioHistory({}), "GET /v2/account/portfolio/history?period=1M&timeframe=1D");
        row("equity around the clock", portfolioHistory({.period = "1W", .timeframe = "1H", .isContinuous = true}),
            "GET /v2/account/portfolio/history?period=1W&timeframe=1H&intraday_reporting=continuous&pnl_reset=no_reset");
        row("contracts",
            optionContracts({.underlying = "PLTR", .from = day("2026-03-20"), .to = day("2026-04-17"),
                             .leastStrike = px("75"), .mostStrike = px("90.5"), .pageToken = "a="}),
            "GET /v2/options/contracts?underlying_symbols=PLTR&status=active&expiration_date_gte=2026-03-20"
            "&expiration_date_lte=2026-04-17&strike_price_gte=75&strike_price_lte=90.5&limit=10000&page_token=a%3D");
    }
    void requestsAreWrittenByteForByte()
    {
        QFETCH(Request, request);
        QFETCH(QString, line);

        QCOMPARE(QString::fromStdString(request.method + " " + request.target()), line);
        QVERIFY(request.body.empty() && request.host == Host::Trading);
        QCOMPARE(request.isWrite(), request.method == "DELETE");
    }
};

QTEST_GUILESS_MAIN(AlpacaAccountTest)
#include "AlpacaAccountTest.moc"
