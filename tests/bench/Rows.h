#pragma once

#include "core/domain/Bar.h"

#include <string>
#include <vector>

namespace bench {

// The table, room by room. Each adds its rows in the order in which they are printed.
void addIndicatorRows();
void addBacktestRows();
void addOrderRows();
void addJournalRows();
void addHistoryRows();
void addChartRows();
void addDeskRows();

// The table of venue_bench.
void addAlpacaDecodeRows();
void addBybitDecodeRows();
void addSendRows();
void addWireRows();
void addReconcileRows();

/// A million bars of a seeded random walk, the same for everybody.
[[nodiscard]] const std::vector<core::Bar> &millionBars();
/// Of the million bars, as doubles.
[[nodiscard]] const std::vector<double> &millionCloses();

} // namespace bench
