#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult duplicate(const Proposal &, const RiskView &view)
{
    const Duration window = view.account.limits.duplicateWindow;
    if (view.account.limits.isUnlimited)
        return pass("duplicate", "not asked for");
    if (window <= Duration::zero())
        return {"duplicate", GuardGrade::Blocked, "no window for duplicates is set"};
    // A clock that went back makes the age negative: still too young.
    if (view.pace.sinceSameEntry && *view.pace.sinceSameEntry < window)
        return {"duplicate", GuardGrade::Blocked,
                "the same side, quantity and price left " + seconds(*view.pace.sinceSameEntry) +
                    " ago, at least " + seconds(window) + " must lie between"};
    return pass("duplicate", "no equal entry in the last " + seconds(window));
}

} // namespace core::rules
