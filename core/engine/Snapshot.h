#pragma once

#include "core/approval/DeskEntry.h"
#include "core/domain/Event.h"
#include "core/engine/MonitorView.h"
#include "core/planning/Limits.h"
#include "core/planning/Proposal.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// The engine as it looks from outside: immutable values, about ten times a second, newest wins.

struct AccountView {
    AccountId id;
    Destination destination = Destination::Demo;
    DecisionMode mode = DecisionMode::Hybrid;
    Money equity;
    Money cash;
    Money buyingPower;
    Money dayStartEquity;
    Money dayPnl;
    Money dayLimitRoom; ///< What may still be lost today before entries stop.
    Money netFlows;     ///< Paid in less paid out since the day's start; no part of the day's result.
    Money heat;         ///< What is lost if every stop is hit now, pending entries included.
    Money overnightLoss;///< What a gap over night may cost, stops or not.
    double exposurePct = 0;
    double exposureLimitPct = 0;
    std::optional<Money> cashDifference{}; ///< The venue's cash less ours, while no one has explained it.
};

struct PositionView {
    InstrumentId instrument;
    Quantity quantity;      ///< Signed.
    std::optional<Quantity> venueQuantity; ///< As the venue last said; absent = not asked yet.
    Price averagePrice;
    std::optional<Price> lastPrice;
    std::optional<Money> unrealisedPnl;
    Money realisedPnl;
    std::optional<Price> stopPrice;   ///< Of the protective orders working at the venue.
    std::optional<Price> targetPrice;
    bool differs = false;   ///< The venue says another quantity.
    Quantity external{};    ///< Signed: of it, what did not come from our orders.
    std::optional<Timestamp> closesAt{}; ///< By its time exit, market time.
    bool isCorrected = false; ///< Set to the venue's quantity; no entries until a person has accepted it.
    std::optional<Price> watchedTarget{}; ///< Watched by this program, where the venue holds none.
};

struct OrderView {
    Order order;
    bool differs = false; ///< The venue says something else.
};

/// A card. `guards` were run on `quote`.
struct ProposalView {
    Proposal proposal;
    ProposalState state = ProposalState::Created;
    std::string hash;
    std::vector<GuardResult> guards;
    std::string stateReason;           ///< Why it is in this state, one sentence.
    std::optional<Quote> quote;
    Duration age{};                    ///< Market time since it was made.
    Duration timeLeft{};
    Duration life{};                   ///< Whole length of its decision window.
    std::optional<double> driftR;      ///< Adverse positive, in R.
    std::optional<double> rewardToRisk;///< At the present price.
    double exposureBeforePct = 0;
    double exposureAfterPct = 0;
    std::optional<double> lossPctOfEquity;
    bool needsTwoSteps = false;
    std::vector<std::string> changes;  ///< "quantity 50 → 25" after an edit or re-quote.
    EndReason endReason = EndReason::None;
    std::vector<Voice> voices;             ///< More than one: strategies that share this card.
    std::optional<Duration> snoozeLeft;    ///< Of a card that sleeps by time.
    std::optional<Price> wakePrice;        ///< Of a card that sleeps until a price.
    std::optional<Decision> decidedBy;     ///< The yes or no that counted.
    bool isTargetWatched = false; ///< The venue will not hold its target beside its stop; this program watches it.
};

struct SeriesView {
    SeriesId id;
    std::shared_ptr<const std::vector<Bar>> bars; ///< Closed, oldest first.
    std::optional<Bar> forming;
    /// Strategy lines over `bars`: name and one value per bar (NaN while warming up).
    std::map<std::string, std::shared_ptr<const std::vector<double>>> lines;
};

struct TradeMarker {
    InstrumentId instrument;
    Timestamp at;
    Price price;
    Quantity quantity;
    Side side = Side::Buy;
    OrderRole role = OrderRole::Entry;
};

enum class Severity { Info, Good, Warning, Alarm };

/// One line of the activity log.
struct Activity {
    std::int64_t number = 0; ///< Rising, without holes.
    Timestamp at;
    Severity severity = Severity::Info;
    std::string kind; ///< signal, proposal, decision, order, fill, position, halt, link, …
    std::string text; ///< One English sentence.
};

struct Lamp {
    std::string name; ///< feed, broker, journal, clock, engine
    bool isGood = false;
    std::string detail;
};

/// A bot and whether it may make entries.
struct BotView {
    BotId id;
    std::string strategy;
    std::vector<InstrumentId> instruments;
    bool isPaused = false;
};

struct EngineSnapshot {
    std::uint64_t number = 0;
    RunId run;
    std::string profile;
    Timestamp marketTime;
    double speed = 1;
    bool isPausedForCards = false;
    bool isFinished = false; ///< A replay that has no more bars.
    bool isHalted = false;
    bool isFlattening = false; ///< Halted, and positions are still being closed.
    bool isReduceOnly = false; ///< Not halted: entries are refused, exits go.
    bool isDayLost = false;    ///< Reduce-only until the next day: the day's loss limit is reached.
    std::string haltReason;    ///< Of a halt or of reduce-only.
    bool isReady = false; ///< Reconciled; before that nothing is sent.
    AccountView account;
    RiskLimits limits;                         ///< In force now.
    std::optional<RiskLimits> profileLimits;   ///< What the profile alone says.
    std::string limitsProblem;                 ///< Why the owner's limits could not be read; empty = they could.
    std::string journalProblem;                ///< Why nothing can be stored; empty = it can.
    std::vector<PositionView> positions;
    std::vector<OrderView> orders;      ///< Newest first.
    std::vector<ProposalView> waiting;  ///< Cards on the desk, most urgent first.
    std::vector<ProposalView> decided;  ///< Past cards, newest first, at most 50.
    std::vector<SeriesView> series;
    std::vector<TradeMarker> markers;
    std::vector<Activity> activity;     ///< Newest last, at most 200.
    std::vector<Lamp> lamps;
    std::optional<ClockJudged> clock{}; ///< Ours and the venue's, as last judged; nothing in demo and replay.
    std::map<InstrumentId, Quote> quotes;
    /// How the program itself is doing, shared between the snapshots of a second; null until it is known.
    std::shared_ptr<const MonitorView> monitor;
    std::vector<BotView> bots;         ///< Those that the profile has switched on.
    std::vector<InstrumentId> muted;   ///< No entries in these until the end of the exchange day.
};

} // namespace core
