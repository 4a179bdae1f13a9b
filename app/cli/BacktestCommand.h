#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `backtest`: one bar file and one strategy, or a profile over a folder of data.
[[nodiscard]] std::vector<Command> backtestCommands();

} // namespace cli
