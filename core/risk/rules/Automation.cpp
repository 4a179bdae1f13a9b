#include "core/risk/rules/Rules.h"

namespace core::rules {

/// A bot that has entered so often by itself stands still in auto mode until a person lets it go on.
GuardResult automation(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("automation", "no limit");
    const int limit = view.account.limits.maxAutomatedEntries;
    const std::string figures = std::to_string(view.pace.automatedEntries) + " of at most " + std::to_string(limit) +
                                " entries of this bot today were automatic";
    const bool isAutomatic = proposal.mode == DecisionMode::Auto && view.account.mode == DecisionMode::Auto;
    if (isAutomatic && view.pace.automatedEntries >= limit)
        return {"automation", GuardGrade::Blocked, figures + ": it waits until a person lets it go on"};
    return pass("automation", figures);
}

} // namespace core::rules
