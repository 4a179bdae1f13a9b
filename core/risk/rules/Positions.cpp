#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult positions(const Proposal &, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("positions", "no limit");
    const int after = view.positionCount + 1;
    const int limit = view.account.limits.maxPositions;
    const std::string figures = std::to_string(after) + " of at most " + std::to_string(limit) + " positions";
    if (after > limit)
        return {"positions", GuardGrade::Blocked, figures};
    return pass("positions", figures);
}

} // namespace core::rules
