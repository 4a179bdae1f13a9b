#pragma once

#include "core/approval/Desk.h"
#include "core/engine/EngineSettings.h"
#include "core/engine/MarketWatch.h"
#include "core/engine/Observers.h"
#include "core/engine/TradePace.h"
#include "core/execution/ClientOrderIds.h"
#include "core/execution/Execution.h"
#include "core/portfolio/Portfolio.h"
#include "core/risk/RiskGate.h"
#include "core/storage/Journal.h"

#include <set>

namespace core {

/// Whether entries may be made at all, and why not.
struct EngineHealth {
    TradingState trading = TradingState::Running;
    std::string haltReason; ///< Of whatever is not Running.
    bool isReady = false;  ///< Reconciled with the venue.
    bool isCashDifferent = false; ///< The venue says another cash than ours.
    bool isComparisonOld = false; ///< The venue could not be asked for its books for too long.
    bool isLinkUp = false;
    std::string linkDetail = "not connected";
    bool isFeedUp = true; ///< Prices come; where a venue has no feed of its own they come with it.
    std::string feedDetail{};
    std::optional<ClockJudged> clock{}; ///< Ours and the venue's, as last judged; nothing before that.
    bool isJournalHealthy = true;
    std::string journalProblem{}; ///< Why not.
    std::string limitsProblem{}; ///< Of the owner's limits file; until it is solved nothing may be entered.

    [[nodiscard]] bool isHalted() const
    {
        return trading == TradingState::Halted || trading == TradingState::Flattening;
    }
};

/// What the parts of the engine share; owned by TradingEngine, on one thread.
struct EngineParts {
    EngineSettings settings;
    const Clock &clock;
    Journal &journal;
    Observers observers;
    EngineHealth health;
    Portfolio portfolio;
    Desk desk;
    RiskGate gate;
    Execution execution;
    ClientOrderIds ids;
    std::map<InstrumentId, Instrument> instruments;
    std::map<InstrumentId, Duration> quoteReceivedAt; ///< On the steady clock.
    Money dayStartEquity;
    Money netFlows{};                   ///< Paid in less paid out, since E0's time.
    bool isDayLost = false;             ///< The day's loss limit was reached today.
    MarketWatch watch{};
    TradePace pace{};
    EquityIndex index{};
    std::set<InstrumentId> mismatched{};         ///< The venue holds another quantity than we think.
    std::set<InstrumentId> corrected{}; ///< Set to the venue's quantity; no entries until a person has accepted it.
    std::map<InstrumentId, Quantity> external{}; ///< Signed: held, and not by our orders.
    std::set<InstrumentId> dirty{};     ///< Instruments whose exits must be looked at again.
    std::set<BotId> pausedBots{};       ///< Make no entries.
    std::set<InstrumentId> muted{};     ///< No entries until the end of the exchange day.

    [[nodiscard]] const Instrument &instrument(const InstrumentId &id) const;
    /// The account may hold what no bot of this profile trades any more.
    void meet(const InstrumentId &id);
    /// The smallest part that is traded: the venue's lot; anything where no limit binds the size either.
    [[nodiscard]] Decimal lot(const InstrumentId &id) const;
    /// Towards zero, in whole lots.
    [[nodiscard]] Quantity inLots(const InstrumentId &id, Quantity quantity) const;
    /// Signed: what our own orders brought of what is held, and never more than that: what somebody else sold
    /// short is netted with it. In whole lots: less cannot be traded, and a fee in the asset leaves such rests.
    [[nodiscard]] Quantity own(const InstrumentId &id) const;
    [[nodiscard]] Timestamp now() const { return clock.now(); }
    void note(Severity severity, const char *kind, const std::string &text)
    {
        observers.noted(severity, kind, text, clock.now());
    }
};

} // namespace core
