#include "tests/core/storage/Store.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QtDebug>

using namespace core;

namespace support {

namespace {

constexpr std::chrono::seconds longEnough{30};

} // namespace

Store::Store() = default;
Store::~Store() = default;

Result<std::unique_ptr<SqliteJournal>> Store::tryOpen(std::function<void(std::int64_t)> onAdvanced)
{
    return SqliteJournal::open(dir(), m_clock,
                               {[this, onAdvanced = std::move(onAdvanced)](std::int64_t through) {
                                    if (onAdvanced)
                                        onAdvanced(through);
                                    const std::lock_guard lock(m_mutex);
                                    m_advances.push_back(through);
                                    m_told.notify_all();
                                },
                                [this](const std::string &reason) {
                                    const std::lock_guard lock(m_mutex);
                                    m_failures += QString::fromStdString(reason);
                                    m_told.notify_all();
                                }});
}

SqliteJournal &Store::open(std::function<void(std::int64_t)> onAdvanced)
{
    close();
    auto journal = tryOpen(std::move(onAdvanced));
    if (!journal)
        qFatal("%s", describe(journal.error()).c_str());
    m_journal = std::move(*journal);
    return *m_journal;
}

bool Store::waitUntilDurable()
{
    std::unique_lock lock(m_mutex);
    const auto isOver = [this] {
        return !m_failures.isEmpty() || m_journal->durableThrough() == m_journal->lastTicket();
    };
    return m_told.wait_for(lock, longEnough, isOver) && m_failures.isEmpty();
}

bool Store::waitForFailures(int count)
{
    std::unique_lock lock(m_mutex);
    return m_told.wait_for(lock, longEnough, [this, count] { return m_failures.size() >= count; });
}

std::vector<std::int64_t> Store::advances() const
{
    const std::lock_guard lock(m_mutex);
    return m_advances;
}

QStringList Store::failures() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures;
}

std::vector<StoredRow> Store::rows(const char *statement) const
{
    auto read = readRows(database(), QString::fromUtf8(statement));
    if (!read)
        qFatal("%s: %s", statement, describe(read.error()).c_str());
    return std::move(*read);
}

std::string Store::value(const char *statement) const
{
    const auto read = rows(statement);
    return read.empty() ? "no row" : read.front().columns.front().second.value_or("NULL");
}

bool Store::execute(const QStringList &statements) const
{
    bool isDone = true;
    {
        auto tamperer =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tamperer"));
        tamperer.setDatabaseName(database());
        isDone = tamperer.open();
        QSqlQuery query(tamperer);
        for (const QString &statement : statements)
            if (isDone && !query.exec(statement)) {
                isDone = false;
                qWarning("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
            }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("tamperer"));
    return isDone;
}

Record note(const std::string &value)
{
    return {Table::BotState,
            timestampFromMillis(1'750'000'000'000),
            {{"bot", "*"},
             {"time", "2025-06-15T15:06:40.000Z"},
             {"field", "note"},
             {"value", value},
             {"run", "R"}}};
}

} // namespace support
