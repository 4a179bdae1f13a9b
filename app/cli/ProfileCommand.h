#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `profile list` and `profile check`.
[[nodiscard]] std::vector<Command> profileCommands();

} // namespace cli
