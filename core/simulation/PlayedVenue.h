#pragma once

#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"
#include "core/simulation/TradingHalts.h"

#include <memory>

namespace core {

/// The simulated venue together with the market that is played on it: what a venue in a process of
/// its own is made of. It owns market time; whoever trades there learns of it by stamps.
class PlayedVenue {
public:
    struct Market {
        std::unique_ptr<MarketTape> tape;
        std::map<SeriesId, std::vector<Bar>> history; ///< Closed bars before the start, oldest first.
        Timestamp start;
        /// Stored bars before the start, of whatever length they have; for whoever shows history.
        std::map<InstrumentId, std::vector<Bar>> recorded{};
        std::vector<PlannedHalt> halts{};
    };

    /// Every series of the market's history can be traded, by the usual facts of its instrument.
    PlayedVenue(Market market, Money cash, VenueRules rules);
    PlayedVenue(const PlayedVenue &) = delete;
    PlayedVenue &operator=(const PlayedVenue &) = delete;

    /// Is told of order events, quotes and closed bars in the order in which they happen; of one price
    /// the fills come before the quote.
    void setSink(std::function<void(const Event &)> sink) { m_sink = std::move(sink); }

    /// Is shown every step of the market, after the books of this venue have taken it: other accounts, with
    /// books of their own, trade on the same prices.
    void watchMarket(std::function<void(const MarketStep &)> watcher) { m_watchers.push_back(std::move(watcher)); }
    void watchHalts(std::function<void(const HaltChange &)> watcher) { m_haltWatchers.push_back(std::move(watcher)); }
    /// Trading of one instrument stops now, or goes on with its next price. A halted one has no prices, so
    /// nothing of it is filled.
    void halt(const InstrumentId &instrument, const std::string &reason);
    void resume(const InstrumentId &instrument);
    [[nodiscard]] bool isHalted(const InstrumentId &instrument) const { return m_halts.isHalted(instrument); }
    /// A step that no tape has: a price that somebody sets by hand, now.
    void playPrice(const SeriesId &series, Price price);

    [[nodiscard]] Timestamp now() const { return m_now; }
    [[nodiscard]] std::optional<Timestamp> nextAt() { return m_market.tape->nextAt(); }
    /// Plays the next step; false at the end of the tape.
    bool playNext();

    /// Market time passes without a step: never back, and never beyond the next one.
    void passTime(Timestamp until);

    [[nodiscard]] std::vector<SeriesId> series() const;
    /// Closed bars after that moment, oldest first; the newest thousand of a series are kept.
    [[nodiscard]] std::vector<Bar> bars(const SeriesId &series, Timestamp after) const;

    [[nodiscard]] const std::map<InstrumentId, std::vector<Bar>> &recorded() const { return m_market.recorded; }

    [[nodiscard]] SimVenue &venue() { return m_venue; }
    [[nodiscard]] const SimVenue &venue() const { return m_venue; }

private:
    void play(const MarketStep &step);
    void show(const MarketStep &step);
    void tell(const HaltChange &change);
    void keep(const SeriesId &series, const Bar &bar);

    Market m_market;
    SimVenue m_venue;
    std::function<void(const Event &)> m_sink = [](const Event &) {};
    std::vector<std::function<void(const MarketStep &)>> m_watchers;
    std::vector<std::function<void(const HaltChange &)>> m_haltWatchers;
    TradingHalts m_halts;
    Timestamp m_now;
};

} // namespace core
