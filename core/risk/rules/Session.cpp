#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult session(const Proposal &, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("session", "not asked for");
    if (!view.isSessionOpen)
        return {"session", GuardGrade::Blocked, "the market is outside its core hours"};
    if (view.sessionTimeLeft < std::chrono::minutes(5))
        return {"session", GuardGrade::Caution, "less than five minutes to the close"};
    return pass("session", "core hours");
}

} // namespace core::rules
