#include "core/risk/rules/Rules.h"

#include <algorithm>

namespace core::rules {

namespace {

bool isOnStep(Decimal value, Decimal step)
{
    return step.sign() > 0 && value.nanos() % step.nanos() == 0; // no step known: nothing is on it
}

bool isOnTick(const std::optional<Price> &price, const Instrument &instrument)
{
    return !price || isOnStep(price->value(), instrument.tickSize);
}

} // namespace

GuardResult steps(const Proposal &proposal, const RiskView &view)
{
    if (proposal.quantity.sign() <= 0)
        return {"steps", GuardGrade::Blocked, "the quantity must be positive"};
    if (view.account.limits.isUnlimited)
        return pass("steps", "not asked for");
    const Instrument &instrument = view.account.instrument;
    if (!isOnStep(proposal.quantity.value(), instrument.lotSize))
        return {"steps", GuardGrade::Blocked,
                "the quantity is not a multiple of the lot " + instrument.lotSize.toString()};
    if (!isOnTick(proposal.limitPrice, instrument) || !isOnTick(proposal.stopPrice, instrument) ||
        !isOnTick(proposal.targetPrice, instrument))
        return {"steps", GuardGrade::Blocked,
                "a price is not a multiple of the tick " + instrument.tickSize.toString()};
    // The minimum is judged at the stop too: an exit there must still be sendable.
    const Price lowest = proposal.stopPrice ? std::min(*proposal.stopPrice, worstPrice(proposal, view))
                                            : worstPrice(proposal, view);
    if (proposal.quantity < instrument.minQuantity ||
        notional(lowest, proposal.quantity, instrument.multiplier) < instrument.minNotional)
        return {"steps", GuardGrade::Blocked, "the order is below the venue's minimum"};
    return pass("steps", "on tick and lot, above the minimum");
}

} // namespace core::rules
