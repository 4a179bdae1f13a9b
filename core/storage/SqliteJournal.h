#pragma once

#include "core/monitor/SharedLatencyHistogram.h"
#include "core/storage/Journal.h"

#include <QString>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace core {

/// The journal on disk: one writer thread that owns its SQLite connection. Each record becomes a
/// row of its table and a link of the hash-chained audit table in the same transaction; what waits
/// is committed together. After the commit the fact files get their lines.
class SqliteJournal final : public Journal {
public:
    struct Listener {
        /// Durable through this ticket. Called on the storage thread.
        std::function<void(std::int64_t through)> advanced;
        /// The disk refused; nothing after `durableThrough` is safe. Called once, on the storage thread.
        std::function<void(const std::string &reason)> failed;
    };

    /// `dataDir` exists; `wallClock` is read on both threads. Io when the database cannot be opened, is damaged or is newer than this program.
    [[nodiscard]] static Result<std::unique_ptr<SqliteJournal>> open(const QString &dataDir, const Clock &wallClock,
                                                                     Listener listener);
    /// Writes what waits, then closes.
    ~SqliteJournal() override;

    std::int64_t append(Record record) override;
    void beginGroup() override { m_isGrouping = true; }
    void endGroup() override;
    [[nodiscard]] std::int64_t lastTicket() const override { return m_lastTicket; }
    [[nodiscard]] std::int64_t durableThrough() const override { return m_durable.load(); }
    [[nodiscard]] bool isHealthy() const override { return m_isHealthy.load(); }
    [[nodiscard]] bool keepsRecords() const override { return true; }
    /// Records appended and not yet durable.
    [[nodiscard]] std::int64_t backlog() const { return m_lastTicket - m_durable.load(); }

    /// How long commits took; of batches, not of single records. From any thread.
    [[nodiscard]] LatencyHistogram commitTimes() const { return m_commitTimes.reading(); }
    /// How long records waited from `append` until they were durable. From any thread.
    [[nodiscard]] LatencyHistogram durableTimes() const { return m_durableTimes.reading(); }

    [[nodiscard]] static QString databasePath(const QString &dataDir);

private:
    class Writer;
    struct Waiting {
        std::int64_t ticket;
        Record record;
        std::string wallTime;
        std::int64_t steadyNanos;
    };
    void handOver();
    SqliteJournal(const Clock &wallClock, Listener listener);
    void run(const QString &dataDir, const std::function<void(Result<>)> &opened);
    void writeBatches(Writer &writer);
    [[nodiscard]] Result<> commit(Writer &writer, const std::vector<Waiting> &batch);

    const Clock &m_wallClock;
    Listener m_listener;
    std::int64_t m_lastTicket = 0; ///< Engine thread only.
    std::atomic<std::int64_t> m_durable{0};
    std::atomic<bool> m_isHealthy{true};
    SharedLatencyHistogram m_commitTimes;
    SharedLatencyHistogram m_durableTimes;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isGrouping = false;    ///< Engine thread only.
    std::vector<Waiting> m_group; ///< Engine thread only: goes into the queue whole.
    std::vector<Waiting> m_queue; ///< Under the mutex.
    bool m_isStopping = false;    ///< Under the mutex.
    std::thread m_thread;
};

} // namespace core
