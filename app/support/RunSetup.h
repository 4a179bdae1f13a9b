#pragma once

#include "app/support/VenueAsker.h"
#include "core/engine/EngineHost.h"
#include "core/settings/Profile.h"

namespace app {

/// What the caller wants of a run, above what the profile says.
struct RunRequest {
    core::Profile profile;
    QString dataDir;
    QString barsDir; ///< Where replay finds bars; empty = the data directory.
    std::optional<core::Destination> destination{}; ///< Asked for in so many words; nothing: as the profile says.
    std::optional<core::DecisionMode> mode{};
    std::optional<core::Timeframe> timeframe{};             ///< Of every bot.
    std::map<std::string, std::string> parameters{};        ///< Laid over every bot's.
    std::optional<double> speed{};
    std::optional<std::uint64_t> seed{};
    std::optional<core::Timestamp> from{};                  ///< Replay: the first bar that is played.
    AddressOverrides addresses{};                           ///< Of paper and live.
    std::optional<std::string> accountTail{};               ///< Live: the end of the account's number, as typed.
    /// Live: there is a window in which a person types it once the account is known. Such a run begins in hybrid
    /// mode at most, whatever the profile says: more freedom is chosen after the start, in two steps.
    bool asksForTail = false;

    [[nodiscard]] core::Destination goesTo() const { return destination.value_or(profile.destination); }
    /// Paper and live: who we are there and what is traded is the venue's to say.
    [[nodiscard]] bool needsVenue() const;
};

/// A run on the embedded venue: the profile with the request laid over it, and how to make the market
/// that is played (`EmbeddedMarket::prepare`, which gives NotFound without stored bars). Unsupported for paper
/// and live, which `RunPreparation` makes; BadInput as the profile's checks say.
[[nodiscard]] core::Result<core::HostSetup> prepareRun(const RunRequest &request);

/// Everything that can be refused before a key is looked for: the profile's checks, both venues in one run, a
/// live run without `accountTail` that nobody will be asked for, addresses.
[[nodiscard]] core::Result<VenueQuestion> venueQuestion(const RunRequest &request, const Variables &variables);

/// A run at a venue of the outside, by what it said. The account is the venue's, so a run goes on where the one
/// before ended. Refused where a live account's number does not end as typed.
[[nodiscard]] core::Result<core::HostSetup> prepareVenueRun(const RunRequest &request, const VenueQuestion &question,
                                                            const AccountKeys &keys, const VenueFacts &facts);

/// The error of an inquiry, with the line of the profile where its instrument stands.
[[nodiscard]] core::Error inProfile(core::Error error, const core::Profile &profile);

} // namespace app
