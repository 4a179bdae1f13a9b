#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult openOrders(const Proposal &, const RiskView &view)
{
    if (view.hasUnknownOrder)
        return {"open-orders", GuardGrade::Blocked, "the outcome of an order on this instrument is unknown"};
    if (view.entriesUnderWay > 0)
        return {"open-orders", GuardGrade::Blocked, "another entry on this instrument is under way"};
    return pass("open-orders", "no other entry is under way");
}

} // namespace core::rules
