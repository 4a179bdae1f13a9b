#include "core/engine/EmbeddedVenue.h"

#include <algorithm>
#include <cmath>

namespace core {

namespace {

/// One beat plays no longer than this, so that commands and the disk get their turn.
constexpr Duration beatBudget = std::chrono::milliseconds(12);
/// A stall of this process (sleep, debugger) does not make the market leap.
constexpr Duration longestBeat = std::chrono::seconds(1);

Duration scaledBy(Duration time, double factor)
{
    return Duration(static_cast<std::int64_t>(static_cast<double>(time.count()) * factor));
}

} // namespace

EmbeddedVenue::EmbeddedVenue(EmbeddedMarket market, const EngineSettings &engine, EngineMonitor &monitor)
    : m_market(std::move(market)), m_clock(m_market.start), m_venue(engine.startingCash, m_market.rules),
      m_broker(m_venue), m_monitor(monitor)
{
    for (const Instrument &instrument : engine.instruments)
        m_venue.addInstrument(instrument);
}

void EmbeddedVenue::open(Opened done)
{
    if (const auto prepare = std::exchange(m_market.prepare, {}))
        if (const auto prepared = prepare(m_market); !prepared)
            return done(failure(prepared.error()));
    m_clock.moveTo(m_market.start);
    m_target = m_market.start;
    done(std::move(m_market.warmUp));
}

void EmbeddedVenue::begin(TradingEngine &engine, Hooks hooks)
{
    m_engine = &engine;
    m_hooks = std::move(hooks);
    m_player = std::make_unique<MarketPlayer>(engine, m_venue, m_clock, *m_market.tape);
}

bool EmbeddedVenue::isUnbounded() const
{
    return std::isinf(m_market.speed);
}

bool EmbeddedVenue::isPausedForCards() const
{
    return m_market.pausesForCards && m_engine && m_engine->hasDecidableCards();
}

PlayState EmbeddedVenue::playState() const
{
    return {m_market.speed, isPausedForCards(), m_isFinished};
}

Result<> EmbeddedVenue::setSpeed(double speed)
{
    if (!(speed >= 0))
        return failure(ErrorCode::BadInput, "the speed must not be negative");
    m_market.speed = speed;
    m_target = m_clock.now();
    return {};
}

Result<> EmbeddedVenue::setPausesForCards(bool pauses)
{
    m_market.pausesForCards = pauses;
    m_target = m_clock.now();
    return {};
}

void EmbeddedVenue::beat(Duration sinceLast)
{
    if (!isPausedForCards() && !isUnbounded())
        m_target += scaledBy(std::min(sinceLast, longestBeat), m_market.speed);
    playDueSteps();
}

void EmbeddedVenue::stored()
{
    if (isUnbounded())
        playDueSteps();
}

void EmbeddedVenue::playDueSteps()
{
    const Duration begun = m_monitor.now();
    while (!m_isOver && !m_isFinished && m_engine->isSettled() && !isPausedForCards()) {
        const auto next = m_player->nextAt();
        if (!next) {
            m_isFinished = true;
            m_hooks.ended();
            return;
        }
        if (!isUnbounded() && *next > m_target)
            break;
        play();
        m_target = std::max(m_target, *next);
        if (m_monitor.now() - begun >= beatBudget)
            return goOnSoon();
    }
    if (!m_isOver && !isUnbounded() && m_engine->isSettled() && !isPausedForCards() && !m_isFinished)
        moveClockTo(m_target);
}

/// A bounded market goes on with the next beat.
void EmbeddedVenue::goOnSoon()
{
    if (!isUnbounded() || std::exchange(m_isPlayPosted, true))
        return;
    m_hooks.post([this] {
        m_isPlayPosted = false;
        playDueSteps();
    });
}

/// One market step, measured.
void EmbeddedVenue::play()
{
    const Timestamp due = *m_player->nextAt();
    if (m_market.speed > 0 && !isUnbounded() && due <= m_target)
        m_monitor.took(MonitorPoint::StepLateness, scaledBy(m_target - due, 1 / m_market.speed));
    const Duration begun = m_monitor.now();
    m_player->playNext();
    m_monitor.took(MonitorPoint::Step, m_monitor.now() - begun);
}

void EmbeddedVenue::moveClockTo(Timestamp at)
{
    if (at <= m_clock.now())
        return;
    m_clock.moveTo(at);
    m_engine->tick();
}

} // namespace core
