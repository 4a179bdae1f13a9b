#pragma once

#include "core/approval/Guard.h"
#include "core/planning/Planner.h"

namespace core {

/// The present, as the rules judge a proposal against it: plain values, gathered by the engine.
/// What is not known says so (optional), and not knowing closes.
struct RiskView {
    PlanInputs account; ///< Instrument, equity, cash, limits, fee rate; its quote is the one to use.
    bool hasQuote = false;
    Duration quoteAge{};          ///< Since its receipt, on the steady clock of the market.
    Quantity held{};              ///< Signed, of this instrument.
    bool allowsAdding = false;
    bool allowsShort = false;
    int positionCount = 0;        ///< Instruments with a position or an entry under way, without this one.
    int entriesUnderWay = 0;      ///< Approved or working entries of this instrument, without this one.
    bool hasUnknownOrder = false; ///< Of this instrument.
    Money pendingRisk{};          ///< Risk of other entries that may still fill.
    Money heat{};                 ///< Lost if every stop is hit now.
    bool isDayLost = false;       ///< The day's loss limit was reached today; a recovery does not lift it.
    bool isMismatched = false;    ///< The venue holds another quantity of this instrument than we think.
    bool isExternal = false;      ///< Part of what is held of it did not come from our orders.
    TradingState trading = TradingState::Running;
    std::string haltReason{};
    bool isReady = false;         ///< Reconciled with the venue.
    bool isLinkUp = false;
    bool isJournalHealthy = false;
    bool isSessionOpen = false;
    Duration sessionTimeLeft = std::chrono::hours(24);
};

} // namespace core
