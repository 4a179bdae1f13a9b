#pragma once

#include "core/engine/EngineSettings.h"
#include "core/engine/TradingEngine.h"
#include "core/settings/Profile.h"

#include <QString>

namespace app {

/// Where the owner's own limits for this profile and destination are kept: DATA_DIR/limits/.
[[nodiscard]] QString limitsPath(const QString &dataDir, const core::Profile &profile);

/// Lays the owner's limits over the profile's. No file: the profile's. A limit the profile has changed
/// since counts as the stricter of the two. A file that cannot be read in full changes nothing and
/// becomes the settings' `limitsProblem`, which stops entries until the owner has set limits anew.
void layOwnersLimitsOver(core::EngineSettings &settings, const core::Profile &profile, const QString &dataDir);

/// Writes what differs from the profile, whole or not at all. Runs on the engine's thread: a person
/// changes limits a few times a day, and they must be on the disk before they let more pass.
[[nodiscard]] core::TradingEngine::LimitsKeeper limitsKeeper(const core::Profile &profile,
                                                             const core::RiskLimits &profileLimits,
                                                             const QString &dataDir);

} // namespace app
