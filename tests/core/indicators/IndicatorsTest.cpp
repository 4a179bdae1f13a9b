#include "core/indicators/Atr.h"
#include "core/indicators/Ema.h"
#include "core/indicators/IndicatorCatalogue.h"
#include "core/indicators/Rsi.h"
#include "core/indicators/Sma.h"

#include <QTest>

#include <cmath>
#include <cstdint>
#include <numeric>

using namespace core;

namespace {

/// A seeded random walk of prices around 100 (Knuth's MMIX generator).
std::vector<double> walk(std::size_t count)
{
    std::vector<double> values;
    std::uint64_t state = 20260131;
    double price = 100;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        price *= 1 + (double(state >> 40) / double(1 << 24) - 0.5) * 0.02 - (price - 100) * 1e-5;
        values.push_back(price);
    }
    return values;
}

double relative(double a, double b)
{
    return std::abs(a - b) / std::abs(b);
}

/// Σ value·weight written out for one moment, oldest first: no state is carried along.
double plainEma(const std::vector<double> &values, std::size_t at, int period)
{
    const double kept = 1 - 2.0 / (period + 1);
    double result = 0;
    for (int i = 0; i < period; ++i)
        result += values[std::size_t(i)] / period;
    result *= std::pow(kept, double(at) - (period - 1));
    for (std::size_t i = std::size_t(period); i <= at; ++i)
        result += (1 - kept) * values[i] * std::pow(kept, double(at - i));
    return result;
}

Bar barAt(double high, double low, double close)
{
    Bar bar;
    bar.open = bar.close = Price(Decimal::fromDouble(close));
    bar.high = Price(Decimal::fromDouble(high));
    bar.low = Price(Decimal::fromDouble(low));
    return bar;
}

} // namespace

class IndicatorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smaIsThePlainMeanOfTheWindow()
    {
        const auto means = sma(std::vector<double>{1, 2, 4, 8, 16}, 3);

        QVERIFY(std::isnan(means[0]) && std::isnan(means[1]));
        QCOMPARE(means[2], 7.0 / 3);
        QCOMPARE(means[3], 14.0 / 3);
        QCOMPARE(means[4], 28.0 / 3);
    }

    void smaOfOneIsTheValueItself()
    {
        QCOMPARE(sma(std::vector<double>{3, 1, 2}, 1), (std::vector<double>{3, 1, 2}));
    }

    void smaDoesNotDriftOverAMillionValues_data()
    {
        QTest::addColumn<int>("period");
        QTest::newRow("2") << 2;
        QTest::newRow("30") << 30;
        QTest::newRow("200") << 200;
    }
    void smaDoesNotDriftOverAMillionValues()
    {
        QFETCH(int, period);
        const auto values = walk(1'000'000);
        Sma average(period);
        double worst = 0;

        for (std::size_t i = 0; i < values.size(); ++i) {
            average.update(values[i]);
            if (!average.ready())
                continue;
            const auto newest = values.begin() + std::ptrdiff_t(i) + 1;
            const double plain = std::accumulate(newest - period, newest, 0.0) / period;
            worst = std::max(worst, relative(average.value(), plain));
        }

        qInfo("SMA %d over 1,000,000 values: worst relative difference %.2g", period, worst);
        QVERIFY(worst <= 1e-12);
        QVERIFY(worst <= 2 * (period + 2) * 0x1p-53); // both sides may be off by the bound
    }

    void smaForgetsWhatHasLeftTheWindow()
    {
        Sma average(3);
        for (const double value : {1e15, 3e-7, 1e15, 0.1, 0.2, 0.3})
            average.update(value);

        QCOMPARE(average.value(), 0.2);
    }

    void emaIsSeededByTheMean()
    {
        const auto values = ema(std::vector<double>{1, 2, 6, 5, 1}, 3);

        QVERIFY(std::isnan(values[1]));
        QCOMPARE(values[2], 3.0);
        QCOMPARE(values[3], 4.0);
        QCOMPARE(values[4], 2.5);
    }

    void emaAgreesWithTheWeightedSumWrittenOut()
    {
        const auto values = walk(3000);

        const auto averages = ema(values, 21);

        for (std::size_t at = 20; at < values.size(); at += 37)
            QVERIFY(relative(averages[at], plainEma(values, at, 21)) <= 1e-12);
    }

    void rsiFollowsWilder()
    {
        const auto values = rsi(std::vector<double>{10, 12, 11, 14, 14}, 2);

        QVERIFY(std::isnan(values[1]));
        QCOMPARE(values[2], 100 * 1.0 / 1.5);  // gains 2, 0; losses 0, 1
        QCOMPARE(values[3], 100 * 2.0 / 2.25); // (1 + 3) / 2 and 0.5 / 2
        QCOMPARE(values[4], 100 * 1.0 / 1.125);
    }

    void rsiKnowsItsEdges()
    {
        QCOMPARE(rsi(std::vector<double>{7, 7, 7, 7}, 3).back(), 50.0);
        QCOMPARE(rsi(std::vector<double>{7, 8, 9, 10}, 3).back(), 100.0);
        QCOMPARE(rsi(std::vector<double>{7, 6, 5, 4}, 3).back(), 0.0);
    }

    void rsiStaysBetweenZeroAndAHundred()
    {
        for (const double value : rsi(walk(10'000), 2))
            QVERIFY(std::isnan(value) || (value >= 0 && value <= 100));
    }

    void atrBeginsWithTheSecondBarAndSeesGaps()
    {
        const std::vector<double> high{100, 12, 14, 13};
        const std::vector<double> low{1, 10, 13, 5};
        const std::vector<double> close{11, 10, 13.5, 6};

        const auto values = atr(high, low, close, 2);

        QVERIFY(std::isnan(values[0]) && std::isnan(values[1]));
        QCOMPARE(values[2], 3.0);  // 2 (its range) and 4 (gap up: 14 − 10)
        QCOMPARE(values[3], 5.75); // (3 + 8.5) / 2, gap down: 13.5 − 5
    }

    void resetMakesAsNew()
    {
        const auto values = walk(200);
        Sma average(7);
        Ema exponential(7);
        Rsi strength(7);
        Atr range(7);
        const auto last = [&] {
            for (const double value : values) {
                average.update(value);
                exponential.update(value);
                strength.update(value);
                range.update(value + 1, value - 1, value);
            }
            return std::vector<double>{average.value(), exponential.value(), strength.value(), range.value()};
        };
        const auto first = last();

        average.reset();
        exponential.reset();
        strength.reset();
        range.reset();

        QVERIFY(!average.ready() && !exponential.ready() && !strength.ready() && !range.ready());
        QCOMPARE(last(), first);
    }

    void askingTooEarlyOrForNoWindowIsABug()
    {
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)Sma(2).value());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)Ema(2).value());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)Rsi(2).value());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)Atr(2).value());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, Sma(0));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, Ema(0));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, Rsi(0));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, Atr(-1));
    }

    void everyIndicatorOfTheCatalogueWarmsUpAsItSays()
    {
        const auto values = walk(300);
        for (const IndicatorSpec &spec : indicatorCatalogue()) {
            const auto indicator = makeIndicator(spec.name, {});
            QVERIFY2(indicator.has_value(), spec.name.c_str());
            for (int i = 0; i < int(values.size()); ++i) {
                const double value = values[std::size_t(i)];
                (*indicator)->update(barAt(value + 1, value - 1, value));
                QVERIFY2((*indicator)->ready() == (i >= (*indicator)->warmUpBars()), spec.name.c_str());
            }
            QCOMPARE((*indicator)->values().size(), spec.outputs.size());
            (*indicator)->reset();
            QVERIFY(!(*indicator)->ready());
        }
    }

    void catalogueTakesItsParameters()
    {
        const auto indicator = makeIndicator("atr", {{"period", "2"}});
        QVERIFY(indicator.has_value());

        (*indicator)->update(barAt(100, 1, 11));
        (*indicator)->update(barAt(12, 10, 10));
        (*indicator)->update(barAt(14, 13, 13.5));

        QCOMPARE((*indicator)->values(), std::vector<double>{3.0});
    }

    void catalogueRefusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("field");
        const QString sma = QStringLiteral("sma");
        QTest::newRow("name") << "SMA" << "period" << "3" << "indicator";
        QTest::newRow("parameter") << sma << "length" << "3" << "length";
        QTest::newRow("zero") << sma << "period" << "0" << "period";
        QTest::newRow("negative") << sma << "period" << "-5" << "period";
        QTest::newRow("huge") << sma << "period" << "100001" << "period";
        QTest::newRow("overflow") << sma << "period" << "99999999999999" << "period";
        QTest::newRow("fraction") << sma << "period" << "2.5" << "period";
        QTest::newRow("word") << sma << "period" << "ten" << "period";
        QTest::newRow("tail") << sma << "period" << "10x" << "period";
        QTest::newRow("space") << sma << "period" << " 10" << "period";
        QTest::newRow("empty") << sma << "period" << "" << "period";
    }
    void catalogueRefusesWhatItDoesNotKnow()
    {
        QFETCH(QString, name);
        QFETCH(QString, parameter);
        QFETCH(QString, value);
        QFETCH(QString, field);

        const auto indicator = makeIndicator(name.toStdString(),
                                             {{parameter.toStdString(), value.toStdString()}});

        QVERIFY(!indicator.has_value());
        QCOMPARE(indicator.error().code, ErrorCode::BadInput);
        QCOMPARE(QString::fromStdString(indicator.error().field), field);
        QVERIFY(!indicator.error().message.empty());
    }

    void refusalsNameTheBounds()
    {
        QCOMPARE(makeIndicator("sma", {{"period", "0"}}).error().message, std::string("must be from 1 to 100000"));
    }

    void parametersOfEveryKindAreChecked()
    {
        const std::vector<Parameter> known{
            {.name = "share", .kind = ParameterKind::Number, .defaultValue = "0.5", .min = 0, .max = 1},
            {.name = "average", .kind = ParameterKind::Choice, .defaultValue = "sma", .choices = {"sma", "ema"}},
            {.name = "short", .kind = ParameterKind::Switch, .defaultValue = "false"},
        };
        const auto refuses = [&](const char *name, const char *text) {
            const auto values = checkedParameters("it", known, {{name, text}});
            return !values && values.error().field == name;
        };

        const auto values = checkedParameters("it", known, {{"share", "0.25"}, {"short", "true"}});

        QVERIFY(values.has_value());
        QCOMPARE(values->number("share"), 0.25);
        QCOMPARE(values->choice("average"), std::string("sma"));
        QVERIFY(values->isOn("short"));
        QVERIFY(refuses("share", "1.5") && refuses("share", "nan") && refuses("share", "inf"));
        QVERIFY(refuses("average", "wma") && refuses("short", "yes") && refuses("short", "1"));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)values->number("absent"));
    }
};

QTEST_GUILESS_MAIN(IndicatorsTest)
#include "IndicatorsTest.moc"
