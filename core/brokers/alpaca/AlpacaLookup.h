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

class Search;

/// Looks for orders everywhere the venue could know them: by its id, by our id, among open and closed
/// orders, behind fills. Only when all of them were asked and none knows an order, it is nowhere. The lists of
/// orders and fills are walked once for all who come to them while a walk is under way: many orders in doubt
/// at once must not use up the venue's rate.
class Lookup {
public:
    /// Outlives this.
    explicit Lookup(Api &api) : m_api(api) {}

    /// Calls `done` once, and never after the api is gone.
    void find(Sought sought, std::function<void(Findings)> done);

private:
    friend class Search;
    using Searches = std::vector<std::shared_ptr<Search>>;

    /// It gets lists that were asked for after this call.
    void join(std::shared_ptr<Search> search);
    void startWalk();
    void walkFills(const Searches &searches);
    void endWalk();

    Api &m_api;
    Searches m_waiting; ///< For the next walk.
    Searches m_walking; ///< Whom the one under way is for.
};

/// All executions after a moment or of one order, page by page.
void fetchFills(Api &api, ActivityQuery query, std::function<void(Answer<std::vector<Execution>>)> done);
/// A list of orders, page by page, each order once.
void fetchOrders(Api &api, OrderQuery query, std::function<void(Answer<std::vector<VenueOrder>>)> done);

} // namespace core::alpaca
