#pragma once

#include "core/approval/DeskEntry.h"

#include <deque>
#include <functional>
#include <map>
#include <set>

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

struct DeskTimers {
    Duration armWindow = std::chrono::seconds(5);
    Duration decisionToSend = std::chrono::seconds(2);     ///< An older yes is asked again.
    Duration minTimeForPending = std::chrono::seconds(15); ///< Less left than this: not asked any more.
    Duration minTimeForRequote = std::chrono::seconds(10); ///< The same for a question put again.
    Duration minTimeAfterRestart = std::chrono::seconds(20); ///< The same for a card of an earlier run.
    Duration snooze = std::chrono::seconds(30);
    Duration throttleWindow = std::chrono::minutes(10);
    int throttleCount = 10; ///< Proposals of one strategy in that window that reach a person.
};

/// What became of a proposal that was brought to the desk.
struct Intake {
    enum class Kind {
        Taken,     ///< A card of its own.
        Duplicate, ///< The same signal was brought before.
        Grouped,   ///< One voice more on a card that waits.
        Held,      ///< A card of its own, blocked by another bot's.
        Throttled, ///< Too many of this strategy at once.
    };
    Kind kind = Kind::Taken;
    ProposalId card{}; ///< Where it went; empty if nowhere.
    std::string text{};  ///< One sentence.
};

/// The approval inbox: the states of proposals, their timers, and who decided what. Everything a card
/// does goes through the table of ProposalState.
/// Knows no broker, risk rule or window; guards are run elsewhere and handed in.
class Desk {
public:
    struct Listener {
        std::function<void(const DeskEntry &, ProposalState from)> changed;
        std::function<void(const DeskEntry &, const Decision &)> decided;
        /// An event that the table forbids, once per state and event.
        std::function<void(const DeskEntry &, ProposalEvent)> refused{};
    };
    /// Whether the session an envelope waits for has given its first fresh quote.
    enum class Market { Open, Closed };

    Desk(const Clock &clock, DeskTimers timers, Listener listener);

    /// Takes a proposal in as Created, as it is: its deadline is `expiresAt − now`, on the steady clock.
    void create(Proposal proposal, bool needsTwoSteps);
    /// The same by the rules of the house: one card per signal, one per instrument and side however
    /// many strategies want it, and no more of one strategy than a person can look at.
    /// @param recalculate  The money figures of a card whose size becomes that of a smaller voice.
    [[nodiscard]] Intake take(Proposal proposal, bool needsTwoSteps,
                              const std::function<void(Proposal &)> &recalculate);

    /// How far a card of an earlier run had come.
    enum class Reached { Asked, SaidYes, OnItsWay };
    /// Takes a card of an earlier run over, without any yes: what was said yes to and has not left is a new
    /// question (version + 1), what may have left is Unknown until its order has proven itself. With less
    /// than `timers.minTimeAfterRestart` left it expires.
    void restore(Proposal proposal, Reached reached, bool wasEdited, bool needsTwoSteps);

    /// New guard results: moves a waiting card by the worst grade. While the market is closed, what
    /// only an open one can answer does not count.
    void judge(const ProposalId &id, std::vector<GuardResult> guards, Market market = Market::Open);

    /// What a person says. Refused with a sentence when the state, version or hash does not allow it;
    /// a card that is decided says by whom and when.
    [[nodiscard]] Result<> arm(const ProposalId &id, int version, const std::string &hash);
    /// Takes back the first step, or the yes to an envelope.
    [[nodiscard]] Result<> disarm(const ProposalId &id, Decision by = {});
    [[nodiscard]] Result<> approve(const ProposalId &id, int version, const std::string &hash, Decision by);
    [[nodiscard]] Result<> reject(const ProposalId &id, RejectReason reason, Decision by);
    /// The edited content (checked and recalculated by the caller) replaces the old as version + 1.
    /// More than was proposed or a wider stop needs two steps to approve.
    [[nodiscard]] Result<> edit(const ProposalId &id, int version, Proposal edited, Decision by);
    /// Out of sight for `timers.snooze`, or until the entry price `now` has come to `price`.
    [[nodiscard]] Result<> snooze(const ProposalId &id, std::optional<Price> price, std::optional<Price> now,
                                  Decision by);
    [[nodiscard]] Result<> wake(const ProposalId &id, const std::string &why);
    /// The yes of a rule: from Created or Pending, in time, unedited, and only when no guard asks for a person.
    [[nodiscard]] Result<> approveByRule(const ProposalId &id, const std::string &rule);

