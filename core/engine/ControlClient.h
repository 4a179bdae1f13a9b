#pragma once

#include "core/base/Error.h"

#include <QJsonObject>
#include <QString>

namespace core {

/// Sends one command to the engine of a data directory and waits for its answer; for the command
/// line only, never from a window. Unreachable when no engine runs there; the engine's own error
/// otherwise. Returns the result as JSON text, decimals untouched.
[[nodiscard]] Result<std::string> askEngine(const QString &dataDir, const QString &command,
                                            const QJsonObject &arguments);

} // namespace core
