#include "core/backtest/Backtest.h"

#include "core/history/BarFile.h"
#include "tests/core/backtest/PlainBacktest.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace core;

namespace {

Decimal decimal(const QByteArray &text)
{
    return Decimal::parse(text.toStdString()).value();
}

Price price(const QByteArray &text)
{
    return Price(decimal(text));
}

/// Asserts that two numbers agree to a relative bound, for use inside loops.
bool isNear(long double actual, long double expected, long double relative)
{
    return std::fabs(actual - expected) <= relative * std::max(1.0L, std::fabs(expected));
}

/// A reference file of back-tests: Date,Open,High,Low,Close,…; one bar a day.
std::vector<Bar> referenceBars(const char *name)
{
    QFile file(QString::fromStdString(support::sharedFile("reference/backtests/")) +
               QString::fromUtf8(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Bar> bars;
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n').mid(1);
    for (const QByteArray &line : lines) {
        const QList<QByteArray> cells = line.trimmed().split(',');
        Bar bar;
        bar.openTime = parseIsoText(cells[0].toStdString()).value();
        bar.closeTime = bar.openTime + std::chrono::hours(24);
        bar.open = price(cells[1]);
        bar.high = price(cells[2]);
        bar.low = price(cells[3]);
        bar.close = price(cells[4]);
        bars.push_back(bar);
    }
    return bars;
}

QJsonObject referenceJson(const char *name)
{
    QFile file(QString::fromStdString(support::sharedFile("reference/backtests/")) +
               QString::fromUtf8(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

const SeriesId anySeries{{.venue = "import", .symbol = "X"}, Timeframe::D1};

struct Run {
    std::vector<Bar> bars;
    std::map<std::string, std::string> parameters;
    SizeRule size = SizeRule::AllIn;
    Decimal amount{};
    Decimal fee{};
};

BacktestSettings settingsOf(const Run &run)
{
    BacktestSettings settings;
    settings.engine =
        bareEngine(anySeries, "ma-crossover", run.parameters, Money(Decimal::fromInteger(10'000)),
                   run.fee, run.size, run.amount);
    settings.engine.instruments.front().session = SessionKind::AlwaysOpen;
    settings.engine.daySession = SessionKind::AlwaysOpen;
    settings.series.push_back({anySeries, run.bars});
    return settings;
}

Run backtraderRun()
{
    return {.bars = referenceBars("backtrader.2006-day-001.csv"),
            .parameters = {{"fast", "1"}, {"slow", "15"}},
            .size = SizeRule::Fixed,
            .amount = Decimal::fromInteger(1)};
}

std::vector<double> numbersOf(const QJsonValue &array)
{
    std::vector<double> numbers;
    for (const QJsonValue &number : array.toArray())
        numbers.push_back(number.toDouble());
    return numbers;
}

} // namespace

class BacktestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsAPlainCalculationOnRealBars_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("fee");
        QTest::addColumn<int>("fast");
        QTest::addColumn<int>("slow");
        for (const char *file :
             {"us-intraday/AAPL/1h.csv", "us-intraday/TSLA/1h.csv", "bybit-linear/BTCUSDT/1h.csv",
              "us-yahoo/AAPL/1d.csv", "binance-spot/BTCUSDT/1h.csv.gz"})
            for (const char *fee : {"0", "0.001"})
                for (const auto &[fast, slow] : {std::pair(10, 30), std::pair(3, 8)})
                    QTest::addRow("%s fee %s sma %d/%d", file, fee, fast, slow)
                        << QString::fromUtf8(file) << QString::fromUtf8(fee) << fast << slow;
    }
    void equalsAPlainCalculationOnRealBars()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QString, file);
        QFETCH(QString, fee);
        QFETCH(int, fast);
        QFETCH(int, slow);
        const std::string path = support::sharedFile(("bars/" + file.toStdString()).c_str());
        const auto plain = support::plainCross(support::plainBars(path), std::size_t(fast),
                                               std::size_t(slow), 10'000, fee.toDouble());
        const auto bars = readBars(path);
        VERIFY_RESULT(bars);

        const auto result = runBacktest(settingsOf(
            {.bars = *bars,
             .parameters = {{"fast", std::to_string(fast)}, {"slow", std::to_string(slow)}},
             .fee = decimal(fee.toUtf8())}));

        VERIFY_RESULT(result);
        QCOMPARE(result->trades.size(), plain.trades.size());
        QVERIFY(result->trades.size() > 20);
        for (std::size_t i = 0; i < plain.trades.size(); ++i) {
            const RoundTrip &ours = result->trades[i];
            const support::PlainTrade &theirs = plain.trades[i];
            QCOMPARE(toMillis(ours.entryTime), theirs.entryMillis);
            QVERIFY(isNear(ours.entryPrice.toDouble(), theirs.entry, 1e-12L));
            QVERIFY(std::fabs(ours.quantity.toDouble() - theirs.quantity) <= 1.01e-9L);
            QCOMPARE(ours.exitTime.has_value(), theirs.exitMillis.has_value());
            if (!ours.exitTime)
                continue;
            QCOMPARE(toMillis(*ours.exitTime), *theirs.exitMillis);
            QVERIFY(isNear(ours.exitPrice->toDouble(), theirs.exit, 1e-12L));
            QVERIFY(isNear(ours.pnl.toDouble(), theirs.pnl, 1e-6L));
        }
        QVERIFY(isNear(result->finalEquity.toDouble(), plain.finalEquity, 1e-9L));
        QCOMPARE(result->refusals, 0);
        QCOMPARE(result->bars, std::int64_t(bars->size()));
    }

    void sameInputsGiveTheSameDigest()
    {
        REQUIRE_SHARED_DATA();
        const auto bars = readBars(support::sharedFile("bars/us-intraday/AAPL/1h.csv"));
        VERIFY_RESULT(bars);
        const Run run{.bars = *bars, .parameters = {}, .fee = decimal("0.001")};
        const auto first = runBacktest(settingsOf(run));
        const auto second = runBacktest(settingsOf(run));
        const auto third = runBacktest(settingsOf(run));
        Run other = run;
        other.bars[700].open += price("0.01"); // a bar at which nothing may even trade
        other.fee = decimal("0.0011");

        VERIFY_RESULT(first);
        QCOMPARE(first->digest.size(), std::size_t(64));
        QCOMPARE(second->digest, first->digest);
        QCOMPARE(third->digest, first->digest);
        QVERIFY(runBacktest(settingsOf(other))->digest != first->digest);
    }

    void reproducesBacktraderOnAShare()
    {
        REQUIRE_SHARED_DATA();
        const QJsonObject reference = referenceJson("backtrader.sma15-cross.json");
        const QJsonObject expected = reference[QStringLiteral("runs")].toArray()[0].toObject();
        const Run run = backtraderRun();

        const auto result = runBacktest(settingsOf(run));

        VERIFY_RESULT(result);
        std::vector<double> buys;
        std::vector<double> sells;
        for (const RoundTrip &trip : result->trades) {
            buys.push_back(trip.entryPrice.toDouble());
            if (trip.exitPrice)
                sells.push_back(trip.exitPrice->toDouble());
        }
        QVERIFY(buys == numbersOf(reference[QStringLiteral("buy_fill_price")]));
        QVERIFY(sells == numbersOf(reference[QStringLiteral("sell_fill_price")]));
        QCOMPARE(buys.size(), std::size_t(12));
        QVERIFY(result->finalEquity.value() == WideDecimal(decimal("10284.1")));
        QCOMPARE(expected[QStringLiteral("final_value")].toDouble(), 10284.1);
        const Money cash =
            result->finalEquity - notional(run.bars.back().close, result->trades.back().quantity);
        QVERIFY(cash.value() == WideDecimal(decimal("6164.16")));
        QCOMPARE(expected[QStringLiteral("final_cash")].toDouble(), 6164.16);
    }

    // Margin is not modelled: the value is compared, the cash is not.
    void reproducesBacktraderOnAFuture()
    {
        REQUIRE_SHARED_DATA();
        const QJsonObject expected =
            referenceJson("backtrader.sma15-cross.json")[QStringLiteral("runs")]
                .toArray()[1]
                .toObject();
        BacktestSettings settings = settingsOf(backtraderRun());
        settings.engine.instruments.front().multiplier = Decimal::fromInteger(10);
        settings.feePerUnit = Decimal::fromInteger(2);

        const auto result = runBacktest(std::move(settings));

        VERIFY_RESULT(result);
        QCOMPARE(result->finalEquity.toDouble(),
                 expected[QStringLiteral("final_value")].toDouble());
        QCOMPARE(result->fees.toString(), std::string("46")); // 12 buys and 11 sells at 2
        // Ten times 4,052.55 with 10,000 in cash: without margin that is a loan, and it is told.
        QVERIFY(std::ranges::any_of(result->optimistic, [](const std::string &each) {
            return each.find("borrowed") != std::string::npos;
        }));
    }

    void reproducesBacktestingPy()
    {
        REQUIRE_SHARED_DATA();
        const QJsonObject expected =
            referenceJson("backtesting-py.smacross-10-30.json")[QStringLiteral("expected")]
                .toObject();
        const auto figure = [&](const char *name) {
            return expected[QString::fromUtf8(name)].toDouble();
        };
        BacktestSettings settings = settingsOf({.bars = referenceBars("GOOG.csv"),
                                                .parameters = {{"allow-short", "true"}},
                                                .size = SizeRule::WholeEquity});
        settings.atTheEnd = AtTheEnd::CloseAtOpen;

        const auto result = runBacktest(std::move(settings));

        VERIFY_RESULT(result);
        QCOMPARE(result->roundTrips, std::int64_t(figure("# Trades")));
        QCOMPARE(result->trades.size(), std::size_t(66));
        QVERIFY(isNear(result->finalEquity.toDouble(), figure("Equity Final [$]"), 1e-8L));
        const auto peak = std::ranges::max_element(result->equity, {}, &EquityPoint::equity);
        QVERIFY(isNear(peak->equity, figure("Equity Peak [$]"), 1e-8L));
        const auto [worst, best] =
            std::ranges::minmax_element(result->trades, {}, &RoundTrip::returnPct);
        QVERIFY(isNear(best->returnPct, figure("Best Trade [%]"), 1e-8L));
        QVERIFY(isNear(worst->returnPct, figure("Worst Trade [%]"), 1e-8L));
        QVERIFY(isNear(*result->winRatePct, figure("Win Rate [%]"), 1e-8L));
        QVERIFY(isNear(result->maxDrawdownPct, -figure("Max. Drawdown [%]"), 1e-8L));
        QVERIFY(isNear(*result->returnPct, figure("Return [%]"), 1e-8L));
    }

    void stopsWhenAsked()
    {
        REQUIRE_SHARED_DATA();
        const auto bars = readBars(support::sharedFile("bars/bybit-linear/BTCUSDT/1h.csv"));
        VERIFY_RESULT(bars);
        BacktestSettings settings = settingsOf({.bars = *bars, .parameters = {}});
        std::size_t seen = 0;
        settings.progress = [&](std::size_t done) {
            seen = done;
            return false;
        };

        const auto result = runBacktest(std::move(settings));

        VERIFY_RESULT(result);
        QVERIFY(result->wasStopped);
        QVERIFY(seen > 0 && seen < bars->size());
        QCOMPARE(result->bars, std::int64_t(seen));
    }

    void saysWhatIsWrong()
    {
        REQUIRE_SHARED_DATA();
        const Run run = backtraderRun();
        Run wrongParameter = run;
        wrongParameter.parameters["fast"] = "20";
        BacktestSettings wrongStrategy = settingsOf(run);
        wrongStrategy.engine.bots.front().strategy = "none";

        QCOMPARE(runBacktest(settingsOf({})).error().code, ErrorCode::BadInput);
        QCOMPARE(runBacktest(settingsOf(wrongParameter)).error().field, std::string("fast"));
        QCOMPARE(runBacktest(std::move(wrongStrategy)).error().field, std::string("strategy"));
    }
};

QTEST_GUILESS_MAIN(BacktestTest)
#include "BacktestTest.moc"
