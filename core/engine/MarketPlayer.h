#pragma once

#include "core/engine/TradingEngine.h"
#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"

namespace core {

/// Plays a tape: moves the market clock, the simulated venue and the engine, one step at a time.
/// How fast is the business of its caller; what happens is the same at every speed.
class MarketPlayer {
public:
    MarketPlayer(TradingEngine &engine, SimVenue &venue, ManualClock &clock, MarketTape &tape)
        : m_engine(engine), m_venue(venue), m_clock(clock), m_tape(tape)
    {
    }

    [[nodiscard]] std::optional<Timestamp> nextAt() { return m_tape.nextAt(); }
    /// Plays the next step and returns it; the tape must not be at its end, and the engine should be
    /// settled, or what waits for the disk would see later prices.
    MarketStep playNext();

private:
    TradingEngine &m_engine;
    SimVenue &m_venue;
    ManualClock &m_clock;
    MarketTape &m_tape;
};

} // namespace core
