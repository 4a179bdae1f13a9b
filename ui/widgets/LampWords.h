#pragma once

#include <QString>

#include <string>

namespace ui {

/// The word for a component of the engine: "feed" → "Feed". One that is newer than this window keeps its name.
[[nodiscard]] QString lampWord(const std::string &name);

} // namespace ui
