#include "core/strategies/CrossDetector.h"
#include "core/strategies/Figures.h"
#include "core/strategies/StrategyCatalogue.h"
#include "core/strategies/ma-crossover/MaCrossover.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <span>

using namespace core;

namespace {

Bar barAt(int index, double close)
{
    const Timestamp open = Timestamp(std::chrono::hours(index));
    const Price price(Decimal::fromDouble(close));
    return Bar{.openTime = open, .closeTime = open + std::chrono::hours(1), .open = price,
               .high = price, .low = price, .close = price, .volume = 1};
}

std::vector<Bar> barsOf(const std::vector<double> &closes)
{
    std::vector<Bar> bars;
    for (const double close : closes)
        bars.push_back(barAt(int(bars.size()), close));
    return bars;
}

/// Two waves of different length: the averages cross again and again.
std::vector<Bar> waves(int count)
{
    std::vector<double> closes;
    for (int i = 0; i < count; ++i)
        closes.push_back(std::round((100 + 8 * std::sin(i / 9.0) + 3 * std::sin(i / 2.3)) * 100) / 100);
    return barsOf(closes);
}

/// What a strategy said on each bar; empty text where it was silent.
std::vector<std::string> spoken(Strategy &strategy, std::span<const Bar> bars)
{
    std::vector<std::string> words;
    for (const Bar &bar : bars) {
        const auto idea = strategy.onBar(bar);
        words.push_back(idea ? signalKindName(idea->kind) + std::string(" ") +
                                   std::to_string(idea->confidence) + " " + idea->reason
                             : std::string());
    }
    return words;
}

std::unique_ptr<Strategy> made(const std::string &name, const std::map<std::string, std::string> &parameters = {})
{
    auto strategy = makeStrategy(name, parameters);
    return strategy ? std::move(*strategy) : nullptr;
}

struct Cry {
    SignalKind kind;
    double close;
};

std::vector<Cry> criesOver(Strategy &strategy, const std::vector<Bar> &bars)
{
    std::vector<Cry> cries;
    for (const Bar &bar : bars)
        if (const auto idea = strategy.onBar(bar))
            cries.push_back({idea->kind, bar.close.toDouble()});
    return cries;
}

std::vector<Bar> referenceBars(const char *file)
{
    QFile source(QString::fromStdString(support::sharedFile(file)));
    if (!source.open(QIODevice::ReadOnly))
        return {};
    std::vector<double> closes;
    source.readLine();
    while (!source.atEnd())
        closes.push_back(source.readLine().split(',').value(4).toDouble());
    return barsOf(closes);
}

QJsonObject referenceResult(const char *file)
{
    QFile source(QString::fromStdString(support::sharedFile(file)));
    if (!source.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(source.readAll()).object();
}

} // namespace

class StrategiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStrategySpeaksOnlyAfterItsWarmUp()
    {
        const auto bars = waves(600);
        for (const StrategySpec &spec : strategyCatalogue()) {
            const auto strategy = made(spec.name);
            QVERIFY2(strategy, spec.name.c_str());
            int ideas = 0;
            for (int i = 0; i < int(bars.size()); ++i) {
                const auto idea = strategy->onBar(bars[std::size_t(i)]);
                if (!idea)
                    continue;
                ++ideas;
                QVERIFY2(i >= strategy->warmUpBars(), spec.name.c_str());
                QVERIFY(idea->confidence >= 0 && idea->confidence <= 1);
                QVERIFY(!idea->reason.empty());
                QVERIFY(!strategy->lines().empty());
            }
            QVERIFY2(ideas > 0, spec.name.c_str());
        }
    }

    void everyStrategyIsDeterministic()
    {
        const auto bars = waves(600);
        for (const StrategySpec &spec : strategyCatalogue()) {
            const auto first = spoken(*made(spec.name), bars);
            QVERIFY2(spoken(*made(spec.name), bars) == first, "made anew");
            for (std::size_t past = 0; past < bars.size(); past += 10) {
                const auto strategy = made(spec.name);
                (void)spoken(*strategy, std::span(bars).first(past));
                strategy->reset();
                QVERIFY2(spoken(*strategy, bars) == first, "after reset");
            }
        }
    }

