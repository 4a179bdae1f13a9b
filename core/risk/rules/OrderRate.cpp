#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult orderRate(const Proposal &, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("order-rate", "no limit");
    return countAgainstLimit("order-rate", view.pace.entriesLastMinute + 1,
                             view.account.limits.maxOrdersPerMinute, "entries within a minute");
}

} // namespace core::rules
