#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `run`, and what talks to a running engine: signals, orders, positions, account (with what only a
/// person may say about a difference with the venue), halt, resume; and `audit verify`.
[[nodiscard]] std::vector<Command> engineCommands();

} // namespace cli
