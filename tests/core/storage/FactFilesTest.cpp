#include "core/storage/FactFiles.h"
#include "tests/core/storage/Store.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace core;
using support::note;
using support::Store;

namespace {

constexpr qint64 rotatedAbove = 16 * 1024 * 1024;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Rows and cells of a CSV text as RFC 4180 has it, written apart from the code under test.
std::vector<QByteArrayList> parseCsv(const QByteArray &text)
{
    std::vector<QByteArrayList> rows(1);
    rows.back() += QByteArray();
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isQuoted && c == '"' && text.mid(i + 1, 1) == "\"") {
            rows.back().back() += text[++i];
        } else if (c == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && c == ',') {
            rows.back() += QByteArray();
        } else if (!isQuoted && c == '\n') {
            rows.push_back({QByteArray()});
        } else {
            rows.back().back() += c;
        }
    }
    rows.pop_back(); // what follows the last line end
    return rows;
}

Record decision(const std::string &reason)
{
    return {Table::Decisions,
            timestampFromMillis(1'750'000'000'000),
            {{"proposal", "P1"},
             {"verb", "reject"},
             {"reason", reason},
             {"quantity", "-12.5"},
             {"bid", std::monostate()},
             {"drift_r", 0.1},
             {"time_on_card_ms", std::int64_t(1500)}}};
}

} // namespace

class FactFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRecordIsOneJsonObjectOnALine()
    {
        Store store;
        store.open().append(note("plain"));
        store.journal().append(note("a \"quoted\"\nline\tand \\ and é"));
        store.journal().append({Table::Halts, timestampFromMillis(0), {{"reason", "by owner"}}});
        store.close();

        const QByteArrayList lines = contentOf(store.path("logs/app.jsonl")).trimmed().split('\n');

        QCOMPARE(lines.size(), 3);
        QJsonParseError problem{};
        for (const QByteArray &line : lines) {
            const QJsonObject object = QJsonDocument::fromJson(line, &problem).object();
            QCOMPARE(problem.error, QJsonParseError::NoError);
            QCOMPARE(object.keys(),
                     (QStringList{QStringLiteral("data"), QStringLiteral("event"),
                                  QStringLiteral("level"), QStringLiteral("market_time"),
                                  QStringLiteral("room"), QStringLiteral("time")}));
        }
        const QJsonObject second = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(second[QStringLiteral("event")].toString(), QStringLiteral("bot_state"));
        QCOMPARE(second[QStringLiteral("market_time")].toString(),
                 QStringLiteral("2025-06-15T15:06:40.000Z"));
        QCOMPARE(second[QStringLiteral("data")].toObject()[QStringLiteral("value")].toString(),
                 QStringLiteral("a \"quoted\"\nline\tand \\ and é"));
        QCOMPARE(contentOf(store.path("logs/errors.jsonl")), lines[2] + '\n');
        QCOMPARE(QJsonDocument::fromJson(lines[2]).object()[QStringLiteral("level")].toString(),
                 QStringLiteral("warning"));
    }

    void theLogSaysWhatTheAuditSays()
    {
        Store store;
        SqliteJournal &journal = store.open();
        for (int i = 0; i < 200; ++i)
            journal.append(note(std::to_string(i)));
        store.close();

        const QByteArrayList lines = contentOf(store.path("logs/app.jsonl")).trimmed().split('\n');
        const auto audit = store.rows("SELECT ts_wall, payload FROM audit ORDER BY seq");

        QCOMPARE(std::size_t(lines.size()), audit.size());
        for (std::size_t i = 0; i < audit.size(); ++i) {
            QVERIFY(lines[qsizetype(i)].contains(
                QByteArray::fromStdString(*audit[i].value("payload"))));
            QVERIFY(lines[qsizetype(i)].contains(
                QByteArray::fromStdString(*audit[i].value("ts_wall"))));
        }
    }

    void csvReadsBackToTheSameValues()
    {
        Store store;
        const std::string nasty = "weak, \"very\" weak\r\nsecond line é";
        store.open().append(decision("plain"));
        store.journal().append(decision(nasty));
        store.close();
        store.open().append(decision("of another run")); // no second header
        store.close();

        const auto rows = parseCsv(contentOf(store.path("csv/decisions.csv")));

        QCOMPARE(rows.size(), std::size_t(4));
        QCOMPARE(rows[0].join(' '),
                 QByteArray("proposal verb reason quantity bid drift_r time_on_card_ms"));
        QCOMPARE(rows[1], (QByteArrayList{"P1", "reject", "plain", "-12.5", "", "0.1", "1500"}));
        QCOMPARE(rows[2][2], QByteArray::fromStdString(nasty));
        QCOMPARE(rows[3][2], QByteArray("of another run"));
    }

    void whatAKilledProgramDidNotWriteIsAddedAtTheNextStart_data()
    {
        QTest::addColumn<qsizetype>("left"); // of the file's bytes
        QTest::newRow("no file") << qsizetype(-1);
        QTest::newRow("an empty file") << qsizetype(0);
        for (const int row : {1, 2, 3})
            for (const int torn : {0, 1, 9})
                QTest::addRow("after line %d and %d bytes", row, torn) << qsizetype(row * 1000 + torn);
    }
    void whatAKilledProgramDidNotWriteIsAddedAtTheNextStart()
    {
        QFETCH(qsizetype, left);
        Store store;
        store.open();
        for (const char *reason : {"first", "with, a \"comma\"", "third"})
            store.journal().append(decision(reason));
        store.close();
        const QString path = store.path("csv/decisions.csv");
        const QByteArray whole = contentOf(path);
        qsizetype size = 0;
        for (qsizetype line = 0; line < left / 1000; ++line)
            size = whole.indexOf('\n', size) + 1;
        QVERIFY(left < 0 ? QFile::remove(path) : QFile::resize(path, size + left % 1000));

        store.open();
        store.close();

        QCOMPARE(contentOf(path), whole);
    }

    void aCsvThatSomebodyHasEditedStaysAsItIs()
    {
        Store store;
        store.open().append(decision("first"));
        store.journal().append(decision("second"));
        store.close();
        QFile file(store.path("csv/decisions.csv"));
        const QByteArray edited = contentOf(file.fileName()).replace("second", "a note of mine") + "sum,12\n";
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(edited) == edited.size());
        file.close();

        store.open();
        store.close();

        QCOMPARE(contentOf(file.fileName()), edited);
    }

    void aCellIsNeverAFormula_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("cell");
        for (const auto &[text, cell] :
             {std::pair("", ""), std::pair("plain", "plain"), std::pair("a,b", "\"a,b\""),
              std::pair("say \"no\"", "\"say \"\"no\"\"\""), std::pair("a\nb", "\"a\nb\""),
              std::pair("=1+1", "'=1+1"), std::pair("+cmd", "'+cmd"), std::pair("-2+3", "'-2+3"),
              std::pair("@SUM(A1)", "'@SUM(A1)"), std::pair("\t=1", "'\t=1"),
              std::pair("\r=1", "\"'\r=1\""),
              std::pair("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
              std::pair("-12.5", "-12.5"), std::pair("-0.000000001", "-0.000000001"),
              std::pair("+3", "+3"),
              std::pair("-742.965120000000000001", "-742.965120000000000001")})
            QTest::newRow(text) << QByteArray(text) << QByteArray(cell);
    }
    void aCellIsNeverAFormula()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, cell);

        QCOMPARE(QByteArray::fromStdString(csvCell(text.toStdString())), cell);
    }

    void aFullLogIsRotatedAndFiveAreKept()
    {
        QTemporaryDir base;
        const QString dir =
            base.filePath(QStringLiteral("odd.jsonl.place")); // the name decides nothing
        FactFiles files(dir);
        const QString log = dir + QStringLiteral("/logs/app");
        for (int n = 1; n <= 5; ++n) {
            QFile old(log + QStringLiteral(".%1.jsonl").arg(n));
            QVERIFY(old.open(QIODevice::WriteOnly));
            old.write(QByteArray::number(n));
        }
        QFile full(log + QStringLiteral(".jsonl"));
        QVERIFY(full.open(QIODevice::WriteOnly) && full.resize(rotatedAbove + 1));
        full.close();

        const Record record = note("after the rotation");
        files.write(record, record.json(), "2026-01-31T15:30:00.000Z");
        files.flush();

        QCOMPARE(files.failures(), 0);
        QCOMPARE(contentOf(log + QStringLiteral(".jsonl")).count('\n'), 1);
        QCOMPARE(QFile(log + QStringLiteral(".1.jsonl")).size(), rotatedAbove + 1);
        for (int n = 2; n <= 5; ++n)
            QCOMPARE(contentOf(log + QStringLiteral(".%1.jsonl").arg(n)),
                     QByteArray::number(n - 1));
        QVERIFY(!QFile::exists(log + QStringLiteral(".6.jsonl")));
    }

    void aLogBelowTheSizeIsContinued()
    {
        Store store;
        store.open().append(note("first"));
        store.close();
        store.open().append(note("second"));
        store.close();

        QCOMPARE(contentOf(store.path("logs/app.jsonl")).count('\n'), 2);
        QVERIFY(!QFile::exists(store.path("logs/app.1.jsonl")));
    }

    void filesThatCannotBeWrittenDoNotStopTheStore()
    {
        Store store;
        QVERIFY(QDir(store.dir())
                    .mkpath(QStringLiteral("logs/app.jsonl"))); // a folder in the log's place

        store.open().append(note("kept"));

        QVERIFY(store.waitUntilDurable());
        QVERIFY(store.journal().isHealthy());
        QCOMPARE(store.value("SELECT COUNT(*) FROM bot_state"), std::string("1"));
    }
};

QTEST_GUILESS_MAIN(FactFilesTest)
#include "FactFilesTest.moc"
