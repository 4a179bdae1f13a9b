#pragma once

#include "core/engine/Snapshot.h"
#include "ui/chart/BarPyramid.h"
#include "ui/format/Times.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace ui {

/// How much of the calendar turns over at a bar; the axis writes the greatest turns first.
enum class TimeTurn { None, FiveMinutes, Quarter, HalfHour, Hour, SixHours, Day, Month, Year };

/// The bars under one chart, addressed by position: the closed ones, shared with the snapshot,
/// and the forming one behind them. Nights and weekends take no place.
class BarSeries {
public:
    enum class Change { None, FormingOnly, Bars };

    /// Takes over what is new. The same vector of closed bars is not looked at again.
    Change update(const core::SeriesView &view);

    [[nodiscard]] const core::SeriesId &id() const { return m_id; }
    [[nodiscard]] MarketZone zone() const { return m_zone; }
    [[nodiscard]] int count() const { return closedCount() + (m_forming ? 1 : 0); }
    [[nodiscard]] int closedCount() const { return m_bars ? int(m_bars->size()) : 0; }
    [[nodiscard]] const core::Bar &at(int position) const;
    /// The bars from `first` to `last` as one, quickly however many they are.
    [[nodiscard]] BarSpan over(int first, int last) const;
    [[nodiscard]] bool isForming(int position) const { return position >= closedCount(); }
    /// The bar whose time holds `at`; before the first bar there is none, after the last it is the last.
    [[nodiscard]] std::optional<int> positionOf(core::Timestamp at) const;
    [[nodiscard]] TimeTurn turnAt(int position) const { return m_turns[std::size_t(position)]; }
    /// The bars at which that unit turns over and no greater one, ascending.
    [[nodiscard]] const std::vector<int> &turns(TimeTurn turn) const { return m_byTurn[std::size_t(turn)]; }
    /// What the axis writes at a bar: "2026", "Feb", "2 Feb" or "10:30".
    [[nodiscard]] QString tickText(int position) const;

private:
    void noteTurns();

    core::SeriesId m_id;
    MarketZone m_zone = MarketZone::Utc;
    std::shared_ptr<const std::vector<core::Bar>> m_bars;
    BarPyramid m_pyramid; ///< Over the closed bars.
    std::optional<core::Bar> m_forming;
    std::vector<TimeTurn> m_turns; ///< One per bar, the forming one included.
    std::array<std::vector<int>, std::size_t(TimeTurn::Year) + 1> m_byTurn; ///< None is left out.
};

} // namespace ui
