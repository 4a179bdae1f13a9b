#pragma once

#include "core/brokers/bybit/BybitRequest.h"
#include "core/net/RateBudget.h"

#include <vector>

namespace core::bybit {

/// What an account may send at first: so many units a second for each endpoint and category, and 600
/// requests in 5 s from one address. The headers of the answers correct it (higher grades have more).
/// Source: bybit-exchange.github.io/docs/v5/rate-limit, July 2026.
[[nodiscard]] std::vector<net::RateRule> usualRates();

/// The bucket of its endpoint, one unit for each order, and the address; public requests count to the
/// address alone.
[[nodiscard]] std::vector<net::RateCharge> chargesOf(const Request &request);

} // namespace core::bybit
