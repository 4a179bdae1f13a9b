#pragma once

#include "core/engine/EngineSettings.h"
#include "core/settings/Profile.h"
#include "core/simulation/BarTape.h"
#include "core/simulation/SimVenue.h"

namespace app {

/// Stored bars of the bots that are on, parted where the playing begins. A replay and a back-test
/// of a profile play the same one at the same venue, so that they make the same trades.
struct StoredMarket {
    std::map<core::SeriesId, std::vector<core::Bar>> warmUp; ///< Closed bars before the start.
    std::vector<core::BarTape::Series> played;
    core::Timestamp start; ///< Opening of the first bar that is played.
};

/// The first `warmUpBars` bars of each series only warm up; with `from` all bars before that moment
/// do. NotFound without stored bars, BadInput as their file says, or when none is left to play.
[[nodiscard]] core::Result<StoredMarket> readStoredMarket(const core::EngineSettings &settings,
                                                          const std::string &folder, int warmUpBars,
                                                          std::optional<core::Timestamp> from);

/// The series of the bots that are on, in the order of the profile.
[[nodiscard]] std::vector<core::SeriesId> seriesOf(const core::EngineSettings &settings);

/// The embedded venue of a profile: half the spread and what a market order slips beyond it share
/// the profile's slippage; quotes lie on the tick.
[[nodiscard]] core::VenueRules venueRules(const core::Profile &profile);

} // namespace app
