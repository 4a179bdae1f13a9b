#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/brokers/alpaca/AlpacaRequest.h"

#include <optional>
#include <string>
#include <vector>

/// What we can ask of the trading host about orders. Nothing is checked here: `objectionTo` was asked
/// before. Amounts and prices are exact decimals, as texts.
/// Source: Alpaca Trading API specification, orders, August 2026.
namespace core::alpaca {

[[nodiscard]] Request createOrder(const NewOrder &order);
[[nodiscard]] Request replaceOrder(const VenueOrderId &id, const OrderChange &change);
/// The answer to either says only that it was asked for; the stream or the order itself says the rest.
[[nodiscard]] Request cancelOrder(const VenueOrderId &id);
[[nodiscard]] Request cancelAllOrders();

/// `isNested` puts the legs into their parent.
[[nodiscard]] Request orderById(const VenueOrderId &id, bool isNested = true);
[[nodiscard]] Request orderByClientId(const ClientOrderId &id);

/// A list of orders, oldest first. Pages follow each other by the moment of submission.
struct OrderQuery {
    enum class Which { Open, Closed, All };
    Which which = Which::Open;
    std::optional<Timestamp> after{}; ///< Submitted later than this.
    std::optional<Timestamp> until{}; ///< Submitted before this.
    std::vector<std::string> symbols{};
    int limit = 500; ///< The venue's most.
    bool isNested = true;
    bool operator==(const OrderQuery &) const = default;
};

[[nodiscard]] Request listOrders(const OrderQuery &query);

/// The query for what follows a page; nothing when the page was the last. The orders of the page's last
/// moment come once more (two orders may share a moment, and the venue leaves out the moment asked for),
/// so the caller knows an order by its id.
[[nodiscard]] std::optional<OrderQuery> pageAfter(const OrderQuery &query, const std::vector<VenueOrder> &page);

} // namespace core::alpaca
