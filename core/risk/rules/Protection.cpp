#include "core/risk/rules/Rules.h"

#include <algorithm>

namespace core::rules {

GuardResult protection(const Proposal &proposal, const RiskView &view)
{
    const bool isBuy = proposal.side == Side::Buy;
    const Price entry = worstPrice(proposal, view);
    if (!proposal.stopPrice) {
        if (view.account.limits.needsStop || proposal.destination == Destination::Live)
            return {"protection", GuardGrade::Blocked, "a protective stop is required and there is none"};
        return {"protection", view.account.limits.isUnlimited ? GuardGrade::Pass : GuardGrade::Caution,
                "no protective stop"};
    }
    const Price reference = view.hasQuote ? entryPrice(proposal, view) : entry;
    // It would be triggered at once, and a venue refuses it: what ends the position trades on the quote's other side.
    const Price exit = !view.hasQuote ? reference : isBuy ? std::min(reference, view.account.quote.bid)
                                                          : std::max(reference, view.account.quote.ask);
    if (isBuy ? *proposal.stopPrice >= exit : *proposal.stopPrice <= exit)
        return {"protection", GuardGrade::Blocked, "the stop is on the wrong side of the price"};
    if (proposal.targetPrice && (isBuy ? *proposal.targetPrice <= reference : *proposal.targetPrice >= reference))
        return {"protection", GuardGrade::Blocked, "the target is on the wrong side of the price"};
    return pass("protection", "stop and target rest at the venue");
}

} // namespace core::rules
