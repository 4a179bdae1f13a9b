#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult orderSize(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("order-size", "no limit");
    const Quantity limit = view.account.limits.maxOrderQuantity;
    const std::string figures = proposal.quantity.toString() + " of at most " + limit.toString() + " units";
    if (proposal.quantity > limit)
        return {"order-size", GuardGrade::Blocked, figures + ": too much"};
    const Quantity caution(WideDecimal(limit.value()).times(cautionShare).narrowed(Rounding::Floor));
    return {"order-size", proposal.quantity > caution ? GuardGrade::Caution : GuardGrade::Pass, figures};
}

} // namespace core::rules
