#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Signal.h"

#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace core {

/// What the rules remember of the market: the spreads of the day, how far the price went since each
/// signal, holes in the bars, and the gaps from one day's close to the next day's open.
class MarketWatch {
public:
    struct Extremes {
        Price lowestBid;
        Price highestAsk;
    };

    void onQuote(const InstrumentId &instrument, const Quote &quote, std::chrono::sys_days day);
    void onBar(const SeriesId &series, const Bar &bar, SessionKind session);
    /// `lookBack`: so many bars the strategy needs to come to its word.
    void onSignal(const Signal &signal, int lookBack);

    /// Median of the first spread of each minute of the day; nothing before there are five.
    [[nodiscard]] std::optional<Price> medianSpread(const InstrumentId &instrument) const;
    /// Bid and ask at their furthest since the signal; nothing before the first quote after it.
    [[nodiscard]] std::optional<Extremes> since(const Signal &signal) const;
    /// Bars inside a session were missing among those the signal looked back on.
    [[nodiscard]] bool hadHole(const Signal &signal) const;
    /// 99.5th percentile (nearest rank) of |open ÷ close of the day before − 1| over two years of daily
    /// bars, as a share; 0 where no daily bars are known.
    [[nodiscard]] Decimal gapShare(const InstrumentId &instrument) const;

private:
    struct Spreads {
        std::chrono::sys_days day;
        std::int64_t minute = -1; ///< Of the newest sample, since the epoch.
        std::vector<Price> sorted;
    };
    struct Path {
        SignalId signal;
        bool hasHole = false;
        std::optional<Extremes> extremes{};
    };
    struct Series {
        std::optional<Timestamp> lastClose{};
        std::optional<int> barsSinceHole{}; ///< Nothing: no hole so far.
    };
    struct Gaps {
        std::optional<Price> lastClose{};
        std::vector<double> shares; ///< Oldest first.
        Decimal high{};
    };
    void sampleSpread(const InstrumentId &instrument, const Quote &quote, std::chrono::sys_days day);
    [[nodiscard]] const Path *path(const Signal &signal) const;
    void noteGap(const InstrumentId &instrument, const Bar &bar);

    std::map<InstrumentId, Spreads> m_spreads;
    std::map<InstrumentId, std::vector<Path>> m_paths;
    std::map<SeriesId, Series> m_series;
    std::map<InstrumentId, Gaps> m_gaps;
};

} // namespace core
