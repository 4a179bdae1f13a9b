#pragma once

#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

#include <QStringList>
#include <QTemporaryDir>

#include <condition_variable>
#include <mutex>

namespace support {

/// A data directory that goes away with the test, a journal in it, and a memory of what the journal
/// told its listener.
class Store {
public:
    Store();
    ~Store();

    /// Starts a journal; a bug of the test when it does not open. `onAdvanced` runs on the storage
    /// thread, before waiters are woken.
    core::SqliteJournal &open(std::function<void(std::int64_t)> onAdvanced = {});
    [[nodiscard]] core::Result<std::unique_ptr<core::SqliteJournal>> tryOpen(
        std::function<void(std::int64_t)> onAdvanced = {});
    /// Writes what waits and ends the storage thread.
    void close() { m_journal.reset(); }
    [[nodiscard]] core::SqliteJournal &journal() { return *m_journal; }

    /// Until the disk has everything appended, or `failed` came, or half a minute is over.
    [[nodiscard]] bool waitUntilDurable();
    [[nodiscard]] bool waitForFailures(int count);
    [[nodiscard]] std::vector<std::int64_t> advances() const;
    [[nodiscard]] QStringList failures() const;

    [[nodiscard]] QString dir() const { return m_dir.path(); }
    [[nodiscard]] QString path(const char *name) const
    {
        return m_dir.filePath(QString::fromUtf8(name));
    }
    [[nodiscard]] QString database() const { return core::SqliteJournal::databasePath(dir()); }
    [[nodiscard]] std::vector<core::StoredRow> rows(const char *statement) const;
    /// One value of one row as text; "NULL" when it is absent.
    [[nodiscard]] std::string value(const char *statement) const;
    /// As somebody who tampers: a connection of one's own. False with the database's words on
    /// stderr.
    bool execute(const QStringList &statements) const;

private:
    QTemporaryDir m_dir;
    core::SystemClock m_clock;
    mutable std::mutex m_mutex;
    std::condition_variable m_told;
    std::vector<std::int64_t> m_advances;
    QStringList m_failures;
    std::unique_ptr<core::SqliteJournal> m_journal;
};

/// A small fact: a row of bot_state whose value is the given text.
[[nodiscard]] core::Record note(const std::string &value);

} // namespace support
