#include "core/risk/rules/Rules.h"

#include <cstdio>

namespace core::rules {

Price entryPrice(const Proposal &proposal, const RiskView &view)
{
    return proposal.side == Side::Buy ? view.account.quote.ask : view.account.quote.bid;
}

Price worstPrice(const Proposal &proposal, const RiskView &view)
{
    return proposal.limitPrice.value_or(entryPrice(proposal, view));
}

Money worstNotional(const Proposal &proposal, const RiskView &view)
{
    return notional(worstPrice(proposal, view), proposal.quantity, view.account.instrument.multiplier).abs();
}

std::string money(Money amount)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.2f", amount.toDouble());
    return text;
}

std::string percent(double share)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.1f %%", 100.0 * share);
    return text;
}

GuardResult pass(const char *rule, std::string detail)
{
    return {rule, GuardGrade::Pass, std::move(detail)};
}

GuardResult againstLimit(const char *rule, Money value, Money limit, const std::string &what)
{
    const std::string figures = what + " " + money(value) + " of at most " + money(limit);
    if (value > limit)
        return {rule, GuardGrade::Blocked, figures + ": too much"};
    // Trading-rules section 2: amber above 80 % of a limit.
    const Money caution = scaled(limit, WideDecimal(Decimal::fromNanos(800'000'000)));
    return {rule, value > caution ? GuardGrade::Caution : GuardGrade::Pass, figures};
}

} // namespace core::rules
