#pragma once

#include "core/domain/Mode.h"
#include "core/domain/Event.h"
#include "core/storage/StoredPace.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace core {

/// What an earlier run left in the store for this account: the start of every start.
struct StoredState {
    /// A proposal that had not ended, as its last row tells it.
    struct Card {
        ProposalId id;
        int version = 1;
        std::string state; ///< A word of the desk's.
        DecisionMode mode = DecisionMode::Hybrid;
        Signal signal;
        Side side = Side::Buy;
        Quantity quantity;
        Quantity proposedQuantity;
        OrderType orderType = OrderType::Market;
        TimeInForce timeInForce = TimeInForce::Day;
        std::optional<Price> limitPrice{};
        ExitPlan exits{};
        Price referencePrice;
        std::optional<Price> plannedPrice{};
        std::optional<Price> plannedRisk{};
        std::string bindingLimit;
        Timestamp createdAt;
        Timestamp expiresAt;
        std::optional<Timestamp> opensAt{};
        bool wasEdited = false;
        bool needsTwoSteps = false;
        std::optional<OrderStatus> order{}; ///< Of its entry; absent when no intent of it was stored.
    };
    /// A position that was being closed.
    struct Closing {
        InstrumentId instrument;
        BotId bot;
        std::string reason;
        bool includesExternal = false;
    };
    /// The position of this entry was given another stop than its plan says.
    struct MovedStop {
        ProposalId entry;
        Price stop;
    };
    std::int64_t nextOrderCounter = 1;
    TradingState trading = TradingState::Running;
    std::string haltReason;
    /// Not final when the program ended, with the other halves of their pairs, and what ended unfilled in the
    /// last three days of trading. One whose intent is stored and of which nothing more is known is
    /// Intended: it may have left. Their terms are those of the last change that was made; one that was asked for
    /// and has no answer is with them.
    std::vector<Order> orders;
    std::vector<Order> lastEntries; ///< The newest filled entry of each instrument, for its exit plan.
    std::vector<Closing> closings;
    std::vector<Card> cards;
    std::map<InstrumentId, Quantity> external; ///< Signed; held, and not by our orders.
    std::map<InstrumentId, MovedStop> movedStops;
    std::set<InstrumentId> corrected; ///< Set to the venue's quantity, and nobody has accepted it yet.
    std::vector<Fill> fills;   ///< All of the account, oldest first.
    std::optional<Money> dayStartEquity;
    std::optional<Timestamp> dayStartAt;
    std::vector<BotId> pausedBots;
    std::vector<Signal> proposed; ///< The newest signals that became proposals, oldest first: none of them twice.
    bool isDayLost = false; ///< The day's loss limit was reached on that day.
    std::optional<Timestamp> dayStartSince; ///< From when on flows count beside it.
    std::optional<Money> closeEquity;       ///< At the newest close of the stock session.
    std::optional<Timestamp> closeAt;
    std::vector<CashFlow> flows;
    StoredPace pace;
    std::string equityIndex; ///< As the engine wrote it; empty = none.
};

} // namespace core
