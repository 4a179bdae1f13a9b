#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/json/Fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Orders as they come over REST. Every reader gives BadInput, with the place, for what it cannot read.
namespace core::alpaca {

[[nodiscard]] VenueOrder readOrder(json::Fields &fields);
[[nodiscard]] Result<VenueOrder> parseOrder(std::string_view bytes);
[[nodiscard]] Result<std::vector<VenueOrder>> parseOrders(std::string_view bytes);

/// One line of the answer to cancelling all orders or closing all positions (HTTP 207).
struct BulkOutcome {
    std::string subject; ///< The order's id, or the position's symbol.
    int status = 0;      ///< HTTP: 2xx was accepted.
    std::optional<VenueOrder> order{};
    std::string message{}; ///< Why not, in the venue's words.

    [[nodiscard]] bool isAccepted() const { return status >= 200 && status < 300; }
};
[[nodiscard]] Result<std::vector<BulkOutcome>> parseBulk(std::string_view bytes);

/// What the venue's word means here.
struct StatusMeaning {
    OrderStatus status = OrderStatus::Unknown;
    bool isCancelPending = false;
    bool isReplacePending = false;
};
/// Doubt (Unknown) for a word we do not know. `hasFills` tells Working from PartiallyFilled.
[[nodiscard]] StatusMeaning meaningOf(std::string_view status, bool hasFills);

/// Of an order, an asset or a position: `crypto` goes to its own venue, its symbol as a pair.
[[nodiscard]] InstrumentId instrumentOf(std::string_view assetClass, std::string_view symbol);

} // namespace core::alpaca
