#include "core/history/BarFile.h"
#include "core/history/Validation.h"
#include "tests/support/SharedData.h"

#include <algorithm>

using namespace core;

namespace {

std::string barFile(const char *name)
{
    return support::sharedFile((std::string("bars/") + name).c_str());
}

int countOf(const ValidationReport &report, DefectKind kind)
{
    return int(std::count_if(report.defects.begin(), report.defects.end(),
                             [&](const Defect &defect) { return defect.kind == kind; }));
}

} // namespace

/// The files as downloaded, against what the data's README measured in them.
class RealFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheMeasuredNotes_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("zeroVolume");
        QTest::addColumn<int>("gaps");
        QTest::addColumn<int>("outliers");
        QTest::addColumn<int>("others");
        const auto row = [](const char *file, int rows, int zeroVolume, int gaps, int outliers,
                            int others) {
            QTest::newRow(file) << rows << zeroVolume << gaps << outliers << others;
        };
        row("binance-spot/BTCUSDT/1h.csv.gz", 58419, 4, 28, 0, 0);
        row("binance-usdm/ETHUSDT/1m.csv.gz", 60191, 0, 0, 0, 0);
        row("bybit-linear/BNBUSDT/1m.csv", 44493, 600, 0, 0, 0);
        row("bybit-linear/BTCUSDT/1m.csv.gz", 44498, 0, 0, 0, 0);
        row("bybit-linear/AVAXUSDT/5m.csv.gz", 86604, 0, 0, 0, 0); // the crash of 2025-10-10
        row("bybit-linear/BTCUSDT/1h.csv", 19261, 0, 0, 0, 0);
        row("bybit-linear/BTCUSDT/4h.csv", 4611, 0, 0, 0, 0);
        row("bybit-linear/BTCUSDT/1d.csv", 749, 0, 0, 0, 0);
        row("index/SPX/1d.csv", 17785, 0, 0, 0, 0);
        row("us-intraday/AAPL/1h.csv", 1456, 0, 0, 0, 0);
        row("us-intraday/QQQ/5m.csv", 16222, 0, 0, 0, 0);
        row("us-intraday/SPY/5m.csv", 16211, 0, 0, 0, 0);
        row("us-intraday/SPY/1m.csv.gz", 49885, 0, 67, 0, 0); // "a few minutes missing"
        row("us-lean-raw/SPY/1d.csv", 5849, 0, 0, 0, 0);
        row("us-lean-raw/SPY/1h.csv.gz", 40832, 0, 0, 0, 0);
        row("us-lean-raw/SPY/1m.csv", 4128, 0, 0, 0, 0);
        row("us-lean-raw/SPY/1s.csv.gz", 100184, 0, 0, 0, 0);
        row("us-lean-raw/AAPL/1d.csv", 5849, 0, 0, 7, 0); // four splits, three lows of bad prints
        row("us-yahoo/AAPL/1d.csv", 6084, 0, 0, 0, 0);
        row("us-yahoo/AAPL/1m.csv", 4678, 181, 1, 0, 0); // "1 others short by 2 bars"
        row("us-yahoo/FERG/1d.csv", 800, 27, 0, 0, 0);
        row("us-yahoo/HUBB/1d.csv", 800, 0, 0, 0, 1);
        row("us-yahoo/SHEL/1d.csv", 800, 0, 0, 0, 2);
        row("us-yahoo/WAL/1d.csv", 800, 0, 0, 0, 0); // the banking panic of 2023
    }
    void agreesWithTheMeasuredNotes()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(int, rows);
        QFETCH(int, zeroVolume);
        QFETCH(int, gaps);
        QFETCH(int, outliers);
        QFETCH(int, others);

        const auto report =
            validateBarFile(barFile(QTest::currentDataTag()),
                            {.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)});

        VERIFY_RESULT(report);
        QCOMPARE(report->rows, std::int64_t(rows));
        QCOMPARE(countOf(*report, DefectKind::ZeroVolume), zeroVolume);
        QCOMPARE(countOf(*report, DefectKind::Gap), gaps);
        QCOMPARE(countOf(*report, DefectKind::Outlier), outliers);
        QCOMPARE(int(report->defects.size()), zeroVolume + gaps + outliers + others);
        QCOMPARE(report->ok, gaps + others == 0);
    }

    void readsRealFilesWhole_data()
    {
        QTest::addColumn<bool>("isShare");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("firstOpen");
        QTest::addColumn<QString>("lastClose");
        QTest::addColumn<QString>("lastPrice");
        QTest::newRow("us-intraday/AAPL/1h.csv") << true << 1456 << "2025-05-12T13:30:00.000Z"
                                                 << "2026-03-12T15:30:00.000Z" << "254.81";
        QTest::newRow("us-intraday/TSLA/1h.csv") << true << 1456 << "2025-05-12T13:30:00.000Z"
                                                 << "2026-03-12T15:30:00.000Z" << "398.14";
        QTest::newRow("bybit-linear/BTCUSDT/1h.csv") << false << 19261 << "2023-11-29T00:00:00.000Z"
                                                     << "2026-02-08T13:00:00.000Z" << "71204.6";
        QTest::newRow("us-yahoo/AAPL/1d.csv") << true << 6084 << "2000-01-03T00:00:00.000Z"
                                              << "2024-03-08T21:00:00.000Z" << "170.729996";
        QTest::newRow("binance-spot/BTCUSDT/1h.csv.gz")
            << false << 58419 << "2017-08-17T04:00:00.000Z"
            << "2024-04-21T15:00:00.000Z"
            << "64893.5";
    }
    void readsRealFilesWhole()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(bool, isShare);
        QFETCH(int, rows);
        QFETCH(QString, firstOpen);
        QFETCH(QString, lastClose);
        QFETCH(QString, lastPrice);

        const auto bars = readBars(
            barFile(QTest::currentDataTag()),
            {.session = isShare ? SessionKind::UsEquities : SessionKind::AlwaysOpen});

        VERIFY_RESULT(bars);
        QCOMPARE(int(bars->size()), rows);
        QCOMPARE(QString::fromStdString(toIsoText(bars->front().openTime)), firstOpen);
        QCOMPARE(QString::fromStdString(toIsoText(bars->back().closeTime)), lastClose);
        QCOMPARE(QString::fromStdString(bars->back().close.toString()), lastPrice);
        for (std::size_t i = 1; i < bars->size(); ++i)
            QVERIFY((*bars)[i].openTime >= (*bars)[i - 1].closeTime);
    }

    void knowsPricesOfRecord()
    {
        REQUIRE_SHARED_DATA();
        const auto bars = readBars(barFile("binance-spot/BTCUSDT/1h.csv.gz"));
        VERIFY_RESULT(bars);
        const auto high =
            std::max_element(bars->begin(), bars->end(), [](const Bar &a, const Bar &b) {
                return a.openTime < *parseIsoText("2022-01-01") &&
                               b.openTime < *parseIsoText("2022-01-01")
                           ? a.high < b.high
                           : a.openTime > b.openTime;
            });

        QCOMPARE(toIsoText(high->openTime), std::string("2021-11-10T14:00:00.000Z"));
        QCOMPARE(high->high.toString(), std::string("69000"));
    }
};

int runRealFilesTest(int argc, char **argv)
{
    RealFilesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "RealFilesTest.moc"
