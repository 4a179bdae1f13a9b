#pragma once

#include "core/engine/Snapshot.h"

#include <QString>

#include <optional>

namespace ui {

/// Why nothing can come to a panel, whatever it shows: the engine is starting, the venue cannot be
/// reached, no price has come. Nothing when all of that is in order, so that the panel is empty for a
/// reason of its own.
/// @param snapshot  Null before the first one.
[[nodiscard]] std::optional<QString> whyNothingComes(const core::EngineSnapshot *snapshot);

} // namespace ui
