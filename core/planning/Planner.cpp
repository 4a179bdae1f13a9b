#include "core/planning/Planner.h"

#include <algorithm>
#include <cstdio>

namespace core {

namespace {

using namespace std::chrono_literals;

const Decimal unit = Decimal::fromNanos(Decimal::one);
/// Sizes that follow equity stop half a per cent short of the limit: otherwise the first cent that equity
/// falls would block the card that was just made.
const WideDecimal insideLimit(Decimal::fromNanos(995'000'000));
/// Beyond this share of R the drift guard refuses (trading-rules section 1), so a fill there is unwanted.
const Decimal hardDriftShare = Decimal::fromNanos(350'000'000);

/// No market is counted on to open closer to its close than this.
const Decimal leastGap = Decimal::fromNanos(100'000'000);

/// One candidate for the size with the word that goes on the card.
struct Size {
    Quantity quantity;
    const char *name;
};

Price entryPrice(Side side, const Quote &quote)
{
    return side == Side::Buy ? quote.ask : quote.bid;
}

/// The worst price the entry may get: the collar of a market order, the limit of a limit order.
Price worstEntry(const Proposal &proposal)
{
    return proposal.limitPrice.value_or(proposal.referencePrice);
}

/// What one unit loses at the stop, slippage and fees of both sides included.
Money unitLoss(const Proposal &proposal, const PlanInputs &inputs)
{
    const Price stop = *proposal.stopPrice;
    const Price entry = worstEntry(proposal);
    const Quantity one(unit);
    const Decimal multiplier = inputs.instrument.multiplier;
    const Money distance = notional((entry - stop).abs(), one, multiplier);
    const Money slippage = scaled(notional(stop, one, multiplier).abs(), inputs.stopSlippage);
    const Money fees = scaled(notional(entry, one, multiplier).abs() + notional(stop, one, multiplier).abs(),
                              inputs.feeRate);
    return distance + slippage + fees;
}

/// Units that money buys at the worst entry, floored at nine places.
Quantity unitsFor(Money money, const Proposal &proposal, const PlanInputs &inputs, bool withFee)
{
    Money each = notional(worstEntry(proposal), Quantity(unit), inputs.instrument.multiplier).abs();
    if (withFee)
        each += scaled(each, inputs.feeRate);
    if (money.sign() <= 0 || each.isZero())
        return {};
    return Quantity(money.value().overFloored(each.value()));
}

Quantity wantedQuantity(const Proposal &proposal, const PlanningRules &rules, const PlanInputs &inputs)
{
    switch (rules.size) {
    case SizeRule::AllIn: return unitsFor(inputs.cash, proposal, inputs, true);
    case SizeRule::WholeEquity:
        return Quantity(unitsFor(inputs.equity, proposal, inputs, false)
                            .value()
                            .roundedTo(unit, Rounding::Floor));
    case SizeRule::ShareOfEquity:
        return unitsFor(scaled(inputs.equity, rules.sizeAmount), proposal, inputs, false);
    case SizeRule::RiskAtStop: {
        const Money base = std::min(inputs.equity, inputs.dayStartEquity);
        const Money risk = scaled(base, rules.sizeAmount);
        if (!proposal.stopPrice || risk.sign() <= 0)
            return {};
        return Quantity(risk.value().overFloored(unitLoss(proposal, inputs).value()));
    }
    case SizeRule::Fixed: return Quantity(rules.sizeAmount);
    }
    return {};
}

/// Units whose loss at a gap the limit for the night still leaves room for.
Quantity unitsAtGap(const Proposal &proposal, const PlanInputs &inputs)
{
    const Money limit = scaled(scaled(inputs.dayStartEquity, inputs.limits.overnight), insideLimit);
    Proposal one = proposal;
    one.quantity = Quantity(unit);
    const Money each = lossAtGap(one, inputs);
    const Money room = limit - inputs.overnightOfOthers;
    if (room.sign() <= 0 || each.sign() <= 0)
        return {};
    return Quantity(room.value().overFloored(each.value()));
}

/// Every limit that may bind, as a size; the smallest wins.
std::vector<Size> candidateSizes(const Proposal &proposal, const PlanningRules &rules, const PlanInputs &inputs)
{
    std::vector<Size> sizes{{wantedQuantity(proposal, rules, inputs), sizeRuleName(rules.size)}};
    const RiskLimits &limits = inputs.limits;
    if (limits.isUnlimited)
        return sizes;
    const Money base = std::min(inputs.equity, inputs.dayStartEquity);
    if (proposal.stopPrice)
        sizes.push_back({Quantity(std::max(Money(), scaled(scaled(base, limits.riskPerTrade), insideLimit))
                                      .value()
                                      .overFloored(unitLoss(proposal, inputs).value())),
                         "risk-per-trade"});
    sizes.push_back({unitsFor(scaled(scaled(inputs.equity, limits.exposure), insideLimit) - inputs.exposureOfOthers, proposal,
                              inputs, false),
                     "exposure"});
    sizes.push_back({unitsAtGap(proposal, inputs), "overnight"});
    sizes.push_back({unitsFor(inputs.buyingPower, proposal, inputs, true), "buying-power"});
    sizes.push_back({unitsFor(limits.maxOrderValue, proposal, inputs, false), "order-value"});
    sizes.push_back({limits.maxOrderQuantity, "order-size"});
    return sizes;
}

std::string sentence(const char *format, const std::string &a, const std::string &b = {})
{
    char text[400];
    std::snprintf(text, sizeof text, format, a.c_str(), b.c_str());
    return text;
}

/// Stop and target around the reference price; false when they are asked for but the ATR is not known.
bool placeProtection(Proposal &proposal, const PlanningRules &rules, const Instrument &instrument)
{
    if (!rules.stopAtrs)
        return true;
    if (!proposal.signal.atr || proposal.signal.atr->sign() <= 0)
        return false;
    const bool isBuy = proposal.side == Side::Buy;
    const Price distance(
        WideDecimal::product(proposal.signal.atr->value(), *rules.stopAtrs).narrowed(Rounding::HalfEven));
    const Price stop = isBuy ? proposal.referencePrice - distance : proposal.referencePrice + distance;
    proposal.stopPrice = instrument.roundedPrice(stop, isBuy ? Rounding::Floor : Rounding::Ceiling);
    if (rules.targetR) {
        const Price gain(
            WideDecimal::product(distance.value(), *rules.targetR).narrowed(Rounding::HalfEven));
        const Price target = isBuy ? proposal.referencePrice + gain : proposal.referencePrice - gain;
        proposal.targetPrice = instrument.roundedPrice(target, isBuy ? Rounding::Ceiling : Rounding::Floor);
    }
    return proposal.stopPrice->sign() > 0;
}

/// min(½ bar, cap, session end − 60 s), at least the floor; a bar that ended its session has until half an
/// hour into the next one (trading-rules section 4).
Timestamp expiryOf(const Signal &signal, const PlanningRules &rules, const PlanInputs &inputs)
{
    const Duration halfBar = lengthOf(signal.series.timeframe) / 2;
    const Duration life = std::max(std::min(halfBar, rules.entryLifeCap), rules.entryLifeFloor);
    Timestamp expiry = inputs.decisionUntil ? std::max(*inputs.decisionUntil, inputs.now + rules.entryLifeFloor)
                                            : inputs.now + life;
    if (inputs.sessionEnd && *inputs.sessionEnd > inputs.now)
        expiry = std::min(expiry, std::max(*inputs.sessionEnd - 60s, inputs.now + 1s));
    return expiry;
}

Proposal draft(const ProposalId &id, const Signal &signal, const PlanningRules &rules, const PlanInputs &inputs)
{
    Proposal proposal;
    proposal.id = id;
    proposal.account = inputs.account;
    proposal.destination = inputs.destination;
    proposal.mode = inputs.mode;
    proposal.signal = signal;
    proposal.side = signal.idea.kind == SignalKind::Buy ? Side::Buy : Side::Sell;
    proposal.orderType = rules.orderType;
    proposal.holdAtMost = rules.holdAtMost;
    proposal.keepsProfit = rules.keepsProfit;
    proposal.referencePrice = entryPrice(proposal.side, inputs.quote);
    // To the tick, and never beyond the quote: a limit pays no more than what was seen.
    const Rounding passive = proposal.side == Side::Buy ? Rounding::Floor : Rounding::Ceiling;
    if (rules.orderType == OrderType::Limit)
        proposal.limitPrice = inputs.instrument.roundedPrice(proposal.referencePrice, passive);
    proposal.createdAt = inputs.now;
    proposal.expiresAt = expiryOf(signal, rules, inputs);
    proposal.opensAt = inputs.opensAt;
    return proposal;
}

} // namespace

const char *sizeRuleName(SizeRule rule)
{
    switch (rule) {
    case SizeRule::AllIn: return "all-in";
    case SizeRule::WholeEquity: return "whole-equity";
    case SizeRule::ShareOfEquity: return "share-of-equity";
    case SizeRule::RiskAtStop: return "risk-at-stop";
    case SizeRule::Fixed: return "fixed";
    }
    return "fixed";
}

tl::expected<Proposal, Refusal> plan(const ProposalId &id, const Signal &signal, const PlanningRules &rules,
                                     const PlanInputs &inputs)
{
    Proposal proposal = draft(id, signal, rules, inputs);
    if (proposal.referencePrice.sign() <= 0)
        return tl::unexpected(Refusal{"quote", "there is no usable price"});
    if (!placeProtection(proposal, rules, inputs.instrument))
        return tl::unexpected(Refusal{"stop", "the stop cannot be placed: no average true range yet, "
                                              "or it would be at or below zero"});
    if (proposal.orderType == OrderType::Market)
        proposal.limitPrice = protectiveLimit(proposal, rules.collar, inputs.instrument);
    proposal.plannedPrice = proposal.referencePrice;
    proposal.plannedRisk = proposal.riskDistance();

    const std::vector<Size> sizes = candidateSizes(proposal, rules, inputs);
    const Size binding = *std::min_element(
        sizes.begin(), sizes.end(), [](const Size &a, const Size &b) { return a.quantity < b.quantity; });
    proposal.quantity = inputs.limits.isUnlimited ? binding.quantity
                                                  : inputs.instrument.flooredQuantity(binding.quantity);
    proposal.unroundedQuantity = binding.quantity;
    proposal.bindingLimit = binding.name;
    if (proposal.quantity.sign() <= 0)
        return tl::unexpected(Refusal{binding.name, sentence("the size rounds to nothing (%s binds)", binding.name)});
    if (proposal.quantity < inputs.instrument.minQuantity ||
        notional(worstEntry(proposal), proposal.quantity, inputs.instrument.multiplier) <
            inputs.instrument.minNotional)
        return tl::unexpected(Refusal{"minimum", "the order is below the venue's minimum"});

    proposal.proposedQuantity = proposal.quantity;
    proposal.reasons.push_back(signal.idea.reason);
    proposal.reasons.push_back(sentence("size by %s", binding.name));
    recalculate(proposal, inputs);
    return proposal;
}

std::optional<Price> protectiveLimit(const Proposal &proposal, Decimal collar, const Instrument &instrument)
{
    if (collar.isZero())
        return std::nullopt;
    const bool isBuy = proposal.side == Side::Buy;
    const Price reference = proposal.referencePrice;
    Price distance = (scaledPrice(reference, collar) - reference).abs();
    if (const auto r = proposal.riskDistance())
        distance = std::min(distance, Price(WideDecimal::product(r->value(), hardDriftShare).narrowed(Rounding::Floor)));
    return isBuy ? instrument.roundedPrice(reference + distance, Rounding::Floor)
                 : instrument.roundedPrice(reference - distance, Rounding::Ceiling);
}

void recalculate(Proposal &proposal, const PlanInputs &inputs)
{
    const Decimal multiplier = inputs.instrument.multiplier;
    proposal.notionalValue = notional(proposal.referencePrice, proposal.quantity, multiplier);
    proposal.estimatedFees = scaled(proposal.notionalValue + proposal.notionalValue, inputs.feeRate);
    proposal.lossAtStop = lossAtStop(proposal, inputs);
    if (!inputs.limits.isUnlimited)
        proposal.lossAtGap = lossAtGap(proposal, inputs);
    proposal.gainAtTarget.reset();
    if (proposal.targetPrice)
        proposal.gainAtTarget =
            notional((*proposal.targetPrice - proposal.referencePrice).abs(), proposal.quantity, multiplier) -
            proposal.estimatedFees;
}

std::optional<Money> lossAtStop(const Proposal &proposal, const PlanInputs &inputs)
{
    if (!proposal.stopPrice)
        return std::nullopt;
    return scaled(unitLoss(proposal, inputs), WideDecimal(proposal.quantity.value()));
}

WideDecimal gapLossShare(Price price, std::optional<Price> stop, Decimal usualGap)
{
    WideDecimal share(std::max(leastGap, usualGap));
    if (!stop || price.isZero())
        return share;
    const WideDecimal distance((price - *stop).abs().value());
    return std::max(share, (distance + distance).over(WideDecimal(price.abs().value())));
}

Money lossAtGap(const Proposal &proposal, const PlanInputs &inputs)
{
    const Price entry = worstEntry(proposal);
    const Money worth = notional(entry, proposal.quantity, inputs.instrument.multiplier).abs();
    return scaled(worth, gapLossShare(entry, proposal.stopPrice, inputs.gapShare));
}

} // namespace core
