#pragma once

#include "core/domain/Event.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace core {

/// How a feed is, for the monitor.
struct FeedState {
    bool isUp = false;
    std::string detail{};
    Duration dataAge{};          ///< Of the newest message, by local receipt.
    std::uint64_t messages = 0;
    std::uint64_t refused = 0;   ///< Prices that cannot be, kept from everybody.
    std::uint64_t reconnects = 0;
    std::uint64_t gapsFilled = 0; ///< Bars that were missed and fetched.
};

/// The prices of one venue, living on the engine thread. Each closed bar comes once, oldest first; after
/// a connection was lost what it missed comes before anything newer.
class MarketFeed {
public:
    using Sink = std::function<void(Event)>;
    using Past = std::map<SeriesId, std::vector<Bar>>; ///< Closed bars, oldest first.

    virtual ~MarketFeed() = default;

    /// The newest closed bars of each series, so many at most; `done` once, later. Called before `open`.
    virtual void loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<Past>)> done) = 0;
    /// From now on tells QuoteChanged, BarClosed and FeedChanged of these series and their instruments,
    /// beginning with the bars that closed since `loadPast`.
    virtual void open(std::vector<SeriesId> series, Sink sink) = 0;
    /// Deadlines and pings; called whenever time has moved.
    virtual void tick() = 0;
    [[nodiscard]] virtual FeedState state() const = 0;
};

} // namespace core
