// Cards of an earlier run.
#include "core/engine/Entries.h"

#include <algorithm>

namespace core {

void Entries::restore(const std::vector<StoredState::Card> &cards)
{
    for (const StoredState::Card &card : cards)
        restore(card);
}

void Entries::restore(const StoredState::Card &card)
{
    const auto &bots = m_parts.settings.bots;
    const bool isBotKnown =
        std::any_of(bots.begin(), bots.end(), [&](const BotSettings &bot) { return bot.id == card.signal.bot; });
    Desk::Reached reached = Desk::Reached::Asked;
    if (card.order)
        reached = Desk::Reached::OnItsWay;
    // Its intent would be stored if it had left.
    else if (card.state == "approved" || card.state == "pre-approved" || card.state == "revalidating" ||
             card.state == "submitting")
        reached = Desk::Reached::SaidYes;
    m_parts.desk.restore(proposalOf(card), reached, card.wasEdited, card.needsTwoSteps);
    if (card.order)
        m_parts.desk.orderBecame(card.id, stateOf(*card.order), "as the last run left it");
    else if (!isBotKnown)
        m_parts.desk.withdraw(card.id, "its bot is not in the profile any more");
}

Proposal Entries::proposalOf(const StoredState::Card &card) const
{
    Proposal proposal;
    proposal.id = card.id;
    proposal.version = card.version;
    proposal.account = m_parts.settings.account;
    proposal.destination = m_parts.settings.destination;
    proposal.mode = card.mode;
    proposal.signal = card.signal;
    proposal.side = card.side;
    proposal.quantity = card.quantity;
    proposal.proposedQuantity = card.proposedQuantity;
    proposal.orderType = card.orderType;
    proposal.timeInForce = card.timeInForce;
    proposal.limitPrice = card.limitPrice;
    proposal.stopPrice = card.exits.stop;
    proposal.targetPrice = card.exits.target;
    proposal.holdAtMost = card.exits.holdAtMost;
    proposal.keepsProfit = card.exits.keepsProfit;
    proposal.referencePrice = card.referencePrice;
    proposal.plannedPrice = card.plannedPrice;
    proposal.plannedRisk = card.plannedRisk;
    proposal.bindingLimit = card.bindingLimit;
    proposal.reasons = {card.signal.idea.reason, "asked before the program was restarted"};
    proposal.createdAt = card.createdAt;
    proposal.expiresAt = card.expiresAt;
    proposal.opensAt = card.opensAt;
    recalculate(proposal, m_figures.planInputs(proposal.signal.series.instrument, proposal.id, {}));
    return proposal;
}

} // namespace core
