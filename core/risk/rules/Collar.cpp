#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult collar(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited || !proposal.limitPrice || !view.hasQuote)
        return pass("collar", "no limit price to judge");
    const double now = entryPrice(proposal, view).toDouble();
    const double sign = proposal.side == Side::Buy ? 1.0 : -1.0;
    const double beyond = sign * (proposal.limitPrice->toDouble() - now) / now;
    const double limit = view.account.limits.priceCollar.toDouble();
    const std::string figures =
        "the limit is " + percent(beyond) + " beyond the quote, allowed are " + percent(limit);
    // A hair of tolerance: the limit itself was rounded to the tick from a slightly older quote.
    if (beyond > limit * 1.10 + 1e-9)
        return {"collar", GuardGrade::Blocked, figures};
    return pass("collar", figures);
}

} // namespace core::rules
