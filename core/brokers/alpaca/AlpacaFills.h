#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/json/Fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::alpaca {

/// One execution, as the stream or the list of activities tells it.
struct Execution {
    FillId id; ///< By `fillIdOf`, never the venue's.
    VenueOrderId order;
    ClientOrderId clientId{};   ///< Empty from activities: they do not know it.
    InstrumentId instrument{};  ///< From activities by the symbol alone; a known order knows better.
    Side side = Side::Buy;
    Quantity quantity{}; ///< Of this execution, positive.
    std::optional<Quantity> cumulative{}; ///< Of the order, this execution included.
    Price price{};
    Timestamp at{};
    std::string venueText{}; ///< The stream's `execution_id` or the activity's id, for records.
};

/// The same id for one execution, whichever way we hear of it. The stream names an execution by
/// `execution_id`, the list of activities by an id of its own, and nothing says that the two are related; so
/// neither can tell that both speak of one fill, and either would book it twice. What both tell is the
/// order, what of it is filled so far, and the price. The first two are enough, since the filled quantity
/// of an order only grows; the price keeps a fill apart that follows a broken one at the same quantity.
/// The time is left out although the reliability page names it: the stream writes nanoseconds and the
/// activities microseconds of it. Only without a filled quantity quantity and time (whole milliseconds)
/// stand in for it.
struct FillKey {
    VenueOrderId order;
    std::optional<Quantity> cumulative{};
    Price price{};
    Quantity quantity{};
    Timestamp at{};
};
[[nodiscard]] FillId fillIdOf(const FillKey &key);

/// The fee is not known yet: Alpaca books it at the end of the day.
[[nodiscard]] Fill toFill(const Execution &execution, const ClientOrderId &order);

/// One page of `/v2/account/activities/FILL`. Rows of other types are passed over. BadInput with the place.
struct FillPage {
    std::vector<Execution> fills;
    std::optional<std::string> nextToken{}; ///< Of the next page; none after the last.
};
/// @param pageSize  As it was asked for: a shorter page is the last.
[[nodiscard]] Result<FillPage> parseFillPage(std::string_view bytes, std::size_t pageSize);

/// A row of the other kinds: deposits, dividends, fees, interest, transfers, splits, …
struct AccountActivity {
    std::string id;
    std::string type; ///< `CSD`, `FEE`, `DIV`, …
    std::optional<Timestamp> at{}; ///< When it was booked; where the venue does not say, the day at midnight UTC.
    bool isOfADay = false;         ///< `at` is a day's midnight only.
    std::optional<Money> netAmount{}; ///< What it did to the cash.
    std::optional<Quantity> quantity{};
    std::optional<Price> price{};
    std::string symbol{};
    std::string description{};
    std::string status{}; ///< `executed`, `correct`, `canceled`.
};
struct ActivityPage {
    std::vector<AccountActivity> activities; ///< Without fills.
    std::optional<std::string> nextToken{};
};
[[nodiscard]] Result<ActivityPage> parseActivityPage(std::string_view bytes, std::size_t pageSize);

} // namespace core::alpaca
