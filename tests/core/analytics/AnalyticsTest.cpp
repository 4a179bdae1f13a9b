#include "core/analytics/EquityCurve.h"
#include "core/analytics/Performance.h"

#include <QTest>

#include <cmath>

using namespace core;
using namespace std::chrono;

namespace {

Timestamp at(const char *text)
{
    return *parseIsoText(text);
}

/// One point a day at 20:00 UTC, beginning with `start` and following the returns.
std::vector<EquityPoint> curveOf(double start, const std::vector<double> &returns)
{
    std::vector<EquityPoint> curve{{at("2024-01-01T20:00"), start}};
    for (const double change : returns)
        curve.push_back({curve.back().at + days(1), curve.back().equity * (1 + change)});
    return curve;
}

/// `count` returns, by turns 2 % and −1 %.
std::vector<double> upAndDown(int count)
{
    std::vector<double> returns;
    for (int i = 0; i < count; ++i)
        returns.push_back(i % 2 == 0 ? 0.02 : -0.01);
    return returns;
}

} // namespace

class AnalyticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheLastEquityOfEachExchangeDay()
    {
        const std::vector<EquityPoint> curve{
            {at("2024-07-01T14:30"), 100}, {at("2024-07-01T20:00"), 101},
            {at("2024-07-02T02:00"), 102}, // 22:00 of 1 July in New York
            {at("2024-07-02T20:00"), 103},
        };

        const auto stocks = dailyEquity(curve, SessionKind::UsEquities);
        const auto coins = dailyEquity(curve, SessionKind::AlwaysOpen);

        QCOMPARE(stocks.size(), std::size_t(2));
        QVERIFY(stocks[0].day == sys_days(2024y / July / 1));
        QCOMPARE(stocks[0].equity, 102.0);
        QCOMPARE(coins[0].equity, 101.0);
        QCOMPARE(coins[1].equity, 103.0);
    }

    void countsMidnightToTheDayThatEnds()
    {
        const std::vector<EquityPoint> curve{{at("2024-07-01T23:00"), 100},
                                             {at("2024-07-02T00:00"), 110},
                                             {at("2024-07-02T01:00"), 120}};

        const auto days = dailyEquity(curve, SessionKind::AlwaysOpen);

        QCOMPARE(days.size(), std::size_t(2));
        QCOMPARE(days[0].equity, 110.0);
        QVERIFY(days[1].day == sys_days(2024y / July / 2));
    }

    void dailyReturnsRunFromCloseToClose()
    {
        const auto days = dailyEquity(curveOf(100, {0.1, -0.5}), SessionKind::AlwaysOpen);

        const auto returns = dailyReturns(days);

        QCOMPARE(returns.size(), std::size_t(2));
        QVERIFY(std::abs(returns[0] - 0.1) < 1e-15);
        QVERIFY(std::abs(returns[1] + 0.5) < 1e-15);
    }

    void drawdownIsTheDeepestFallFromAHigh()
    {
        QCOMPARE(maxDrawdownPct(curveOf(100, {0.2, -0.25, 0.5, -0.1})), 25.0);
        QCOMPARE(maxDrawdownPct(curveOf(100, {0.2, 0.1})), 0.0);
        QCOMPARE(maxDrawdownPct({}), 0.0);
    }

    void returnIsInPerCentOfTheStart()
    {
        QCOMPARE(*returnPct(10000, 12500), 25.0);
        QCOMPARE(*returnPct(10000, 9000), -10.0);
        QVERIFY(!returnPct(0, 100));
    }

    void ratiosEqualTheFormulas()
    {
        // Thirty returns, half 2 %, half −1 %: mean 0.5 %, each 1.5 % away from it.
        const auto curve = curveOf(100, upAndDown(30));
        const double deviation = std::sqrt(30 * 0.015 * 0.015 / 29);
        const double downside = std::sqrt(15 * 0.01 * 0.01 / 29);

        const auto inStocks = sharpe(curve, SessionKind::UsEquities);
        const auto inCoins = sharpe(curve, SessionKind::AlwaysOpen);
        const auto below = sortino(curve, SessionKind::UsEquities);

        QVERIFY(inStocks && inCoins && below);
        QVERIFY(std::abs(*inStocks - 0.005 / deviation * std::sqrt(252.0)) < 1e-9);
        QVERIFY(std::abs(*inCoins - 0.005 / deviation * std::sqrt(365.0)) < 1e-9);
        QVERIFY(std::abs(*below - 0.005 / downside * std::sqrt(252.0)) < 1e-9);
    }

    void ratiosNeedThirtyDays()
    {
        QVERIFY(!sharpe(curveOf(100, upAndDown(28)), SessionKind::AlwaysOpen));
        QVERIFY(!sortino(curveOf(100, upAndDown(28)), SessionKind::AlwaysOpen));
        QVERIFY(sharpe(curveOf(100, upAndDown(29)), SessionKind::AlwaysOpen));
        QVERIFY(sortino(curveOf(100, upAndDown(29)), SessionKind::AlwaysOpen));
    }

    void ratiosAreUnknownWithoutDeviationOrEquity()
    {
        auto ruined = curveOf(100, upAndDown(40));
        ruined[20].equity = 0;

        QVERIFY(!sharpe(curveOf(100, std::vector<double>(40, 0.0)), SessionKind::AlwaysOpen));
        QVERIFY(!sharpe(curveOf(100, std::vector<double>(40, 0.01)), SessionKind::AlwaysOpen));
        QVERIFY(!sortino(curveOf(100, std::vector<double>(40, 0.01)), SessionKind::AlwaysOpen));
        QVERIFY(!sharpe(ruined, SessionKind::AlwaysOpen));
        QVERIFY(!sharpe({}, SessionKind::AlwaysOpen));
    }

    void tradeStatisticsEqualTheFormulas()
    {
        const std::vector<double> pnls{30, -10, 0, -5};

        QCOMPARE(*winRatePct(pnls), 25.0);
        QCOMPARE(*profitFactor(pnls), 2.0);
        QCOMPARE(*profitFactor(std::vector<double>{-1}), 0.0);
        QCOMPARE(*exposurePct(30, 120), 25.0);
    }

    void tradeStatisticsAreUnknownWithoutTrades()
    {
        QVERIFY(!winRatePct({}));
        QVERIFY(!profitFactor({}));
        QVERIFY(!profitFactor(std::vector<double>{5, 0}));
        QVERIFY(!exposurePct(0, 0));
    }
};

QTEST_GUILESS_MAIN(AnalyticsTest)
#include "AnalyticsTest.moc"
