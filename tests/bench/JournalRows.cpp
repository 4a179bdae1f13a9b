#include "core/base/Timestamp.h"
#include "core/storage/SqliteJournal.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStorageInfo>
#include <QTemporaryDir>

#include <chrono>
#include <condition_variable>
#include <mutex>

using namespace core;

namespace bench {

namespace {

using Steady = std::chrono::steady_clock;

double secondsSince(Steady::time_point start)
{
    return std::chrono::duration<double>(Steady::now() - start).count();
}

std::string storedLabel(const QTemporaryDir &folder, const QString &database, const char *table)
{
    std::string rows = "?";
    {
        QSqlDatabase reader = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("count"));
        reader.setDatabaseName(database);
        QSqlQuery query(reader);
        if (reader.open() && query.exec(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table))) &&
            query.next())
            rows = std::to_string(query.value(0).toInt());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("count"));
    return rows + " rows, " + QStorageInfo(folder.path()).fileSystemType().toStdString();
}

/// From append to told durable, across the writer's thread: row, audit link, fact file.
void journalCommit(benchmark::State &state)
{
    const QTemporaryDir folder;
    const SystemClock clock;
    std::mutex mutex;
    std::condition_variable wake;
    std::int64_t through = 0;
    auto journal = SqliteJournal::open(folder.path(), clock,
                                       {[&](std::int64_t ticket) {
                                            const std::lock_guard lock(mutex);
                                            through = ticket;
                                            wake.notify_one();
                                        },
                                        [](const std::string &) {}});
    if (!journal)
        return state.SkipWithError("the journal cannot be opened");
    std::vector<double> seconds;
    for (auto _ : state) {
        const auto start = Steady::now();
        const std::int64_t ticket = (*journal)->append(
            {Table::Equity, {}, {{"time", std::string("t")}, {"kind", std::string("sample")}, {"run", std::string("r")}}});
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return through >= ticket; });
        seconds.push_back(secondsSince(start));
    }
    journal->reset();
    percentiles(state, std::move(seconds));
    state.SetLabel(storedLabel(folder, SqliteJournal::databasePath(folder.path()), "equity"));
}

/// The limit: one row and one commit with the same guarantees, on this thread, nothing else.
void bareCommit(benchmark::State &state)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bare.db"));
    std::vector<double> seconds;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("bare"));
        database.setDatabaseName(path);
        if (!database.open())
            return state.SkipWithError("the database cannot be opened");
        QSqlQuery query(database);
        for (const char *line : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                                 "CREATE TABLE bare (time TEXT, kind TEXT, run TEXT)"})
            query.exec(QLatin1String(line));
        query.prepare(QStringLiteral("INSERT INTO bare VALUES ('t', 'sample', 'r')"));
        for (auto _ : state) {
            const auto start = Steady::now();
            database.transaction();
            query.exec();
            database.commit();
            seconds.push_back(secondsSince(start));
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("bare"));
    percentiles(state, std::move(seconds));
    state.SetLabel(storedLabel(folder, path, "bare"));
}

} // namespace

void addJournalRows()
{
    addRow({.what = "journal commit, p50 / p99",
            .unit = Unit::Milliseconds,
            .ways = {{"ours, other thread and audit", journalCommit}, {"bare SQLite, WAL + full sync", bareCommit}},
            .quoted = {{"WAL + full sync, p50", 0.1}, {"WAL + full sync, p99", 5}},
            .time = Time::OnTheWall});
}

} // namespace bench
