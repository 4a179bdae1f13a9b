#include "core/risk/rules/Rules.h"

namespace core::rules {

/// How much of the wanted size the lot took; what a person has edited is as they want it.
GuardResult rounding(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("rounding", "not asked for");
    const auto &wanted = proposal.unroundedQuantity;
    if (!wanted || wanted->sign() <= 0 || proposal.quantity != proposal.proposedQuantity)
        return pass("rounding", "the size was not rounded");
    const Quantity lost = *wanted - proposal.quantity;
    const double share = lost.toDouble() / wanted->toDouble();
    const std::string figures = "rounding to the lot took " + percent(share) + " off the size";
    const WideDecimal hundredth(Decimal::fromNanos(10'000'000));
    if (WideDecimal(lost.value()) > WideDecimal(wanted->value()).times(hundredth))
        return {"rounding", GuardGrade::Caution, figures};
    return pass("rounding", figures);
}

} // namespace core::rules
