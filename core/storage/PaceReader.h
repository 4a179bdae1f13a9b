#pragma once

#include "core/storage/StoredState.h"

#include <QString>

namespace core {

/// The part of the stored state that limits look back on: the day's start, flows, and how the account
/// has traded lately.
[[nodiscard]] Result<> readPace(const QString &databasePath, const QString &account, StoredState &state);

} // namespace core
