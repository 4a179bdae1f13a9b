#include "core/storage/SqliteJournal.h"

#include "core/base/Sha256.h"
#include "core/storage/AuditChain.h"
#include "core/storage/CsvCatchUp.h"
#include "core/storage/FactFiles.h"
#include "core/storage/Schema.h"

#include <QHash>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <future>

namespace core {

namespace {

QVariant variantOf(const Field &field)
{
    return std::visit(
        [](const auto &value) -> QVariant {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return QVariant(QMetaType(QMetaType::QString));
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return QVariant(qlonglong(value));
            else if constexpr (std::is_same_v<T, double>)
                return QVariant(value);
            else
                return QVariant(QString::fromStdString(value));
        },
        field.value);
}

} // namespace

/// The storage thread's side: connection, prepared statements, end of the chain.
class SqliteJournal::Writer {
public:
    Writer(QSqlDatabase database, const QString &dataDir)
        : m_database(std::move(database)), m_dataDir(dataDir), m_files(dataDir)
    {
    }

    Result<> begin()
    {
        QSqlQuery last(m_database);
        if (!last.exec(QStringLiteral("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")))
            return failure(error(last));
        if (last.next()) {
            m_seq = last.value(0).toLongLong();
            m_hash = last.value(1).toString().toStdString();
        }
        catchUpCsv(m_database, m_dataDir);
        return {};
    }

    Result<> commit(const std::vector<Waiting> &batch)
    {
        const auto seq = m_seq;
        const auto hash = m_hash;
        if (!m_database.transaction())
            return failure(ErrorCode::Io, m_database.lastError().text().toStdString());
        std::vector<std::string> jsons;
        for (const Waiting &waiting : batch) {
            jsons.push_back(waiting.record.json());
            auto done = insert(waiting, jsons.back());
            if (!done) {
                m_database.rollback();
                m_seq = seq;
                m_hash = hash;
                return done;
            }
        }
        if (!m_database.commit()) {
            const std::string why = m_database.lastError().text().toStdString();
            m_database.rollback();
            m_seq = seq;
            m_hash = hash;
            return failure(ErrorCode::Io, why);
        }
        for (std::size_t i = 0; i < batch.size(); ++i)
            m_files.write(batch[i].record, jsons[i], batch[i].wallTime);
        return {};
    }
    void flushFiles() { m_files.flush(); }

private:
    static Error error(const QSqlQuery &query)
    {
        return {ErrorCode::Io, query.lastError().text().toStdString()};
    }

