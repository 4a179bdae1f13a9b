#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult halt(const Proposal &, const RiskView &view)
{
    if (view.trading == TradingState::Halted || view.trading == TradingState::Flattening)
        return {"halt", GuardGrade::Blocked, "trading is halted: " + view.haltReason};
    if (!view.isReady)
        return {"halt", GuardGrade::Blocked, "not yet reconciled with the venue"};
    if (!view.isLinkUp)
        return {"halt", GuardGrade::Blocked, "the venue cannot be reached"};
    if (!view.isFeedUp)
        return {"halt", GuardGrade::Blocked, "prices do not come"};
    if (!view.clockProblem.empty())
        return {"halt", GuardGrade::Blocked, view.clockProblem};
    if (!view.isJournalHealthy)
        return {"halt", GuardGrade::Blocked, "the journal cannot be written"};
    return pass("halt", "not halted, venue and journal are there");
}

} // namespace core::rules
