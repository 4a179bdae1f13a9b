#pragma once

#include "core/brokers/bybit/BybitInstrument.h"
#include "core/brokers/bybit/BybitOrderRules.h"

#include <string>
#include <string_view>
#include <vector>

namespace core::bybit {

/// One page of instruments. A row that cannot be used is left out and named: the others are not spoilt.
struct InstrumentPage {
    std::vector<InstrumentFacts> items;
    std::vector<std::string> leftOut; ///< `KLMUSDT: priceFilter.tickSize: …`
    std::string cursor;

    [[nodiscard]] std::size_t rows() const { return items.size() + leftOut.size(); }
};

/// Source: bybit-exchange.github.io/docs/v5/market/instrument, July 2026. The venue changes its maximum
/// quantities twice a month.
[[nodiscard]] Result<InstrumentPage> parseInstruments(Category category, std::string_view bytes);
/// Source: bybit-exchange.github.io/docs/v5/market/order-price-limit, July 2026.
[[nodiscard]] Result<PriceLimits> parsePriceLimit(std::string_view bytes);

} // namespace core::bybit
