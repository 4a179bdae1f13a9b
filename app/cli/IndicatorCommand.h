#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `indicator list` and `indicator run`.
[[nodiscard]] std::vector<Command> indicatorCommands();

} // namespace cli
