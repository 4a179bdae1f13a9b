#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult buyingPower(const Proposal &proposal, const RiskView &view)
{
    const Money need = worstNotional(proposal, view);
    const Money withFee = need + scaled(need, view.account.feeRate);
    // A short sale needs its notional as collateral just as a purchase needs its price.
    const bool isBacktestShort = view.account.limits.isUnlimited && proposal.side == Side::Sell;
    if (isBacktestShort)
        return pass("buying-power", "no margin model");
    const std::string figures = money(withFee) + " of " + money(view.account.buyingPower) + " buying power";
    if (withFee > view.account.buyingPower)
        return {"buying-power", GuardGrade::Blocked, figures + ": not enough"};
    return pass("buying-power", figures);
}

} // namespace core::rules
