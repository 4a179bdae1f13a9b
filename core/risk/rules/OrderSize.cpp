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
    return pass("order-size", figures);
}

} // namespace core::rules
