#include "core/approval/Guard.h"

#include <algorithm>

namespace core {

const char *guardGradeName(GuardGrade grade)
{
    switch (grade) {
    case GuardGrade::Pass: return "pass";
    case GuardGrade::Caution: return "caution";
    case GuardGrade::Stale: return "stale";
    case GuardGrade::Blocked: return "blocked";
    }
    return "blocked";
}

GuardGrade worstOf(const std::vector<GuardResult> &guards)
{
    GuardGrade worst = GuardGrade::Pass;
    for (const GuardResult &guard : guards)
        worst = std::max(worst, guard.grade);
    return worst;
}

bool needsOpenMarket(const GuardResult &guard)
{
    return guard.rule == "session" || guard.rule == "quote" || guard.rule == "drift";
}

} // namespace core
