#pragma once

#include "core/brokers/bybit/BybitCategory.h"
#include "core/domain/Bar.h"
#include "core/domain/Book.h"
#include "core/domain/Signal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace core::bybit {

/// A market print.
struct PublicTrade {
    InstrumentId instrument;
    std::string id;
    Timestamp at;
    Side taker = Side::Buy;
    Price price;
    Quantity quantity;
    bool isBlock = false; ///< Agreed outside the book; it moves no price.
};

/// A whole book, or what changed in one: there a level without a quantity is gone.
struct BookMessage {
    InstrumentId instrument;
    int levels = 0; ///< The depth of its topic, each of which is a book of its own; 0 over REST.
    bool isSnapshot = false;
    std::vector<BookLevel> bids{}; ///< Of a snapshot, the best first.
    std::vector<BookLevel> asks{};
    std::int64_t update = 0;   ///< Rises by one from message to message; 1 after the venue's restart.
    std::int64_t sequence = 0; ///< Rises, in steps of any size.
    Timestamp at{};            ///< When it was sent.
    std::optional<Timestamp> matchedAt{};
};

template <class T>
using Known = std::optional<T>;

/// Whether a message speaks of a value, and what it says: nothing is an answer too.
template <class T>
struct Told {
    bool isTold = false;
    std::optional<T> value{};
};

/// Prices that are "0" are none: the venue says so of a side without orders.
template <template <class> class Field>
struct TickerFields {
    Field<Price> last{};
    Field<Price> bid{};
    Field<Price> ask{};
    Field<Quantity> bidQuantity{};
    Field<Quantity> askQuantity{};
    Field<Price> mark{};
    Field<Price> index{};
    Field<Price> high24h{};
    Field<Price> low24h{};
    Field<Price> previous24h{};
    Field<Decimal> change24h{}; ///< 0.01 = 1 %.
    Field<double> volume24h{};  ///< Units.
    Field<double> turnover24h{}; ///< Quote currency.
    Field<double> openInterest{}; ///< Units.
    Field<Decimal> fundingRate{}; ///< Of the coming payment; positive: longs pay.
    Field<Timestamp> nextFunding{};
};

/// Contracts only have mark, index, open interest and funding; spot streams have no bid and no ask.
struct Ticker {
    InstrumentId instrument;
    TickerFields<Known> values{};
    Timestamp at{};

    /// Nothing while a side is empty or the two cross.
    [[nodiscard]] std::optional<Quote> quote() const;
};

struct TickerMessage {
    InstrumentId instrument;
    bool isSnapshot = false;
    TickerFields<Told> change{};
    std::int64_t sequence = 0; ///< `cs`
    Timestamp at{};
};

/// One bar of a stream.
struct KlineUpdate {
    SeriesId series;
    Bar bar{};
    bool isFinal = false; ///< It will not change any more. May be told twice.
    Timestamp at{};
};

struct FundingPayment {
    Timestamp at;
    Decimal rate; ///< Rounded at the ninth place.
};

} // namespace core::bybit