    /// The session of a pre-approved envelope has opened: its yes goes the way of every other.
    bool open(const ProposalId &id);
    /// Wakes a snoozed card whose price has been reached.
    void priceSeen(const ProposalId &id, Price entryPrice);
    /// The decision is on the disk: Approved → Revalidating. Nothing when the yes has become too old
    /// (it goes to Requote then) or the state has changed meanwhile.
    [[nodiscard]] std::optional<ApprovedProposal> beginRevalidation(const ProposalId &id);
    /// Revalidating or Approved → Requote → Pending with new content, or Expired when too little time is left.
    void requote(const ProposalId &id, Proposal fresh, const std::string &why);
    void refuse(const ProposalId &id, const std::string &why);
    void submitting(const ProposalId &id);
    /// What became of the order; reports that are not legal from here are counted and ignored.
    void orderBecame(const ProposalId &id, ProposalState state, const std::string &why);
    void withdraw(const ProposalId &id, const std::string &why, EndReason code = EndReason::ConditionGone);
    void supersede(const ProposalId &id, const std::string &why);
    /// Everything that has not been submitted.
    void killAll(const std::string &why);
    /// Runs the deadlines.
    void tick();
    /// All waiting cards want a re-check: lost feed.
    void markAllStale(const std::string &why);
    /// The machine slept or its clock was set: what waits for a person wants a re-check, what was said
    /// yes to and has not left is asked again, and what is past its moment by the wall clock has expired.
    void onClockJump(const std::string &why);

    /// An exit or a protective order: issued approved, because reducing risk never waits.
    [[nodiscard]] ApprovedProposal issueExit(Proposal proposal, OrderRole role, std::string ocoGroup);

    [[nodiscard]] const DeskEntry *find(const ProposalId &id) const;
    /// Waiting cards in order of their deadlines.
    [[nodiscard]] std::vector<const DeskEntry *> waiting() const;
    /// A person is asked something.
    [[nodiscard]] bool hasDecidable() const;
    /// Past cards, newest last, at most 50.
    [[nodiscard]] const std::vector<DeskEntry> &decided() const { return m_past; }
    [[nodiscard]] std::vector<const DeskEntry *> open() const;
    [[nodiscard]] std::int64_t illegalTransitions() const { return m_illegal; }
    [[nodiscard]] std::int64_t duplicates() const { return m_duplicates; }
    [[nodiscard]] std::int64_t throttled() const { return m_throttled; }
    /// Until its deadline, which comes by the steady clock or by the market's, whichever is first: a local venue
    /// may play its market faster than real time. Negative when it has passed.
    [[nodiscard]] Duration timeLeft(const DeskEntry &card) const;
    /// The earliest deadline on the steady clock.
    [[nodiscard]] std::optional<Duration> nextDeadline() const;

private:
    DeskEntry *entry(const ProposalId &id);
    bool apply(const ProposalId &id, ProposalEvent event, const std::string &why,
               EndReason code = EndReason::None);
    bool move(DeskEntry &entry, ProposalEvent event, const std::string &why,
              EndReason code = EndReason::None);
    void countIllegal(const DeskEntry &entry, ProposalEvent event);
    void archive(const ProposalId &id);
    [[nodiscard]] bool isTooLateToAsk(const DeskEntry &entry, ProposalEvent event) const;
    void awaitOpenAgain(DeskEntry &entry);
    void wakeUp(DeskEntry &entry, const std::string &why);
    void ask(DeskEntry &entry, Proposal fresh, const std::string &why);
    void runTimers(DeskEntry &entry, Duration now);
    void jump(DeskEntry &entry, const std::string &why);

    [[nodiscard]] Result<> checkShown(const ProposalId &id, int version, const std::string &hash) const;
    [[nodiscard]] Result<> checkYes(DeskEntry &entry, ProposalEvent event, Decision &by);
    [[nodiscard]] tl::unexpected<Error> refusal(const ProposalId &id, ProposalEvent event, const char *participle);
    void decide(DeskEntry &entry, Decision decision);
    void replaceContent(DeskEntry &entry, Proposal fresh);

    [[nodiscard]] bool isThrottled(const Proposal &proposal);
    [[nodiscard]] DeskEntry *otherBotsCard(const Proposal &proposal);
    [[nodiscard]] Intake join(DeskEntry &card, const Proposal &proposal,
                              const std::function<void(Proposal &)> &recalculate);
    void holdBehindOther(DeskEntry &entry);
    void forgetOldKeys();

    const Clock &m_clock;
    DeskTimers m_timers;
    Listener m_listener;
    std::map<ProposalId, DeskEntry> m_open;
    std::vector<DeskEntry> m_past;
    std::set<std::pair<ProposalState, ProposalEvent>> m_refusedKinds;
    std::map<std::string, Timestamp> m_keys; ///< Of the signals that were brought, with their bar's close.
    std::map<std::string, std::deque<Duration>> m_recent; ///< When a strategy brought something, steady clock.
    std::int64_t m_illegal = 0;
    std::int64_t m_duplicates = 0;
    std::int64_t m_throttled = 0;
};

/// What makes two signals the same: account, bot, strategy, instrument, side and bar.
[[nodiscard]] std::string signalKey(const Proposal &proposal);

} // namespace core
