#pragma once

namespace cli {

/// Whether a person reads stderr; progress is shown only then.
[[nodiscard]] bool isErrorTerminal();

} // namespace cli
