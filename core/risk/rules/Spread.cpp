#include "core/risk/rules/Rules.h"

namespace core::rules {

/// Twice the day's usual spread is a market that has stepped back: look again.
GuardResult spread(const Proposal &, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("spread", "not asked for");
    if (!view.hasQuote || !view.medianSpread || view.medianSpread->sign() <= 0)
        return pass("spread", "the day's usual spread is not known yet");
    const Price now = view.account.quote.ask - view.account.quote.bid;
    const std::string figures = "the spread is " + now.toString() + ", usual today is " + view.medianSpread->toString();
    if (now > *view.medianSpread + *view.medianSpread)
        return {"spread", GuardGrade::Stale, figures + ": more than twice as wide"};
    return pass("spread", figures);
}

} // namespace core::rules
