#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult position(const Proposal &proposal, const RiskView &view)
{
    if (view.isMismatched)
        return {"position", GuardGrade::Blocked, "the venue holds another quantity of this instrument than we think"};
    if (view.isExternal)
        return {"position", GuardGrade::Blocked,
                "part of what is held did not come from our orders: close it by hand first"};
    const int wanted = proposal.side == Side::Buy ? 1 : -1;
    const std::string held = "you hold " + view.held.toString();
    if (view.held.sign() == 0) {
        if (wanted < 0 && !view.allowsShort)
            return {"position", GuardGrade::Blocked, "selling short is not allowed for this bot"};
        return pass("position", "flat");
    }
    if (view.held.sign() != wanted)
        return {"position", GuardGrade::Blocked, held + ": close it before the other side"};
    if (!view.allowsAdding)
        return {"position", GuardGrade::Blocked, held + ": adding is not allowed for this bot"};
    return {"position", GuardGrade::Caution, held + ": this adds to it"};
}

} // namespace core::rules
