#pragma once

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitClient.h"
#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitTransactions.h"

namespace core::bybit {

/// What is asked of the venue at one go.
enum class FetchScope {
    Orders,  ///< Open orders and executions.
    Account, ///< Closed orders, positions, the wallet and what moved it too.
};

/// From where on executions and closed orders are wanted, by the venue's market time.
struct FetchSince {
    /// Of the newest execution that is known. Nothing: as far as the venue's usual seven days go.
    std::optional<Timestamp> execution{};
    /// Of the last comparison; what is older than those seven days is asked for in pieces.
    std::optional<Timestamp> comparison{};
    Timestamp now{};
};

/// The venue's side, as its lists show it. Executions are oldest first.
struct Fetched {
    std::vector<OrderState> openOrders{};
    std::vector<OrderState> closedOrders{};
    std::vector<ExecutionState> executions{};
    std::vector<PositionState> positions{};
    std::vector<Transaction> transactions{};
    Wallet wallet{};
    std::vector<LeftOut> leftOut{}; ///< Rows that cannot be read: whoever takes it judges what they spoil.
};

/// All of it, or why not: if any part fails there is nothing.
void fetch(BybitClient &client, FetchScope scope, const FetchSince &since,
           std::function<void(Result<Fetched>)> done);

} // namespace core::bybit
