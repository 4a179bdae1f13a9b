#include "core/risk/rules/Rules.h"

#include <algorithm>

namespace core::rules {

namespace {

/// max(|position + buys|, |position − sells|) · m · worst price, this order among them.
Money exposureHere(const Proposal &proposal, const RiskView &view)
{
    const bool isBuy = proposal.side == Side::Buy;
    const Quantity buys = view.buysUnderWay + (isBuy ? proposal.quantity : Quantity());
    const Quantity sells = view.sellsUnderWay + (isBuy ? Quantity() : proposal.quantity);
    const Quantity most = std::max((view.held + buys).abs(), (view.held - sells).abs());
    const Price price = std::max({worstPrice(proposal, view).abs(), entryPrice(proposal, view).abs(),
                                  view.worstUnderWay});
    return notional(price, most, view.account.instrument.multiplier).abs();
}

} // namespace

/// Gross, over all instruments, resting exits left out.
GuardResult exposure(const Proposal &proposal, const RiskView &view)
{
    if (view.account.limits.isUnlimited)
        return pass("exposure", "no limit");
    const Money after = view.exposureElsewhere + exposureHere(proposal, view);
    const Money limit = scaled(view.account.equity, view.account.limits.exposure);
    return againstLimit("exposure", after, limit, "exposure with this order");
}

} // namespace core::rules
