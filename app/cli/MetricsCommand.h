#pragma once

#include "app/cli/Command.h"

namespace cli {

/// `metrics`: the running engine's figures as a Prometheus page.
[[nodiscard]] std::vector<Command> metricsCommands();

} // namespace cli
