#include "core/indicators/Atr.h"
#include "core/indicators/Batch.h"
#include "core/indicators/Ema.h"
#include "core/indicators/Rsi.h"
#include "core/indicators/Sma.h"
#include "tests/core/indicators/Reference.h"
#include "tests/support/SharedData.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace core;

namespace {

/// Binary fractions cannot hit a printed half exactly.
constexpr double tie = 1e-6;

std::vector<double> computed(const QString &indicator, int period, const Reference &reference)
{
    if (indicator == QStringLiteral("sma"))
        return runOver(Sma(period), reference.close);
    if (indicator == QStringLiteral("ema"))
        return runOver(Ema(period), reference.close);
    if (indicator == QStringLiteral("rsi"))
        return runOver(Rsi(period), reference.close);
    if (indicator == QStringLiteral("wilder"))
        return runOver(WilderAverage(period), reference.close);
    Atr atr(period);
    std::vector<double> values;
    for (std::size_t i = 0; i < reference.close.size(); ++i) {
        atr.update(reference.high[i], reference.low[i], reference.close[i]);
        values.push_back(atr.ready() ? atr.value() : std::nan(""));
    }
    return values;
}

/// One row where the reference and we both have a value.
struct Difference {
    qsizetype row;
    double units; ///< Of the last printed place, with sign.
    double value; ///< In the indicator's own unit.
};

std::vector<Difference> differences(const std::vector<double> &ours, const QStringList &printed)
{
    std::vector<Difference> rows;
    for (qsizetype i = 0; i < printed.size(); ++i) {
        if (printed[i].isEmpty() || std::isnan(ours[std::size_t(i)]))
            continue;
        const double difference = ours[std::size_t(i)] - printed[i].toDouble();
        rows.push_back({i, difference / lastPlaceOf(printed[i]), difference});
    }
    return rows;
}

/// Rows on which only one of the two has a value.
int rowsWithoutPartner(const std::vector<double> &ours, const QStringList &printed)
{
    int count = 0;
    for (qsizetype i = 0; i < printed.size(); ++i)
        count += printed[i].isEmpty() != std::isnan(ours[std::size_t(i)]);
    return count;
}

/// The share of its past that a filter keeps with every bar.
double keptBy(const QString &indicator, int period)
{
    return indicator == QStringLiteral("ema") ? (period - 1.0) / (period + 1.0) : (period - 1.0) / period;
}

/// Whether a difference at the start is all there is: it must shrink by the filter's own factor with
/// every bar, up to the rounding of the two printed values.
bool shrinksByFactor(const std::vector<Difference> &rows, double kept)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double left = rows.front().value * std::pow(kept, double(i));
        const double unit = rows[i].units == 0 ? 0 : rows[i].value / rows[i].units;
        if (std::abs(rows[i].value - left) > 1.01 * unit + 1e-9 * std::abs(left))
            return false;
    }
    return true;
}

double worstUnits(const std::vector<Difference> &rows)
{
    double worst = 0;
    for (const Difference &row : rows)
        worst = std::max(worst, std::abs(row.units));
    return worst;
}

} // namespace

