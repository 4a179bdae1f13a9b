#pragma once

#include "core/engine/PlayState.h"
#include "core/engine/TradingEngine.h"

namespace core {

/// By what a run reaches its venue: a clock, a broker, and the market that moves both. Made before the
/// engine and outliving it, on the engine's thread.
class VenueAccess {
public:
    using Past = std::map<SeriesId, std::vector<Bar>>;
    using Opened = std::function<void(Result<Past>)>;
    struct Hooks {
        std::function<void()> ended;   ///< The market has come to its end, and everything is settled.
        /// Runs it soon, on this thread, where an exception halts trading.
        std::function<void(std::function<void()>)> post;
    };

    virtual ~VenueAccess() = default;
    /// Of the market: what cards, deadlines and records go by.
    [[nodiscard]] virtual const Clock &marketClock() const = 0;
    [[nodiscard]] virtual Broker &broker() = 0;
    /// Makes the market ready and gives `done` its closed bars before the start, per series, oldest first:
    /// once, from inside or later, while `beat` is called, and never after `end`. What does not come in time
    /// is an error that names it. Called once.
    virtual void open(Opened done) = 0;
    /// The engine has started: the market may move it from now on.
    virtual void begin(TradingEngine &engine, Hooks hooks) = 0;
    /// About fifty times a second since `open`, with the real time since the last call.
    virtual void beat(Duration sinceLast) = 0;
    /// Everything that was recorded so far is on the disk, and the engine has been told.
    virtual void stored() = 0;
    /// The run is over: nothing moves any more, not even in the middle of a beat.
    virtual void end() = 0;

    /// How often to compare our books with the venue's when nothing else asks for it, and how long to wait
    /// between two questions when something does: where each is a handful of requests, both matter.
    [[nodiscard]] virtual Duration compareEvery() const = 0;
    [[nodiscard]] virtual Duration compareAtMostEvery() const = 0;

    [[nodiscard]] virtual PlayState playState() const = 0;
    /// Market seconds per second; infinity = as fast as it goes. Unsupported where time is the venue's.
    [[nodiscard]] virtual Result<> setSpeed(double speed) = 0;
    [[nodiscard]] virtual Result<> setPausesForCards(bool pauses) = 0;
};

} // namespace core
