#include "core/history/Validation.h"

#include "core/history/BarFile.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QTemporaryFile>

using namespace core;

namespace {

constexpr Timestamp now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);

/// "gap@152 outlier@335", the form of the expectations below.
QString inShort(const std::vector<Defect> &defects)
{
    QStringList all;
    for (const Defect &defect : defects)
        all << QStringLiteral("%1@%2")
                   .arg(QLatin1String(defectKindName(defect.kind)))
                   .arg(defect.line);
    return all.join(QLatin1Char(' '));
}

QString repeated(const char *kind, int first, int last)
{
    QStringList all;
    for (int line = first; line <= last; ++line)
        all << QStringLiteral("%1@%2").arg(QLatin1String(kind)).arg(line);
    return all.join(QLatin1Char(' '));
}

/// `count` rows of one-hour bars from a moment on.
std::string hours(const char *first, int count)
{
    std::string rows;
    for (int i = 0; i < count; ++i)
        rows +=
            std::to_string(toMillis(*parseIsoText(first)) + i * 3'600'000LL) + ",10,11,9,10,5\n";
    return rows;
}

} // namespace

class ValidationTest : public QObject {
    Q_OBJECT

    static Result<ValidationReport> validate(const std::string &rows,
                                             ValidationOptions options = {.now = now})
    {
        QTemporaryFile file;
        if (!file.open())
            qFatal("no temporary file");
        file.write("timestamp_utc_ms,open,high,low,close,volume\n");
        file.write(rows.data(), qint64(rows.size()));
        file.close();
        return validateBarFile(file.fileName().toStdString(), options);
    }

private Q_SLOTS:
    void findsWhatIsWrongInEachDirtyFile_data()
    {
        QTest::addColumn<QString>("defects"); // "unreadable" = Error
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("isReadable"); // by readBars
        const auto row = [](const char *file, const QString &defects, int rows, bool isReadable) {
            QTest::newRow(file) << defects << rows << isReadable;
        };
        const QString none;
        const auto text = [](const char *defects) { return QString::fromLatin1(defects); };
        row("00_clean.csv", none, 500, true);
        row("01_duplicate_rows.csv", repeated("duplicate", 107, 111), 505, false);
        row("02_duplicate_timestamp.csv", text("conflict@203"), 501, false);
        row("03_gap.csv", text("gap@152"), 470, true);
        row("04_out_of_order.csv", text("out-of-order@252 out-of-order@262"), 500, false);
        row("05_newest_first.csv", text("out-of-order@3"), 500, false);
        row("06_high_below_low.csv", text("impossible-bar@122"), 500, false);
        row("07_close_above_high.csv", text("impossible-bar@92"), 500, false);
        row("08_zero_volume.csv", repeated("zero-volume", 302, 311), 500, true);
        row("09_negative_volume.csv", text("negative@312"), 500, false);
        row("10_empty_cell.csv", text("not-a-number@79"), 500, false);
        row("11_nan_text.csv", text("not-a-number@79 not-a-number@402"), 500, false);
        row("12_wrong_header.csv", text("bad-header@1"), 500, false);
        row("13_no_header.csv", text("bad-header@1"), 500, false);
        row("14_extra_columns.csv", none, 500, true);
        row("15_missing_volume.csv", text("bad-header@1"), 500, false);
        row("16_truncated_last_line.csv", text("truncated@501"), 500, false);
        row("17_crlf.csv", none, 500, true);
        row("18_bom.csv", none, 500, true);
        row("19_outlier_1000x.csv", text("outlier@335"), 500, true);
        row("20_timestamps_in_seconds.csv", text("unit@2"), 500, true);
        row("21_timestamps_in_microseconds.csv", text("unit@2"), 500, true);
        row("22_empty_file.csv", text("empty@1"), 0, false);
        row("23_header_only.csv", text("empty@1"), 0, false);
        row("24_binary_junk.csv", text("unreadable"), 0, false);
        row("25_utf16.csv", text("encoding@1"), 500, false);
        row("26_semicolon_decimal_comma.csv", text("bad-header@1"), 500, false);
        row("27_iso_timestamps.csv", none, 500, true);
        row("28_quoted_fields.csv", none, 500, true);
        row("29_negative_price.csv", text("negative@52"), 500, false);
        row("30_future_timestamp.csv", text("future@501"), 500, true); // reading knows no present
        row("31_scientific_notation.csv", none, 500, true);
        row("32_blank_lines_and_spaces.csv", none, 500, true);
        row("33_html_page.csv", text("unreadable"), 0, false);
        row("34_mixed_timeframe.csv", text("mixed-timeframe@302"), 500, false);
        row("35_truncated.csv.gz", text("unreadable"), 0, false);
        row("36_unadjusted_split.csv", text("outlier@122"), 160, true);
        row("37_local_time_over_dst.csv", text("unit@2"), 70, false);
    }
    void findsWhatIsWrongInEachDirtyFile()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QString, defects);
        QFETCH(int, rows);
        QFETCH(bool, isReadable);
        const std::string path =
            support::sharedFile((std::string("dirty/") + QTest::currentDataTag()).c_str());

        const auto report = validateBarFile(path, {.now = now});

        QCOMPARE(report.has_value(), defects != QStringLiteral("unreadable"));
        if (report) {
            QCOMPARE(inShort(report->defects), defects);
            QCOMPARE(report->rows, std::int64_t(rows));
            QCOMPARE(report->ok, defects.isEmpty() ||
                                     defects.startsWith(QStringLiteral("zero-volume")) ||
                                     defects.startsWith(QStringLiteral("outlier")));
        } else {
            QCOMPARE(report.error().code, ErrorCode::BadInput);
            QCOMPARE(report.error().file, path);
        }
        QCOMPARE(readBars(path).has_value(), isReadable);
    }

    void coversEveryDirtyBarFile()
    {
        REQUIRE_SHARED_DATA();
        const QDir dirty(support::sharedDataDir() + QStringLiteral("/dirty"));
        QCOMPARE(dirty.entryList({QStringLiteral("[0-3]*")}, QDir::Files).size(), 38);
    }

    void readsTheSameBarsFromEveryHarmlessVariant()
    {
        REQUIRE_SHARED_DATA();
        const auto clean = readBars(support::sharedFile("dirty/00_clean.csv"));
        VERIFY_RESULT(clean);
        QCOMPARE(clean->size(), std::size_t(500));
        for (const char *name :
             {"14_extra_columns", "17_crlf", "18_bom", "20_timestamps_in_seconds",
              "21_timestamps_in_microseconds", "27_iso_timestamps", "28_quoted_fields",
              "31_scientific_notation", "32_blank_lines_and_spaces"}) {
            const auto bars =
                readBars(support::sharedFile(("dirty/" + std::string(name) + ".csv").c_str()));
            VERIFY_RESULT(bars);
            QVERIFY2(*bars == *clean, name);
        }
    }

    void countsMissingBarsOfMarketHoursOnly_data()
    {
        QTest::addColumn<QString>("rows");
        QTest::addColumn<bool>("isSession");
        QTest::addColumn<QString>("defects");
        const auto row = [](const char *name, const std::string &rows, bool isSession,
                            const char *defects) {
            QTest::newRow(name) << QString::fromStdString(rows) << isSession << defects;
        };
        const std::string monday = hours("2025-05-12T13:30:00Z", 7);
        const std::string tuesday = hours("2025-05-13T13:30:00Z", 7);
        row("night", monday + tuesday, true, "");
        row("night is a gap where markets never close", monday + tuesday, false, "gap@9");
        row("weekend", hours("2025-05-09T13:30:00Z", 7) + monday, true, "");
        row("a day missing", monday + hours("2025-05-14T13:30:00Z", 7), true, "gap@9");
        row("holiday", hours("2025-05-23T13:30:00Z", 7) + hours("2025-05-27T13:30:00Z", 7), true,
            "");
        row("half day", hours("2025-11-28T14:30:00Z", 4) + hours("2025-12-01T14:30:00Z", 7), true,
            "");
        row("end of a day missing", hours("2025-05-12T13:30:00Z", 5) + tuesday, true, "gap@7");
        row("start of a day missing", monday + hours("2025-05-13T14:30:00Z", 6), true, "gap@9");
        row("hole in a day", hours("2025-05-12T13:30:00Z", 3) + hours("2025-05-12T17:30:00Z", 3),
            true, "gap@5");
        row("clocks change", hours("2025-03-07T14:30:00Z", 7) + hours("2025-03-10T13:30:00Z", 7),
            true, "");
        row("before the market opens",
            hours("2025-05-12T09:00:00Z", 1) + hours("2025-05-12T12:30:00Z", 8), true, "");
    }
    void countsMissingBarsOfMarketHoursOnly()
    {
        QFETCH(QString, rows);
        QFETCH(bool, isSession);
        QFETCH(QString, defects);

        const auto report =
            validate(rows.toStdString(),
                     {.timeframe = Timeframe::H1,
                      .calendar = isSession ? SessionKind::UsEquities : SessionKind::AlwaysOpen,
                      .now = now});

        VERIFY_RESULT(report);
        QCOMPARE(inShort(report->defects), defects);
    }

    void seesFromThePausesWhichMarketItIs()
    {
        std::string session;
        for (const char *day : {"2025-05-12T13:30", "2025-05-13T13:30", "2025-05-14T13:30"})
            session += hours(day, 7);
        QCOMPARE(inShort(validate(session)->defects), QString());

        const std::string roundTheClock =
            hours("2025-05-12T00:00", 40) + hours("2025-05-14T06:00", 60);
        QCOMPARE(inShort(validate(roundTheClock)->defects), QStringLiteral("gap@42"));
    }

    void complainsWhenTheTimeframeIsNotTheOneNamed()
    {
        const auto shorter =
            validate(hours("2025-05-12T00:00", 50), {.timeframe = Timeframe::H4, .now = now});
        const auto longer =
            validate(hours("2025-05-12T00:00", 50), {.timeframe = Timeframe::M15, .now = now});

        QCOMPARE(inShort(shorter->defects), QStringLiteral("mixed-timeframe@3"));
        QCOMPARE(inShort(longer->defects), QStringLiteral("mixed-timeframe@2"));
    }

    void reportsARowWithoutATimeOnlyOnce()
    {
        const auto report = validate(hours("2025-05-12T00:00", 3) + "soon,1,1,1,1,1\n" +
                                     hours("2025-05-12T04:00", 3));

        QCOMPARE(inShort(report->defects), QStringLiteral("not-a-number@5"));
    }

    void saysSomethingOfEveryCutRow()
    {
        const std::string rows = hours("2025-05-12T00:00", 3);
        const std::size_t lastComma = rows.find_last_of(',');
        for (std::size_t length = rows.find_last_of('\n', lastComma) + 2; length <= lastComma + 1;
             ++length)
            QCOMPARE(inShort(validate(rows.substr(0, length))->defects),
                     QStringLiteral("truncated@4"));
        QCOMPARE(inShort(validate(rows.substr(0, lastComma + 2))->defects), QString());
    }

    void namesBytesThatAreNotUtf8()
    {
        const auto report =
            validate("1747000000000,1,1,1,1,1,\xff\xfe\n" + hours("2025-05-12T00:00", 2));

        VERIFY_RESULT(report);
        QVERIFY(inShort(report->defects).contains(QStringLiteral("encoding@2")));
    }

    void judgesTheFutureByTheMomentPassedIn()
    {
        const std::string rows = hours("2025-05-12T00:00", 3);

        const auto report = validate(rows, {.now = *parseIsoText("2025-05-12T01:00")});

        QCOMPARE(inShort(report->defects), QStringLiteral("future@4"));
    }
};

int runValidationTest(int argc, char **argv)
{
    ValidationTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "ValidationTest.moc"
