#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Amount.h"

#include <optional>
#include <string>
#include <vector>

namespace app {

/// What the command line of countersign-exchange asks for.
struct ExchangeOptions {
    std::uint16_t port = 0; ///< 0 = any that is free.
    int instruments = 6;
    std::string dataDir; ///< Recorded bars; empty = a synthetic market.
    std::optional<core::Timestamp> from; ///< Market time at the start; absent = as the market has it.
    double speed = 1; ///< Market seconds a second; infinity = as fast as it goes, 0 = on request only.
    core::Money cash = core::Money(core::Decimal::fromInteger(100000));
    std::uint64_t seed = 1;
    core::Quantity fillAtMost{}; ///< Units there are at one price; 0 = all that is wanted.
    std::string keysFile;   ///< Empty = new keys.
    std::string faultsFile; ///< Empty = nothing goes wrong.
    bool endsWithStdin = false;
};

/// BadInput for what is wrong.
[[nodiscard]] core::Result<ExchangeOptions> parseExchangeOptions(const std::vector<std::string> &words);

} // namespace app
