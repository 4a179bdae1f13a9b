#pragma once

#include "core/base/Id.h"
#include "core/domain/Signal.h"

#include <optional>
#include <string>

namespace core {

enum class OrderType { Market, Limit, Stop, StopLimit };
enum class TimeInForce { Day, GoodTillCancelled, ImmediateOrCancel };
/// What an order is for. Stop, Target and Exit only ever reduce.
enum class OrderRole { Entry, Stop, Target, Exit };

/// The venue's word on an order. Unknown: sent, or perhaps sent, and not proven either way.
enum class OrderStatus {
    Intended,  ///< Durable here, not sent.
    Sent,      ///< Sent, no answer yet.
    Unknown,
    Working,
    PartiallyFilled,
    Filled,
    Cancelled,
    Rejected,
    Expired,
};

[[nodiscard]] const char *orderTypeName(OrderType type);
[[nodiscard]] std::optional<OrderType> parseOrderType(std::string_view name);
[[nodiscard]] const char *timeInForceName(TimeInForce tif);
[[nodiscard]] std::optional<TimeInForce> parseTimeInForce(std::string_view name);
[[nodiscard]] const char *orderRoleName(OrderRole role);
[[nodiscard]] std::optional<OrderRole> parseOrderRole(std::string_view name);
[[nodiscard]] const char *orderStatusName(OrderStatus status);
[[nodiscard]] std::optional<OrderStatus> parseOrderStatus(std::string_view name);
[[nodiscard]] bool isFinal(OrderStatus status);
/// The venue has it, and has said so.
[[nodiscard]] bool isWorking(OrderStatus status);

/// The exact order as it will be on the wire.
struct OrderRequest {
    ClientOrderId clientOrderId{};
    InstrumentId instrument{};
    Side side = Side::Buy;
    Quantity quantity{}; ///< Always positive.
    OrderType type = OrderType::Market;
    std::optional<Price> limitPrice{};
    std::optional<Price> stopPrice{};
    TimeInForce timeInForce = TimeInForce::Day;
    OrderRole role = OrderRole::Entry;
    bool reduceOnly = false;
    /// Orders of one group cancel each other (stop and target); empty = none.
    std::string ocoGroup{};
};

/// What a working order is to become. What is not said stays.
struct Amendment {
    std::optional<Quantity> quantity{}; ///< In all, what is filled included.
    std::optional<Price> limitPrice{};
    std::optional<Price> stopPrice{};
    bool operator==(const Amendment &) const = default;
};

/// What becomes of a change of an order. Asked: durable here, and perhaps at the venue.
enum class AmendmentStep { Asked, Made, Refused };
[[nodiscard]] const char *amendmentStepName(AmendmentStep step);
[[nodiscard]] std::optional<AmendmentStep> parseAmendmentStep(std::string_view name);

/// What ends the position that an entry brings. Written with its intent, so that a restart knows it.
struct ExitPlan {
    std::optional<Price> stop{};
    std::optional<Price> target{};
    std::optional<Duration> holdAtMost{}; ///< Market time from the first fill.
    bool keepsProfit = false; ///< `holdAtMost` does not end a position while it is in profit.
    bool operator==(const ExitPlan &) const = default;
};

/// An order as known here.
struct Order {
    OrderRequest request;
    ProposalId proposal; ///< What it rests on; empty for an external order.
    BotId bot{};         ///< Whose it is; empty for an external order.
    ExitPlan exits{};    ///< Of an entry.
    VenueOrderId venueId;
    OrderStatus status = OrderStatus::Intended;
    Quantity filled{};
    Money filledNotional{}; ///< Σ price × quantity of its fills (multiplier not included).
    Timestamp createdAt;
    Timestamp updatedAt;
    std::string reason{}; ///< Of a rejection or cancellation, one sentence.
    bool cancelRequested = false;
    /// Asked for and not answered: until then either terms may be the true ones.
    std::optional<Amendment> amendment{};

    [[nodiscard]] Quantity remaining() const { return request.quantity - filled; }
    /// In all, by whichever terms are the larger or the smaller.
    [[nodiscard]] Quantity mostQuantity() const;
    [[nodiscard]] Quantity leastQuantity() const;
    /// Of a stop: whichever loses more.
    [[nodiscard]] std::optional<Price> worstStop() const;
    /// Whether it works with these terms.
    [[nodiscard]] bool has(const Amendment &terms) const;
    /// Made at the venue by somebody else.
    [[nodiscard]] bool isExternal() const { return proposal.text().empty(); }
    /// Nothing before the first fill, and for figures of a venue that no price can be.
    [[nodiscard]] std::optional<Price> averagePrice() const;
};

/// Our own execution at the venue.
struct Fill {
    FillId id; ///< The venue's execution id: the same id is the same fill.
    ClientOrderId order;
    InstrumentId instrument;
    Side side = Side::Buy;
    Quantity quantity; ///< Always positive.
    Price price;
    Money fee;
    Timestamp at;
    Quantity assetFee{}; ///< Taken in the asset itself, so that less is held than was bought; of spot crypto.

    [[nodiscard]] Quantity signedQuantity() const
    {
        return side == Side::Buy ? quantity : -quantity;
    }
};

} // namespace core
