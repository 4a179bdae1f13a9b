#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `keys list`, `keys set ACCOUNT`, `keys forget ACCOUNT`, `keys test ACCOUNT`.
[[nodiscard]] std::vector<Command> keysCommands();

} // namespace cli
