#pragma once

#include "core/backtest/Backtest.h"

namespace cli {

/// One finished back-test with what describes it.
struct BacktestReport {
    core::BacktestResult result;
    std::vector<std::string> definitions; ///< Fill rule, tie rule, rounding, fee base: in words.
    std::vector<core::SeriesId> series;
    double barsPerSecond = 0; ///< Of this run on this machine; not part of the digest.
};

[[nodiscard]] std::vector<std::string> definitionsOf(const core::BacktestSettings &settings);

/// The JSON document of `backtest`.
[[nodiscard]] std::string jsonOf(const BacktestReport &report);
/// The same for people.
[[nodiscard]] std::string textOf(const BacktestReport &report);

/// Writes result.json, trades.csv and equity.csv into the folder, which is made if need be.
[[nodiscard]] core::Result<> writeReport(const std::string &folder, const BacktestReport &report);

} // namespace cli
