#include "core/history/BarFile.h"

#include "core/history/FileBytes.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QTemporaryDir>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

using namespace core;

namespace {

const std::string header = "timestamp_utc_ms,open,high,low,close,volume\n";

Price price(const char *text)
{
    return Price(*Decimal::parse(text));
}

Timestamp at(const char *text)
{
    return *parseIsoText(text);
}

/// Three hours, the last figures of each row being of different lengths.
const std::string threeRows = header + "1748545200000,105796,105911.5,105796,105874,277.448\n"
                                       "1748548800000,105874,105940.5,105863.9,105889.5,154.3\n"
                                       "1748552400000,105889.5,105963.3,105872.7,105931,0\n";

/// A random bar that could have been: opens at `openTime`, all prices within low and high.
Bar randomBar(Timestamp openTime)
{
    const auto nanos = *rc::gen::container<std::vector<std::int64_t>>(
        4, rc::gen::inRange<std::int64_t>(1, 9'000'000'000'000'000'000));
    const auto [low, high] = std::minmax_element(nanos.begin(), nanos.end());
    const auto asPrice = [](std::int64_t count) { return Price(Decimal::fromNanos(count)); };
    return {.openTime = openTime,
            .closeTime = openTime + lengthOf(Timeframe::M5),
            .open = asPrice(nanos[0]),
            .high = asPrice(*high),
            .low = asPrice(*low),
            .close = asPrice(nanos[1]),
            .volume = std::abs(*rc::gen::arbitrary<double>())};
}

} // namespace

class BarFileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string file(const char *name, const std::string &content)
    {
        const QString path = m_folder.filePath(QString::fromUtf8(name));
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) ||
            out.write(content.data(), qint64(content.size())) < 0)
            qFatal("the temporary folder cannot be written");
        return path.toStdString();
    }

    Result<std::vector<Bar>> read(const std::string &content, const BarFileOptions &options = {})
    {
        return readBars(file("bars.csv", content), options);
    }

