#include "core/risk/rules/Rules.h"

namespace core::rules {

namespace {

std::optional<GuardResult> resting(const LossStreak &streak, const char *whose, const RiskView &view)
{
    const RiskLimits &limits = view.account.limits;
    const Timestamp until = streak.lastAt + limits.coolDown;
    if (streak.losses < limits.lossStreak || view.account.now >= until)
        return std::nullopt;
    return GuardResult{"loss-streak", GuardGrade::Blocked,
                       std::to_string(streak.losses) + " losses in a row of " + whose + ": no entries until " +
                           toIsoText(until)};
}

} // namespace

GuardResult lossStreak(const Proposal &, const RiskView &view)
{
    const RiskLimits &limits = view.account.limits;
    if (limits.isUnlimited)
        return pass("loss-streak", "no limit");
    if (limits.lossStreak <= 0 || limits.coolDown <= Duration::zero())
        return {"loss-streak", GuardGrade::Blocked, "no cool-down after losses is set"};
    if (const auto result = resting(view.pace.ofAccount, "the account", view))
        return *result;
    if (const auto result = resting(view.pace.ofBot, "this bot", view))
        return *result;
    return pass("loss-streak", std::to_string(view.pace.ofAccount.losses) + " losses in a row, " +
                                   std::to_string(limits.lossStreak) + " want a rest");
}

} // namespace core::rules
