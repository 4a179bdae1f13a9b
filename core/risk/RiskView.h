#pragma once

#include "core/approval/Guard.h"
#include "core/planning/Planner.h"

namespace core {

/// Losses in a row up to now.
struct LossStreak {
    int losses = 0;
    Timestamp lastAt{}; ///< When the newest of them ended.
};

/// What trading did lately, as far as it touches one proposal; market times.
struct PaceView {
    std::optional<Duration> sinceSameEntry{}; ///< Same instrument, side, quantity and price.
    int entriesLastMinute = 0;                ///< Of the account.
    int automatedEntries = 0;                 ///< Of the bot, today, that no person was asked about.
    LossStreak ofAccount{};
    LossStreak ofBot{};
    std::optional<Timestamp> stoppedOutAt{}; ///< Same instrument and side.
    std::optional<Timestamp> rejectedAt{};   ///< By a person; same instrument and side.
    Duration bar{};                          ///< Length of a bar of the signal.
};

/// The present, as the rules judge a proposal against it: plain values, gathered by the engine.
/// What is not known says so (optional), and not knowing closes.
struct RiskView {
    PlanInputs account; ///< Instrument, equity, cash, limits, fee rate; its quote is the one to use.
    bool hasQuote = false;
    Duration quoteAge{};          ///< Since its receipt, on the steady clock of the market.
    std::optional<Price> medianSpread{}; ///< Of today.
    std::optional<Price> lowestBid{};    ///< Since the signal.
    std::optional<Price> highestAsk{};   ///< Since the signal.
    bool hasHoleInBars = false;   ///< Bars are missing among those the signal looked back on.
    Quantity held{};              ///< Signed, of this instrument.
    bool allowsAdding = false;
    bool allowsShort = false;
    int positionCount = 0;        ///< Instruments with a position or an entry under way, without this one.
    int entriesUnderWay = 0;      ///< Approved or working entries of this instrument, without this one.
    bool hasUnknownOrder = false; ///< Of this instrument.
    bool hasBlockingStop = false; ///< Beside which the venue takes no order on this side.
    int workingOrders = 0;        ///< Orders of this instrument that are not final, exits too, without this one.
    Money exposureElsewhere{};    ///< Of all other instruments, entries under way included.
    Quantity buysUnderWay{};      ///< Entries of this instrument, without this one.
    Quantity sellsUnderWay{};
    Price worstUnderWay{};        ///< The highest price among the mark and those entries.
    PaceView pace{};
    std::optional<double> drawdown{}; ///< Share lost since the peak, flows removed; absent = not known.
    Money pendingRisk{};          ///< Risk of other entries that may still fill.
    Money heat{};                 ///< Lost if every stop is hit now.
    bool isDayLost = false;       ///< The day's loss limit was reached today; a recovery does not lift it.
    bool isMismatched = false;    ///< The venue holds another quantity of this instrument than we think.
    bool isExternal = false;      ///< Part of what is held of it did not come from our orders.
    TradingState trading = TradingState::Running;
    std::string haltReason{};
    bool isReady = false;         ///< Reconciled with the venue.
    bool isLinkUp = false;
    bool isFeedUp = true;         ///< Prices come.
    std::string clockProblem{};   ///< Why our clock allows no entry; empty = it does.
    bool isJournalHealthy = false;
    bool isSessionOpen = false;
    Duration sessionTimeLeft = std::chrono::hours(24);
};

} // namespace core
