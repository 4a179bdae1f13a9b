#pragma once

#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaLookup.h"

#include <functional>
#include <set>
#include <vector>

namespace core::alpaca {

/// Everything the venue holds of one account, as far as it lies in one fetch.
struct Fetched {
    Timestamp at{}; ///< The venue's market time when it began.
    bool isOpen = true; ///< Said by the venue's clock then.
    Account account{};
    std::vector<VenueOrder> open{};   ///< Legs too, as orders of their own.
    std::vector<VenueOrder> closed{}; ///< Of those that were sent after the beginning.
    std::vector<Execution> fills{};
    std::vector<Position> positions{};
    std::vector<AccountActivity> others{}; ///< Activities that are no fills.
    bool isOfOneMoment = true;             ///< No fill came while it was fetched.
    std::set<ClientOrderId> askedTargets{}; ///< Of pairs of ours, for their legs, while it was resolved.
};

/// From when on history is fetched, by the venue's market time now.
using From = std::function<Timestamp(Timestamp now)>;

/// One fetch for a comparison. The fills are asked for first and, what is new, last again, so that a fill in
/// between is seen even when its event is late. Any part that fails is the failure of all.
void fetchAll(Api &api, From from, std::function<void(Answer<Fetched>)> done);
/// Open orders and fills alone: the orders first, so that what filled in between is among the fills.
void fetchOrdersAndFills(Api &api, Timestamp from, std::function<void(Answer<Fetched>)> done);

} // namespace core::alpaca
