#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/approval/ClockWatch.h"
#include "core/engine/EmbeddedVenue.h"
#include "core/engine/SnapshotBuilder.h"
#include "core/engine/WindowWatch.h"
#endif

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace core {

class SqliteJournal;

/// What one run is made of. Given to the host on its own thread.
struct HostSetup {
    EngineSettings engine;
    /// Makes what the run reaches its venue by, on the host's thread; the monitor outlives it. Empty: the
    /// embedded venue plays `market`.
    std::function<std::unique_ptr<VenueAccess>(EngineMonitor &)> makeVenue{};
    EmbeddedMarket market;
    /// Stores limits that the owner has set, so that the next run has them too; called on the engine's thread.
    TradingEngine::LimitsKeeper keepLimits;
    QString dataDir;
    /// Observers of the caller; they outlive the host and are told on its thread.
    std::vector<EngineObserver *> observers;
};

/// Runs a TradingEngine at a venue, on whatever thread it lives on: gives it its journal and its beats,
/// publishes snapshots, takes commands.
class EngineHost final : public QObject {
    Q_OBJECT

public:
    explicit EngineHost(HostSetup setup, QObject *parent = nullptr);
    ~EngineHost() override;

    /// Opens the venue and the store, reconciles and begins, at once or when the venue has answered: `began`
    /// follows, or `failed`. False after `failed` was emitted. Meanwhile commands are refused, and `stop` stops.
    bool start();
    void stop(const QString &why);
    /// @param sentAt  When it was sent, on `EngineMonitor`'s clock; absent = now.
    [[nodiscard]] CommandAnswer command(const Command &command, const CommandOrigin &by,
                                        std::optional<Duration> sentAt = {});
    /// From any thread: runs `work` on the host's thread, after what was sent before. How long it waited
    /// is measured; `work` is told when it was sent.
    void enqueue(std::function<void(Duration sentAt)> work);
    /// The window's event loop is alive and came so late since the beat before, at worst.
    void noteWindowBeat(Duration lag);
    /// Somebody has been shown what waits: the command line.
    void noteShown(const EngineSnapshot &snapshot) { m_monitor.shown(snapshot.waiting, true); }
    /// The Prometheus page of this run; empty before the start.
    [[nodiscard]] std::string metrics();
    [[nodiscard]] std::shared_ptr<const EngineSnapshot> snapshot();
    [[nodiscard]] const TradingEngine *engine() const { return m_engine.get(); }

Q_SIGNALS:
    void snapshotReady(std::shared_ptr<const core::EngineSnapshot> snapshot);
    void failed(const QString &reason);
    /// The engine has started.
    void began();
    /// The tape has ended and everything is settled.
    void finished();

private:
    /// Runs what a slot does: an exception halts trading and is told, it never leaves the slot.
    void guarded(const std::function<void()> &work);
    void open();
    [[nodiscard]] Result<> begin(const VenueAccess::Past &past);
    [[nodiscard]] Result<> openJournal();
    void refuse(const Error &error);
    void startBeats();
    void startTimers();
    void stopTimers();
    void compareSoon();
    [[nodiscard]] VenueAccess::Hooks hooks();
    void beat();
    void publish();
    void sample();
    void noteDepths();
    void watchWindow();
    void journalAdvanced(std::int64_t through);

    HostSetup m_setup;
    SystemClock m_wallClock;
    ActivityLog m_activity;
    EngineMonitor m_monitor;
    std::unique_ptr<VenueAccess> m_venue;
    WindowWatch m_window;
    std::atomic<int> m_waitingMessages{0}; ///< Sent by `enqueue` and not taken up.
    std::atomic<int> m_mostMessages{0};    ///< Of this second.
    std::unique_ptr<SqliteJournal> m_journal;
    std::unique_ptr<TradingEngine> m_engine;
    std::unique_ptr<SnapshotBuilder> m_snapshots;
    QTimer m_beat;
    QTimer m_publish;
    QTimer m_venueCheck;
    std::optional<Duration> m_comparedAt; ///< When the venue was asked for its books last.
    QTimer m_sample;
    Duration m_beatDue{};
    QElapsedTimer m_sinceBeat;
    ClockWatch m_clockWatch;
    bool m_hasBegun = false;
    bool m_hasFailed = false; ///< Before it had begun.
    bool m_isStopped = false;
};

} // namespace core
