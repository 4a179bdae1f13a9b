#pragma once

#include "core/engine/EngineSettings.h"
#include "core/settings/Profile.h"

namespace app {

/// What the schema cannot know: venues that can trade, strategies, their parameters, and that one
/// instrument has one owner among the bots that are on. Problems carry the line of the field.
[[nodiscard]] std::vector<core::ProfileProblem> checkAgainstCatalogue(const core::Profile &profile);

/// The instruments of a bot with their venue.
[[nodiscard]] std::vector<core::InstrumentId> instrumentsOf(const core::Profile::Bot &bot);

/// A profile as settings of the engine: usual facts of the instruments, limits and their price
/// collar, fee and slippage of the account; the day of the loss limit is that of the profile's
/// venue. BadInput with file, line and field when `checkAgainstCatalogue` finds anything.
[[nodiscard]] core::Result<core::EngineSettings> engineSettings(const core::Profile &profile,
                                                                const core::RunId &run,
                                                                const core::AccountId &account);

} // namespace app
