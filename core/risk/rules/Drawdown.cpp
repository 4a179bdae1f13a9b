#include "core/risk/rules/Rules.h"

namespace core::rules {

/// On the equity index without deposits and withdrawals; only where the owner sets a limit.
GuardResult drawdown(const Proposal &, const RiskView &view)
{
    if (view.account.limits.isUnlimited || view.account.limits.drawdown == Decimal::fromNanos(Decimal::one))
        return pass("drawdown", "no limit");
    const double limit = view.account.limits.drawdown.toDouble();
    if (!view.drawdown)
        return {"drawdown", GuardGrade::Blocked, "the drawdown is not known"};
    const std::string figures =
        "drawdown " + percent(*view.drawdown) + " of at most " + percent(limit);
    // Not "at least": a NaN closes.
    if (!(*view.drawdown < limit))
        return {"drawdown", GuardGrade::Blocked, figures + ": no entries"};
    return {"drawdown", *view.drawdown > 0.8 * limit ? GuardGrade::Caution : GuardGrade::Pass, figures};
}

} // namespace core::rules
