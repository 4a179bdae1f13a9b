#pragma once

#include "core/approval/Guard.h"
#include "core/approval/ProposalState.h"
#include "core/planning/Proposal.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// A proposal that somebody or some rule said yes to, and that nothing has changed since.
/// Only the Desk makes one, so nothing reaches the risk gate without a decision.
class ApprovedProposal {
public:
    [[nodiscard]] const Proposal &proposal() const { return m_proposal; }
    [[nodiscard]] OrderRole role() const { return m_role; }
    /// Orders of one group cancel each other at the venue; empty = none.
    [[nodiscard]] const std::string &ocoGroup() const { return m_ocoGroup; }

private:
    friend class Desk;
    ApprovedProposal(Proposal proposal, OrderRole role, std::string ocoGroup)
        : m_proposal(std::move(proposal)), m_role(role), m_ocoGroup(std::move(ocoGroup))
    {
    }
    Proposal m_proposal;
    OrderRole m_role;
    std::string m_ocoGroup;
};

/// Append-only record of a yes, a no or an edit, bound to the content it was about.
struct Decision {
    ProposalId proposal;
    int version = 1;
    std::string contentHash;
    std::string verb;    ///< approve, reject, edit, arm
    std::string person;  ///< "owner", or "rule auto v1"
    std::string channel; ///< desk, cli, tour, rule
    std::string reason;
    Timestamp at;
    Quantity quantity;
    std::optional<Quote> quoteSeen;
    std::optional<double> driftR;
    Duration timeOnCard{};
};

/// A proposal with everything the desk knows of it.
struct DeskEntry {
    Proposal proposal;
    std::string hash;
    ProposalState state = ProposalState::Created;
    std::string stateReason = "just made";
    std::vector<GuardResult> guards;
    std::vector<std::string> changes; ///< old → new, after an edit or a re-quote
    bool needsTwoSteps = false;
    bool wasEdited = false; ///< By a person, who then decides it too.
    Duration deadline{};   ///< On the steady clock.
    Duration life{};
    Duration createdAt{};  ///< On the steady clock.
    Duration armedUntil{}; ///< On the steady clock, while Armed.
    Duration approvedAt{}; ///< On the steady clock, since Approved.
    Quantity approvedQuantity{}; ///< What the yes was for; the rest is declined.
};

struct DeskTimers {
    Duration armWindow = std::chrono::seconds(5);
    Duration decisionToSend = std::chrono::seconds(2);   ///< An older yes is asked again.
    Duration minTimeForPending = std::chrono::seconds(1); ///< Less left than this: not shown any more.
};

/// The approval inbox: the states of proposals, their timers, and who decided what.
/// Knows no broker, risk rule or window; guards are run elsewhere and handed in.
class Desk {
public:
    struct Listener {
        std::function<void(const DeskEntry &, ProposalState from)> changed;
        std::function<void(const DeskEntry &, const Decision &)> decided;
    };

    Desk(const Clock &clock, DeskTimers timers, Listener listener);

    /// Takes a proposal in as Created. Its deadline is `expiresAt − now` from here, on the steady clock.
    void create(Proposal proposal, bool needsTwoSteps);
    /// New guard results: moves among Created, Blocked, Pending and Stale by the worst grade.
    void judge(const ProposalId &id, std::vector<GuardResult> guards);

    /// What a person says. Refused with a sentence when the state, version or hash does not allow it.
    [[nodiscard]] Result<> arm(const ProposalId &id, int version, const std::string &hash);
    [[nodiscard]] Result<> disarm(const ProposalId &id);
    [[nodiscard]] Result<> approve(const ProposalId &id, int version, const std::string &hash, Decision by);
    [[nodiscard]] Result<> reject(const ProposalId &id, RejectReason reason, Decision by);
    /// The edited content (checked and recalculated by the caller) replaces the old as version + 1.
    /// More than was proposed or a wider stop needs two steps to approve.
    [[nodiscard]] Result<> edit(const ProposalId &id, int version, Proposal edited, Decision by);
    /// The yes of a rule: from Created or Pending, in time, unedited, and only when no guard asks for a person.
    [[nodiscard]] Result<> approveByRule(const ProposalId &id, const std::string &rule);

    /// The decision is on the disk: Approved → Revalidating. Nothing when the yes has become too old
    /// (it goes to Requote then) or the state has changed meanwhile.
    [[nodiscard]] std::optional<ApprovedProposal> beginRevalidation(const ProposalId &id);
    /// Revalidating or Approved → Requote → Pending with new content, or Expired when too little time is left.
    void requote(const ProposalId &id, Proposal fresh, const std::string &why);
    void refuse(const ProposalId &id, const std::string &why);
    void submitting(const ProposalId &id);
    /// What became of the order; reports that are not legal from here are counted and ignored.
    void orderBecame(const ProposalId &id, ProposalState state, const std::string &why);
    void withdraw(const ProposalId &id, const std::string &why);
    void supersede(const ProposalId &id, const std::string &why);
    /// Everything that has not been submitted.
    void killAll(const std::string &why);
    /// Runs the deadlines.
    void tick();
    /// All waiting cards want a re-check: sleep, clock jump, lost feed.
    void markAllStale(const std::string &why);

    /// An exit or a protective order: issued approved, because reducing risk never waits.
    [[nodiscard]] ApprovedProposal issueExit(Proposal proposal, OrderRole role, std::string ocoGroup);

    [[nodiscard]] const DeskEntry *find(const ProposalId &id) const;
    /// Waiting cards in order of their deadlines.
    [[nodiscard]] std::vector<const DeskEntry *> waiting() const;
    /// A person could still say yes to something: Pending, Stale or Armed.
    [[nodiscard]] bool hasDecidable() const;
    /// Past cards, newest last, at most 50.
    [[nodiscard]] const std::vector<DeskEntry> &decided() const { return m_past; }
    [[nodiscard]] std::vector<const DeskEntry *> open() const;
    [[nodiscard]] std::int64_t illegalTransitions() const { return m_illegal; }
    /// The earliest deadline on the steady clock.
    [[nodiscard]] std::optional<Duration> nextDeadline() const;

private:
    DeskEntry *entry(const ProposalId &id);
    bool move(DeskEntry &entry, ProposalState to, const std::string &why);
    void archive(const ProposalId &id);
    [[nodiscard]] Result<> checkShown(const DeskEntry *entry, int version, const std::string &hash) const;
    void decide(DeskEntry &entry, Decision decision);
    void replaceContent(DeskEntry &entry, Proposal fresh);
    void expireOrDisarm(DeskEntry &entry, Duration now);

    const Clock &m_clock;
    DeskTimers m_timers;
    Listener m_listener;
    std::map<ProposalId, DeskEntry> m_open;
    std::vector<DeskEntry> m_past;
    std::int64_t m_illegal = 0;
};

} // namespace core
