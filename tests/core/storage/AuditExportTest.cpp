#include "core/base/Timestamp.h" // first: moc 6.4 stumbles over <compare>
#include "core/storage/AuditExport.h"
#include "tests/core/storage/Store.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace core;
using namespace support;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
}

/// What another program with nothing of ours says; nothing where Python is absent.
std::optional<int> exitCodeOfPython(const QString &folder)
{
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty())
        return std::nullopt;
    QProcess process;
    process.start(python, {QDir(folder).filePath(QStringLiteral("verify.py"))});
    return process.waitForFinished(60'000) ? process.exitCode() : -1;
}

} // namespace

class AuditExportTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Store> m_store;
    QString m_folder;

    QString file(const char *name) const { return QDir(m_folder).filePath(QString::fromUtf8(name)); }
    void store(const std::vector<const char *> &values)
    {
        SqliteJournal &journal = m_store->open();
        for (const char *value : values)
            journal.append(note(value));
        m_store->close();
    }
    void fillAndExport()
    {
        store({"one", "two with \"quotes\" and \\", "three — ünïcode \n", "four", "five"});
        const auto report = exportAudit(m_store->database(), m_folder);
        VERIFY_RESULT(report);
        QCOMPARE(report->rows, std::int64_t(5));
    }
    std::optional<std::int64_t> firstBadRow() const
    {
        const auto report = verifyAuditExport(m_folder);
        return report ? report->firstBadRow : std::optional<std::int64_t>(-1);
    }

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<Store>();
        m_folder = m_store->path("export/of today");
    }

    void theExportProvesItselfAlone()
    {
        fillAndExport();
        const auto inside = verifyAudit(m_store->database());
        const QString moved = m_store->path("moved");
        QVERIFY(QDir().rename(m_folder, moved));
        QVERIFY(QFile::remove(m_store->database()));
        m_folder = moved;

        const auto report = verifyAuditExport(m_folder);

        VERIFY_RESULT(report);
        QVERIFY(!report->firstBadRow);
        QCOMPARE(report->rows, std::int64_t(5));
        QCOMPARE(report->headHash, inside->headHash);
        QCOMPARE(report->headHash.size(), std::size_t(64));
        QCOMPARE(QDir(m_folder).entryList(QDir::Files, QDir::Name),
                 (QStringList{QStringLiteral("README.txt"), QStringLiteral("audit.jsonl"),
                              QStringLiteral("head.json"), QStringLiteral("verify.py")}));
        QVERIFY(contentOf(file("README.txt")).contains("prev_hash"));
    }

    void anotherProgramComesToTheSameResult()
    {
        fillAndExport();
        const auto sound = exitCodeOfPython(m_folder);
        if (!sound)
            QSKIP("SKIPPED: no python3 here, the export was NOT checked by another program");
        QCOMPARE(*sound, 0);

        QByteArray rows = contentOf(file("audit.jsonl"));
        QVERIFY(write(file("audit.jsonl"), QByteArray(rows).replace("four", "fuor")));
        QCOMPARE(*exitCodeOfPython(m_folder), 1);
        QVERIFY(write(file("audit.jsonl"), rows.left(rows.lastIndexOf("{\"seq\":5"))));
        QCOMPARE(*exitCodeOfPython(m_folder), 1);
    }

    /// Every byte of the file, one after another.
    void anyChangedByteIsFoundInItsRow()
    {
        fillAndExport();
        const QByteArray rows = contentOf(file("audit.jsonl"));
        std::int64_t row = 1;
        for (qsizetype at = 0; at < rows.size(); ++at) {
            const char was = rows[at];
            QByteArray changed = rows;
            changed[at] = char(was ^ 1);
            QVERIFY(write(file("audit.jsonl"), changed));
            QVERIFY2(firstBadRow() == row, qPrintable(QStringLiteral("byte %1 of the file").arg(at)));
            row += was == '\n';
        }
        QCOMPARE(row, std::int64_t(6));
        QVERIFY(write(file("audit.jsonl"), rows));
        QVERIFY(!firstBadRow());
    }

    void whatIsMissingOrTooMuchIsFound_data()
    {
        QTest::addColumn<std::int64_t>("bad");
        QTest::addColumn<int>("kind");
        QTest::newRow("last row cut off") << std::int64_t(5) << 0;
        QTest::newRow("half the last row") << std::int64_t(5) << 1;
        QTest::newRow("only the line feed cut off") << std::int64_t(5) << 2;
        QTest::newRow("everything cut off") << std::int64_t(1) << 3;
        QTest::newRow("a row in the middle") << std::int64_t(3) << 4;
        QTest::newRow("something behind") << std::int64_t(6) << 5;
        QTest::newRow("the last row twice") << std::int64_t(6) << 6;
    }
    void whatIsMissingOrTooMuchIsFound()
    {
        QFETCH(std::int64_t, bad);
        QFETCH(int, kind);
        fillAndExport();
        const QByteArray rows = contentOf(file("audit.jsonl"));
        const qsizetype third = rows.indexOf("{\"seq\":3");
        const qsizetype fourth = rows.indexOf("{\"seq\":4");
        const qsizetype last = rows.indexOf("{\"seq\":5");
        const QList<QByteArray> changed{rows.left(last), rows.left(last + 40), rows.chopped(1), QByteArray(),
                                        rows.left(third) + rows.mid(fourth), rows + "\n", rows + rows.mid(last)};

        QVERIFY(write(file("audit.jsonl"), changed[kind]));

        QCOMPARE(firstBadRow().value_or(0), bad);
    }

    void theHeadKnowsTheLastHash()
    {
        fillAndExport();
        const QByteArray head = contentOf(file("head.json"));
        QByteArray other = head;
        const qsizetype at = other.lastIndexOf("\"}") - 1;
        other[at] = other[at] == 'a' ? 'b' : 'a';

        QVERIFY(write(file("head.json"), other));
        QCOMPARE(firstBadRow().value_or(0), std::int64_t(5));

        QVERIFY(write(file("head.json"), "{}\n"));
        QCOMPARE(verifyAuditExport(m_folder).error().code, ErrorCode::BadInput);
        QVERIFY(QFile::remove(file("head.json")));
        QCOMPARE(verifyAuditExport(m_folder).error().code, ErrorCode::NotFound);
    }

    void nothingIsOverwrittenAndNothingHalfWritten()
    {
        store({"one"});
        QVERIFY(QDir().mkpath(m_folder));
        QVERIFY(write(file("mine.txt"), "mine"));

        const auto refused = exportAudit(m_store->database(), m_folder);

        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::BadInput);
        QCOMPARE(QDir(m_folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
                 QStringList{QStringLiteral("mine.txt")});
        QVERIFY(QFile::remove(file("mine.txt")));
        VERIFY_RESULT(exportAudit(m_store->database(), m_folder)); // an empty folder is as good as none
        QVERIFY(!exportAudit(m_store->database(), m_folder));
        QCOMPARE(QDir(m_store->path("export")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
                 QStringList{QStringLiteral("of today")});
    }

    void aBrokenChainIsReportedAndNotExported()
    {
        store({"one", "two", "three"});
        QVERIFY(m_store->execute({QStringLiteral("UPDATE audit SET kind = 'fills' WHERE seq = 2")}));

        const auto report = exportAudit(m_store->database(), m_folder);

        VERIFY_RESULT(report);
        QCOMPARE(report->firstBadRow.value_or(0), std::int64_t(2));
        QVERIFY(!QDir(m_folder).exists());
        QVERIFY(QDir(m_store->path("export")).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden));
    }

    void aStoreWithoutRowsHasAnExportToo()
    {
        m_store->open();
        m_store->close();

        VERIFY_RESULT(exportAudit(m_store->database(), m_folder));

        QVERIFY(!firstBadRow());
        QCOMPARE(verifyAuditExport(m_folder)->rows, std::int64_t(0));
    }
};

QTEST_GUILESS_MAIN(AuditExportTest)
#include "AuditExportTest.moc"
