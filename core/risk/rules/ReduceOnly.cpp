#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult reduceOnly(const Proposal &, const RiskView &view)
{
    if (view.trading == TradingState::ReduceOnly)
        return {"reduce-only", GuardGrade::Blocked, "only exits are let out: " + view.haltReason};
    return pass("reduce-only", "entries are let out");
}

} // namespace core::rules
