#pragma once

#include "app/cli/Command.h"

namespace cli {

/// Finds the command whose words are the longest match, parses the rest for it and runs it. Common
/// options may stand before the command. `--help` (of the program or of one command) prints usage
/// and succeeds; no or an unknown command is bad usage. Returns the exit code.
[[nodiscard]] int dispatch(const std::vector<Command> &commands, std::vector<std::string> words);

} // namespace cli
