#pragma once

#include "core/brokers/Broker.h"
#include "core/engine/Exits.h"

namespace core {

/// Kill with flatten (trading-rules section 3): every instrument is closed the careful way of Exits
/// (cancel → wait until final → close), then the venue is asked, and again, until its own word is that
/// nothing of ours is left and nothing works. What is held and not by our orders stays: that is its
/// owner's choice. The state is durable: a restart goes on with it.
class Flattening {
public:
    Flattening(EngineParts &parts, Broker &broker, Exits &exits)
        : m_parts(parts), m_broker(broker), m_exits(exits)
    {
    }

    /// The state says Flattening already; here it begins to come true.
    void begin();
    /// Goes on after something has changed: once our own books are flat the venue is asked.
    void advance();
    /// Asks again when it is time.
    void tick();
    /// The venue's word, once it has been taken in: clean, or another round.
    void on(const VenueSnapshot &venue);

    [[nodiscard]] bool isActive() const { return m_parts.health.trading == TradingState::Flattening; }

private:
    [[nodiscard]] bool areBooksFlat() const;
    [[nodiscard]] bool isClean(const VenueSnapshot &venue) const;
    void finish();
    void closeAll();
    void cancelForeign();
    void ask();

    EngineParts &m_parts;
    Broker &m_broker;
    Exits &m_exits;
    bool m_wasAskedFlat = false; ///< The venue was asked since our books became flat.
    bool m_hasTold = false;      ///< That the venue's books are not flat while ours are; said once.
    Duration m_nextAsk{};        ///< On the steady clock.
};

} // namespace core
