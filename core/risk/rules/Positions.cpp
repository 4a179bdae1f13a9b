#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult positions(const Proposal &, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("positions", "no limit");
    return countAgainstLimit("positions", view.positionCount + 1, view.account.limits.maxPositions, "positions");
}

} // namespace core::rules
