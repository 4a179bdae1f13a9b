#pragma once

#include "core/domain/Order.h"

#include <string>
#include <variant>
#include <vector>

namespace core {

struct BarClosed {
    SeriesId series;
    Bar bar;
};

struct QuoteChanged {
    InstrumentId instrument;
    Quote quote;
};

/// The venue has the order and it works.
struct OrderAccepted {
    ClientOrderId order;
    VenueOrderId venueId;
};

struct OrderRejected {
    ClientOrderId order;
    std::string reason;
};

struct OrderFilled {
    Fill fill;
};

struct OrderCancelled {
    ClientOrderId order;
    std::string reason;
};

/// No proof either way: time-out, lost socket, unreadable answer.
struct OrderOutcomeUnknown {
    ClientOrderId order;
    std::string reason;
};

/// The venue was asked for this order and does not know it (one negative).
struct OrderNotFound {
    ClientOrderId order;
};

/// Everything recorded up to and including this ticket is on the disk.
struct JournalAdvanced {
    std::int64_t through = 0;
};

/// The disk refused: no entry may leave any more.
struct JournalFailed {
    std::string reason;
};

/// Money paid in (positive) or out. Neither a profit nor a loss.
struct CashFlow {
    CashFlowId id; ///< The venue's: the same id is the same flow.
    Money amount;
    Timestamp at;
};

struct LinkChanged {
    bool isUp = false;
    std::string detail;
};

/// What the venue itself holds, the answer to Broker::requestSnapshot.
struct VenueSnapshot {
    struct Holding {
        InstrumentId instrument;
        Quantity quantity; ///< Signed.
    };
    std::vector<Order> openOrders;
    std::vector<Fill> fills; ///< At least all since the last snapshot.
    std::vector<Holding> holdings;
    std::optional<Money> cash{}; ///< Absent where the venue did not say.
};

/// Everything that can happen to the engine.
using Event = std::variant<BarClosed, QuoteChanged, OrderAccepted, OrderRejected, OrderFilled,
                           OrderCancelled, OrderOutcomeUnknown, OrderNotFound, JournalAdvanced,
                           JournalFailed, LinkChanged, VenueSnapshot, CashFlow>;

/// An overload set of lambdas for std::visit: a forgotten case does not compile.
template <class... Lambdas>
struct match : Lambdas... {
    using Lambdas::operator()...;
};
template <class... Lambdas>
match(Lambdas...) -> match<Lambdas...>;

} // namespace core
