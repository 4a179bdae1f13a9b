#pragma once

#include "core/base/Error.h"

#include <string_view>

namespace app {

/// What of our own records goes to stderr: `debug`, `info`, `warning` or `error` and everything above it.
/// Qt's own debugging records stay off, whatever the level. BadInput for another word.
[[nodiscard]] core::Result<> setLogLevel(std::string_view level);

} // namespace app
