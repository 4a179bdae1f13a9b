#pragma once

#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitOrderRequests.h"

namespace core::bybit {

/// What we call an order by. One that was made elsewhere, without an id of its maker's, is called by the
/// venue's id behind a prefix that no maker's id can have; an execution without any order by its own id.
[[nodiscard]] ClientOrderId idOf(const OrderState &order);
[[nodiscard]] ClientOrderId idOf(const ExecutionState &execution);

/// Which spot orders a cancel must mean to find this one; `guess` where the venue's word does not say.
[[nodiscard]] OrderFilter filterOf(const OrderState &order, OrderFilter guess);

/// The order's name in requests. @param order  As known here: an id that we made up is not sent.
[[nodiscard]] OrderName nameOf(const Order &order);

} // namespace core::bybit
