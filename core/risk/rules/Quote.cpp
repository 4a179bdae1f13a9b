#include "core/risk/rules/Rules.h"

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
    const auto seconds = std::chrono::duration_cast<std::chrono::milliseconds>(view.quoteAge).count() / 1000.0;
    const std::string age = "the newest quote is " + std::to_string(seconds).substr(0, 5) + " s old";
    if (view.quoteAge > view.account.limits.maxQuoteAge)
        return {"quote", GuardGrade::Stale, age};
    return pass("quote", age);
}

} // namespace core::rules
