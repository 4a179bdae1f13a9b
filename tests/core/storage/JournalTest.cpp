#include "core/storage/AuditChain.h"
#include "tests/core/storage/Store.h"
#include "tests/support/SharedData.h"

#include <QTest>

#include <future>

using namespace core;
using support::note;
using support::Store;

namespace {

AuditReport verified(const Store &store)
{
    const auto report = verifyAudit(store.database());
    if (!report)
        qFatal("%s", describe(report.error()).c_str());
    return *report;
}

/// A closed store with five facts in it.
void fillWithFive(Store &store)
{
    SqliteJournal &journal = store.open();
    for (const char *value : {"one", "two", "three", "four", "five"})
        journal.append(note(value));
    store.close();
}

} // namespace

class JournalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticketsRiseAndFactsStayInOrder()
    {
        constexpr int count = 2000;
        Store store;
        SqliteJournal &journal = store.open();

        for (int i = 1; i <= count; ++i)
            QCOMPARE(journal.append(note(std::to_string(i))), std::int64_t(i));
        QVERIFY(store.waitUntilDurable());

        QCOMPARE(journal.lastTicket(), std::int64_t(count));
        QCOMPARE(journal.durableThrough(), std::int64_t(count));
        QCOMPARE(journal.backlog(), std::int64_t(0));
        const auto rows = store.rows("SELECT value FROM bot_state ORDER BY seq");
        QCOMPARE(rows.size(), std::size_t(count));
        for (int i = 1; i <= count; ++i)
            QCOMPARE(*rows[std::size_t(i - 1)].value("value"), std::to_string(i));
        const auto advances = store.advances();
        QVERIFY(std::is_sorted(advances.begin(), advances.end(), std::less_equal()));
        QCOMPARE(advances.back(), std::int64_t(count));
        QCOMPARE(verified(store).rows, std::int64_t(count));
    }

    void durableMeansCommitted()
    {
        Store store;
        bool isTrue = true;
        SqliteJournal *journal = nullptr;
        std::promise<void> isReady;
        // On the storage thread, where nothing else can be committed meanwhile.
        journal = &store.open([&, ready = isReady.get_future().share()](std::int64_t through) {
            ready.wait();
            isTrue = isTrue &&
                     store.value("SELECT COUNT(*) FROM audit") == std::to_string(through) &&
                     store.value("SELECT COUNT(*) FROM bot_state") == std::to_string(through) &&
                     journal->durableThrough() == through;
        });
        isReady.set_value();

        for (int i = 0; i < 50; ++i)
            journal->append(note("x"));

        QVERIFY(store.waitUntilDurable());
        QVERIFY(isTrue);
    }

    void nothingIsDurableWhileTheDiskIsHeld()
    {
        Store store;
        std::promise<void> mayGoOn;
        auto go = mayGoOn.get_future().share();
        SqliteJournal &journal = store.open([go](std::int64_t) { go.wait(); });

        journal.append(note("first")); // its report holds the storage thread up
        QTRY_COMPARE(journal.durableThrough(), std::int64_t(1));
        journal.append(note("second"));

        QCOMPARE(journal.durableThrough(), std::int64_t(1));
        QCOMPARE(journal.backlog(), std::int64_t(1));
        QCOMPARE(store.value("SELECT COUNT(*) FROM audit"), std::string("1"));
        mayGoOn.set_value();
        QVERIFY(store.waitUntilDurable());
        QCOMPARE(store.value("SELECT COUNT(*) FROM audit"), std::string("2"));
    }

    void aGroupIsCommittedWhole()
    {
        Store store;
        SqliteJournal &journal = store.open();
        for (int i = 0; i < 20; ++i) {
            const JournalGroup together(journal);
            for (int j = 0; j < 5; ++j)
                journal.append(note("x"));
        }

        QVERIFY(store.waitUntilDurable());
        for (const std::int64_t through : store.advances())
            QCOMPARE(through % 5, std::int64_t(0)); // never the half of a group
    }

    void writesWhatWaitsBeforeItCloses()
    {
        Store store;
        SqliteJournal &journal = store.open();

        for (int i = 0; i < 500; ++i)
            journal.append(note("x"));
        store.close();

        QCOMPARE(store.value("SELECT COUNT(*) FROM bot_state"), std::string("500"));
    }

    void aRefusedBatchLeavesNothingBehind()
    {
        Store store;
        std::promise<void> mayGoOn;
        auto go = mayGoOn.get_future().share();
        SqliteJournal &journal = store.open([go](std::int64_t) { go.wait(); });
        journal.append(note("kept"));
        QTRY_COMPARE(journal.durableThrough(), std::int64_t(1));
        QVERIFY(
            store.execute({QStringLiteral("CREATE TRIGGER no BEFORE INSERT ON halts BEGIN "
                                          "SELECT RAISE(ABORT, 'the disk is full'); END")}));

        journal.append(note("lost")); // waits together with the record that is refused
        journal.append({Table::Halts, Timestamp(), {{"reason", "x"}}});
        mayGoOn.set_value();

        QVERIFY(store.waitForFailures(1));
        QVERIFY(!journal.isHealthy());
        QCOMPARE(journal.durableThrough(), std::int64_t(1));
        QVERIFY(store.failures().front().contains(QStringLiteral("the disk is full")));
        journal.append(note("after the failure"));
        store.close();
        QCOMPARE(store.failures().size(), 1);
        QCOMPARE(store.value("SELECT COUNT(*) FROM bot_state"), std::string("1"));
        QCOMPARE(verified(store).rows, std::int64_t(1));
        QVERIFY(!verified(store).firstBadRow);
        QFile log(store.path("logs/app.jsonl"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        QCOMPARE(log.readAll().count('\n'), 1); // the log tells no more than the database
    }

    void aTableThatIsGoneIsAFailure()
    {
        Store store;
        SqliteJournal &journal = store.open();
        journal.append(note("kept"));
        QVERIFY(store.waitUntilDurable());
        QVERIFY(store.execute({QStringLiteral("DROP TABLE bot_state")}));

        journal.append(note("lost"));

        QVERIFY(store.waitForFailures(1));
        QVERIFY(store.failures().front().contains(QStringLiteral("bot_state")));
        QVERIFY(!journal.isHealthy());
        QCOMPARE(journal.durableThrough(), std::int64_t(1));
    }

    void theChainHoldsOverSeveralRuns()
    {
        Store store;
        for (int run = 0; run < 3; ++run) {
            store.open().append(note("begin"));
            store.journal().append(note("end"));
            store.close();
        }

        const AuditReport report = verified(store);

        QCOMPARE(report.rows, std::int64_t(6));
        QVERIFY(!report.firstBadRow);
        QCOMPARE(
            store.value("SELECT payload FROM audit WHERE seq = 1"),
            std::string("{\"bot\":\"*\",\"time\":\"2025-06-15T15:06:40.000Z\",\"field\":\"note\","
                        "\"value\":\"begin\",\"run\":\"R\"}"));
    }

    void tamperingIsFoundWhereItBegins_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<qint64>("firstBadRow");
        const auto row = [](const char *name, const char *statement, qint64 bad) {
            QTest::newRow(name) << QString::fromUtf8(statement) << bad;
        };
        row("payload",
            "UPDATE audit SET payload = replace(payload, 'three', 'thirty') WHERE seq = 3", 3);
        row("wall time", "UPDATE audit SET ts_wall = '2020-01-01T00:00:00.000Z' WHERE seq = 2", 2);
        row("market time",
            "UPDATE audit SET market_time = '2020-01-01T00:00:00.000Z' WHERE seq = 1", 1);
        row("kind", "UPDATE audit SET kind = 'fills' WHERE seq = 4", 4);
        row("hash", "UPDATE audit SET hash = prev_hash WHERE seq = 3", 3);
        row("previous hash", "UPDATE audit SET prev_hash = '' WHERE seq = 2", 2);
        row("deleted", "DELETE FROM audit WHERE seq = 2", 3);
        row("deleted first", "DELETE FROM audit WHERE seq = 1", 2);
        row("swapped",
            "UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3);"
            "UPDATE audit SET seq = -seq WHERE seq < 0",
            2);
        row("renumbered after a deletion",
            "DELETE FROM audit WHERE seq = 2;UPDATE audit SET seq = seq - 1 WHERE seq > 2", 2);
    }
    void tamperingIsFoundWhereItBegins()
    {
        QFETCH(QString, statement);
        QFETCH(qint64, firstBadRow);
        Store store;
        fillWithFive(store);
        QVERIFY(!verified(store).firstBadRow);

        QVERIFY(store.execute(statement.split(u';')));

        QCOMPARE(verified(store).firstBadRow.value_or(-1), std::int64_t(firstBadRow));
    }

    void withoutADatabaseThereIsNothingToVerify()
    {
        const Store store;

        const auto report = verifyAudit(store.database());

        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::NotFound);
        QCOMPARE(report.error().file, store.database().toStdString());
    }

    void noJournalCountsEverythingAsDurable()
    {
        NoJournal journal;

        QCOMPARE(journal.append({}), std::int64_t(1));
        QCOMPARE(journal.append({}), std::int64_t(2));

        QCOMPARE(journal.lastTicket(), std::int64_t(2));
        QVERIFY(journal.durableThrough() >= 3);
        QVERIFY(journal.isHealthy() && !journal.keepsRecords());
    }
};

QTEST_GUILESS_MAIN(JournalTest)
#include "JournalTest.moc"
