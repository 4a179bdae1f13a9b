#pragma once

#include "core/domain/Order.h"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// What an earlier run left in the store for this account: the start of every start.
struct StoredState {
    std::int64_t nextOrderCounter = 1;
    bool isHalted = false;
    std::string haltReason;
    std::vector<Order> orders; ///< Not final when the program ended.
    std::vector<Fill> fills;   ///< All of the account, oldest first.
    std::optional<Money> dayStartEquity;
    std::optional<Timestamp> dayStartAt;
};

} // namespace core
