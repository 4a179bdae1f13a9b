#include "core/risk/rules/Rules.h"

namespace core::rules {

namespace {

std::optional<GuardResult> resting(const std::optional<Timestamp> &since, int bars, const char *why,
                                   const RiskView &view)
{
    if (!since || view.account.now >= *since + bars * view.pace.bar)
        return std::nullopt;
    return GuardResult{"cool-down", GuardGrade::Blocked,
                       std::string(why) + " at " + toIsoText(*since) + ": no entry on this side until " +
                           toIsoText(*since + bars * view.pace.bar)};
}

} // namespace

/// Same instrument and side: no nagging after a no, no revenge after a stop.
GuardResult coolDown(const Proposal &, const RiskView &view)
{
    const RiskLimits &limits = view.account.limits;
    if (limits.isUnlimited)
        return pass("cool-down", "no limit");
    if (limits.stopOutBars <= 0 || limits.rejectBars <= 0)
        return {"cool-down", GuardGrade::Blocked, "no cool-down after a stop or a rejection is set"};
    if (const auto result = resting(view.pace.stoppedOutAt, limits.stopOutBars, "stopped out", view))
        return *result;
    if (const auto result = resting(view.pace.rejectedAt, limits.rejectBars, "rejected by a person", view))
        return *result;
    return pass("cool-down", "no recent stop or rejection on this side");
}

} // namespace core::rules
