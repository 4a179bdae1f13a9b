#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult exposure(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("exposure", "no limit");
    const Money after = view.account.exposureOfOthers + worstNotional(proposal, view);
    const Money limit = scaled(view.account.equity, view.account.limits.exposure);
    return againstLimit("exposure", after, limit, "exposure with this order");
}

} // namespace core::rules
