#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/bybit/BybitCategory.h"

#include <optional>
#include <string>

namespace core::bybit {

/// What the venue says of one instrument, beyond what every venue says. Absent: the venue does not say,
/// or says more than an order of ours can hold.
struct InstrumentFacts {
    Instrument instrument;
    Category category = Category::Spot;
    std::string status;       ///< `Trading`, or why not: `PreLaunch`, `Delivering`, `Closed`.
    std::string contractType; ///< `LinearPerpetual`, `LinearFutures`; empty for spot.
    std::string baseCoin;
    std::string quoteCoin;
    std::string settleCoin; ///< What gains and fees come in; of spot the quote coin.
    std::optional<Price> minPrice{};
    std::optional<Price> maxPrice{};
    std::optional<Quantity> maxQuantity{};       ///< Of a limit order.
    std::optional<Quantity> maxMarketQuantity{}; ///< Of a market order.
    std::optional<Decimal> maxLeverage{};
    std::optional<Decimal> leverageStep{};
    std::optional<Duration> fundingInterval{};
    std::optional<Decimal> priceLimitRatioX{}; ///< 0.02 = 2 %.
    std::optional<Decimal> priceLimitRatioY{};

    [[nodiscard]] bool isTrading() const { return status == "Trading"; }
};

} // namespace core::bybit
