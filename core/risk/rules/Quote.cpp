#include "core/risk/rules/Rules.h"

#include <cstdio>

namespace core::rules {

GuardResult quote(const Proposal &, const RiskView &view)
{
    const Quote &now = view.account.quote;
    if (!view.hasQuote)
        return {"quote", GuardGrade::Blocked, "there is no quote"};
    if (now.bid.sign() <= 0 || now.ask < now.bid)
        return {"quote", GuardGrade::Blocked, "the quote is crossed or not positive"};
    if (view.account.limits.isUnlimited)
        return pass("quote", "present");
    if (view.account.limits.maxQuoteAge <= Duration::zero())
        return {"quote", GuardGrade::Blocked, "no limit for the age of a quote is set"};
    const double seconds = std::chrono::duration<double>(view.quoteAge).count();
    char age[80];
    std::snprintf(age, sizeof age, "the newest quote is %.1f s old", seconds);
    if (view.quoteAge > view.account.limits.maxQuoteAge)
        return {"quote", GuardGrade::Stale, age};
    return pass("quote", age);
}

} // namespace core::rules
