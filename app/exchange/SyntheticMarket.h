#pragma once

#include "core/simulation/PlayedVenue.h"

namespace app {

/// The contract's six, which always exist.
[[nodiscard]] std::vector<core::InstrumentId> namedInstruments();

/// The synthetic market of the exchange, in one-minute bars, with a seldom halt of a stock: the contract's six instruments first, then
/// stocks without a story (SIM007, …). The same seed gives the same market.
[[nodiscard]] core::PlayedVenue::Market syntheticMarket(int instruments, std::uint64_t seed);

/// What the exchange charges and how it fills: no more than that at one price, 0 = all that is wanted.
[[nodiscard]] core::VenueRules exchangeRules(std::uint64_t seed, core::Quantity fillAtMost = {});

} // namespace app
