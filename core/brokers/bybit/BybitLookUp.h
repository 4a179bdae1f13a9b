#pragma once

#include "core/brokers/bybit/BybitClient.h"
#include "core/brokers/bybit/BybitNames.h"

namespace core::bybit {

/// What the venue knows of one order: how it stands, and everything that was executed of it.
struct Found {
    std::optional<OrderState> order{}; ///< Nothing: neither open nor in its history.
    std::vector<ExecutionState> executions{};

    [[nodiscard]] bool isNothing() const { return !order && executions.empty(); }
};

/// Asks for one order: among the open ones, then in history, and for its executions in any case, last, so
/// that they are not older than its state. An Error if any of them was not answered, or was answered with
/// another order.
void lookUp(BybitClient &client, const Order &order, std::function<void(Result<Found>)> done);

} // namespace core::bybit
