#pragma once

#include "core/engine/EngineSettings.h"
#include "core/indicators/Atr.h"
#include "core/strategies/Strategy.h"

#include <limits>
#include <map>
#include <memory>
#include <vector>

namespace core {

/// The closed bars of one series and the lines of the strategy on it, for the chart.
struct SeriesHistory {
    std::vector<Bar> bars;
    std::map<std::string, std::vector<double>> lines; ///< One value per bar, NaN while warming up.
    std::uint64_t revision = 0;
};

/// The strategies of all bots, one instance per instrument, with the ATR(14) that planning needs.
class Bots {
public:
    /// An idea with the bot it came from.
    struct Voice {
        const BotSettings *bot = nullptr;
        Idea idea;
        std::optional<Price> atr;
    };

    /// BadInput for an unknown strategy, a bad parameter, or one instrument wanted by two bots.
    [[nodiscard]] static Result<Bots> create(const std::vector<BotSettings> &settings, bool keepsHistory);

    /// Takes a closed bar; the ideas of every bot on that series.
    [[nodiscard]] std::vector<Voice> onBar(const SeriesId &series, const Bar &bar);

    [[nodiscard]] const std::map<SeriesId, SeriesHistory> &history() const { return m_history; }
    [[nodiscard]] const BotSettings *ownerOf(const InstrumentId &instrument) const;
    [[nodiscard]] std::vector<SeriesId> series() const;
    /// The most bars that a strategy on this series needs to come to its word.
    [[nodiscard]] int lookBackBars(const SeriesId &series) const;

private:
    struct Seat {
        BotSettings settings;
        std::unique_ptr<Strategy> strategy;
        Atr atr{14};
    };
    void remember(const SeriesId &series, const Bar &bar, const Seat &seat);

    std::map<SeriesId, std::vector<std::unique_ptr<Seat>>> m_seats;
    std::map<InstrumentId, const BotSettings *> m_owners;
    std::map<SeriesId, SeriesHistory> m_history;
    bool m_keepsHistory = true;
};

} // namespace core
