#include "core/risk/RiskGate.h"

#include "core/risk/rules/Rules.h"

#include <exception>
#include <span>

namespace core {

namespace {

/// A rule that fails is a rule that says no.
GuardResult run(rules::Rule rule, const Proposal &proposal, const RiskView &view)
{
    try {
        return rule(proposal, view);
    } catch (const std::exception &error) {
        return {"internal", GuardGrade::Blocked, std::string("a check failed: ") + error.what()};
    } catch (...) {
        return {"internal", GuardGrade::Blocked, "a check failed"};
    }
}

std::span<const rules::Rule> rulesFor(const RiskView &view)
{
    return view.account.limits.isUnlimited ? std::span<const rules::Rule>(rules::ofBareBacktest)
                                           : std::span<const rules::Rule>(rules::all);
}

OrderRequest requestOf(const Proposal &proposal, OrderRole role, const ClientOrderId &id)
{
    OrderRequest request;
    request.clientOrderId = id;
    request.instrument = proposal.signal.series.instrument;
    request.side = proposal.side;
    request.quantity = proposal.quantity;
    request.type = proposal.orderType;
    request.limitPrice = proposal.limitPrice;
    request.timeInForce = proposal.timeInForce;
    request.role = role;
    return request;
}

} // namespace

std::vector<GuardResult> RiskGate::check(const Proposal &proposal, const RiskView &view) const
{
    std::vector<GuardResult> results;
    const auto asked = rulesFor(view);
    results.reserve(asked.size());
    for (const rules::Rule rule : asked)
        results.push_back(run(rule, proposal, view));
    return results;
}

tl::expected<VettedOrder, Refusal> RiskGate::vet(const ApprovedProposal &approved, const RiskView &view,
                                                 const ClientOrderId &id) const
{
    if (approved.role() != OrderRole::Entry)
        return tl::unexpected(Refusal{"internal", "an exit was brought to the gate for entries"});
    for (const rules::Rule rule : rulesFor(view)) {
        const GuardResult result = run(rule, approved.proposal(), view);
        if (result.grade == GuardGrade::Blocked)
            return tl::unexpected(Refusal{result.rule, result.detail});
    }
    const Proposal &proposal = approved.proposal();
    return VettedOrder(requestOf(proposal, OrderRole::Entry, id), proposal,
                       {proposal.stopPrice, proposal.targetPrice, proposal.holdAtMost, proposal.keepsProfit});
}

tl::expected<VettedOrder, Refusal> RiskGate::vetExit(const ApprovedProposal &approved, Quantity held,
                                                     Quantity otherReducing, const ClientOrderId &id) const
{
    const Proposal &proposal = approved.proposal();
    if (approved.role() == OrderRole::Entry)
        return tl::unexpected(Refusal{"internal", "an entry was brought to the gate for exits"});
    const int reducing = held.sign() > 0 ? -1 : 1;
    const int direction = proposal.side == Side::Buy ? 1 : -1;
    if (held.isZero() || direction != reducing)
        return tl::unexpected(Refusal{"reduce-only", "it would not reduce what is held"});
    if (proposal.quantity.sign() <= 0 || proposal.quantity + otherReducing > held.abs())
        return tl::unexpected(Refusal{"reduce-only", "it would take more than is held"});
    OrderRequest request = requestOf(proposal, approved.role(), id);
    request.reduceOnly = true;
    request.timeInForce = TimeInForce::GoodTillCancelled;
    request.stopPrice = approved.role() == OrderRole::Stop ? proposal.stopPrice : std::nullopt;
    request.ocoGroup = approved.ocoGroup();
    return VettedOrder(std::move(request), proposal, {});
}

tl::expected<VettedChange, Refusal> RiskGate::vetChange(const Order &exit, const Amendment &terms, Quantity held,
                                                        Quantity takenByPair, Quantity otherReducing) const
{
    const OrderRequest &request = exit.request;
    if (request.role == OrderRole::Entry || exit.isExternal())
        return tl::unexpected(Refusal{"internal", "only an exit of ours is changed"});
    const Side reducing = held.sign() > 0 ? Side::Sell : Side::Buy;
    if (held.isZero() || request.side != reducing)
        return tl::unexpected(Refusal{"reduce-only", "it would not reduce what is held"});
    const auto isSound = [](const std::optional<Price> &price) { return !price || price->sign() > 0; };
    if (!isSound(terms.limitPrice) || !isSound(terms.stopPrice))
        return tl::unexpected(Refusal{"steps", "a price must be above zero"});
    const Quantity inAll = terms.quantity.value_or(request.quantity);
    const Quantity rest = inAll - std::max(exit.filled, takenByPair);
    if (rest.sign() <= 0 || rest + otherReducing > held.abs())
        return tl::unexpected(Refusal{"reduce-only", "it would take more than is held"});
    return VettedChange(request.clientOrderId, terms, inAll);
}

} // namespace core
