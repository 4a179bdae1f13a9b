#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `run`, and what talks to a running engine: signals, orders, positions, account, halt, resume; and
/// `audit verify`.
[[nodiscard]] std::vector<Command> engineCommands();

} // namespace cli
