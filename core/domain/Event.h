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

/// What a refusal was about, where something is to be done about it.
enum class RefusalKind {
    Other,
    NotSent,      ///< It never left.
    Funds,
    NothingHeld,  ///< Less is free than it wants to sell.
    WashTrade,    ///< An order of ours on the other side works.
    RateLimit,
    Keys,         ///< The account or its keys may not do this.
    MarketClosed,
};

struct OrderRejected {
    ClientOrderId order;
    std::string reason;
    RefusalKind kind = RefusalKind::Other;
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

/// The order works with these terms from now on, under this id of the venue's.
struct OrderAmended {
    ClientOrderId order;
    VenueOrderId venueId;
    Amendment terms;
};

/// It works on as it was.
struct OrderAmendRefused {
    ClientOrderId order;
    std::string reason;
};

/// Everything recorded up to and including this ticket is on the disk.
struct JournalAdvanced {
    std::int64_t through = 0;
};

/// The disk refused: no entry may leave any more.
struct JournalFailed {
    std::string reason;
};

/// Money that came (positive) or went without a trade.
struct CashFlow {
    enum class Kind {
        Transfer, ///< Paid in or out: neither a profit nor a loss.
        Charge,   ///< Fees settled later, funding, interest, dividends: a profit or a loss.
    };
    CashFlowId id; ///< The venue's: the same id is the same flow.
    Money amount;
    Timestamp at;
    Kind kind = Kind::Transfer;
};

struct LinkChanged {
    bool isUp = false;
    std::string detail;
};

/// Prices come, or come no more.
struct FeedChanged {
    bool isUp = false;
    std::string detail;
};

/// How our clock stands to the venue's; told when it changes.
struct ClockJudged {
    bool allowsEntries = true;
    bool isGood = true;
    std::optional<Duration> offset{}; ///< Venue's time less ours; absent before the first measure.
    std::string detail;
};

/// Trouble with the venue that is more than one order's.
struct VenueTrouble {
    std::string sentence;
    bool mustHalt = false;     ///< Nothing will work before a person has looked at it.
    bool countsToHalt = false; ///< A failure of the interface, not a refusal.
};

/// What the venue itself holds, the answer to Broker::requestSnapshot.
struct VenueSnapshot {
    struct Holding {
        InstrumentId instrument;
        Quantity quantity; ///< Signed.
        std::optional<Price> price{}; ///< The venue's average, where it says one.
    };
    std::vector<Order> openOrders;
    std::vector<Fill> fills; ///< At least all since the last snapshot.
    std::vector<Holding> holdings;
    /// Absent where the venue did not say. What perpetual contracts cost is not taken off it: they are held on
    /// margin.
    std::optional<Money> cash{};
    Money cashRounding{};              ///< So far the venue's own rounding may move its cash; 0 = it is exact.
    std::optional<Money> lastEquity{}; ///< At the last close of the stock session.
    std::optional<Timestamp> at{}; ///< The venue's market time of it, where it says one.
    /// Nothing happened while it was fetched, so that its parts are of one moment and may be compared.
    bool isConsistent = true;
};

/// The venue's working orders and its fills, the answer to Broker::requestOrders.
struct VenueOrders {
    std::vector<Order> openOrders;
    std::vector<Fill> fills; ///< At least all since the last snapshot.
};

/// Everything that can happen to the engine.
using Event = std::variant<BarClosed, QuoteChanged, OrderAccepted, OrderRejected, OrderFilled,
                           OrderCancelled, OrderOutcomeUnknown, OrderNotFound, OrderAmended, OrderAmendRefused,
                           JournalAdvanced, JournalFailed, LinkChanged, FeedChanged, ClockJudged, VenueTrouble,
                           VenueSnapshot, VenueOrders, CashFlow>;

/// An overload set of lambdas for std::visit: a forgotten case does not compile.
template <class... Lambdas>
struct match : Lambdas... {
    using Lambdas::operator()...;
};
template <class... Lambdas>
match(Lambdas...) -> match<Lambdas...>;

} // namespace core
