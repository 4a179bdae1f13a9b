#pragma once

#include "core/brokers/bybit/BybitEndpoints.h"
#include "core/brokers/bybit/BybitInstrument.h"
#include "core/domain/Order.h"

#include <optional>
#include <string>

namespace core::bybit {

/// Why an order is not sent, known before the venue says so.
enum class Objection {
    WrongInstrument, ///< The facts are another instrument's.
    NotTrading,
    ClientId,
    Quantity,
    Lot,
    BelowMinimum,
    AboveMaximum,
    BelowMinimumValue,
    MissingPrice,
    Tick,
    PriceRange,
    PriceLimit,    ///< The venue would move or refuse the price.
    TriggerPassed, ///< The trigger lies on the wrong side of the market already.
    NotReducing,   ///< An exit that does not say so.
    Attached,      ///< The venue cannot hold stop and target for this order.
    Nothing,       ///< A change that changes nothing.
    TooMany,
    NotInDemo,
};

struct OrderObjection {
    Objection kind = Objection::WrongInstrument;
    std::string sentence; ///< Plain English, for the desk.
};

/// The highest price that may be bid and the lowest that may be asked at this moment.
struct PriceLimits {
    Price highestBuy;
    Price lowestSell;
    std::optional<Timestamp> at{}; ///< By the venue's market time.
};

/// What must be known beside an order before it is sent. What is absent is not checked.
struct OrderTerms {
    Environment environment = Environment::Demo;
    std::optional<PriceLimits> priceLimits{};
    /// Where the price stands that fires the trigger: the mark for stops, the last trade for targets
    /// and for everything on spot.
    std::optional<Price> triggerReference{};
    /// Of an entry. Its stop must be sendable too: the minimum value is checked there as well.
    ExitPlan exits{};
    /// The venue itself holds stop (on the mark price) and target (on the last) of the whole position.
    bool attachesExits = false;
};

/// Which way the market must move to fire a trigger.
enum class TriggerDirection { Rises = 1, Falls = 2 };

[[nodiscard]] bool isConditional(const OrderRequest &order); ///< It waits for a trigger.
/// Stops fire on the way that hurts, targets on the way that pleases.
[[nodiscard]] TriggerDirection triggerDirection(const OrderRequest &order);
/// At most 36 of `A-Z a-z 0-9 - _`, and at least one.
[[nodiscard]] bool isClientIdFit(const ClientOrderId &id);
[[nodiscard]] bool isOnStep(Decimal value, Decimal step); ///< No step known: nothing is on it.

/// The first reason not to send this order; nothing if it may go. An exit is not kept back for what the
/// venue may forgive: minimum and maximum of a reducing linear order, a price outside the moment's limits.
[[nodiscard]] std::optional<OrderObjection> objectionTo(const OrderRequest &order, const InstrumentFacts &facts,
                                                        const OrderTerms &terms);
[[nodiscard]] std::optional<OrderObjection> objectionToPrice(Price price, const InstrumentFacts &facts,
                                                             const char *what);
[[nodiscard]] std::optional<OrderObjection> objectionToQuantity(Quantity quantity, const InstrumentFacts &facts,
                                                                const std::optional<Quantity> &most);

} // namespace core::bybit
