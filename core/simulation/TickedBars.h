#pragma once

#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"

#include <queue>
#include <vector>

namespace core {

/// Stored bars of any length up to a day, played as one-minute bars with twelve prices each. The prices
/// between are made up, seeded: they begin at a bar's open, touch its high and its low, end at its close, and
/// its minutes add up to it. Of stocks only the core session is played.
class TickedBars final : public MarketTape {
public:
    struct Series {
        InstrumentId instrument;
        std::vector<Bar> bars; ///< Oldest first, with their closing times.
    };
    /// From `from` on. A bar in which that lies is played from there; its minutes before are `begun`.
    TickedBars(std::vector<Series> series, std::uint64_t seed, Timestamp from);

    [[nodiscard]] std::optional<Timestamp> nextAt() override;
    [[nodiscard]] MarketStep next() override;
    /// Minutes of the bar in which the start lies, before it.
    [[nodiscard]] std::vector<Bar> begun(const InstrumentId &instrument) const;

    static constexpr std::size_t ticksPerMinute = 12;

private:
    /// A series and where it is played: in which minute of the expanded bar, and there at which tick.
    struct Player {
        Series series;
        Instrument instrument;
        std::uint64_t seed = 0;
        std::size_t nextBar = 0;
        std::vector<Bar> begun;
        std::vector<Bar> minutes; ///< Of the bar that is played.
        std::vector<Price> prices;
        std::size_t minute = 0;
        std::size_t tick = 0; ///< ticksPerMinute = the minute's close.
        bool endsSession = false; ///< With the last of these minutes.
    };
    /// When a player's next step is due; closes come before prices, then the order of the series decides.
    struct Due {
        Timestamp at;
        bool isPrice = true;
        std::size_t player = 0;
        auto operator<=>(const Due &) const = default;
    };
    void expand(Player &player, Timestamp from);
    void expandNext(Player &player, Timestamp from);
    void enqueue(std::size_t index);

    std::vector<Player> m_players;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> m_due;
};

} // namespace core
