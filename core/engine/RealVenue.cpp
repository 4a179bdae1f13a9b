#include "core/engine/RealVenue.h"

#include <utility>

namespace core {

namespace {

/// One turn takes no longer than this, so that commands and the disk get theirs.
constexpr Duration turnBudget = std::chrono::milliseconds(12);
constexpr Duration figuresEvery = std::chrono::seconds(1);

} // namespace

RealVenue::RealVenue(RealVenueParts parts, EngineMonitor &monitor) : m_parts(std::move(parts)), m_monitor(monitor)
{
    if (m_parts.guard)
        m_parts.guard->setListener([this](const std::string &what) { takeBug(what); });
}

RealVenue::~RealVenue()
{
    if (m_parts.guard)
        m_parts.guard->setListener(nullptr);
}

/// Thrown where nobody of ours stood around it: the host says what becomes of it.
void RealVenue::takeBug(const std::string &what)
{
    if (m_opened)
        m_past = failure(ErrorCode::Internal, what);
    else if (m_hooks.post)
        m_hooks.post([what] { bug(what.c_str()); });
}

void RealVenue::open(Opened done)
{
    m_opened = std::move(done);
    m_openedAt = m_parts.clock->steady();
    m_parts.feed->loadPast(m_parts.series, m_parts.warmUpBars, [this](Result<Past> past) {
        if (m_opened)
            m_past = std::move(past);
    });
}

/// From the beat, not from inside the feed: what follows opens the feed again.
void RealVenue::finishOpening()
{
    const bool isLate = m_parts.clock->steady() - m_openedAt >= openWithin;
    if (!m_opened || (!m_past && !isLate))
        return;
    const Opened opened = std::exchange(m_opened, nullptr);
    if (m_past)
        return opened(*std::exchange(m_past, std::nullopt));
    const std::string detail = m_parts.feed->state().detail;
    opened(failure(ErrorCode::Timeout, "the venue has not given the bars of the past within 90 seconds" +
                                           (detail.empty() ? "" : ": " + detail)));
}

void RealVenue::begin(TradingEngine &engine, Hooks hooks)
{
    m_engine = &engine;
    m_hooks = std::move(hooks);
    m_engine->pollVenue();
    m_parts.feed->open(m_parts.series, [this](Event event) { take(std::move(event)); });
}

void RealVenue::take(Event event)
{
    m_events.push_back({std::move(event), m_monitor.now()});
    deliverSoon();
}

/// Not at once: who tells of it is in the middle of its own work.
void RealVenue::deliverSoon()
{
    if (!std::exchange(m_isPosted, true))
        m_hooks.post([this] {
            m_isPosted = false;
            deliver();
        });
}

void RealVenue::deliver()
{
    const Duration begun = m_monitor.now();
    while (!m_isOver && !m_events.empty()) {
        const Duration now = m_monitor.now();
        if (now - begun >= turnBudget)
            return deliverSoon();
        const Waiting next = std::move(m_events.front());
        m_events.pop_front();
        m_monitor.took(MonitorPoint::StepLateness, now - next.since);
        m_engine->process(next.event);
        m_monitor.took(MonitorPoint::Step, m_monitor.now() - now);
    }
}

void RealVenue::beat(Duration)
{
    if (m_isOver)
        return;
    m_parts.feed->tick();
    finishOpening();
    if (!m_engine || m_isOver)
        return;
    m_parts.broker->tick(); // not before the engine has opened it: what it says would be lost
    deliver();
    if (!m_isOver)
        m_engine->tick();
    noteFeed();
}

void RealVenue::noteFeed()
{
    if (m_monitor.now() - m_notedAt < figuresEvery)
        return;
    m_notedAt = m_monitor.now();
    const FeedState feed = m_parts.feed->state();
    m_monitor.noteDepth("venue-events", std::int64_t(m_events.size()));
    m_monitor.setCount("feed_messages", feed.messages);
    m_monitor.setCount("feed_refused", feed.refused);
    m_monitor.setCount("feed_reconnects", feed.reconnects);
    m_monitor.setCount("feed_bars_filled", feed.gapsFilled);
}

Result<> RealVenue::setSpeed(double)
{
    return failure(ErrorCode::Unsupported, "the venue's market runs at its own speed");
}

Result<> RealVenue::setPausesForCards(bool)
{
    return failure(ErrorCode::Unsupported, "the venue's market waits for nobody");
}

} // namespace core
