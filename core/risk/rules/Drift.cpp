#include "core/risk/rules/Rules.h"

#include <algorithm>
#include <cstdio>

namespace core::rules {

namespace {

const WideDecimal softR(Decimal::fromNanos(150'000'000));
const WideDecimal hardR(Decimal::fromNanos(350'000'000));
/// Towards the stop the price is cheaper and the idea weaker (approval-desk section 7).
const WideDecimal softThesisR(Decimal::fromNanos(400'000'000));
const WideDecimal hardThesisR(Decimal::fromNanos(750'000'000));
const WideDecimal minShareOfReward(Decimal::fromNanos(700'000'000));
const WideDecimal quarter(Decimal::fromNanos(250'000'000));

GuardResult graded(GuardGrade grade, double r, const char *what)
{
    char text[160];
    std::snprintf(text, sizeof text, "the price moved %+.2f R against the signal%s", r, what);
    return {"drift", grade, text};
}

/// Less than the least share of the signal's own reward : risk is left at this price; never without
/// a target. Compared crosswise, so nothing is divided or rounded.
bool isRewardGone(const Proposal &proposal, Price entry)
{
    if (!proposal.targetPrice || !proposal.stopPrice)
        return false;
    const bool isBuy = proposal.side == Side::Buy;
    const Price reward = isBuy ? *proposal.targetPrice - entry : entry - *proposal.targetPrice;
    const Price risk = (entry - *proposal.stopPrice).abs();
    const Price planned = proposal.plannedPrice.value_or(proposal.referencePrice);
    const Price ownReward = (*proposal.targetPrice - planned).abs();
    const Price ownRisk = (planned - *proposal.stopPrice).abs();
    return WideDecimal::product(reward.value(), ownRisk.value()) <
           WideDecimal::product(ownReward.value(), risk.value()).times(minShareOfReward);
}

/// The stop would have been triggered by a quote since the signal, the present one included.
bool wasStopTouched(const Proposal &proposal, const RiskView &view)
{
    if (!proposal.stopPrice)
        return false;
    const Quote &now = view.account.quote;
    if (proposal.side == Side::Buy)
        return std::min(now.bid, view.lowestBid.value_or(now.bid)) <= *proposal.stopPrice;
    return std::max(now.ask, view.highestAsk.value_or(now.ask)) >= *proposal.stopPrice;
}

} // namespace

GuardResult drift(const Proposal &proposal, const RiskView &view)
{
    const auto distance = proposal.plannedRisk ? proposal.plannedRisk : proposal.riskDistance();
    if (view.account.limits.isUnlimited || !distance || distance->isZero() || !view.hasQuote)
        return pass("drift", "not measurable without a stop or an average range");
    const bool isBuy = proposal.side == Side::Buy;
    const Price entry = entryPrice(proposal, view);
    const Price moved = isBuy ? entry - proposal.referencePrice : proposal.referencePrice - entry;
    // The hard limit counts from the signal's own price, so that neither a gap at the open nor a series
    // of re-quotes can walk past it; the soft one from what the card shows.
    const Price origin = proposal.signal.referencePrice.sign() > 0 ? proposal.signal.referencePrice
                                                                   : proposal.referencePrice;
    const Price sinceSignal = isBuy ? entry - origin : origin - entry;
    const double inR = sinceSignal.toDouble() / distance->toDouble();
    if (wasStopTouched(proposal, view))
        return {"drift", GuardGrade::Blocked, "the stop has been touched since the signal"};
    const WideDecimal r(distance->value());
    if (WideDecimal(sinceSignal.value()) > r.times(hardR))
        return graded(GuardGrade::Blocked, inR, ", more than 0.35 R");
    if (WideDecimal(-sinceSignal.value()) > r.times(hardThesisR))
        return graded(GuardGrade::Blocked, inR, ", more than 0.75 R towards the stop");
    if (isRewardGone(proposal, entry))
        return graded(GuardGrade::Blocked, inR, ": less than 70 % of the reward for the risk is left");
    const WideDecimal spread((view.account.quote.ask - view.account.quote.bid).value());
    const WideDecimal ofRange =
        proposal.signal.atr ? WideDecimal(proposal.signal.atr->value()).times(quarter) : WideDecimal();
    if (WideDecimal(moved.value()) > std::max({r.times(softR), spread + spread, ofRange}))
        return graded(GuardGrade::Stale, inR, ", look again");
    if (WideDecimal(-moved.value()) > r.times(softThesisR))
        return graded(GuardGrade::Stale, inR, ": cheaper, but weaker; look again");
    return graded(GuardGrade::Pass, inR, "");
}

} // namespace core::rules
