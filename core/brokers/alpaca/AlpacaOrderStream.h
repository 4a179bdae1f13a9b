#pragma once

#include "core/brokers/alpaca/AlpacaFills.h"
#include "core/brokers/alpaca/AlpacaOrder.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The stream of order events (`/stream`). Text frames and binary frames hold the same bytes: JSON, one
/// object per frame. Source: docs.alpaca.markets, trade_updates, October 2026.
namespace core::alpaca {

/// `pending_new`, `accepted`, `new`, `held`, `pending_cancel`, `pending_replace`, `done_for_day`, `stopped`,
/// `suspended`, `calculated`, `restated`: the order's own status says where it stands.
struct StatusChanged {};
/// Of an order of several option legs the instrument has no symbol: its fills are read from the activities.
struct OrderExecuted {
    Execution execution;
    bool isLast = false;                  ///< `fill`, not `partial_fill`.
    std::optional<Quantity> position{};   ///< Signed, after it.
};
/// The order told of is the old one; it is over.
struct OrderReplaced {
    VenueOrderId from;
    std::optional<VenueOrderId> to{}; ///< None when the venue did not say: ask for the order.
};
struct OrderEnded {
    bool isExpired = false; ///< Otherwise cancelled.
};
struct OrderRefused {
    std::string reason;
};
/// A request failed and the order lives on (or was filled meanwhile).
struct RequestRefused {
    bool isReplace = false; ///< Otherwise the cancel.
};
/// A word we do not know: the order must be asked for.
struct UnknownEvent {};

using Happening = std::variant<StatusChanged, OrderExecuted, OrderReplaced, OrderEnded, OrderRefused,
                               RequestRefused, UnknownEvent>;

struct TradeUpdate {
    std::string event;
    std::string eventId{}; ///< Ordered; empty from older servers.
    std::optional<Timestamp> at{};
    VenueOrder order;      ///< As it is after the event.
    Happening what;
};

struct StreamAuthorization {
    bool isAuthorized = false;
    std::string action{}; ///< `authenticate`; or `listen`, when that came before it.
};
struct StreamListening {
    std::vector<std::string> streams;
    [[nodiscard]] bool hears(std::string_view stream) const;
};
/// The socket closes after it.
struct StreamTrouble {
    std::string message;
};
/// Something we did not ask for.
struct OtherMessage {
    std::string name;
};

using OrderStreamMessage =
    std::variant<TradeUpdate, StreamAuthorization, StreamListening, StreamTrouble, OtherMessage>;

/// BadInput, with the place, for what cannot be read: then something happened that we do not know, and
/// the caller must ask the venue.
[[nodiscard]] Result<OrderStreamMessage> parseOrderStream(std::string_view frame);

/// Asks for order events; it replaces what was asked for before.
[[nodiscard]] std::string listenMessage();

} // namespace core::alpaca
