#include "core/engine/EngineHost.h"

#include "core/engine/EngineMetrics.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

#include <QDir>
#include <QLoggingCategory>
#include <QMetaMethod>

#include <algorithm>
#include <cmath>

namespace core {

namespace {

constexpr int beatMillis = 20;
constexpr int publishMillis = 100;
constexpr int venueCheckMillis = 5000;
constexpr int sampleMillis = 1000;
/// One beat plays no longer than this, so that commands and the disk get their turn.
constexpr qint64 beatBudgetMillis = 12;

Q_LOGGING_CATEGORY(engineLog, "core.engine")

/// One place: "2.6 s".
std::string inSeconds(Duration duration)
{
    return QString::number(std::chrono::duration<double>(duration).count(), 'f', 1).toStdString() + " s";
}

} // namespace

EngineHost::EngineHost(HostSetup setup, QObject *parent)
    : QObject(parent), m_setup(std::move(setup)), m_clock(m_setup.start),
      m_venue(m_setup.engine.startingCash, m_setup.venue), m_broker(m_venue), m_monitor(m_wallClock),
      m_target(m_setup.start)
{
    for (const Instrument &instrument : m_setup.engine.instruments)
        m_venue.addInstrument(instrument);
    // Children move with their parent to the engine's thread.
    for (QTimer *timer : {&m_beat, &m_publish, &m_venueCheck, &m_sample})
        timer->setParent(this);
    m_beat.setTimerType(Qt::PreciseTimer); // its lateness is a figure
    connect(&m_sample, &QTimer::timeout, this, [this] { guarded([this] { sample(); }); });
    connect(&m_beat, &QTimer::timeout, this, [this] { guarded([this] { beat(); }); });
    connect(&m_publish, &QTimer::timeout, this, [this] { guarded([this] { publish(); }); });
    connect(&m_venueCheck, &QTimer::timeout, this, [this] { guarded([this] { m_engine->requestVenueSnapshot(); }); });
}

EngineHost::~EngineHost()
{
    stop(QStringLiteral("closed"));
    for (QTimer *timer : {&m_beat, &m_publish, &m_venueCheck, &m_sample})
        timer->setParent(nullptr);
}

void EngineHost::guarded(const std::function<void()> &work)
{
    try {
        work();
    } catch (const std::exception &error) {
        if (m_engine && !m_isStopped)
            m_engine->haltOnBug(error.what());
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

bool EngineHost::start()
{
    bool isOpen = false;
    guarded([this, &isOpen] { isOpen = open(); });
    return isOpen;
}

bool EngineHost::open()
{
    QDir().mkpath(m_setup.dataDir);
    if (const auto prepare = std::exchange(m_setup.prepareMarket, {}))
        if (const auto done = prepare(m_setup); !done) {
            Q_EMIT failed(QString::fromStdString(describe(done.error())));
            return false;
        }
    m_clock.moveTo(m_setup.start);
    m_target = m_setup.start;
    SqliteJournal::Listener listener{
        [this](std::int64_t through) {
            enqueue([this, through](Duration) { guarded([this, through] { journalAdvanced(through); }); });
        },
        [this](const std::string &reason) {
            enqueue([this, reason](Duration) {
                if (!m_isStopped)
                    m_engine->process(JournalFailed{reason});
            });
        }};
    auto journal = SqliteJournal::open(m_setup.dataDir, m_wallClock, std::move(listener));
    if (!journal) {
        Q_EMIT failed(QString::fromStdString(describe(journal.error())));
        return false;
    }
    m_journal = std::move(*journal);
    const auto stored =
        loadState(SqliteJournal::databasePath(m_setup.dataDir), m_setup.engine.account.text());
    auto engine = stored ? TradingEngine::create(m_setup.engine, m_clock, m_broker, *m_journal)
                         : Result<std::unique_ptr<TradingEngine>>(failure(stored.error()));
    if (!engine) {
        Q_EMIT failed(QString::fromStdString(describe(engine.error())));
        return false;
    }
    m_engine = std::move(*engine);
    m_engine->keepLimitsWith(m_setup.keepLimits);
    m_engine->addObserver(m_activity);
    m_engine->addObserver(m_monitor);
    for (EngineObserver *observer : m_setup.observers)
        m_engine->addObserver(*observer);
    m_player = std::make_unique<MarketPlayer>(*m_engine, m_venue, m_clock, *m_setup.tape);
    m_snapshots = std::make_unique<SnapshotBuilder>(*m_engine, m_activity, m_monitor);
    for (const auto &[series, bars] : m_setup.warmUp)
        m_engine->warmUp(series, bars);
    m_engine->start(*stored);
    m_sinceBeat.start();
    m_beatDue = m_monitor.now() + std::chrono::milliseconds(beatMillis);
    m_beat.start(beatMillis);
    m_sample.start(sampleMillis);
    m_publish.start(publishMillis);
    m_venueCheck.start(venueCheckMillis);
    publish();
    return true;
}

void EngineHost::stop(const QString &why)
{
    if (m_isStopped || !m_engine)
        return;
    m_isStopped = true;
    m_beat.stop();
    m_publish.stop();
    m_venueCheck.stop();
    m_sample.stop();
    m_engine->stop(why.toStdString());
    m_snapshots.reset();
    m_journal.reset(); // writes what waits; nothing touches the engine from here on
}

bool EngineHost::isPausedForCards() const
{
    return m_setup.pausesForCards && m_engine->hasDecidableCards();
}

PlayState EngineHost::playState() const
{
    return {m_setup.speed, isPausedForCards(), m_isFinished};
}

void EngineHost::beat()
{
    if (m_isStopped)
        return;
    const Duration begun = m_monitor.now();
    m_monitor.took(MonitorPoint::BeatLateness, begun - m_beatDue);
    m_beatDue = begun + std::chrono::milliseconds(beatMillis);
    if (const auto jump = m_clockWatch.look(m_wallClock.now(), m_wallClock.steady()))
        m_engine->onClockJump(*jump);
    const double seconds = double(m_sinceBeat.restart()) / 1000.0;
    if (!isPausedForCards() && std::isfinite(m_setup.speed)) {
        // A stall of this process (sleep, debugger) does not make the market leap.
        const double moved = std::min(seconds, 1.0) * m_setup.speed;
        m_target += std::chrono::nanoseconds(static_cast<std::int64_t>(moved * 1e9));
    }
    playDueSteps();
}

/// One market step, measured.
void EngineHost::play()
{
    const Timestamp due = *m_player->nextAt();
    if (m_setup.speed > 0 && std::isfinite(m_setup.speed) && due <= m_target)
        m_monitor.took(MonitorPoint::StepLateness,
                       Duration(static_cast<std::int64_t>(double((m_target - due).count()) / m_setup.speed)));
    const Duration begun = m_monitor.now();
    m_player->playNext();
    m_monitor.took(MonitorPoint::Step, m_monitor.now() - begun);
}

void EngineHost::playDueSteps()
{
    if (m_isStopped)
        return;
    QElapsedTimer spent;
    spent.start();
    const bool isUnbounded = std::isinf(m_setup.speed);
    while (!m_isFinished && m_engine->isSettled() && !isPausedForCards()) {
        const auto next = m_player->nextAt();
        if (!next) {
            m_isFinished = true;
            publish();
            Q_EMIT finished();
            return;
        }
        if (!isUnbounded && *next > m_target)
            break;
        play();
        m_target = std::max(m_target, *next);
        if (m_isStopped)
            return;
        if (spent.elapsed() >= beatBudgetMillis) {
            if (isUnbounded && !std::exchange(m_isPlayPosted, true))
                QMetaObject::invokeMethod(
                    this,
                    [this] {
                        m_isPlayPosted = false;
                        guarded([this] { playDueSteps(); });
                    },
                    Qt::QueuedConnection);
            return;
        }
    }
    if (!isUnbounded && m_engine->isSettled() && !isPausedForCards() && !m_isFinished)
        moveClockTo(m_target);
}

void EngineHost::moveClockTo(Timestamp at)
{
    if (at <= m_clock.now())
        return;
    m_clock.moveTo(at);
    m_engine->tick();
}

void EngineHost::journalAdvanced(std::int64_t through)
{
    // Whether the disk took two facts together or apart may not change what happens: what waits goes
    // on once everything is stored. Until then the market stands, so the next report is the last.
    if (m_isStopped || through < m_journal->lastTicket())
        return;
    m_engine->process(JournalAdvanced{through});
    if (std::isinf(m_setup.speed))
        playDueSteps();
}

void EngineHost::enqueue(std::function<void(Duration)> work)
{
    const int waiting = ++m_waitingMessages;
    for (int most = m_mostMessages; waiting > most && !m_mostMessages.compare_exchange_weak(most, waiting);) {
    }
    QMetaObject::invokeMethod(
        this,
        [this, work = std::move(work), sentAt = m_monitor.now()] {
            --m_waitingMessages;
            m_monitor.took(MonitorPoint::MessageWait, m_monitor.now() - sentAt);
            work(sentAt);
        },
        Qt::QueuedConnection);
}

CommandAnswer EngineHost::command(const Command &command, const CommandOrigin &by, std::optional<Duration> sentAt)
{
    if (!m_engine || m_isStopped)
        return {false, "the engine is not running"};
    const Duration begun = sentAt.value_or(m_monitor.now());
    CommandAnswer answer{true, "done"};
    if (const auto *speed = std::get_if<SetSpeed>(&command)) {
        if (!(speed->speed >= 0))
            return {false, "the speed must not be negative"};
        m_setup.speed = speed->speed;
        m_target = m_clock.now();
    } else if (const auto *pause = std::get_if<SetPauseWhileCardsWait>(&command)) {
        m_setup.pausesForCards = pause->pause;
        m_target = m_clock.now();
    } else {
        answer = m_engine->command(command, by);
    }
    m_monitor.took(MonitorPoint::CommandAnswered, m_monitor.now() - begun);
    publish();
    return answer;
}

std::shared_ptr<const EngineSnapshot> EngineHost::snapshot()
{
    if (!m_snapshots || m_isStopped)
        return nullptr;
    const Duration begun = m_monitor.now();
    auto made = m_snapshots->build(playState());
    m_monitor.took(MonitorPoint::SnapshotBuilt, m_monitor.now() - begun);
    return made;
}

void EngineHost::publish()
{
    if (!m_snapshots || m_isStopped)
        return;
    // A fill has made the venue's last word old: ask again, so that both columns stand side by side.
    if (!m_engine->venueSnapshot())
        m_engine->requestVenueSnapshot();
    noteDepths();
    watchWindow();
    const auto next = snapshot();
    m_monitor.shown(next->waiting, isSignalConnected(QMetaMethod::fromSignal(&EngineHost::snapshotReady)));
    Q_EMIT snapshotReady(next);
}

void EngineHost::noteDepths()
{
    const EngineParts &parts = m_engine->parts();
    const auto cards = parts.desk.open();
    const auto orders = parts.execution.open();
    m_monitor.noteDepth("journal", m_journal->backlog());
    m_monitor.noteDepth("cards", std::ranges::count_if(cards, [](const DeskEntry *card) { return isWaiting(card->state); }));
    m_monitor.noteDepth("approved", std::ranges::count(cards, ProposalState::Approved, &DeskEntry::state));
    m_monitor.noteDepth("intents", std::ranges::count(orders, OrderStatus::Intended, &Order::status));
}

void EngineHost::noteWindowBeat(Duration lag)
{
    m_monitor.took(MonitorPoint::WindowLag, lag);
    if (const auto silent = m_window.beat(m_monitor.now()))
        m_activity.noted(Severity::Info, "window", "The window answers again after " + inSeconds(*silent) + ".",
                         m_clock.now());
}

void EngineHost::watchWindow()
{
    const auto silent = m_window.look(m_monitor.now());
    if (!silent)
        return;
    const std::string text =
        "The window has not answered for " + inSeconds(*silent) + ". The engine goes on: stops and exits are served.";
    qCWarning(engineLog, "%s", text.c_str());
    m_activity.noted(Severity::Warning, "window", text, m_clock.now());
}

/// Once a second: closes the second's figures.
void EngineHost::sample()
{
    noteDepths();
    m_monitor.noteDepth("engine-events", m_mostMessages.exchange(m_waitingMessages));
    m_monitor.noteDepth("engine-events", m_waitingMessages);
    m_monitor.setCount("illegal_transitions", static_cast<std::uint64_t>(m_engine->parts().desk.illegalTransitions()));
    m_monitor.setCount("alarms", m_activity.count(Severity::Alarm));
    m_monitor.setCount("warnings", m_activity.count(Severity::Warning));
    m_monitor.setLatency("journal-commit", m_journal->commitTimes());
    m_monitor.setLatency("journal-durable", m_journal->durableTimes());
    m_monitor.sample(readProcess());
}

std::string EngineHost::metrics()
{
    const auto now = snapshot();
    return now ? metricsText(m_monitor, *now) : std::string();
}

} // namespace core
