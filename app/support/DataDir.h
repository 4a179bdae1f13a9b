#pragma once

#include <optional>
#include <string>

namespace app {

/// Where the owner's data lies, UTF-8 without a slash at the end: what is given (`--data-dir`),
/// else a folder `data` beside the program (portable use), else the system's place for application
/// data. Needs the application object; creates nothing.
[[nodiscard]] std::string dataDir(const std::optional<std::string> &given);

} // namespace app