/// SMA, EMA, RSI and ATR against what others computed.
class IndicatorsReferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithReferencesOfTheSameDefinition_data()
    {
        QTest::addColumn<QString>("indicator");
        QTest::addColumn<int>("period");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("column");
        QTest::addColumn<int>("rows");
        QTest::addColumn<double>("allowedUnits");
        QTest::addColumn<int>("earlier"); // rows the reference has before us: its authors had older bars
        const auto row = [](const char *indicator, int period, const char *file, const char *column,
                            int rows, double allowedUnits = 0.5, int earlier = 0) {
            QTest::addRow("%s %d %s %s", indicator, period, file, column)
                << QString::fromUtf8(indicator) << period << QString::fromUtf8(file)
                << QString::fromUtf8(column) << rows << allowedUnits << earlier;
        };
        // The closes of this file are rounded to the places of its averages: half a unit for the
        // printed average and at most half a unit more for the mean of rounded closes.
        row("sma", 14, "lean/spy_with_indicators.txt", "SMA14", 487, 1.0);
        row("ema", 14, "lean/spy_with_indicators.txt", "EMA14", 487, 1.0);
        // The headers SMA5 and SMA15 of this file stand over each other's figures.
        row("sma", 15, "lean/spy_with_rma.csv", "SMA5", 1012, 0.5, 14);
        row("sma", 10, "lean/spy_with_rma.csv", "SMA10", 1017, 0.5, 9);
        row("sma", 5, "lean/spy_with_rma.csv", "SMA15", 1022, 0.5, 4);
        row("sma", 20, "skender/results/sma.csv", "sma", 483);
        row("sma", 20, "skender/results/sma-analysis.csv", "sma", 483);
        row("sma", 5, "skender/results/starc.csv", "centerline", 498);
        row("sma", 20, "stockcharts/bbands.csv", "MiddleBand", 23);
        row("sma", 5, "tulip/atoz.txt", "sma 5", 4);
        row("sma", 5, "tulip/untest.txt", "sma 5", 11);
        row("ema", 14, "lean/spy_ema.csv", "EMA14", 351);
        row("ema", 13, "skender/results/elder-ray.csv", "ema", 490);
        row("rsi", 14, "lean/spy_with_indicators.txt", "RSI 14 Wilder", 486);
        row("rsi", 5, "tulip/atoz.txt", "rsi 5", 15);
        row("rsi", 5, "tulip/untest.txt", "rsi 5", 10);
        row("atr", 21, "skender/results/atr-stop.csv", "atr", 481);
        // Its true range begins with high − low of the first bar, which here happens to equal the
        // mean of the four that follow: the same figures from the second one on.
        row("atr", 4, "tulip/atoz.txt", "atr 4", 16, 0.5, 1);
        row("wilder", 5, "tulip/atoz.txt", "wilders 5", 8);
        row("wilder", 5, "tulip/untest.txt", "wilders 5", 11);
    }
    void agreesWithReferencesOfTheSameDefinition()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QString, indicator);
        QFETCH(int, period);
        QFETCH(QString, file);
        QFETCH(QString, column);
        QFETCH(double, allowedUnits);
        const Reference reference = readReference(file, column);
        QVERIFY(!reference.close.empty());
        QCOMPARE(std::size_t(reference.expected.size()), reference.close.size());

        const auto ours = computed(indicator, period, reference);

        const auto rows = differences(ours, reference.expected);
        const double worst = worstUnits(rows);
        qInfo("| %-6s %2d | %-33s | %-13s | %4zu | %.3f |", qPrintable(indicator), period,
              qPrintable(file), qPrintable(column), rows.size(), worst);
        QTEST(int(rows.size()), "rows");
        QTEST(rowsWithoutPartner(ours, reference.expected), "earlier");
        QVERIFY2(worst <= allowedUnits + tie, qPrintable(QString::number(worst)));
    }

    /// Others mean something else by the same name. Where only the start differs, the difference
    /// must shrink by the filter's own factor per bar; where the averaging differs, it must stay.
    void differsFromOtherDefinitionsAsItShould_data()
    {
        QTest::addColumn<QString>("indicator");
        QTest::addColumn<int>("period");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("column");
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("fades");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *indicator, int period, const char *file, const char *column,
                            int rows, bool fades, const char *reason) {
            QTest::addRow("%s %d %s %s", indicator, period, file, column)
                << QString::fromUtf8(indicator) << period << QString::fromUtf8(file)
                << QString::fromUtf8(column) << rows << fades << QString::fromUtf8(reason);
        };
        const char *firstValue = "EMA begins with the first value, not with a mean";
        row("ema", 12, "stockcharts/macd.csv", "short_ema", 113, true, firstValue);
        row("ema", 26, "stockcharts/macd.csv", "long_ema", 99, true, firstValue);
        row("ema", 12, "stockcharts/ppo.csv", "12 day EMA", 29, true, firstValue);
        row("ema", 26, "stockcharts/ppo.csv", "26 day EMA", 15, true, firstValue);
        row("ema", 12, "stockcharts/pvo.csv", "12 day EMA", 29, true, firstValue);
        row("ema", 5, "tulip/atoz.txt", "ema 5", 4, true, firstValue);
        row("ema", 5, "tulip/untest.txt", "ema 5", 11, true, firstValue);
        const char *firstBar = "true range begins with high - low of the first bar";
        row("atr", 14, "lean/spy_atr_wilder.txt", "Average True Range 14", 487, true, firstBar);
        row("atr", 14, "stockcharts/atr.csv", "ATR", 16, true, firstBar);
        row("atr", 10, "stockcharts/atr2.csv", "ATR", 20, true, firstBar);
        row("atr", 10, "stockcharts/kc.csv", "atr", 20, true, firstBar);
        row("atr", 5, "tulip/untest.txt", "atr 5", 10, true, firstBar);
        row("atr", 14, "lean/spy_atr.txt", "Average True Range 14", 487, false,
            "plain mean of the true ranges, not Wilder's");
        row("rsi", 14, "lean/spy_with_indicators.txt", "RSI 14", 485, false,
            "plain means of gains and losses (Cutler), not Wilder's");
    }
    void differsFromOtherDefinitionsAsItShould()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QString, indicator);
        QFETCH(int, period);
        QFETCH(QString, file);
        QFETCH(QString, column);
        QFETCH(bool, fades);
        QFETCH(QString, reason);
        const Reference reference = readReference(file, column);
        QVERIFY(!reference.close.empty());

        const auto rows = differences(computed(indicator, period, reference), reference.expected);

        QTEST(int(rows.size()), "rows");
        const double first = std::abs(rows.front().value);
        const double last = std::abs(rows.back().value);
        qInfo("| %-6s %2d | %-33s | %-21s | %4zu | %.3g | %.3g | %s |", qPrintable(indicator), period,
              qPrintable(file), qPrintable(column), rows.size(), first, last, qPrintable(reason));
        QVERIFY(worstUnits(rows) > 10);
        if (fades)
            QVERIFY2(shrinksByFactor(rows, keptBy(indicator, period)), "the difference must fade");
        else
            QVERIFY2(worstUnits({rows.end() - 20, rows.end()}) > 10, "the difference must stay");
    }

    /// These two start both averages at zero with the first change. Of the RSI, a ratio, that can
    /// only be said to differ; the averages under it fade by Wilder's factor.
    void differsFromTheRsiThatStartsAtZero_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("rsi") << QStringLiteral("stockcharts/rsi.csv");
        QTest::newRow("stochrsi") << QStringLiteral("stockcharts/stochrsi.csv");
    }
    void differsFromTheRsiThatStartsAtZero()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QString, file);
        const Reference reference = readReference(file, QStringLiteral("RSI"));
        QVERIFY(!reference.close.empty());

        const auto rows = differences(runOver(Rsi(14), reference.close), reference.expected);

        QCOMPARE(rows.size(), std::size_t(19));
        const double first = std::abs(rows.front().value);
        const double last = std::abs(rows.back().value);
        qInfo("| rsi    14 | %s | RSI | %zu | %.3g | %.3g | both averages begin at zero with the first change |",
              qPrintable(file), rows.size(), first, last);
        QVERIFY(first > 1);
    }

    void averageGainThatStartsAtZeroFades()
    {
        REQUIRE_SHARED_DATA();
        const Reference reference = readReference(QStringLiteral("stockcharts/rsi.csv"), QStringLiteral("Avg Gain"));
        QVERIFY(!reference.close.empty());
        std::vector<double> gains;
        for (std::size_t i = 1; i < reference.close.size(); ++i)
            gains.push_back(std::max(reference.close[i] - reference.close[i - 1], 0.0));

        const auto ours = runOver(WilderAverage(14), gains);

        const auto rows = differences(ours, reference.expected.mid(1));
        QCOMPARE(rows.size(), std::size_t(19));
        QVERIFY(std::abs(rows.front().units) > 10);
        QVERIFY(shrinksByFactor(rows, 13.0 / 14));
    }

    void agreesWithTheEarlierStartedAtrOnceTheStartHasFaded()
    {
        REQUIRE_SHARED_DATA();
        const Reference reference = readReference(QStringLiteral("lean/spy_atr_wilder.txt"),
                                                  QStringLiteral("Average True Range 14"));
        const auto rows = differences(computed(QStringLiteral("atr"), 14, reference), reference.expected);

        const auto faded = std::ranges::find_if(rows, [](const Difference &row) { return row.row >= 163; });

        QVERIFY(rows.end() - faded > 300);
        QVERIFY(worstUnits({faded, rows.end()}) <= 0.5 + tie);
    }

    void measuresTheLastPrintedPlace()
    {
        QCOMPARE(lastPlaceOf(QStringLiteral("211.50")), 0.01);
        QCOMPARE(lastPlaceOf(QStringLiteral("42")), 1.0);
        QCOMPARE(lastPlaceOf(QStringLiteral("1.29E+09")), 1e7);
        QCOMPARE(lastPlaceOf(QStringLiteral("214.52499999999995")), 1e-12);
    }
};

QTEST_GUILESS_MAIN(IndicatorsReferenceTest)
#include "IndicatorsReferenceTest.moc"
