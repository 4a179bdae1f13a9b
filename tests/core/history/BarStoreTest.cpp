#include "core/history/BarFile.h"
#include "core/history/BarStore.h"
#include "core/history/FileBytes.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace core;

namespace {

const SeriesId bitcoinMinutes{{.venue = "bybit-linear", .symbol = "BTCUSDT"}, Timeframe::M1};

Timestamp now()
{
    return parseIsoText("2026-06-01").value();
}

std::string dirty(const char *name)
{
    return support::sharedFile((std::string("dirty/") + name).c_str());
}

/// A minute bar file with the closes of the given minutes of 2026-01-01; 0 leaves one out.
std::string minutes(const std::vector<int> &closes)
{
    std::string text = "timestamp_utc_ms,open,high,low,close,volume\n";
    for (std::size_t i = 0; i < closes.size(); ++i)
        if (closes[i] > 0)
            text += std::to_string(1'767'225'600'000 + std::int64_t(i) * 60'000) + ",10,20,5," +
                    std::to_string(closes[i]) + ",1\n";
    return text;
}

} // namespace

class BarStoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_files = 0;

    std::string root() { return m_dir.path().toStdString() + "/" + QTest::currentTestFunction(); }
    std::string written(const std::string &text)
    {
        const std::string path =
            m_dir.path().toStdString() + "/in" + std::to_string(++m_files) + ".csv";
        return writeWholeFile(path, text) ? path : std::string();
    }

private Q_SLOTS:
    void importsANewFileAndGivesItBack()
    {
        REQUIRE_SHARED_DATA();
        const BarStore store(root());

        const auto report = store.import(dirty("00_clean.csv"), bitcoinMinutes, now());

        VERIFY_RESULT(report);
        QCOMPARE(report->added, 500);
        QCOMPARE(report->replaced + report->unchanged + report->rejected, 0);
        QCOMPARE(report->path, root() + "/bars/bybit-linear/BTCUSDT/1m.csv");
        const auto stored = store.load(bitcoinMinutes);
        const auto original = readBars(dirty("00_clean.csv"));
        VERIFY_RESULT(stored);
        QVERIFY(*stored == *original);
    }

    void countsWhatIsAddedReplacedAndUnchanged()
    {
        const BarStore store(root());
        VERIFY_RESULT(store.import(written(minutes({10, 11, 12, 13})), bitcoinMinutes, now()));

        const auto report =
            store.import(written(minutes({0, 11, 15, 13, 14, 16})), bitcoinMinutes, now());

        VERIFY_RESULT(report);
        QCOMPARE(report->added, 2);
        QCOMPARE(report->replaced, 1);
        QCOMPARE(report->unchanged, 2);
        const auto stored = store.load(bitcoinMinutes);
        VERIFY_RESULT(stored);
        std::vector<double> closes;
        std::vector<bool> marks;
        for (const Bar &bar : *stored) {
            closes.push_back(bar.close.toDouble());
            marks.push_back(bar.isRepaired);
        }
        QVERIFY(closes == std::vector<double>({10, 11, 15, 13, 14, 16}));
        QVERIFY(marks == std::vector<bool>({false, false, true, false, false, false}));
        const auto again =
            store.import(written(minutes({0, 11, 15, 13, 14, 16})), bitcoinMinutes, now());
        QCOMPARE(again->unchanged, 5);
        QCOMPARE(again->added + again->replaced, 0);
    }

