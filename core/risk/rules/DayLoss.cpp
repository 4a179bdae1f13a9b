#include "core/risk/rules/Rules.h"

#include <algorithm>

namespace core::rules {

/// L·E0 = E0 + F − E: neither a deposit nor a withdrawal is a profit or a loss. An entry needs L·E0 + heat + pending risk + its own risk ≤ limit·E0.
GuardResult dayLoss(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("day-loss", "no limit");
    if (view.isDayLost)
        return {"day-loss", GuardGrade::Blocked, "the day's loss limit was reached: no entries until tomorrow"};
    const Money start = view.account.dayStartEquity;
    const Money limit = scaled(start, view.account.limits.dayLoss);
    const Money lost = start + view.account.netFlows - view.account.equity;
    if (lost >= limit)
        return {"day-loss", GuardGrade::Blocked,
                "lost " + money(lost) + " today, the limit is " + money(limit) + ": no entries until tomorrow"};
    const Money own = lossAtStop(proposal, view.account).value_or(worstNotional(proposal, view));
    const Money after = std::max(lost, Money()) + view.heat + view.pendingRisk + own;
    return againstLimit("day-loss", after, limit, "day's loss if every stop is hit");
}

} // namespace core::rules
