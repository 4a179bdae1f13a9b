#include "core/risk/rules/Rules.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace core::rules {

namespace {

constexpr double softR = 0.15;
constexpr double hardR = 0.35;
constexpr double minShareOfReward = 0.70;

GuardResult graded(GuardGrade grade, double r, const char *what)
{
    char text[160];
    std::snprintf(text, sizeof text, "the price moved %+.2f R against the signal%s", r, what);
    return {"drift", grade, text};
}

/// Reward to risk left at this price over the signal's own; 1 without a target.
double shareOfReward(const Proposal &proposal, double entry)
{
    if (!proposal.targetPrice || !proposal.stopPrice)
        return 1.0;
    const double stop = proposal.stopPrice->toDouble();
    const double target = proposal.targetPrice->toDouble();
    const double planned = proposal.referencePrice.toDouble();
    const double own = std::abs(target - planned) / std::max(std::abs(planned - stop), 1e-12);
    const double sign = proposal.side == Side::Buy ? 1.0 : -1.0;
    const double left = sign * (target - entry) / std::max(sign * (entry - stop), 1e-12);
    return left / std::max(own, 1e-12);
}

} // namespace

GuardResult drift(const Proposal &proposal, const RiskView &view)
{
    const auto distance = proposal.riskDistance();
    if (view.account.limits.isUnlimited || !distance || distance->isZero() || !view.hasQuote)
        return pass("drift", "not measurable without a stop or an average range");
    const double sign = proposal.side == Side::Buy ? 1.0 : -1.0;
    const double r = distance->toDouble();
    const double entry = entryPrice(proposal, view).toDouble();
    const double moved = sign * (entry - proposal.referencePrice.toDouble());
    const double inR = moved / r;
    if (proposal.stopPrice && sign * (entry - proposal.stopPrice->toDouble()) <= 0)
        return {"drift", GuardGrade::Blocked, "the stop has been touched since the signal"};
    if (inR > hardR)
        return graded(GuardGrade::Blocked, inR, ", more than 0.35 R");
    if (shareOfReward(proposal, entry) < minShareOfReward)
        return graded(GuardGrade::Blocked, inR, ": less than 70 % of the reward for the risk is left");
    const double spread = (view.account.quote.ask - view.account.quote.bid).toDouble();
    const double quarterAtr = proposal.signal.atr ? proposal.signal.atr->toDouble() / 4 : 0.0;
    if (moved > std::max({softR * r, 2 * spread, quarterAtr}))
        return graded(GuardGrade::Stale, inR, ", look again");
    return graded(GuardGrade::Pass, inR, "");
}

} // namespace core::rules
