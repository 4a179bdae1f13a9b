#pragma once

#include "core/domain/Amount.h"
#include "core/domain/Order.h"

#include <optional>

namespace core {

/// One execution between others, as the venue printed it. What it counts for is by the venue's rule for its
/// conditions: an odd lot or an average price adds to the volume and moves no price.
struct Trade {
    Timestamp at; ///< The venue's stamp.
    Price price;
    Quantity size;                ///< Above 0.
    std::optional<Side> taker{};  ///< Who came to the other's order; nothing where the venue does not say.
    bool setsLast = true;         ///< Counts for open and close.
    bool setsRange = true;        ///< Counts for high and low.
    bool addsVolume = true;       ///< Counts for volume, VWAP and delta.
};

} // namespace core
