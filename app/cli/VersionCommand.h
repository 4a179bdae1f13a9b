#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `version`.
[[nodiscard]] std::vector<Command> versionCommands();

} // namespace cli