    void noStrategyLooksAhead()
    {
        const auto bars = waves(400);
        for (const StrategySpec &spec : strategyCatalogue()) {
            const auto whole = spoken(*made(spec.name), bars);
            for (std::size_t k = 0; k <= bars.size(); ++k) {
                const auto part = spoken(*made(spec.name), std::span(bars).first(k));
                QVERIFY2(std::equal(part.begin(), part.end(), whole.begin()), spec.name.c_str());
            }
        }
    }

    void everyCatalogueEntryExplainsItself()
    {
        for (const StrategySpec &spec : strategyCatalogue()) {
            QVERIFY(!spec.sentence.empty());
            for (const Parameter &parameter : spec.parameters) {
                QVERIFY2(!parameter.sentence.empty(), parameter.name.c_str());
                QVERIFY2(made(spec.name, {{parameter.name, parameter.defaultValue}}), parameter.name.c_str());
            }
        }
    }

    void catalogueRefusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("field");
        const QString cross = QStringLiteral("ma-crossover");
        QTest::newRow("name") << "moon" << "fast" << "5" << "strategy";
        QTest::newRow("parameter") << cross << "speed" << "5" << "speed";
        QTest::newRow("zero") << cross << "fast" << "0" << "fast";
        QTest::newRow("too long") << cross << "slow" << "10001" << "slow";
        QTest::newRow("not a number") << cross << "slow" << "long" << "slow";
        QTest::newRow("choice") << cross << "average" << "wma" << "average";
        QTest::newRow("switch") << cross << "allow-short" << "maybe" << "allow-short";
        QTest::newRow("fast equals slow") << cross << "fast" << "30" << "fast";
        QTest::newRow("fast above slow") << cross << "slow" << "9" << "fast";
    }
    void catalogueRefusesWhatItDoesNotKnow()
    {
        QFETCH(QString, name);
        QFETCH(QString, parameter);
        QFETCH(QString, value);
        QFETCH(QString, field);

        const auto strategy = makeStrategy(name.toStdString(), {{parameter.toStdString(), value.toStdString()}});

        QVERIFY(!strategy.has_value());
        QCOMPARE(strategy.error().code, ErrorCode::BadInput);
        QCOMPARE(QString::fromStdString(strategy.error().field), field);
    }

    void firstComparisonSetsTheSideWithoutACross()
    {
        CrossDetector detector;

        QVERIFY(detector.update(2, 1) == Cross::None);
        QVERIFY(detector.update(3, 1) == Cross::None);
        QVERIFY(detector.update(1, 2) == Cross::Down);
        QVERIFY(detector.update(2, 1) == Cross::Up);
        detector.reset();
        QVERIFY(detector.update(1, 2) == Cross::None);
    }

    void equalityKeepsTheLastSide()
    {
        CrossDetector detector;
        QVERIFY(detector.update(1, 1) == Cross::None); // no side yet
        QVERIFY(detector.update(2, 1) == Cross::None); // the first one

        QVERIFY(detector.update(1, 1) == Cross::None);
        QVERIFY(detector.update(2, 1) == Cross::None); // touched, not crossed
        QVERIFY(detector.update(1, 1) == Cross::None);
        QVERIFY(detector.update(0.5, 1) == Cross::Down);
    }

    void closerThanOnePartInAHundredThousandMillionIsEqual()
    {
        CrossDetector detector;
        QVERIFY(detector.update(101, 100) == Cross::None);

        QVERIFY(detector.update(100 - 0.9e-9, 100) == Cross::None);
        QVERIFY(detector.update(100 - 1.1e-9, 100) == Cross::Down);
        QVERIFY(detector.update(-100 + 0.9e-9, -100) == Cross::None);
        QVERIFY(detector.update(-100 + 1.1e-9, -100) == Cross::Up);
        QVERIFY(detector.update(0, 0) == Cross::None);
        QVERIFY(detector.update(1, 0) == Cross::None); // zero against zero did not change the side
    }

    void maCrossoverNamesItsFigures()
    {
        MaCrossover strategy({.fast = 1, .slow = 2});
        for (const Bar &bar : barsOf({12, 10}))
            QVERIFY(!strategy.onBar(bar));

        const auto idea = strategy.onBar(barAt(2, 11.5));

        QVERIFY(idea);
        QVERIFY(idea->kind == SignalKind::Buy);
        QCOMPARE(idea->reason, std::string("SMA 1 (11.500) crossed above SMA 2 (10.750)"));
        const auto lines = strategy.lines();
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].first, std::string("SMA 1"));
        QCOMPARE(lines[0].second, 11.5);
        QCOMPARE(lines[1].second, 10.75);
    }

    void maCrossoverSpeaksOnTheFirstBarAfterWarmUpAtTheEarliest()
    {
        MaCrossover strategy({.fast = 1, .slow = 3});
        QCOMPARE(strategy.warmUpBars(), 3);
        QVERIFY(strategy.lines().empty());
        for (const Bar &bar : barsOf({10, 9, 8}))
            QVERIFY(!strategy.onBar(bar));

        QVERIFY(strategy.onBar(barAt(3, 12)));
    }

    void maCrossoverUsesTheAverageAskedFor()
    {
        const std::map<std::string, std::string> parameters{{"fast", "1"}, {"slow", "3"}, {"average", "ema"},
                                                            {"allow-short", "true"}};
        const auto strategy = made("ma-crossover", parameters);
        QVERIFY(strategy);

        for (const Bar &bar : barsOf({1, 2, 6, 5}))
            (void)strategy->onBar(bar);

        QVERIFY(strategy->mayGoShort());
        QVERIFY(!made("ma-crossover")->mayGoShort());
        QCOMPARE(strategy->lines()[1].first, std::string("EMA 3"));
        QCOMPARE(strategy->lines()[1].second, 4.0);
    }

    void figuresAreDistinctAndShort()
    {
        using Pair = std::pair<std::string, std::string>;
        QVERIFY(distinctFigures(211.534, 211.4) == Pair("211.53", "211.40"));
        QVERIFY(distinctFigures(105796.123, 105790) == Pair("105796.12", "105790.00"));
        QVERIFY(distinctFigures(0.081234, 0.08) == Pair("0.081234", "0.080000"));
        QVERIFY(distinctFigures(211.40001, 211.40002) == Pair("211.40001", "211.40002"));
        QVERIFY(distinctFigures(5, 5) == Pair("5.0000000000", "5.0000000000"));
    }

    /// backtrader, SMA 15 against the close: it buys when flat and the close crosses above, closes
    /// when it crosses below.
    void crossesWhereBacktraderCrossed()
    {
        REQUIRE_SHARED_DATA();
        const auto expected = referenceResult("reference/backtests/backtrader.sma15-cross.json");
        const auto bars = referenceBars("reference/backtests/backtrader.2006-day-001.csv");
        QCOMPARE(bars.size(), std::size_t(255));
        const auto cries = criesOver(*made("ma-crossover", {{"fast", "1"}, {"slow", "15"}}), bars);

        QJsonArray buys;
        QJsonArray sells;
        for (const Cry &cry : cries) {
            if (cry.kind == SignalKind::Buy)
                buys.append(cry.close);
            else if (!buys.isEmpty())
                sells.append(cry.close);
        }

        QCOMPARE(buys, expected[QStringLiteral("buy_signal_close")].toArray());
        QCOMPARE(sells, expected[QStringLiteral("sell_signal_close")].toArray());
        qInfo("backtrader SMA 15: %d buys and %d sells on the same closes", int(buys.size()), int(sells.size()));
    }

    /// backtesting.py, SMA 10/30, always in the market: every cross begins a trade.
    void crossesAsOftenAsBacktestingPy()
    {
        REQUIRE_SHARED_DATA();
        const auto expected = referenceResult("reference/backtests/backtesting-py.smacross-10-30.json");
        const auto bars = referenceBars("reference/backtests/GOOG.csv");
        QCOMPARE(bars.size(), std::size_t(2148));

        const auto cries = criesOver(*made("ma-crossover"), bars);

        const int trades = expected[QStringLiteral("expected")].toObject()[QStringLiteral("# Trades")].toInt();
        QCOMPARE(int(cries.size()), trades);
        qInfo("backtesting.py SMA 10/30: %d trades, %zu crosses", trades, cries.size());
    }
};

QTEST_GUILESS_MAIN(StrategiesTest)
#include "StrategiesTest.moc"