    Result<> insert(const Waiting &waiting, const std::string &json)
    {
        AuditRow row;
        row.seq = m_seq + 1;
        row.wallTime = waiting.wallTime;
        row.marketTime = toIsoText(waiting.record.at);
        row.kind = tableName(waiting.record.table);
        row.payload = json;
        row.previousHash = m_hash;
        const std::string hash = auditHash(row);
        QSqlQuery &audit = prepared(QStringLiteral(
            "INSERT INTO audit (seq, run, ts_wall, ts_mono, market_time, kind, payload, prev_hash, hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        audit.bindValue(0, qlonglong(row.seq));
        audit.bindValue(1, runOf(waiting.record));
        audit.bindValue(2, QString::fromStdString(row.wallTime));
        audit.bindValue(3, qlonglong(waiting.steadyNanos));
        audit.bindValue(4, QString::fromStdString(row.marketTime));
        audit.bindValue(5, QString::fromStdString(row.kind));
        audit.bindValue(6, QString::fromStdString(row.payload));
        audit.bindValue(7, QString::fromStdString(row.previousHash));
        audit.bindValue(8, QString::fromStdString(hash));
        if (!audit.exec())
            return failure(error(audit));
        m_seq = row.seq;
        m_hash = hash;
        return insertRow(waiting.record);
    }

    Result<> insertRow(const Record &record)
    {
        QString columns;
        QString marks;
        for (const Field &field : record.fields) {
            columns += (columns.isEmpty() ? QString() : QStringLiteral(", ")) + QString::fromLatin1(field.column);
            marks += marks.isEmpty() ? QStringLiteral("?") : QStringLiteral(", ?");
        }
        QSqlQuery &query = prepared(QStringLiteral("INSERT OR REPLACE INTO %1 (%2) VALUES (%3)")
                                        .arg(QString::fromLatin1(tableName(record.table)), columns, marks));
        int at = 0;
        for (const Field &field : record.fields)
            query.bindValue(at++, variantOf(field));
        if (!query.exec())
            return failure(error(query));
        return {};
    }

    static QVariant runOf(const Record &record)
    {
        for (const Field &field : record.fields)
            if (std::string_view(field.column) == "run")
                return variantOf(field);
        return {};
    }

    QSqlQuery &prepared(const QString &statement)
    {
        auto found = m_prepared.find(statement);
        if (found == m_prepared.end()) {
            auto query = std::make_shared<QSqlQuery>(m_database);
            query->prepare(statement);
            found = m_prepared.insert(statement, std::move(query));
        }
        return **found;
    }

    QSqlDatabase m_database;
    QString m_dataDir;
    FactFiles m_files;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
    std::int64_t m_seq = 0;
    std::string m_hash;
};

SqliteJournal::SqliteJournal(const Clock &wallClock, Listener listener)
    : m_wallClock(wallClock), m_listener(std::move(listener))
{
}

QString SqliteJournal::databasePath(const QString &dataDir)
{
    return dataDir + QStringLiteral("/countersign.sqlite");
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const QString &dataDir, const Clock &wallClock,
                                                           Listener listener)
{
    std::unique_ptr<SqliteJournal> journal(new SqliteJournal(wallClock, std::move(listener)));
    std::promise<Result<>> opened;
    auto outcome = opened.get_future();
    journal->m_thread = std::thread([raw = journal.get(), dataDir, &opened] {
        raw->run(dataDir, [&opened](Result<> result) { opened.set_value(std::move(result)); });
    });
    if (auto result = outcome.get(); !result)
        return failure(result.error());
    return journal;
}

SqliteJournal::~SqliteJournal()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

std::int64_t SqliteJournal::append(Record record)
{
    Waiting waiting{++m_lastTicket, std::move(record), toIsoText(m_wallClock.now()), m_wallClock.steady().count()};
    m_group.push_back(std::move(waiting));
    if (!m_isGrouping)
        handOver();
    return m_lastTicket;
}

void SqliteJournal::endGroup()
{
    m_isGrouping = false;
    if (!m_group.empty())
        handOver();
}

/// In one piece, so that the writer's transaction has all of it or none.
void SqliteJournal::handOver()
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.insert(m_queue.end(), std::make_move_iterator(m_group.begin()),
                       std::make_move_iterator(m_group.end()));
    }
    m_group.clear();
    m_wake.notify_one();
}

void SqliteJournal::run(const QString &dataDir, const std::function<void(Result<>)> &opened)
{
    const QString connection = QStringLiteral("journal-%1").arg(quintptr(this));
    {
        auto database = openForWriting(databasePath(dataDir), connection);
        if (!database) {
            opened(failure(database.error()));
        } else {
            Writer writer(*database, dataDir);
            const auto ready = writer.begin();
            opened(ready);
            if (ready)
                writeBatches(writer);
        }
    }
    QSqlDatabase::removeDatabase(connection);
}

Result<> SqliteJournal::commit(Writer &writer, const std::vector<Waiting> &batch)
{
    const Duration begun = m_wallClock.steady();
    auto done = writer.commit(batch);
    const Duration ended = m_wallClock.steady();
    if (!done)
        return done;
    m_commitTimes.add(ended - begun);
    for (const Waiting &waiting : batch)
        m_durableTimes.add(ended - Duration(waiting.steadyNanos));
    return done;
}

void SqliteJournal::writeBatches(Writer &writer)
{
    while (true) {
        std::vector<Waiting> batch;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_isStopping || !m_queue.empty(); });
            if (m_queue.empty())
                return writer.flushFiles();
            batch.swap(m_queue);
        }
        if (!m_isHealthy.load())
            continue; // what was lost stays lost; the engine has been told
        if (const auto done = commit(writer, batch); !done) {
            m_isHealthy.store(false);
            m_listener.failed(done.error().message);
            continue;
        }
        m_durable.store(batch.back().ticket);
        m_listener.advanced(batch.back().ticket);
        writer.flushFiles();
    }
}

} // namespace core
