#pragma once

#include "app/support/Keys.h"
#include "app/support/VenueAddresses.h"
#include "core/engine/EngineHost.h"

namespace app {

/// What a run's way to its venue is made of.
struct VenueRun {
    AccountSlot slot;
    AccountKeys keys;
    AddressOverrides addresses;
    core::AccountId account;
    QString dataDir; ///< Whose store says since when our books of the account go.
    std::vector<core::InstrumentId> instruments;
    std::vector<core::Instrument> facts; ///< What the venue said of them.
    std::vector<core::SeriesId> series;
    int warmUpBars = 200;
    std::uint64_t seed = 1;
    std::optional<core::Timestamp> booksSince{}; ///< Read from the store when the maker is made.
};

using VenueMaker = std::function<std::unique_ptr<core::VenueAccess>(core::EngineMonitor &)>;

/// Makes transports, clock, broker and feed when it is called, on the engine's thread. BadInput for an address, and
/// Io where the store cannot say since when our books go.
[[nodiscard]] core::Result<VenueMaker> venueMaker(VenueRun run);

} // namespace app
