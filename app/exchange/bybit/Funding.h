#pragma once

#include "app/exchange/bybit/Products.h"

namespace app::bybit {

/// What the holders of perpetuals pay one another at 00:00, 08:00 and 16:00 UTC. The rates are made up, seeded:
/// from -0.01 % to 0.03 %, the same for the same seed, product and time.
class FundingRates {
public:
    explicit FundingRates(std::uint64_t seed) : m_seed(seed) {}

    /// Share of a position's value at that funding time; positive: longs pay shorts.
    [[nodiscard]] core::Decimal at(const Product &product, core::Timestamp time) const;
    /// The first funding time after that moment.
    [[nodiscard]] static core::Timestamp next(core::Timestamp after);

private:
    std::uint64_t m_seed;
};

}  // namespace app::bybit
