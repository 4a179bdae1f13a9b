#include "core/engine/EngineHost.h"

#include "core/engine/EngineMetrics.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

#include <QDir>
#include <QLoggingCategory>
#include <QMetaMethod>

#include <algorithm>

namespace core {

namespace {

constexpr int beatMillis = 20;
constexpr int publishMillis = 100;
constexpr int sampleMillis = 1000;

Q_LOGGING_CATEGORY(engineLog, "core.engine")

/// One place: "2.6 s".
std::string inSeconds(Duration duration)
{
    return QString::number(std::chrono::duration<double>(duration).count(), 'f', 1).toStdString() + " s";
}

} // namespace

EngineHost::EngineHost(HostSetup setup, QObject *parent)
    : QObject(parent), m_setup(std::move(setup)), m_monitor(m_wallClock)
{
    // Children move with their parent to the engine's thread.
    for (QTimer *timer : {&m_beat, &m_publish, &m_venueCheck, &m_sample})
        timer->setParent(this);
    m_beat.setTimerType(Qt::PreciseTimer); // its lateness is a figure
    connect(&m_sample, &QTimer::timeout, this, [this] { guarded([this] { sample(); }); });
    connect(&m_beat, &QTimer::timeout, this, [this] { guarded([this] { beat(); }); });
    connect(&m_publish, &QTimer::timeout, this, [this] { guarded([this] { publish(); }); });
    connect(&m_venueCheck, &QTimer::timeout, this, [this] { guarded([this] { compareSoon(); }); });
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
        m_hasFailed = m_hasFailed || !m_hasBegun;
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

bool EngineHost::start()
{
    guarded([this] { open(); });
    return !m_hasFailed;
}

void EngineHost::open()
{
    QDir().mkpath(m_setup.dataDir);
    m_venue = m_setup.makeVenue
                  ? m_setup.makeVenue(m_monitor)
                  : std::make_unique<EmbeddedVenue>(std::move(m_setup.market), m_setup.engine, m_monitor);
    startBeats();
    m_venue->open([this](Result<VenueAccess::Past> past) {
        guarded([this, &past] {
            if (m_isStopped)
                return;
            if (const auto done = past ? begin(*past) : Result<>(failure(past.error())); !done)
                refuse(done.error());
        });
    });
}

void EngineHost::refuse(const Error &error)
{
    m_hasFailed = true;
    stopTimers();
    m_venue->end();
    Q_EMIT failed(QString::fromStdString(describe(error)));
}

void EngineHost::startBeats()
{
    m_sinceBeat.start();
    m_beatDue = m_monitor.now() + std::chrono::milliseconds(beatMillis);
    m_beat.start(beatMillis);
}

void EngineHost::startTimers()
{
    startBeats();
    m_sample.start(sampleMillis);
    m_publish.start(publishMillis);
    m_venueCheck.start(std::chrono::duration_cast<std::chrono::milliseconds>(m_venue->compareEvery()));
}

void EngineHost::stopTimers()
{
    for (QTimer *timer : {&m_beat, &m_publish, &m_venueCheck, &m_sample})
        timer->stop();
}

Result<> EngineHost::openJournal()
{
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
    if (!journal)
        return failure(journal.error());
    m_journal = std::move(*journal);
    return {};
}

Result<> EngineHost::begin(const VenueAccess::Past &past)
{
    if (const auto journal = openJournal(); !journal)
        return failure(journal.error());
    const auto stored =
        loadState(SqliteJournal::databasePath(m_setup.dataDir), m_setup.engine.account.text());
    if (!stored)
        return failure(stored.error());
    auto engine = TradingEngine::create(m_setup.engine, m_venue->marketClock(), m_venue->broker(), *m_journal);
    if (!engine)
        return failure(engine.error());
    m_engine = std::move(*engine);
    m_engine->keepLimitsWith(m_setup.keepLimits);
    m_engine->addObserver(m_activity);
    m_engine->addObserver(m_monitor);
    for (EngineObserver *observer : m_setup.observers)
        m_engine->addObserver(*observer);
    m_snapshots = std::make_unique<SnapshotBuilder>(*m_engine, m_activity, m_monitor);
    m_venue->begin(*m_engine, hooks());
    for (const auto &[series, bars] : past)
        m_engine->warmUp(series, bars);
    m_engine->start(*stored);
    m_comparedAt = m_monitor.now();
    startTimers();
    m_hasBegun = true;
    publish();
    Q_EMIT began();
    return {};
}

VenueAccess::Hooks EngineHost::hooks()
{
    return {[this] {
                publish();
                Q_EMIT finished();
            },
            [this](std::function<void()> work) {
                QMetaObject::invokeMethod(
                    this,
                    [this, work = std::move(work)] {
                        if (!m_isStopped)
                            guarded(work);
                    },
                    Qt::QueuedConnection);
            }};
}

void EngineHost::stop(const QString &why)
{
    if (std::exchange(m_isStopped, true))
        return;
    stopTimers();
    if (m_venue)
        m_venue->end();
    if (!m_engine)
        return;
    m_engine->stop(why.toStdString());
    m_snapshots.reset();
    m_journal.reset(); // writes what waits; nothing touches the engine from here on
}

void EngineHost::beat()
{
    if (m_isStopped)
        return;
    const Duration begun = m_monitor.now();
    if (m_engine) // before it has started, lateness harms nobody
        m_monitor.took(MonitorPoint::BeatLateness, begun - m_beatDue);
    m_beatDue = begun + std::chrono::milliseconds(beatMillis);
    if (const auto jump = m_clockWatch.look(m_wallClock.now(), m_wallClock.steady()); jump && m_engine)
        m_engine->onClockJump(*jump);
    m_venue->beat(std::chrono::milliseconds(m_sinceBeat.restart()));
}

void EngineHost::journalAdvanced(std::int64_t through)
{
    // Whether the disk took two facts together or apart may not change what happens: what waits goes
    // on once everything is stored. Until then the market stands, so the next report is the last.
    if (m_isStopped || through < m_journal->lastTicket())
        return;
    m_engine->process(JournalAdvanced{through});
    m_venue->stored();
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
    CommandAnswer answer;
    const auto answerOf = [](const Result<> &done) {
        return done ? CommandAnswer{true, "done"} : CommandAnswer{false, done.error().message};
    };
    if (const auto *speed = std::get_if<SetSpeed>(&command))
        answer = answerOf(m_venue->setSpeed(speed->speed));
    else if (const auto *pause = std::get_if<SetPauseWhileCardsWait>(&command))
        answer = answerOf(m_venue->setPausesForCards(pause->pause));
    else
        answer = m_engine->command(command, by);
    m_monitor.took(MonitorPoint::CommandAnswered, m_monitor.now() - begun);
    publish();
    return answer;
}

std::shared_ptr<const EngineSnapshot> EngineHost::snapshot()
{
    if (!m_snapshots || m_isStopped)
        return nullptr;
    const Duration begun = m_monitor.now();
    auto made = m_snapshots->build(m_venue->playState());
    m_monitor.took(MonitorPoint::SnapshotBuilt, m_monitor.now() - begun);
    return made;
}

void EngineHost::publish()
{
    if (!m_snapshots || m_isStopped)
        return;
    // A fill has made the venue's last word old: ask again, so that both columns stand side by side.
    if (!m_engine->venueSnapshot())
        compareSoon();
    noteDepths();
    watchWindow();
    const auto next = snapshot();
    m_monitor.shown(next->waiting, isSignalConnected(QMetaMethod::fromSignal(&EngineHost::snapshotReady)));
    Q_EMIT snapshotReady(next);
}

void EngineHost::compareSoon()
{
    const Duration now = m_monitor.now();
    if (m_comparedAt && now - *m_comparedAt < m_venue->compareAtMostEvery())
        return; // the timer, or the next look at what is old, comes back to it
    m_comparedAt = now;
    m_engine->requestVenueSnapshot();
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
    if (!m_snapshots)
        return;
    if (const auto silent = m_window.beat(m_monitor.now()))
        m_activity.noted(Severity::Info, "window", "The window answers again after " + inSeconds(*silent) + ".",
                         m_venue->marketClock().now());
}

void EngineHost::watchWindow()
{
    const auto silent = m_window.look(m_monitor.now());
    if (!silent)
        return;
    const std::string text =
        "The window has not answered for " + inSeconds(*silent) + ". The engine goes on: stops and exits are served.";
    qCWarning(engineLog, "%s", text.c_str());
    m_activity.noted(Severity::Warning, "window", text, m_venue->marketClock().now());
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
