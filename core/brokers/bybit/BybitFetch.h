#pragma once

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitClient.h"
#include "core/brokers/bybit/BybitExecutionWire.h"

namespace core::bybit {

/// What is asked of the venue at one go.
enum class FetchScope {
    Orders,  ///< Open orders and executions.
    Account, ///< Closed orders, positions and the wallet too.
};

/// From where on executions and closed orders are wanted.
struct FetchSince {
    /// By the stamps of the venue's own rows. Nothing: as far as its usual seven days go.
    std::optional<Timestamp> stamp{};
    /// When the last comparison was made; older than the venue's seven days, they are asked for in pieces.
    std::optional<Timestamp> goodAt{};
};

/// The venue's side, as its lists show it. Executions are oldest first.
struct Fetched {
    std::vector<OrderState> openOrders{};
    std::vector<OrderState> closedOrders{};
    std::vector<ExecutionState> executions{};
    std::vector<PositionState> positions{};
    Wallet wallet{};
};

/// All of it, or why not: if any part fails there is nothing.
void fetch(BybitClient &client, FetchScope scope, const FetchSince &since,
           std::function<void(Result<Fetched>)> done);

} // namespace core::bybit
