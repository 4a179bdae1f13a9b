#pragma once

#include "core/brokers/alpaca/AlpacaAccountRequests.h"
#include "core/brokers/alpaca/AlpacaApi.h"
#include "core/brokers/alpaca/AlpacaFills.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace core::alpaca {

/// Which order is looked for.
struct Sought {
    ClientOrderId clientId;
    /// Of a stop that may be the leg of a pair: the pair's name. Then the pair is what is found.
    std::optional<ClientOrderId> target{};
    VenueOrderId venueId{};          ///< Where it is known.
    InstrumentId instrument{};
    std::optional<Timestamp> since{}; ///< It cannot be older; nothing: not known.
};

/// The order and those that replaced it, oldest first, with their legs.
using Chain = std::vector<VenueOrder>;
/// Neither a name nor the lists of orders nor a fill knows it.
struct NowhereFound {};
using Findings = std::variant<Chain, NowhereFound, Failed>;

/// Looks for one order everywhere the venue could know it: by its id, by our id, among open and closed
/// orders, behind fills. Only when all of them were asked and none knows it, it is nowhere. Calls `done` once,
/// and never after `api` is gone.
void lookUp(Api &api, Sought sought, std::function<void(Findings)> done);

/// All executions after a moment or of one order, page by page.
void fetchFills(Api &api, ActivityQuery query, std::function<void(Answer<std::vector<Execution>>)> done);
/// A list of orders, page by page, each order once.
void fetchOrders(Api &api, OrderQuery query, std::function<void(Answer<std::vector<VenueOrder>>)> done);

} // namespace core::alpaca
