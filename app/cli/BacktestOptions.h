#pragma once

#include "app/cli/Arguments.h"
#include "core/backtest/Backtest.h"

namespace cli {

/// The options of `backtest`, without their dashes.
[[nodiscard]] std::vector<OptionSpec> backtestOptions();

/// What the words ask for: `--bars FILE --strategy NAME` (no limits, no stop unless `--stop-atr`) or
/// `--profile P --data DIR` (the profile's bots and limits, decided in auto mode, on the market and
/// at the venue that a replay of it has). Reads the bars. BadInput names the option as field, or the
/// file and line.
[[nodiscard]] core::Result<core::BacktestSettings> backtestSettings(const Arguments &arguments);

/// The series a bar file holds, by its place `…/<folder>/<SYMBOL>/<timeframe>.csv[.gz]`; any other
/// file is the instrument `import:FILE`. Folders beginning `us-` hold the shares of `alpaca`.
[[nodiscard]] core::InstrumentId instrumentOfFile(const std::string &path);

} // namespace cli
