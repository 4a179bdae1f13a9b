#include "core/planning/Proposal.h"

#include "core/base/Sha256.h"

namespace core {

namespace {

std::string text(const std::optional<Price> &price)
{
    return price ? price->toString() : "-";
}

std::string timeExitText(const Proposal &proposal)
{
    if (!proposal.holdAtMost)
        return "-";
    return std::to_string(proposal.holdAtMost->count()) + (proposal.keepsProfit ? " unless in profit" : "");
}

} // namespace

std::optional<Price> Proposal::riskDistance() const
{
    if (stopPrice)
        return (referencePrice - *stopPrice).abs();
    if (signal.atr)
        return *signal.atr + *signal.atr;
    return std::nullopt;
}

std::string contentHash(const Proposal &proposal)
{
    std::string canonical = "countersign-proposal-2";
    for (const std::string &part :
         {proposal.id.text(), std::to_string(proposal.version), proposal.account.text(),
          std::string(destinationName(proposal.destination)), std::string(decisionModeName(proposal.mode)),
          proposal.signal.series.instrument.text(), std::string(sideName(proposal.side)),
          proposal.quantity.toString(), std::string(orderTypeName(proposal.orderType)),
          text(proposal.limitPrice), std::string(timeInForceName(proposal.timeInForce)),
          text(proposal.stopPrice), text(proposal.targetPrice), timeExitText(proposal), toIsoText(proposal.expiresAt)})
        canonical += "\n" + std::to_string(part.size()) + ":" + part;
    return sha256Hex(canonical);
}

} // namespace core
