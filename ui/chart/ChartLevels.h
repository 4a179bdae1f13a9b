#pragma once

#include "core/engine/Snapshot.h"
#include "ui/chart/ChartLevel.h"

#include <optional>
#include <vector>

namespace ui {

/// The last price there is: the middle of the quote on its tick, else the newest bar's close.
[[nodiscard]] std::optional<core::Price> livePrice(const core::EngineSnapshot &snapshot,
                                                   const core::SeriesView &view);

/// The close the day is measured against: that of the last bar of the day before (for daily and
/// longer bars, of the bar before); nothing when the series does not reach back so far.
[[nodiscard]] std::optional<core::Price> previousClose(const core::SeriesView &view);

/// The lines of one series: entry, stop and target of the selected proposal while it waits, of the
/// open position, and the live price.
[[nodiscard]] std::vector<ChartLevel> chartLevels(const core::EngineSnapshot &snapshot,
                                                  const core::SeriesView &view,
                                                  const core::ProposalId &selected);

} // namespace ui
