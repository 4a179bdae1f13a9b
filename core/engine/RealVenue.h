#pragma once

#include "core/brokers/MarketFeed.h"
#include "core/engine/EngineMonitor.h"
#include "core/engine/VenueAccess.h"
#include "core/market/MarketClock.h"
#include "core/net/CallGuard.h"

#include <deque>

namespace core {

/// What a run at a venue of the outside is made of.
struct RealVenueParts {
    /// Whatever clock, broker and feed stand on: sockets, transports, the machine's clock. It goes last.
    std::shared_ptr<void> transports;
    /// Around whatever they call; none: nothing is caught there.
    std::shared_ptr<net::CallGuard> guard{};
    std::unique_ptr<MarketClock> clock;
    std::unique_ptr<Broker> broker;
    std::unique_ptr<MarketFeed> feed;
    std::vector<SeriesId> series; ///< Those of the bots that are on.
    int warmUpBars = 200;         ///< Of each series.
};

/// A venue of the outside, on paper or live: its feed and its broker tell what happens, and time is its own.
/// What they tell waits in one queue and goes into the engine one event at a time, in order.
class RealVenue final : public VenueAccess {
public:
    /// Before the window gives up on an engine that shows nothing.
    static constexpr Duration openWithin = std::chrono::seconds(90);

    /// The monitor outlives it.
    RealVenue(RealVenueParts parts, EngineMonitor &monitor);
    ~RealVenue() override;

    [[nodiscard]] const Clock &marketClock() const override { return *m_parts.clock; }
    [[nodiscard]] Broker &broker() override { return *m_parts.broker; }
    void open(Opened done) override;
    void begin(TradingEngine &engine, Hooks hooks) override;
    void beat(Duration sinceLast) override;
    void stored() override {} // the market does not wait for our disk
    void end() override { m_isOver = true; }
    [[nodiscard]] Duration compareEvery() const override { return std::chrono::seconds(30); }
    /// Every fill asks for it, and each is a handful of requests of the rate that exits and cancels need.
    [[nodiscard]] Duration compareAtMostEvery() const override { return std::chrono::seconds(10); }
    [[nodiscard]] PlayState playState() const override { return {}; }
    [[nodiscard]] Result<> setSpeed(double speed) override;
    [[nodiscard]] Result<> setPausesForCards(bool pauses) override;

private:
    struct Waiting {
        Event event;
        Duration since; ///< On the monitor's clock.
    };
    void finishOpening();
    void takeBug(const std::string &what);
    void take(Event event);
    void deliver();
    void deliverSoon();
    void noteFeed();

    RealVenueParts m_parts;
    EngineMonitor &m_monitor;
    TradingEngine *m_engine = nullptr;
    Hooks m_hooks;
    Opened m_opened;                   ///< Until it has been called.
    std::optional<Result<Past>> m_past; ///< Come, and not handed on.
    Duration m_openedAt{};             ///< Steady.
    Duration m_notedAt{};              ///< On the monitor's clock.
    std::deque<Waiting> m_events;
    bool m_isPosted = false;
    bool m_isOver = false;
};

} // namespace core
