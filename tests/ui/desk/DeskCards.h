#pragma once

#include "tests/support/SnapshotBuilder.h"

namespace support {

/// A long in NVDA that sleeps for 23 s more.
inline core::ProposalView snoozedCard()
{
    core::ProposalView card = buyCard();
    card.proposal.id = core::ProposalId("p-0020");
    card.proposal.signal.series.instrument.symbol = "NVDA";
    card.state = core::ProposalState::Snoozed;
    card.stateReason = "put aside by owner for half a minute";
    card.snoozeLeft = std::chrono::seconds(23);
    return card;
}

/// A long in AAPL after the close: the market opens on Monday.
inline core::ProposalView waitingOpenCard()
{
    using namespace std::chrono_literals;
    core::ProposalView card = buyCard();
    card.proposal.id = core::ProposalId("p-0021");
    card.proposal.opensAt = core::parseIsoText("2026-02-02T14:30:00Z").value();
    card.proposal.expiresAt = core::parseIsoText("2026-02-02T15:00:00Z").value();
    card.state = core::ProposalState::WaitingOpen;
    card.stateReason = "the market is closed: a yes now is for the opening, at no worse than 258.95";
    card.guards.push_back({"session", core::GuardGrade::Blocked, "the market is outside its core hours"});
    card.life = card.timeLeft = 65h + 58min;
    return card;
}

inline core::ProposalView preApprovedCard()
{
    core::ProposalView card = waitingOpenCard();
    card.state = core::ProposalState::PreApproved;
    core::Decision yes;
    yes.verb = "approve";
    yes.person = "owner";
    yes.channel = "desk";
    yes.at = marketTime();
    card.decidedBy = yes;
    return card;
}

/// A long in AAPL that two strategies want.
inline core::ProposalView groupedCard()
{
    core::ProposalView card = buyCard();
    card.proposal.id = core::ProposalId("p-0022");
    card.voices = {{core::BotId("demo-bot"), "ema-cross", core::SignalId("s-0009"), quantity("50"), "crossed"},
                   {core::BotId("other-bot"), "donchian-breakout", core::SignalId("s-0012"), quantity("60"),
                    "above the 20-bar high"}};
    card.proposal.reasons.push_back(
        "also wanted by other-bot (donchian-breakout): Close 258.30 rose above the 20-bar high 258.21.");
    return card;
}

inline core::ProposalView blockedCard()
{
    core::ProposalView card = buyCard();
    card.proposal.id = core::ProposalId("p-0023");
    card.proposal.signal.series.instrument.symbol = "AMD";
    card.state = core::ProposalState::Blocked;
    card.stateReason = "exposure with this order 61,300.00 of at most 60,000.00: too much";
    card.guards.push_back({"exposure", core::GuardGrade::Blocked, card.stateReason});
    return card;
}

} // namespace support
