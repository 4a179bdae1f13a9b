#pragma once

#include "core/base/Timestamp.h"
#include "core/risk/RiskGate.h"
#include "tests/support/CoreBuilders.h"

namespace support {

/// What a vetted order of a test says.
struct Wanted {
    std::string id;
    core::InstrumentId instrument;
    core::OrderRole role = core::OrderRole::Entry;
    core::Quantity quantity{};
    core::Price worst{}; ///< Of an entry: its limit.
    core::Price stop{};  ///< Of a stop: its trigger; of an entry: its planned stop.
    core::Side side = core::Side::Buy;
};

/// An order that the real desk and the real gate have let through.
inline core::VettedOrder vettedOrder(const Wanted &wanted)
{
    const core::ManualClock clock(sessionTime());
    core::Desk desk(clock, {},
                    {[](const core::DeskEntry &, core::ProposalState) {},
                     [](const core::DeskEntry &, const core::Decision &) {}});
    core::Proposal proposal = buyProposal(wanted.id.c_str());
    proposal.side = wanted.side;
    proposal.signal.series.instrument = wanted.instrument;
    proposal.quantity = proposal.proposedQuantity = wanted.quantity;
    proposal.limitPrice = wanted.worst;
    proposal.stopPrice = wanted.stop;
    proposal.targetPrice = wanted.worst + (wanted.worst - wanted.stop);
    proposal.expiresAt = clock.now() + std::chrono::minutes(1);
    if (wanted.role != core::OrderRole::Entry) {
        proposal.orderType = wanted.role == core::OrderRole::Stop ? core::OrderType::Stop : core::OrderType::Market;
        proposal.limitPrice.reset();
        const core::Quantity held = wanted.side == core::Side::Sell ? wanted.quantity : -wanted.quantity;
        return *core::RiskGate().vetExit(desk.issueExit(std::move(proposal), wanted.role, {}), held, {},
                                         core::ClientOrderId(wanted.id));
    }
    const core::ProposalId card = proposal.id;
    desk.create(std::move(proposal), false);
    desk.judge(card, {});
    (void)desk.approve(card, 1, desk.find(card)->hash, {});
    core::RiskView view;
    view.account.limits = core::RiskLimits::unlimited();
    view.account.instrument.id = wanted.instrument;
    view.account.quote = {wanted.worst, wanted.worst, clock.now()};
    view.account.buyingPower = usd("100000");
    view.hasQuote = view.isReady = view.isLinkUp = view.isJournalHealthy = true;
    return core::RiskGate().vet(*desk.beginRevalidation(card), view, core::ClientOrderId(wanted.id)).value();
}

} // namespace support
