#pragma once

#include "core/brokers/alpaca/AlpacaBars.h"
#include "core/market/MarketClock.h"

namespace core::alpaca {

/// The daily and weekly series of one kind of market: the venue makes these bars, so each is asked for when it
/// must have closed, two minutes after, until it is there.
class Days {
public:
    using Tell = std::function<void(const SeriesId &, const Bar &)>;

    Days(TradedKind kind, Bars &bars, const MarketClock &clock) : m_kind(kind), m_bars(bars), m_clock(clock) {}

    [[nodiscard]] static bool isMadeByVenue(Timeframe timeframe) { return lengthOf(timeframe) >= std::chrono::days(1); }
    /// Bars as the venue sent them become bars of the house: stock days are named by their date and close with
    /// its session. Those that end after `now` are left out.
    [[nodiscard]] std::vector<Bar> arranged(std::vector<Bar> bars, Timeframe timeframe, Timestamp now) const;
    /// From now on newer bars than `last` are told.
    void follow(const SeriesId &series, std::optional<Timestamp> last);
    void tick(const Tell &tell);

private:
    struct Series {
        SeriesId id;
        Timestamp last;      ///< End of the newest bar that is known.
        Duration nextTry{};  ///< Steady.
        int tries = 0;       ///< In vain, since `last`.
        bool isAsked = false;
    };
    [[nodiscard]] SessionKind session() const;
    [[nodiscard]] Timestamp dueAt(const Series &series) const;
    void ask(std::size_t index, const Tell &tell);
    void take(Series &series, const std::vector<Bar> &bars, const Tell &tell);

    TradedKind m_kind;
    Bars &m_bars;
    const MarketClock &m_clock;
    std::vector<Series> m_series;
};

} // namespace core::alpaca
