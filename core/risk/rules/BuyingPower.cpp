#include "core/risk/rules/Rules.h"

namespace core::rules {

GuardResult buyingPower(const Proposal &proposal, const RiskView &view)
{
    const Money need = worstNotional(proposal, view);
    const Money withFee = need + scaled(need, view.account.feeRate);
    // A bare back-test sizes as its rule says, as other back-testers do; the result tells when it
    // borrowed.
    if (view.account.limits.isUnlimited)
        return pass("buying-power", "no margin model");
    // A short sale needs its notional as collateral just as a purchase needs its price.
    const std::string figures = money(withFee) + " of " + money(view.account.buyingPower) + " buying power";
    if (withFee > view.account.buyingPower)
        return {"buying-power", GuardGrade::Blocked, figures + ": not enough"};
    // Less than a fifth to spare: the next tick may already be too much.
    const WideDecimal spare(Decimal::fromNanos(1'200'000'000));
    if (view.account.buyingPower < scaled(withFee, spare))
        return {"buying-power", GuardGrade::Caution, figures + ": less than 120 % of the need"};
    return pass("buying-power", figures);
}

} // namespace core::rules
