#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult collar(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited || !proposal.limitPrice || !view.hasQuote)
        return pass("collar", "no limit price to judge");
    const Price now = entryPrice(proposal, view);
    const Price beyond = proposal.side == Side::Buy ? *proposal.limitPrice - now : now - *proposal.limitPrice;
    const Decimal limit = view.account.limits.priceCollar;
    const std::string figures = "the limit is " + percent(now.isZero() ? 0 : beyond.toDouble() / now.toDouble()) +
                                " beyond the quote, allowed are " + percent(limit.toDouble());
    // A tenth of tolerance: the limit itself was made from a slightly older quote.
    const WideDecimal tolerance(Decimal::fromNanos(1'100'000'000));
    if (WideDecimal(beyond.value()) > WideDecimal::product(now.value(), limit).times(tolerance))
        return {"collar", GuardGrade::Blocked, figures};
    return pass("collar", figures);
}

} // namespace core::rules
