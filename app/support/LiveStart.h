#pragma once

#include "app/support/RunSetup.h"

namespace app {

/// What a person has to see before a run with real money begins, and answers for with the end of the account's
/// number.
struct LiveStart {
    std::string account; ///< "Alpaca live"
    std::string number;  ///< As the venue shows it to its owner.
    std::optional<core::Money> equity{};
    core::RiskLimits limits{};
    std::string limitsProblem{};      ///< Why the owner's limits are not known; empty = they are.
    std::vector<std::string> bots{};  ///< "ma-crossover: AAPL, TSLA", those that are on.
    core::DecisionMode mode = core::DecisionMode::Hybrid;
    bool isModeLowered = false;       ///< More freedom was asked for than that.
};

/// Of a run that `prepareVenueRun` would make once the number is typed; the same errors.
[[nodiscard]] core::Result<LiveStart> liveStart(const RunRequest &request, const VenueQuestion &question,
                                                const VenueFacts &facts);

} // namespace app