private Q_SLOTS:
    void readsEveryColumnAsItIs()
    {
        const auto bars = read(threeRows);

        VERIFY_RESULT(bars);
        QCOMPARE(bars->size(), std::size_t(3));
        const Bar expected{.openTime = at("2025-05-29T20:00:00Z"),
                           .closeTime = at("2025-05-29T21:00:00Z"),
                           .open = price("105874"),
                           .high = price("105940.5"),
                           .low = price("105863.9"),
                           .close = price("105889.5"),
                           .volume = 154.3};
        QVERIFY((*bars)[1] == expected);
    }

    void readsOddNotationsLikePlainOnes()
    {
        const auto plain = read(threeRows);
        VERIFY_RESULT(plain);
        const std::vector<std::string> others{
            "\xef\xbb\xbf" + threeRows,
            header + "1748545200.0,\"105796\", 1.059115e5,105796.000,105874,277.4480\r\n\r\n"
                     "1748548800,105874,105940.5,105863.9,105889.5,1.543e2,\r\n"
                     "1748552400,105889.5,105963.3,105872.7,105931,0",
            "volume,Close,LOW,high,open,note,timestamp\n"
            "277.448,105874,105796,105911.5,105796,a,2025-05-29T19:00:00Z\n"
            "154.3,105889.5,105863.9,105940.5,105874,\"b, c\",2025-05-29 22:00+02:00\n"
            "0,105931,105872.7,105963.3,105889.5,,2025-05-29T21:00:00.000Z\n",
        };
        for (const std::string &other : others) {
            const auto bars = read(other);
            VERIFY_RESULT(bars);
            QVERIFY(*bars == *plain);
        }
    }

    void roundsPricesBeyondNinePlaces()
    {
        const auto bars =
            read(header + "1748545200000,211.41000366210938,212,0.0000000015,1.0000000005,1\n",
                 {.timeframe = Timeframe::H1});

        VERIFY_RESULT(bars);
        QCOMPARE(bars->front().open, price("211.410003662"));
        QCOMPARE(bars->front().low, price("0.000000002"));
        QCOMPARE(bars->front().close, price("1"));
    }

    void readsYearsBefore1970AndAroundIt()
    {
        const auto bars = read(header + "-86400000,1,1,1,1,1\n0,1,1,1,1,1\n86400000,1,1,1,1,1\n"
                                        "1748545200000,1,1,1,1,1\n");

        VERIFY_RESULT(bars);
        QCOMPARE(bars->front().openTime, at("1969-12-31"));
        QCOMPARE(bars->front().closeTime, at("1970-01-01"));
    }

    void endsBarsWithTheSession_data()
    {
        QTest::addColumn<QString>("open");
        QTest::addColumn<int>("timeframe");
        QTest::addColumn<QString>("close");
        const auto row = [](const char *name, const char *open, Timeframe timeframe,
                            const char *close) {
            QTest::newRow(name) << open << int(timeframe) << close;
        };
        row("full hour", "2025-05-12T18:30:00Z", Timeframe::H1, "2025-05-12T19:30:00.000Z");
        row("last half hour", "2025-05-12T19:30:00Z", Timeframe::H1, "2025-05-12T20:00:00.000Z");
        row("in winter", "2026-01-05T20:30:00Z", Timeframe::H1, "2026-01-05T21:00:00.000Z");
        row("half day", "2025-11-28T17:30:00Z", Timeframe::H1, "2025-11-28T18:00:00.000Z");
        row("after hours", "2025-05-12T20:00:00Z", Timeframe::H1, "2025-05-12T21:00:00.000Z");
        row("day in summer", "2025-05-12", Timeframe::D1, "2025-05-12T20:00:00.000Z");
        row("day in winter", "2026-01-05", Timeframe::D1, "2026-01-05T21:00:00.000Z");
        row("day that is short", "2025-11-28", Timeframe::D1, "2025-11-28T18:00:00.000Z");
        row("week", "2025-05-12", Timeframe::W1, "2025-05-16T20:00:00.000Z");
    }
    void endsBarsWithTheSession()
    {
        QFETCH(QString, open);
        QFETCH(int, timeframe);
        QFETCH(QString, close);
        const std::string millis = std::to_string(toMillis(at(open.toLatin1().constData())));

        const auto bars =
            read(header + millis + ",1,1,1,1,1\n",
                 {.timeframe = Timeframe(timeframe), .session = SessionKind::UsEquities});

        VERIFY_RESULT(bars);
        QCOMPARE(QString::fromStdString(toIsoText(bars->front().closeTime)), close);
    }

    void namesFileLineAndFieldOfADefect()
    {
        const auto bars = read(header + "1748545200000,1,1,1,1,1\n1748548800000,1,1,,1,1\n");

        QVERIFY(!bars);
        QCOMPARE(bars.error().code, ErrorCode::BadInput);
        QVERIFY(QString::fromStdString(bars.error().file).endsWith(QStringLiteral("bars.csv")));
        QCOMPARE(bars.error().line, 3);
        QCOMPARE(bars.error().field, std::string("low"));
    }

    void refusesADefectiveFileAsAWhole_data()
    {
        QTest::addColumn<QString>("rows");
        QTest::addColumn<int>("line");
        QTest::newRow("duplicate") << "0,1,1,1,1,1\n60000,1,1,1,1,1\n60000,1,1,1,1,1\n" << 4;
        QTest::newRow("conflict") << "0,1,1,1,1,1\n60000,1,1,1,1,1\n60000,1,1,1,1,2\n" << 4;
        QTest::newRow("newest first") << "120000,1,1,1,1,1\n60000,1,1,1,1,1\n0,1,1,1,1,1\n" << 3;
        QTest::newRow("high below low") << "0,1,1,1,1,1\n60000,2,1,2,1,1\n" << 3;
        QTest::newRow("zero price") << "0,1,1,0,1,1\n60000,1,1,1,1,1\n" << 2;
        QTest::newRow("negative volume") << "0,1,1,1,1,-1\n60000,1,1,1,1,1\n" << 2;
        QTest::newRow("infinite volume") << "0,1,1,1,1,inf\n60000,1,1,1,1,1\n" << 2;
        QTest::newRow("price out of range") << "0,1,1,1,1,1\n60000,1,9999999999,1,1,1\n" << 3;
        QTest::newRow("thousands separator") << "0,1,1,1,1,1\n60000,1,105,911.5,1,1,1\n" << 3;
        QTest::newRow("short row") << "0,1,1,1,1,1\n60000,1,1\n120000,1,1,1,1,1\n" << 3;
        QTest::newRow("two timeframes")
            << "0,1,1,1,1,1\n60000,1,1,1,1,1\n120000,1,1,1,1,1\n130000,1,1,1,1,1\n" << 5;
        QTest::newRow("no rows") << "" << 1;
    }
    void refusesADefectiveFileAsAWhole()
    {
        QFETCH(QString, rows);
        QFETCH(int, line);

        const auto bars = read(header + rows.toStdString());

        QVERIFY(!bars);
        QCOMPARE(bars.error().code, ErrorCode::BadInput);
        QCOMPARE(bars.error().line, line);
    }

    void readsPastAGapAndOtherUnits()
    {
        const auto bars =
            read(header + "1748545200,1,1,1,1,1\n1748545260,1,1,1,1,1\n1748546000,1,1,1,1,1\n");

        VERIFY_RESULT(bars);
        QCOMPARE(bars->front().openTime, at("2025-05-29T19:00:00Z"));
    }

    void doesNotGuessTheLengthOfASingleBar()
    {
        const auto bars = read(header + "1748545200000,1,1,1,1,1\n");

        QVERIFY(!bars);
        QCOMPARE(bars.error().field, std::string("timeframe"));
    }

    void takesTimesOfAnySizeWithoutOverflow()
    {
        for (const char *time : {"9223372036854775807", "-9223372036854775808", "99999999999999999",
                                 "-99999999999", "123456789012345678901234567890"})
            QVERIFY2(!read(header + time + ",1,1,1,1,1\n0,1,1,1,1,1\n60000,1,1,1,1,1\n"), time);
    }

    void refusesWhatIsNoFileOfBars()
    {
        QCOMPARE(readBars(m_folder.filePath(QStringLiteral("none.csv")).toStdString()).error().code,
                 ErrorCode::NotFound);
        QCOMPARE(readBars(m_folder.path().toStdString()).error().code, ErrorCode::BadInput);
        QCOMPARE(readBars(file("fake.csv.gz", threeRows)).error().code, ErrorCode::BadInput);
        for (const char *bad : {"<html>", " {\"a\":1}", "[1]", "\x01\x02\x03"})
            QCOMPARE(read(bad).error().code, ErrorCode::BadInput);
        QVERIFY(!read(threeRows + std::string("\0", 1)));
    }

    void writesAndReadsBackAnyBars()
    {
        const std::string plain =
            m_folder.filePath(QStringLiteral("prices é 株.csv")).toStdString();
        const bool ok = rc::check("bars written and read back are equal", [&] {
            const auto steps = *rc::gen::nonEmpty<std::vector<std::uint16_t>>();
            std::vector<Bar> bars;
            // Odd pauses between two, so that no run of equal ones looks like another timeframe.
            Timestamp openTime = timestampFromMillis(*rc::gen::inRange<std::int64_t>(
                1'000'000'000'000, 3'000'000'000'000));
            for (std::size_t i = 0; i < steps.size(); ++i) {
                bars.push_back(randomBar(openTime));
                openTime += lengthOf(Timeframe::M5) + Duration(std::chrono::milliseconds(
                                i % 3 == 2 ? 0 : std::int64_t(steps[i]) + std::int64_t(i)));
            }
            const std::string path = plain + (*rc::gen::arbitrary<bool>() ? ".gz" : "");
            RC_ASSERT(writeBars(path, bars).has_value());
            const auto back = readBars(path, {.timeframe = Timeframe::M5});
            RC_ASSERT(back.has_value());
            RC_ASSERT(*back == bars);
        });
        QVERIFY(ok);
        QVERIFY(QFile::exists(QString::fromStdString(plain)));
    }

    void writesTheFormatOfTheContract()
    {
        const std::string path = m_folder.filePath(QStringLiteral("out.csv")).toStdString();
        const auto bars = read(threeRows);
        VERIFY_RESULT(bars);

        VERIFY_RESULT(writeBars(path, *bars));

        const auto bytes = readWholeFile(path);
        VERIFY_RESULT(bytes);
        QCOMPARE(std::string(bytes->text()), threeRows);
        QVERIFY(!QFile::exists(QString::fromStdString(path + ".part")));
    }

    void writesNothingThatCouldNotBeReadBack()
    {
        const std::string path = m_folder.filePath(QStringLiteral("never.csv")).toStdString();
        const Bar good = read(threeRows)->front();
        std::vector<std::vector<Bar>> bad{{good, good}, {good}, {good}, {good}};
        bad[1][0].openTime += Duration(1);
        bad[2][0].low = price("0");
        bad[3][0].volume = std::nan("");

        for (const auto &bars : bad)
            QCOMPARE(writeBars(path, bars).error().code, ErrorCode::BadInput);
        QVERIFY(!QFile::exists(QString::fromStdString(path)));
        const std::string nowhere =
            m_folder.filePath(QStringLiteral("no/such/folder.csv")).toStdString();
        QCOMPARE(writeBars(nowhere, {}).error().code, ErrorCode::Io);
    }

    void survivesEveryCutOfAPlainFile()
    {
        const auto whole = read(threeRows);
        VERIFY_RESULT(whole);
        for (std::size_t length = 0; length < threeRows.size(); ++length) {
            const std::string cut = threeRows.substr(0, length);
            const std::string lastLine = cut.substr(cut.find_last_of('\n') + 1);
            const bool endsInVolume =
                std::count(lastLine.begin(), lastLine.end(), ',') == 5 && cut.back() != ',';
            const bool isWhole = length > header.size() && (lastLine.empty() || endsInVolume);

            const auto bars = read(cut, {.timeframe = Timeframe::H1});

            QCOMPARE(bars.has_value(), isWhole && lastLine.find("time") == std::string::npos);
            // Complete rows come through unchanged; only a last number may be cut unnoticed.
            for (std::size_t i = 0; bars && i < bars->size(); ++i) {
                Bar bar = (*bars)[i];
                if (i + 1 == bars->size())
                    bar.volume = (*whole)[i].volume;
                QVERIFY(bar == (*whole)[i]);
            }
        }
    }

    void refusesEveryCutOfAPackedFile()
    {
        const std::string path = m_folder.filePath(QStringLiteral("cut.csv.gz")).toStdString();
        VERIFY_RESULT(writeWholeFile(path, threeRows));
        QFile packed(QString::fromStdString(path));
        QVERIFY(packed.open(QIODevice::ReadOnly));
        const std::string bytes = packed.readAll().toStdString();
        packed.close();
        VERIFY_RESULT(readBars(path));

        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const auto bars = readBars(file("cut.csv.gz", bytes.substr(0, length)));
            QVERIFY(!bars);
            QCOMPARE(bars.error().code, ErrorCode::BadInput);
        }
        std::string damaged = bytes;
        damaged[bytes.size() - 6] = char(damaged[bytes.size() - 6] ^ 1); // the checksum
        QVERIFY(!readBars(file("cut.csv.gz", damaged)));
        QVERIFY(!readBars(file("cut.csv.gz", bytes + "rubbish")));
        VERIFY_RESULT(readBars(file("cut.csv.gz", bytes + std::string(512, '\0'))));
    }

    void unpacksSeveralMembersAndStopsAtTheLimit()
    {
        const std::string path = m_folder.filePath(QStringLiteral("big.gz")).toStdString();
        const std::string megabyte(1 << 20, 'x');
        VERIFY_RESULT(writeWholeFile(path, megabyte));
        QFile packed(QString::fromStdString(path));
        QVERIFY(packed.open(QIODevice::ReadOnly));
        const std::string member = packed.readAll().toStdString();

        QCOMPARE(readWholeFile(file("two.gz", member + member))->size(), std::size_t(2) << 20);
        QCOMPARE(readWholeFile(path, 1 << 20)->size(), std::size_t(1) << 20);
        const auto tooMuch = readWholeFile(path, (1 << 20) - 1);
        QVERIFY(!tooMuch);
        QCOMPARE(tooMuch.error().code, ErrorCode::BadInput);
    }
};

int runBarFileTest(int argc, char **argv)
{
    BarFileTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "BarFileTest.moc"
