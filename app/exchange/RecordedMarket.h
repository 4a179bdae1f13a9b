#pragma once

#include "core/simulation/PlayedVenue.h"

namespace app {

/// A market of recorded bars and trades, with what is missing made up.
struct RecordedMarket {
    core::PlayedVenue::Market market;
    std::vector<std::string> unread; ///< Files that are no trustworthy bars, and why: they are left out.
};

/// Reads `DIR/bars/<folder>/<SYMBOL>/<timeframe>.csv[.gz]`: folders beginning `us-` are Alpaca's stocks,
/// `bybit-…` Bybit's, `binance-usdm` and `binance-spot` fill in where Bybit lacks an instrument; of a symbol
/// the finest timeframe up to a day wins. `DIR/trades/<folder>/<SYMBOL>.csv[.gz]`: on days with recorded trades an
/// instrument is played by these, sizes and takers included, and by its bars on all others. The contract's six instruments always exist: from a seeded walk of
/// days where no file has them. Without `from` it starts at the first core-session minute at which most
/// instruments have bars. NotFound when the directory has none.
[[nodiscard]] core::Result<RecordedMarket> recordedMarket(const std::string &directory,
                                                          std::optional<core::Timestamp> from, std::uint64_t seed);

} // namespace app
