#pragma once

#include "core/brokers/bybit/BybitCategory.h"
#include "core/brokers/bybit/BybitPaging.h"
#include "core/domain/Order.h"
#include "core/json/Fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::bybit {

struct CoinAmount {
    std::string coin;
    WideDecimal amount;
    bool operator==(const CoinAmount &) const = default;
};

/// One order as the venue tells it, over REST and on the stream.
struct OrderState {
    Category category = Category::Linear;
    /// With the venue's ids and amounts. Of an order made elsewhere the role is guessed from its kind. A
    /// spot order for an amount of money, and one without a size, have as quantity what was filled.
    Order order{};
    std::string status{};     ///< The venue's word.
    std::string cancelType{}; ///< As written; `UNKNOWN` is empty.
    std::string rejectReason{};
    std::string stopOrderType{};
    std::string timeInForce{};
    int positionIdx = 0; ///< Not 0: hedge mode, in which we do not trade.
    bool isForMoney = false;
    std::vector<CoinAmount> fees{}; ///< So far; positive is a cost.
    /// Why it cannot be taken at its word: to be asked for again.
    std::optional<std::string> doubt{};
};

/// Amounts decide before words: what is open with a part filled is partly filled, what was cancelled
/// after it filled whole is filled. `PartiallyFilledCanceled` of an order for money is its usual good end.
[[nodiscard]] OrderState readOrder(json::Fields &row, Category category);

/// Open and closed orders have one shape. BadInput with the field for anything that cannot be read: a
/// list with a hole in it proves nothing.
/// Source: bybit-exchange.github.io/docs/v5/order/open-order and /order-list, July 2026.
[[nodiscard]] Result<Page<OrderState>> parseOrders(Category category, std::string_view bytes);
/// The same, row by row: what cannot be read is left out and named.
[[nodiscard]] Result<Page<OrderState>> parseOrderRows(Category category, std::string_view bytes);

/// Whether `told` may replace `known`: a closed order stays closed, and nothing goes backwards.
[[nodiscard]] bool isNewer(const OrderState &known, const OrderState &told);

/// A plain sentence for the venue's words on why an order ended; empty if they say nothing.
[[nodiscard]] std::string endReason(std::string_view cancelType, std::string_view rejectReason);

[[nodiscard]] Side readSide(json::Fields &row, std::string_view key);

} // namespace core::bybit
