#include "core/storage/Schema.h"
#include "tests/core/storage/Store.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QTest>

using namespace core;
using support::note;
using support::Store;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool overwrite(const QString &path, qint64 at, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(bytes) == bytes.size();
}

} // namespace

class SchemaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFreshStoreHasEveryTable()
    {
        Store store;
        store.open();
        store.close();

        QCOMPARE(store.value("PRAGMA user_version"), std::to_string(schemaVersion()));
        QCOMPARE(store.value("PRAGMA journal_mode"), std::string("wal"));
        for (int table = 0; table <= int(Table::Runs); ++table) {
            const std::string ask = std::string("SELECT COUNT(*) FROM ") + tableName(Table(table));
            QCOMPARE(store.value(ask.c_str()), std::string("0"));
        }
        QCOMPARE(store.value("SELECT COUNT(*) FROM audit"), std::string("0"));
    }

    void openingAgainKeepsWhatIsThere()
    {
        Store store;
        store.open().append(note("of the first run"));
        store.close();

        store.open().append(note("of the second run"));
        store.close();

        const auto rows = store.rows("SELECT value FROM bot_state ORDER BY seq");
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(*rows[0].value("value"), std::string("of the first run"));
        QCOMPARE(store.value("PRAGMA user_version"), std::to_string(schemaVersion()));
    }

    void aNewerStoreIsRefusedUntouched()
    {
        Store store;
        store.open().append(note("x"));
        store.close();
        QVERIFY(
            store.execute({QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion() + 1)}));

        const auto journal = store.tryOpen();

        QVERIFY(!journal);
        QVERIFY(journal.error().code == ErrorCode::Io);
        QVERIFY(journal.error().message.find("newer version") != std::string::npos);
        QCOMPARE(journal.error().file, store.database().toStdString());
        QCOMPARE(store.value("SELECT COUNT(*) FROM bot_state"), std::string("1"));
    }

    void whatIsNoDatabaseIsRefusedAndKept()
    {
        Store store;
        const QByteArray text =
            QByteArray("these are notes of mine, not a database\n").repeated(100);
        QVERIFY(overwrite(store.database(), 0, text));

        const auto journal = store.tryOpen();

        QVERIFY(!journal);
        QVERIFY(journal.error().code == ErrorCode::Io);
        QCOMPARE(journal.error().file, store.database().toStdString());
        QCOMPARE(contentOf(store.database()), text);
    }

    void aDamagedStoreIsRefused()
    {
        Store store;
        SqliteJournal &journal = store.open();
        for (int i = 0; i < 3000; ++i)
            journal.append(note(std::to_string(i)));
        store.close();
        QVERIFY(store.execute({QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")}));
        const qint64 pageSize = 4096;
        QVERIFY(QFile(store.database()).size() > 40 * pageSize);
        QVERIFY(overwrite(store.database(), 30 * pageSize, QByteArray(8 * pageSize, '\xa5')));

        const auto opened = store.tryOpen();

        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::Io);
        QCOMPARE(opened.error().file, store.database().toStdString());
    }

    void aPlaceThatCannotBeWrittenIsRefused()
    {
        Store store;
        QVERIFY(overwrite(store.path("file"), 0, "x"));
        const SystemClock clock;

        for (const char *place : {"absent", "file"}) {
            const auto journal = SqliteJournal::open(
                store.path(place), clock, {[](std::int64_t) {}, [](const std::string &) {}});

            QVERIFY2(!journal, place);
            QVERIFY(journal.error().code == ErrorCode::Io);
            QCOMPARE(journal.error().file,
                     SqliteJournal::databasePath(store.path(place)).toStdString());
        }
    }

    void readersCannotWrite()
    {
        Store store;
        store.open();
        store.close();

        const auto rows = readRows(store.database(), QStringLiteral("DELETE FROM audit"));

        QVERIFY(!rows);
        QVERIFY(rows.error().code == ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(SchemaTest)
#include "SchemaTest.moc"
