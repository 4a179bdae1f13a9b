#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult orderValue(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("order-value", "no limit");
    return againstLimit("order-value", worstNotional(proposal, view), view.account.limits.maxOrderValue,
                        "order value");
}

} // namespace core::rules
