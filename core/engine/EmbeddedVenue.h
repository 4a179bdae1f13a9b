#pragma once

#include "core/brokers/sim/SimBroker.h"
#include "core/engine/EngineMonitor.h"
#include "core/engine/MarketPlayer.h"
#include "core/engine/VenueAccess.h"

#include <memory>

namespace core {

/// What is played on the embedded venue, and how fast.
struct EmbeddedMarket {
    VenueRules rules;
    VenueAccess::Past warmUp; ///< Closed bars before the start.
    std::unique_ptr<MarketTape> tape;
    Timestamp start; ///< Market time at which the playing begins.
    /// Reads or makes tape, warm-up bars and start, which takes a while; run once, when the venue is
    /// opened on the engine's thread if nobody has run it before.
    std::function<Result<>(EmbeddedMarket &)> prepare;
    double speed = 60; ///< Market seconds per second; infinity = as fast as it goes.
    bool pausesForCards = true;
};

/// The venue inside this process. It plays its tape at the chosen speed and waits for the disk and, if
/// wanted, for the owner, so that what happens does not depend on how fast it is played.
class EmbeddedVenue final : public VenueAccess {
public:
    /// The monitor outlives it.
    EmbeddedVenue(EmbeddedMarket market, const EngineSettings &engine, EngineMonitor &monitor);

    [[nodiscard]] const Clock &marketClock() const override { return m_clock; }
    [[nodiscard]] Broker &broker() override { return m_broker; }
    void open(Opened done) override;
    void begin(TradingEngine &engine, Hooks hooks) override;
    void beat(Duration sinceLast) override;
    void stored() override;
    void end() override { m_isOver = true; }
    [[nodiscard]] Duration compareEvery() const override { return std::chrono::seconds(5); }
    [[nodiscard]] Duration compareAtMostEvery() const override { return {}; }
    [[nodiscard]] PlayState playState() const override;
    [[nodiscard]] Result<> setSpeed(double speed) override;
    [[nodiscard]] Result<> setPausesForCards(bool pauses) override;

private:
    [[nodiscard]] bool isPausedForCards() const;
    [[nodiscard]] bool isUnbounded() const;
    void playDueSteps();
    void play();
    void goOnSoon();
    void moveClockTo(Timestamp at);

    EmbeddedMarket m_market;
    ManualClock m_clock;
    SimVenue m_venue;
    SimBroker m_broker;
    EngineMonitor &m_monitor;
    TradingEngine *m_engine = nullptr;
    Hooks m_hooks;
    std::unique_ptr<MarketPlayer> m_player;
    Timestamp m_target; ///< Market time up to which steps are due.
    bool m_isFinished = false; ///< The tape is.
    bool m_isOver = false;     ///< The run is.
    bool m_isPlayPosted = false;
};

} // namespace core
