#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult openOrders(const Proposal &, const RiskView &view)
{
    if (view.hasUnknownOrder)
        return {"open-orders", GuardGrade::Blocked, "the outcome of an order on this instrument is unknown"};
    if (view.entriesUnderWay > 0)
        return {"open-orders", GuardGrade::Blocked, "another entry on this instrument is under way"};
    if (view.hasBlockingStop)
        return {"open-orders", GuardGrade::Blocked,
                "a stop rests on this instrument, and the venue takes no order on the other side while it does"};
    if (view.workingOrders > 0 && !view.account.limits.isUnlimited)
        return {"open-orders", GuardGrade::Caution,
                std::to_string(view.workingOrders) + " other orders work on this instrument"};
    return pass("open-orders", "no other order works on this instrument");
}

} // namespace core::rules
