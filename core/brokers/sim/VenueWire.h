#pragma once

#include "core/domain/Event.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The line protocol of the simulated venue in a process of its own: one JSON object a line, each way.
/// Decimals are strings, moments are nanoseconds since 1970 as integers, so that nothing is rounded on
/// the way; every field is always there, null where it has no value. A client says hello first; then
/// its requests are taken in order, and what happens at the venue is pushed in order.
namespace core::venue {

inline constexpr std::int64_t wireVersion = 1;
/// A longer line is not read on: whoever sends it is cut off.
inline constexpr std::size_t maxRequestBytes = 64 * 1024;
inline constexpr std::size_t maxMessageBytes = 4 * 1024 * 1024;
/// Fills in one page of a snapshot, bars in one answer: what surely fits into a message.
inline constexpr std::size_t maxPage = 1000;

// --- from the client -----------------------------------------------------------------------------

struct Hello {
    std::int64_t version = wireVersion;
    std::string token;        ///< The account's key, from the venue's ready line.
    bool wantsEvents = true;  ///< False for those who only ask.
};
struct Submit {
    OrderRequest order;
};
struct Cancel {
    ClientOrderId order;
};
struct Query {
    ClientOrderId order;
};
/// Fills are numbered from 0 in the order in which they happened.
struct AskSnapshot {
    std::int64_t id = 0; ///< Comes back with the answer.
    std::int64_t fillsFrom = 0;
};
/// The closed bars of a series after that moment.
struct AskBars {
    std::int64_t id = 0;
    SeriesId series;
    Timestamp after;
};
/// Plays so many steps of the market or, if a moment is given, all up to it; never more than `maxPage`
/// at once, and the answer says how many.
struct Advance {
    std::int64_t id = 0;
    std::int64_t steps = 0;
    std::optional<Timestamp> until;
};
struct AskBooks {
    std::int64_t id = 0;
};

using Request = std::variant<Hello, Submit, Cancel, Query, AskSnapshot, AskBars, Advance, AskBooks>;

// --- from the venue ------------------------------------------------------------------------------

struct Welcome {
    std::int64_t version = wireVersion;
    Timestamp at; ///< Market time.
    std::vector<SeriesId> series;
};
/// What can be pushed.
using VenueEvent = std::variant<QuoteChanged, BarClosed, OrderAccepted, OrderRejected, OrderFilled,
                                OrderCancelled, OrderNotFound>;
struct Told {
    Timestamp at; ///< Market time at which it was told.
    VenueEvent event;
};
struct SnapshotPage {
    std::int64_t id = 0;
    Timestamp at;
    std::int64_t fillsFrom = 0;
    std::int64_t fillsTotal = 0; ///< More than the page holds: ask for the next one.
    VenueSnapshot snapshot;
};
struct Bars {
    std::int64_t id = 0;
    SeriesId series;
    std::vector<Bar> bars; ///< Oldest first.
};
struct Advanced {
    std::int64_t id = 0;
    Timestamp at;
    std::int64_t steps = 0; ///< That were played.
    bool isAtEnd = false;   ///< The tape has no more.
};
/// Everything the venue knows of the account, and every request it took, in order.
struct Books {
    struct Taken {
        Timestamp at;
        std::int64_t connection = 0; ///< Counted from 1 in order of arrival.
        std::string line;
    };
    std::int64_t id = 0;
    std::vector<Order> orders;
    std::vector<Fill> fills;
    std::vector<VenueSnapshot::Holding> holdings;
    Money cash;
    std::vector<Taken> requests;
};
/// The last line before the venue hangs up.
struct Refused {
    ErrorCode code = ErrorCode::BadInput;
    std::string message;
};

using Message = std::variant<Welcome, Told, SnapshotPage, Bars, Advanced, Books, Refused>;

// --- both ways -----------------------------------------------------------------------------------

/// Without the line's end.
[[nodiscard]] std::string toLine(const Request &request);
[[nodiscard]] std::string toLine(const Message &message);
/// BadInput names the field that is missing, of the wrong type or out of range.
[[nodiscard]] Result<Request> parseRequest(std::string_view line);
[[nodiscard]] Result<Message> parseMessage(std::string_view line);

/// The engine's event; nothing is lost.
[[nodiscard]] Event toEvent(const VenueEvent &event);
/// Nothing for what a venue does not push (journal, link, snapshot).
[[nodiscard]] std::optional<VenueEvent> toVenueEvent(const Event &event);

} // namespace core::venue
