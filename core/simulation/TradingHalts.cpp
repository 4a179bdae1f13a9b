#include "core/simulation/TradingHalts.h"

#include <algorithm>
#include <cmath>

namespace core {

TradingHalts::TradingHalts(std::vector<PlannedHalt> plan)
{
    for (const PlannedHalt &each : plan) {
        m_planned.emplace(each.from, HaltChange{each.instrument, each.from, true, each.reason});
        m_planned.emplace(each.until, HaltChange{each.instrument, each.until, false, each.reason});
    }
}

std::vector<HaltChange> TradingHalts::due(Timestamp until)
{
    std::vector<HaltChange> changes;
    while (!m_planned.empty() && m_planned.begin()->first <= until) {
        const auto next = m_planned.extract(m_planned.begin());
        if (auto changed = change(next.mapped()))
            changes.push_back(std::move(*changed));
    }
    return changes;
}

std::optional<HaltChange> TradingHalts::change(HaltChange wanted)
{
    const bool isNew = wanted.isHalted ? m_halted.insert(wanted.instrument).second
                                       : m_halted.erase(wanted.instrument) > 0;
    return isNew ? std::optional(std::move(wanted)) : std::nullopt;
}

std::optional<MarketStep> TradingHalts::seen(const MarketStep &step)
{
    Shown &shown = m_shown[step.series];
    if (step.kind == MarketStep::Kind::BarClose) {
        const Shown bar = std::exchange(shown, {});
        const bool isWhole = bar.lost == 0 && (step.wasPlayedAsTicks || !isHalted(step.series.instrument));
        return isWhole ? std::optional(step) : cut(step, bar);
    }
    if (isHalted(step.series.instrument)) {
        ++shown.lost;
        return std::nullopt;
    }
    shown.open = shown.prices == 0 ? step.price : shown.open;
    shown.high = shown.prices == 0 ? step.price : std::max(shown.high, step.price);
    shown.low = shown.prices == 0 ? step.price : std::min(shown.low, step.price);
    shown.close = step.price;
    ++shown.prices;
    return step;
}

/// Its volume falls to its prices evenly, in whole units where the whole was.
std::optional<MarketStep> TradingHalts::cut(MarketStep step, const Shown &shown)
{
    if (shown.prices == 0 && !step.endsSession)
        return std::nullopt;
    const double share = shown.prices == 0 ? 0 : double(shown.prices) / double(shown.prices + shown.lost);
    const double part = step.bar.volume * share;
    step.bar.volume = step.bar.volume == std::floor(step.bar.volume) ? std::floor(part) : part;
    if (shown.prices > 0) {
        step.bar.open = shown.open;
        step.bar.high = shown.high;
        step.bar.low = shown.low;
        step.bar.close = shown.close;
    }
    return step;
}

} // namespace core
