#pragma once

#include "core/engine/EngineHost.h"
#include "core/settings/Profile.h"

namespace app {

/// What the caller wants of a run, above what the profile says.
struct RunRequest {
    core::Profile profile;
    QString dataDir;
    QString barsDir; ///< Where replay finds bars; empty = the data directory.
    std::optional<core::Destination> destination{};
    std::optional<core::DecisionMode> mode{};
    std::optional<core::Timeframe> timeframe{};             ///< Of every bot.
    std::map<std::string, std::string> parameters{};        ///< Laid over every bot's.
    std::optional<double> speed{};
    std::optional<std::uint64_t> seed{};
    std::optional<core::Timestamp> from{};                  ///< Replay: the first bar that is played.
};

/// A run on the embedded venue: the profile with the request laid over it, and how to make the market
/// that is played (`EmbeddedMarket::prepare`, which gives NotFound without stored bars). Unsupported for paper
/// and live (their adapters are not built in yet), BadInput as the profile's checks say.
[[nodiscard]] core::Result<core::HostSetup> prepareRun(const RunRequest &request);

} // namespace app
