#include "core/risk/rules/Rules.h"

namespace core::rules {

/// Σ |q·m·p| · max(10 %, the usual worst gap, twice the stop distance) ≤ limit · E0.
GuardResult overnight(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("overnight", "no limit");
    const Money limit = scaled(view.account.dayStartEquity, view.account.limits.overnight);
    const Money after = view.account.overnightOfOthers + lossAtGap(proposal, view.account);
    return againstLimit("overnight", after, limit, "loss at a gap over night");
}

} // namespace core::rules
