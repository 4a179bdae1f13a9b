#pragma once

#include "core/approval/Guard.h"
#include "core/approval/ProposalState.h"
#include "core/planning/Proposal.h"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// Append-only record of a yes, a no or an edit, bound to the content it was about.
struct Decision {
    ProposalId proposal;
    int version = 1;
    std::string contentHash;
    std::string verb;    ///< approve, reject, edit, snooze, revoke
    std::string person;  ///< "owner", or "rule auto v1"
    std::string channel; ///< desk, cli, tour, rule
    std::string reason;
    Timestamp at;
    Quantity quantity;
    std::optional<Quote> quoteSeen;
    std::optional<double> driftR;
    Duration timeOnCard{};
};

/// A strategy that wants what a card proposes.
struct Voice {
    BotId bot;
    std::string strategy;
    SignalId signal;
    Quantity quantity;  ///< What it alone would have taken.
    std::string reason;
};

/// How a snoozed card comes back; its deadline runs on meanwhile.
struct Snooze {
    Duration until{};             ///< On the steady clock; zero = not by time.
    std::optional<Price> price{}; ///< Comes back when the entry price reaches it.
    bool isFromBelow = false;     ///< The price was below it when it was set.
};

/// A proposal with everything the desk knows of it.
struct DeskEntry {
    Proposal proposal;
    std::string hash;
    ProposalState state = ProposalState::Created;
    std::string stateReason = "just made";
    EndReason endReason = EndReason::None; ///< Of a card that has ended.
    std::vector<GuardResult> guards;
    ProposalEvent guardEvent = ProposalEvent::GuardsPassed; ///< What they said when they were run last.
    std::vector<std::string> changes; ///< old → new, after an edit or a re-quote
    std::vector<Voice> voices;        ///< The first is the proposal's own.
    std::string heldBy;               ///< The bot whose open card on this instrument goes first; empty = none.
    std::optional<Snooze> snooze;
    std::optional<Decision> decidedBy; ///< The yes or no that counted.
    bool needsTwoSteps = false;
    bool wasEdited = false;        ///< By a person.
    bool isFromEarlierRun = false; ///< Asked again after a restart.
    /// What a person has edited, or a restart brought back, no rule says yes to.
    [[nodiscard]] bool isAPersons() const { return wasEdited || isFromEarlierRun; }
    Duration deadline{};   ///< On the steady clock.
    Duration life{};
    Duration createdAt{};  ///< On the steady clock.
    Duration armedUntil{}; ///< On the steady clock, while Armed.
    Duration approvedAt{}; ///< On the steady clock, since Approved.
    Quantity approvedQuantity{}; ///< What the yes was for; the rest is declined.
};

} // namespace core
