#pragma once

#include "core/brokers/bybit/BybitPaging.h"
#include "core/domain/Event.h"
#include "core/json/Fields.h"

#include <string_view>

namespace core::bybit {

/// One change of one coin's balance.
struct Transaction {
    std::string id;
    std::string type{}; ///< The venue's word.
    std::string coin{};
    Money change{}; ///< Of the balance: positive came.
    Timestamp at{};
};

/// Source: bybit-exchange.github.io/docs/v5/account/transaction-log, July 2026.
[[nodiscard]] Result<Page<Transaction>> parseTransactions(std::string_view bytes);

/// The money that came or went by itself; nothing where the executions tell of it (trades, funding, what
/// the venue closed). A word that is new is read with caution: what went is a loss, what came is no profit.
[[nodiscard]] std::optional<CashFlow> cashFlowOf(const Transaction &transaction);

} // namespace core::bybit
