#pragma once

#include "core/brokers/bybit/BybitOrderRules.h"
#include "core/brokers/bybit/BybitRequest.h"

#include <span>
#include <tl/expected.hpp>
#include <vector>

namespace core::bybit {

/// Every function makes one request and sends nothing. Source: bybit-exchange.github.io/docs/v5/order,
/// July 2026, and the facts of Bybit's own request descriptions.

template <class T>
using OrObjection = tl::expected<T, OrderObjection>;

/// Which orders a spot call means; another kind than said is not found and not cancelled.
enum class OrderFilter { Order, TakeProfitStopLoss, Stop };
[[nodiscard]] const char *orderFilterName(OrderFilter filter); ///< `Order`, `tpslOrder`, `StopOrder`.
/// Spot: a reducing order that waits for its trigger holds its coins at once, an entry takes its money
/// only when it fires. Linear has one kind for the purposes here.
[[nodiscard]] OrderFilter orderFilterOf(const OrderRequest &order);

/// One order at the venue. Our own id is used where there is one.
struct OrderName {
    InstrumentId instrument;
    ClientOrderId clientOrderId;
    VenueOrderId venueId;
    OrderFilter filter = OrderFilter::Order; ///< Spot.
};

struct NewOrder {
    OrderRequest order;
    InstrumentFacts facts;
    OrderTerms terms;
};

/// A market order becomes an immediate-or-cancel limit order at its limit price, the worst that was
/// decided on; an exit without one goes to the market as it is. A day order has no day to end with, so
/// it stays until it is cancelled. The price of an exit is brought inside the venue's limits, never beyond
/// what was asked. Stops fire on the mark price, targets on the last.
[[nodiscard]] OrObjection<Request> createOrder(const NewOrder &order);

/// What is to change; `quantity` is the new total, filled part included.
struct OrderChange {
    std::optional<Quantity> quantity{};
    std::optional<Price> price{};
    std::optional<Price> triggerPrice{};
};
struct AmendedOrder {
    OrderName name;
    OrderChange change;
    Quantity filled; ///< As far as known.
    InstrumentFacts facts;
};
[[nodiscard]] OrObjection<Request> amendOrder(const AmendedOrder &order);
[[nodiscard]] Request cancelOrder(const OrderName &order);
/// At most 500 orders, chosen by the venue: repeated until a list of the open ones is empty.
[[nodiscard]] Request cancelAllLinear(std::string_view settleCoin);
[[nodiscard]] Request cancelAllSpot(OrderFilter filter);

/// Batches are of one category, at most 20 orders of linear, 10 of spot; each takes one unit of the rate.
/// The first objection to any of them is the objection to all.
[[nodiscard]] std::size_t largestBatch(Category category);
[[nodiscard]] OrObjection<Request> createOrders(Category category, std::span<const NewOrder> orders);
[[nodiscard]] OrObjection<Request> amendOrders(Environment environment, Category category,
                                               std::span<const AmendedOrder> orders);
[[nodiscard]] OrObjection<Request> cancelOrders(Environment environment, Category category,
                                                std::span<const OrderName> orders);

} // namespace core::bybit
