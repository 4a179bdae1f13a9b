#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `data import` and `data list`.
[[nodiscard]] std::vector<Command> dataStoreCommands();

} // namespace cli