    void rejectsRowsThatAreNoBars_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("added");
        QTest::addColumn<int>("rejected");
        QTest::newRow("duplicates") << QStringLiteral("01_duplicate_rows.csv") << 500 << 5;
        QTest::newRow("conflict") << QStringLiteral("02_duplicate_timestamp.csv") << 500 << 1;
        QTest::newRow("gap") << QStringLiteral("03_gap.csv") << 470 << 0;
        QTest::newRow("disorder") << QStringLiteral("04_out_of_order.csv") << 500 << 0;
        QTest::newRow("newest first") << QStringLiteral("05_newest_first.csv") << 500 << 0;
        QTest::newRow("high below low") << QStringLiteral("06_high_below_low.csv") << 499 << 1;
        QTest::newRow("empty cell") << QStringLiteral("10_empty_cell.csv") << 499 << 1;
        QTest::newRow("not a number") << QStringLiteral("11_nan_text.csv") << 498 << 2;
        QTest::newRow("cut last line") << QStringLiteral("16_truncated_last_line.csv") << 499 << 1;
        QTest::newRow("seconds") << QStringLiteral("20_timestamps_in_seconds.csv") << 500 << 0;
        QTest::newRow("future") << QStringLiteral("30_future_timestamp.csv") << 499 << 1;
    }
    void rejectsRowsThatAreNoBars()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QString, file);
        QFETCH(int, added);
        QFETCH(int, rejected);
        const BarStore store(root() + file.toStdString());

        const auto report = store.import(dirty(qPrintable(file)), bitcoinMinutes, now());

        VERIFY_RESULT(report);
        QCOMPARE(report->added, added);
        QCOMPARE(report->rejected, rejected);
        QCOMPARE(int(report->defects.size()), rejected);
        QCOMPARE(int(store.load(bitcoinMinutes)->size()), added);
    }

    void refusesWholeFilesAndChangesNothing()
    {
        REQUIRE_SHARED_DATA();
        const BarStore store(root());
        VERIFY_RESULT(store.import(written(minutes({10, 11, 12})), bitcoinMinutes, now()));
        const auto before = readWholeFile(store.pathOf(bitcoinMinutes));
        for (const char *file : {"12_wrong_header.csv", "22_empty_file.csv", "23_header_only.csv",
                                 "24_binary_junk.csv", "33_html_page.csv", "34_mixed_timeframe.csv",
                                 "35_truncated.csv.gz", "37_local_time_over_dst.csv", "none.csv"}) {
            const auto report = store.import(dirty(file), bitcoinMinutes, now());
            QVERIFY2(!report, file);
            QCOMPARE(report.error().file, dirty(file));
        }
        const SeriesId hours{bitcoinMinutes.instrument, Timeframe::H1};
        QVERIFY(!store.import(dirty("00_clean.csv"), hours, now()));
        QVERIFY(!store.load(hours));
        QCOMPARE(std::string(readWholeFile(store.pathOf(bitcoinMinutes))->text()),
                 std::string(before->text()));
    }

    void listsWhatIsStored()
    {
        const BarStore store(root());
        QVERIFY(store.list()->empty());
        const SeriesId pair{{.venue = "alpaca-crypto", .symbol = "BTC/USD"}, Timeframe::M1};
        const SeriesId device{{.venue = "alpaca", .symbol = "PRN"}, Timeframe::M1};
        for (const SeriesId &series : {bitcoinMinutes, pair, device})
            VERIFY_RESULT(store.import(written(minutes({10, 11, 12})), series, now()));
        VERIFY_RESULT(store.import(written(minutes({10, 14})), pair, now()));

        const auto listed = store.list();

        VERIFY_RESULT(listed);
        QCOMPARE(listed->size(), std::size_t(3));
        QVERIFY((*listed)[0].id == device);
        QVERIFY((*listed)[1].id == pair);
        QVERIFY((*listed)[2].id == bitcoinMinutes);
        QCOMPARE((*listed)[1].rows, 3);
        QCOMPARE((*listed)[1].repaired, 1);
        QCOMPARE(toIsoText(*(*listed)[1].first), std::string("2026-01-01T00:00:00.000Z"));
        QCOMPARE(toIsoText(*(*listed)[1].last), std::string("2026-01-01T00:02:00.000Z"));
        QVERIFY(QFile::exists(QString::fromStdString((*listed)[1].path)));
        QVERIFY(!QDir(QString::fromStdString(root() + "/bars/alpaca/PRN")).exists());
    }

    void listsABrokenFileWithItsProblem()
    {
        const BarStore store(root());
        const auto report = store.import(written(minutes({10, 11, 12})), bitcoinMinutes, now());
        VERIFY_RESULT(report);
        VERIFY_RESULT(writeWholeFile(report->path, "rubbish"));

        const auto listed = store.list();

        VERIFY_RESULT(listed);
        QCOMPARE(listed->size(), std::size_t(1));
        QVERIFY(!listed->front().problem.empty());
        QVERIFY(!listed->front().first);
    }

    void aNameNeverLeavesTheStore()
    {
        const BarStore store(root());
        const SeriesId series{{.venue = "..", .symbol = "../../x"}, Timeframe::M1};

        const auto report = store.import(written(minutes({10, 11, 12})), series, now());

        VERIFY_RESULT(report);
        QCOMPARE(QDir::cleanPath(QString::fromStdString(report->path)).toStdString(), report->path);
        QVERIFY(report->path.starts_with(root() + "/bars/"));
        QVERIFY((*store.list())[0].id == series);
    }

    void findsTheBestFileOfASeries()
    {
        REQUIRE_SHARED_DATA();
        const std::string data = support::sharedDataDir().toStdString();
        const auto found = [&](const char *venue, const char *symbol, Timeframe timeframe) {
            const auto path = findBars(data, {{.venue = venue, .symbol = symbol}, timeframe});
            return path ? path->substr(data.size()) : "none";
        };

        QCOMPARE(found("alpaca", "AAPL", Timeframe::H1),
                 std::string("/bars/us-intraday/AAPL/1h.csv"));
        QCOMPARE(found("alpaca", "AAPL", Timeframe::D1), std::string("/bars/us-yahoo/AAPL/1d.csv"));
        QCOMPARE(found("bybit-linear", "BTCUSDT", Timeframe::M1),
                 std::string("/bars/bybit-linear/BTCUSDT/1m.csv.gz"));
        QCOMPARE(found("bybit-linear", "LINKUSDT", Timeframe::M1),
                 std::string("/bars/binance-usdm/LINKUSDT/1m.csv.gz"));
        QCOMPARE(found("alpaca", "BTCUSDT", Timeframe::M1), std::string("none"));
        QCOMPARE(found("alpaca", "AAPL", Timeframe::W1), std::string("none"));
    }
};

QTEST_GUILESS_MAIN(BarStoreTest)
#include "BarStoreTest.moc"
