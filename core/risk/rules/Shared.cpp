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

std::string seconds(Duration duration)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.1f s", std::chrono::duration<double>(duration).count());
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
    const Money caution = scaled(limit, cautionShare);
    return {rule, value > caution ? GuardGrade::Caution : GuardGrade::Pass, figures};
}

GuardResult countAgainstLimit(const char *rule, std::int64_t value, std::int64_t limit, const std::string &what)
{
    const std::string figures = std::to_string(value) + " of at most " + std::to_string(limit) + " " + what;
    if (value > limit)
        return {rule, GuardGrade::Blocked, figures + ": too many"};
    return {rule, 10 * value > 8 * limit ? GuardGrade::Caution : GuardGrade::Pass, figures};
}

} // namespace core::rules
