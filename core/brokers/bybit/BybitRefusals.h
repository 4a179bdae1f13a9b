#pragma once

#include "core/brokers/bybit/BybitOrderRules.h"
#include "core/brokers/bybit/BybitReasons.h"
#include "core/domain/Event.h"

namespace core::bybit {

/// What a refusal was about, in the words of every venue. That the clock was off, or the request did not
/// leave, is the same: nothing was done, and it may be tried again. So may what there was no room for: of the
/// rate, or among the orders that the venue holds.
[[nodiscard]] RefusalKind refusalOf(Reason reason, const OrderRequest &order);
[[nodiscard]] RefusalKind refusalOf(Objection objection);

} // namespace core::bybit
