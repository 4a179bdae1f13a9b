// What a person says about a card; how it came there is in Entries.cpp.
#include "core/engine/Entries.h"

#include <algorithm>

namespace core {

Decision Entries::decisionBy(const CommandOrigin &by, const Proposal &proposal) const
{
    Decision decision;
    decision.person = by.person;
    decision.channel = by.channel;
    decision.quoteSeen = m_parts.portfolio.quote(proposal.signal.series.instrument);
    const auto r = proposal.riskDistance();
    if (decision.quoteSeen && r && !r->isZero()) {
        const bool isBuy = proposal.side == Side::Buy;
        const Price now = isBuy ? decision.quoteSeen->ask : decision.quoteSeen->bid;
        const double moved = (now - proposal.referencePrice).toDouble() * (isBuy ? 1 : -1);
        decision.driftR = moved / r->toDouble();
    }
    return decision;
}

Result<> Entries::arm(const ArmProposal &command)
{
    return m_parts.desk.arm(command.id, command.version, command.hash);
}

Result<> Entries::disarm(const DisarmProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    return m_parts.desk.disarm(command.id, card ? decisionBy(by, card->proposal) : Decision());
}

Result<> Entries::snooze(const SnoozeProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    if (command.untilPrice && command.untilPrice->sign() <= 0)
        return failure({ErrorCode::BadInput, "the price must be positive", {}, 0, "price"});
    std::optional<Price> now;
    if (const auto quote = m_parts.portfolio.quote(card->proposal.signal.series.instrument))
        now = card->proposal.side == Side::Buy ? quote->ask : quote->bid;
    return m_parts.desk.snooze(command.id, command.untilPrice, now, decisionBy(by, card->proposal));
}

Result<> Entries::wake(const WakeProposal &command, const CommandOrigin &by)
{
    if (auto done = m_parts.desk.wake(command.id, "looked for by " + by.person); !done)
        return done;
    judgeIfWaiting(command.id);
    return {};
}

Result<> Entries::approve(const ApproveProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    Decision decision = decisionBy(by, card->proposal);
    if (command.quantity) {
        const Instrument &instrument = m_parts.instrument(card->proposal.signal.series.instrument);
        decision.quantity = instrument.flooredQuantity(*command.quantity);
        if (decision.quantity.sign() <= 0 || decision.quantity != *command.quantity)
            return failure({ErrorCode::BadInput,
                            "the quantity must be a multiple of the lot " + instrument.lotSize.toString(), {}, 0,
                            "quantity"});
    }
    if (auto done = m_parts.desk.approve(command.id, command.version, command.hash, std::move(decision)); !done)
        return done;
    if (m_parts.desk.find(command.id)->state == ProposalState::Approved) // else it waits for the opening
        approved(command.id);
    return {};
}

Result<> Entries::reject(const RejectProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    Decision decision = decisionBy(by, card->proposal);
    decision.reason = command.text;
    return m_parts.desk.reject(command.id, command.reason, std::move(decision));
}

Result<> Entries::edit(const EditProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card)
        return failure(ErrorCode::NotFound, "there is no proposal " + command.id.text());
    Proposal edited = card->proposal;
    edited.quantity = command.quantity.value_or(edited.quantity);
    edited.orderType = command.orderType.value_or(edited.orderType);
    if (command.limitPrice)
        edited.limitPrice = command.limitPrice;
    changeType(card->proposal, edited);
    if (command.stopPrice)
        edited.stopPrice = command.stopPrice;
    if (command.targetPrice)
        edited.targetPrice = command.targetPrice;
    if (edited.orderType == OrderType::Limit && !edited.limitPrice)
        return failure({ErrorCode::BadInput, "a limit order needs a limit price", {}, 0, "limit_price"});
    if (edited.orderType != OrderType::Limit && edited.orderType != OrderType::Market)
        return failure({ErrorCode::BadInput, "an entry is a market or a limit order", {}, 0, "order_type"});
    recalculate(edited, m_figures.planInputs(edited.signal.series.instrument, edited.id, {}));
    if (const auto guard = stopsEdit(card->proposal, edited))
        return failure({ErrorCode::Refused, guard->detail, {}, 0, guard->rule});
    const std::string note = "quantity " + card->proposal.quantity.toString() + " → " + edited.quantity.toString();
    Decision decision = decisionBy(by, edited);
    decision.reason = note;
    if (auto done = m_parts.desk.edit(command.id, command.version, std::move(edited), std::move(decision)); !done)
        return done;
    if (const DeskEntry *now = m_parts.desk.find(command.id))
        judge(*now);
    return {};
}

/// The complete order is checked, and what a rule stops leaves the card as it is. What stops the card as
/// it stands with the very same figures is the market's or the account's doing, and no edit's.
std::optional<GuardResult> Entries::stopsEdit(const Proposal &before, const Proposal &edited) const
{
    const auto standing = m_parts.gate.check(before, m_figures.view(before, botOf(before)));
    for (const GuardResult &guard : m_parts.gate.check(edited, m_figures.view(edited, botOf(edited))))
        if (guard.grade == GuardGrade::Blocked &&
            std::find(standing.begin(), standing.end(), guard) == standing.end())
            return guard;
    return std::nullopt;
}

/// A market order's protective limit is no limit order's price, and the other way round: a change of
/// type without a new price gets the one that fits it.
void Entries::changeType(const Proposal &before, Proposal &edited) const
{
    if (before.orderType == edited.orderType)
        return;
    const Instrument &instrument = m_parts.instrument(edited.signal.series.instrument);
    const bool isBuy = edited.side == Side::Buy;
    if (edited.orderType == OrderType::Market)
        edited.limitPrice = protectiveLimit(edited, botOf(edited).planning.collar, instrument);
    else if (edited.limitPrice == before.limitPrice)
        edited.limitPrice =
            instrument.roundedPrice(edited.referencePrice, isBuy ? Rounding::Floor : Rounding::Ceiling);
}

Result<> Entries::refresh(const RefreshProposal &command, const CommandOrigin &by)
{
    const DeskEntry *card = m_parts.desk.find(command.id);
    if (!card || !isWaiting(card->state))
        return failure(ErrorCode::NotFound, "there is no waiting proposal " + command.id.text());
    if (card->state == ProposalState::Stale) {
        Decision decision = decisionBy(by, card->proposal);
        decision.reason = "refreshed to the present price";
        if (auto done = m_parts.desk.edit(command.id, card->proposal.version, freshened(card->proposal),
                                          std::move(decision));
            !done)
            return done;
    }
    if (const DeskEntry *now = m_parts.desk.find(command.id))
        judge(*now);
    return {};
}

} // namespace core
