#pragma once

#include "core/domain/Mode.h"
#include "core/domain/Order.h"

#include <string>
#include <vector>

namespace core {

/// A sized order plan that rests on a signal: what the desk shows. Every field that affects money
/// is inside `contentHash`.
struct Proposal {
    ProposalId id;
    int version = 1;
    AccountId account;
    Destination destination = Destination::Demo;
    DecisionMode mode = DecisionMode::Hybrid;
    Signal signal;

    Side side = Side::Buy;
    Quantity quantity;
    OrderType orderType = OrderType::Market;
    std::optional<Price> limitPrice; ///< Of a limit order, or the collar a market order may not pass.
    TimeInForce timeInForce = TimeInForce::Day;
    std::optional<Price> stopPrice;   ///< Protective stop, placed at the venue with the fill.
    std::optional<Price> targetPrice; ///< Profit target, cancels the stop and the other way round.
    std::optional<Duration> holdAtMost{}; ///< Time exit: market time from the first fill.
    bool keepsProfit = false;         ///< The time exit waits while the position is in profit.

    Quantity proposedQuantity;    ///< As planned first; an edit may not silently go beyond it.
    std::optional<Quantity> unroundedQuantity{}; ///< What the sizing wanted before the lot took its share.
    Price referencePrice;         ///< Ask (buy) or bid (sell) when it was planned or last re-quoted.
    std::optional<Price> plannedPrice{}; ///< The first reference; re-quotes do not move it.
    std::optional<Price> plannedRisk{};  ///< |first reference − first stop|, or 2 ATR: the signal's own R.
    std::string bindingLimit;     ///< Which limit made the size: "risk", "exposure", …
    std::vector<std::string> reasons;
    Money notionalValue;          ///< At the reference price.
    std::optional<Money> lossAtStop; ///< With fees and stop slippage; absent without a stop.
    std::optional<Money> lossAtGap{}; ///< If the price gaps through the stop over night; not in a bare back-test.
    std::optional<Money> gainAtTarget;
    Money estimatedFees;
    Timestamp createdAt;          ///< Market time.
    Timestamp expiresAt;          ///< Market time; an unanswered entry expires.
    std::optional<Timestamp> opensAt{}; ///< The session it waits for, when it was made outside one.

    /// |reference − stop|, or 2 ATR without a stop, or nothing if neither is known.
    [[nodiscard]] std::optional<Price> riskDistance() const;
};

/// SHA-256 over the canonical text of account, destination, mode, instrument, side, quantity, type,
/// limit, time in force, stop, target, time exit and expiry, with id and version.
[[nodiscard]] std::string contentHash(const Proposal &proposal);

} // namespace core
