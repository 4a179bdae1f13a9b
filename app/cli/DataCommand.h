#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `data validate`.
[[nodiscard]] std::vector<Command> dataCommands();

} // namespace cli
