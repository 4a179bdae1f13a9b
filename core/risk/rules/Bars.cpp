#include "core/risk/rules/Rules.h"

namespace core::rules {

/// What the signal was made from: a hole wants to be filled first, a repaired bar wants a person's eye.
GuardResult bars(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("bars", "not asked for");
    if (view.hasHoleInBars)
        return {"bars", GuardGrade::Stale, "bars are missing among those the signal looked back on"};
    if (proposal.signal.isOnRepairedBars)
        return {"bars", GuardGrade::Caution, "the signal rests on a repaired bar"};
    return pass("bars", "complete");
}

} // namespace core::rules
