#pragma once

#include "core/simulation/MarketTape.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace core {

/// Trading of one instrument stops, or goes on.
struct HaltChange {
    InstrumentId instrument;
    Timestamp at;
    bool isHalted = true;
    std::string reason{}; ///< The exchange's code: `T1` news, `LUDP` a price that moved too fast.
};

/// A halt that a played market will have.
struct PlannedHalt {
    InstrumentId instrument;
    Timestamp from;
    Timestamp until;
    std::string reason{};
};

/// Whose trading is halted, and what is left of a market then: no prices, no bar of a time without one, and
/// of a bar in which trading stopped or went on the part that was seen.
class TradingHalts {
public:
    explicit TradingHalts(std::vector<PlannedHalt> plan = {});

    /// The planned changes up to that moment, oldest first; each once.
    [[nodiscard]] std::vector<HaltChange> due(Timestamp until);
    /// Nothing when it is so already.
    [[nodiscard]] std::optional<HaltChange> change(HaltChange wanted);
    [[nodiscard]] bool isHalted(const InstrumentId &instrument) const { return m_halted.contains(instrument); }
    /// The step as the market shows it; nothing when it does not.
    [[nodiscard]] std::optional<MarketStep> seen(const MarketStep &step);

private:
    /// What was shown of the bar that is being played.
    struct Shown {
        Price open, high, low, close;
        int prices = 0;
        int lost = 0; ///< Prices that the halt took away.
    };
    [[nodiscard]] static std::optional<MarketStep> cut(MarketStep step, const Shown &shown);

    std::multimap<Timestamp, HaltChange> m_planned;
    std::set<InstrumentId> m_halted;
    std::map<SeriesId, Shown> m_shown;
};

} // namespace core
