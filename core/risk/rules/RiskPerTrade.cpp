#include "core/risk/rules/Rules.h"

#include <algorithm>

namespace core::rules {

GuardResult riskPerTrade(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("risk-per-trade", "no limit");
    const Money base = std::min(view.account.equity, view.account.dayStartEquity);
    const Money limit = scaled(base, view.account.limits.riskPerTrade);
    // Without a stop the whole notional is at risk.
    const Money risk = lossAtStop(proposal, view.account).value_or(worstNotional(proposal, view));
    return againstLimit("risk-per-trade", risk, limit, "loss at the stop");
}

} // namespace core::rules
