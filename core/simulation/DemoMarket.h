#pragma once

#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"

#include <deque>
#include <vector>

namespace core {

/// The synthetic demo market: seeded, without end. Volatility clusters, stocks keep US core hours
/// with overnight gaps and a U-shaped volume, crypto runs around the clock. It is never real data
/// and everything that shows it says so. Each series begins a little before a real cross of its
/// ten- and thirty-bar averages, so that a first signal comes within seconds.
class DemoMarket final : public MarketTape {
public:
    /// One timeframe per instrument. The same seed and series give the same bytes.
    DemoMarket(std::uint64_t seed, const std::vector<SeriesId> &series);

    /// Market time at which the playing begins: 2026-06-16 11:24 New York.
    [[nodiscard]] static Timestamp start();
    /// Closed bars before the start, oldest first.
    [[nodiscard]] std::vector<Bar> history(const SeriesId &series) const;

    [[nodiscard]] std::optional<Timestamp> nextAt() override;
    [[nodiscard]] MarketStep next() override;

private:
    /// Opening and closing time of one bar.
    struct Slot {
        Timestamp open;
        Timestamp close;
        double progress = 0.5; ///< Middle of the bar within its session, 0..1.
        bool beginsSession = false;
        bool endsSession = false;
    };
    struct Character {
        double price = 100;
        double volatility = 0.005; ///< Of one bar.
        double volume = 1e5;       ///< Of one bar.
    };
    /// A random walk with clustering volatility and a slow drift.
    struct Walk {
        SeededRandom random;
        double price = 100;
        double variance = 0;
        double drift = 0;
    };
    struct Tick {
        Timestamp at;
        Price price;
    };
    struct Series {
        SeriesId id;
        Instrument instrument;
        Character character;
        Walk walk{SeededRandom(0)};
        std::vector<Bar> history;
        std::chrono::sys_days nextDay;   ///< The first day whose slots are not made yet.
        std::deque<Slot> slots;          ///< Not played yet.
        std::deque<MarketStep> steps;    ///< Of the bar that is being played.
    };

    static Character characterOf(const SeriesId &id);
    static void makeSlots(Series &series);
    static Bar playBar(Series &series, const Slot &slot, std::vector<Tick> &ticks);
    static bool findSeed(Series &series, std::uint64_t seed, Timestamp crossAt);
    static bool crossesUpAt(const std::vector<Bar> &bars, std::size_t index);
    void queueBar(Series &series, Timestamp notBefore);
    Series *choose();

    std::vector<Series> m_series;
};

} // namespace core
