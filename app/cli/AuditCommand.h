#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `audit verify`: does the hash-chained trail hold, in the store or in an export of it.
[[nodiscard]] std::vector<Command> auditCommands();

} // namespace cli
