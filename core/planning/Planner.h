#pragma once

#include "core/planning/Limits.h"
#include "core/planning/Proposal.h"

#include <tl/expected.hpp>

namespace core {

/// An ordinary no: which rule, and one plain sentence.
struct Refusal {
    std::string rule;
    std::string detail;
};

enum class SizeRule {
    AllIn,         ///< cash / (price · (1 + fee)), floored to the lot.
    WholeEquity,   ///< Equity (after a closing fill) / price, whole units: some back-testers' rule.
    ShareOfEquity, ///< amount · equity / price.
    RiskAtStop,    ///< amount · min(E, E0) / loss per unit at the stop.
    Fixed,         ///< amount units.
};

[[nodiscard]] const char *sizeRuleName(SizeRule rule);

/// How a bot turns a signal into an order plan.
struct PlanningRules {
    SizeRule size = SizeRule::RiskAtStop;
    Decimal sizeAmount{};                ///< Meaning by rule; unused by AllIn and WholeEquity.
    std::optional<Decimal> stopAtrs{};   ///< Stop distance in ATR(14) of the signal's timeframe.
    std::optional<Decimal> targetR{};    ///< Target distance in multiples of the stop distance.
    std::optional<Duration> holdAtMost{}; ///< Time exit, market time from the first fill.
    bool keepsProfit = false;            ///< The time exit waits while the position is in profit.
    OrderType orderType = OrderType::Market;
    Decimal collar{};                    ///< Share beyond the quote a market order may not pass; 0 = none.
    Duration entryLifeCap = std::chrono::minutes(15);
    Duration entryLifeFloor = std::chrono::seconds(20);
};

/// What the planner needs to know of the account and the market, as plain values.
struct PlanInputs {
    AccountId account;
    Destination destination = Destination::Demo;
    DecisionMode mode = DecisionMode::Hybrid;
    Instrument instrument;
    Quote quote;
    Money equity;
    Money dayStartEquity;
    Money equityAtSignal;
    Money cash;
    Money buyingPower;
    Money exposureOfOthers; ///< Positions, approved and unknown entries of all instruments.
    Money overnightOfOthers{}; ///< Loss at a gap of positions and entries under way, without this one.
    Decimal gapShare{};     ///< Usual worst gap of this instrument where known; at least a tenth is counted.
    Money netFlows{};       ///< Paid in less paid out since the day's start.
    Decimal feeRate{};      ///< Of the notional, each side.
    Decimal stopSlippage{}; ///< Expected share of the price lost beyond the stop.
    RiskLimits limits;
    Timestamp now;
    std::optional<Timestamp> sessionEnd{}; ///< Entries expire a minute before it.
    std::optional<Timestamp> opensAt{};    ///< The market is closed until then and the entry waits for it.
    /// End of the window of a signal whose bar ended its session; stands for ½ bar and cap.
    std::optional<Timestamp> decisionUntil{};
};

/// Turns a signal into a sized proposal, shrunk to the binding limit, whose name it keeps.
/// The id is given by the caller; version is 1. Refuses when a stop cannot be placed, the size
/// rounds to nothing, or the order would be below the venue's minimum.
[[nodiscard]] tl::expected<Proposal, Refusal> plan(const ProposalId &id, const Signal &signal,
                                                   const PlanningRules &rules, const PlanInputs &inputs);

/// The limit a market order carries: no further from the reference than the collar's share, and, where
/// the risk distance R is known, no further than 0.35 R, the hard limit of drift. Rounded to the tick
/// towards the reference; nothing without a collar.
[[nodiscard]] std::optional<Price> protectiveLimit(const Proposal &proposal, Decimal collar,
                                                   const Instrument &instrument);

/// Recomputes the money figures of a proposal whose quantity or prices were edited or re-quoted.
void recalculate(Proposal &proposal, const PlanInputs &inputs);

/// What the trade loses if its stop is hit: q·m·(|worst entry − stop| + stop slippage) + fees on
/// both notionals (trading-rules, section 1). Nothing without a stop.
[[nodiscard]] std::optional<Money> lossAtStop(const Proposal &proposal, const PlanInputs &inputs);

/// The share of its worth that a position may lose at a gap: max(10 %, the usual worst gap, twice the
/// stop distance); without a stop the first two (trading-rules, section 1, overnight).
[[nodiscard]] WideDecimal gapLossShare(Price price, std::optional<Price> stop, Decimal usualGap);

/// What the whole order may lose at a gap over night, at its worst entry.
[[nodiscard]] Money lossAtGap(const Proposal &proposal, const PlanInputs &inputs);

} // namespace core
