#pragma once

#include "core/domain/Order.h"

#include <map>
#include <vector>

namespace core {

/// What trading did lately, as far as a limit looks back: kept while running, and found again in the
/// store after a restart. Market times; each list oldest first.
struct StoredPace {
    struct Entry {
        InstrumentId instrument;
        Side side = Side::Buy;
        Quantity quantity;
        std::optional<Price> price{}; ///< Its limit, or the protective limit of a market order.
        Timestamp at;
    };
    struct Trip {
        InstrumentId instrument;
        Side side = Side::Buy; ///< Of its entry.
        Timestamp endedAt;
        bool isLoss = false;
        bool wasStopped = false;
    };
    struct Rejection {
        InstrumentId instrument;
        Side side = Side::Buy;
        Timestamp at;
    };
    /// Entries of one bot that no person was asked about.
    struct Automation {
        int count = 0;
        Timestamp at; ///< Of the newest.
    };

    std::vector<Entry> entries;
    std::vector<Trip> trips;
    std::vector<Rejection> rejections;
    std::map<BotId, Automation> automation;
};

} // namespace core
