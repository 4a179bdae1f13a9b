#pragma once

#include "core/engine/AccountFigures.h"
#include "core/engine/Command.h"
#include "core/engine/Exits.h"
#include "core/storage/StoredState.h"

#include <deque>
#include <functional>

namespace core {

/// The way of an entry: signal → proposal → desk → gate on fresh data → execution.
class Entries {
public:
    Entries(EngineParts &parts, const AccountFigures &figures, Exits &exits);

    /// A fresh signal that wants a position; planned at the next quote at which it can trade.
    void want(const Signal &signal, const BotSettings &bot);
    /// This signal is against what waits on the other side: that goes, and the conflict is told.
    void oppose(const Signal &signal);
    /// The bot was paused: what it said and nobody has been asked about is forgotten.
    void forget(const BotId &bot);
    void forget(const InstrumentId &instrument); ///< The same, because it was muted.
    /// What waits on this instrument, or has its yes and has not left, is withdrawn.
    void withdraw(const InstrumentId &instrument, Side side, const std::string &why);
    void withdrawAll(const std::string &why);
    /// An entry order of this side is open.
    [[nodiscard]] bool isUnderWay(const InstrumentId &instrument, Side side) const;
    /// Every open entry, at the venue too.
    void cancelAll();
    /// A new price of this instrument: plan what waits for one, re-judge its cards.
    void onQuote(const InstrumentId &instrument);
    /// The clock has moved: signals of a closed session are proposed for the opening.
    void tick();
    /// At a venue of the outside: what an entry has not filled in time is cancelled. A market entry is there to be
    /// filled now and gets half a minute; a limit waits to the end of its card's decision window. Real time.
    void endStale();
    /// The journal is durable through this ticket: decisions up to it may go on.
    void onDurable(std::int64_t through);
    void onOrder(const Order &order);
    /// The disk failed: what was approved and not sent is refused.
    void onJournalFailed(const std::string &why);

    // What a person says about a card.
    [[nodiscard]] Result<> arm(const ArmProposal &command);
    [[nodiscard]] Result<> disarm(const DisarmProposal &command, const CommandOrigin &by);
    [[nodiscard]] Result<> snooze(const SnoozeProposal &command, const CommandOrigin &by);
    [[nodiscard]] Result<> wake(const WakeProposal &command, const CommandOrigin &by);
    [[nodiscard]] Result<> approve(const ApproveProposal &command, const CommandOrigin &by);
    [[nodiscard]] Result<> reject(const RejectProposal &command, const CommandOrigin &by);
    [[nodiscard]] Result<> edit(const EditProposal &command, const CommandOrigin &by);
    [[nodiscard]] Result<> refresh(const RefreshProposal &command, const CommandOrigin &by);

    /// Cards of an earlier run: asked again, or followed to the end of their orders.
    void restore(const std::vector<StoredState::Card> &cards);
    /// The decision window of this signal is open.
    [[nodiscard]] bool isInTime(const Signal &signal) const;
    void judgeAll();
    /// Takes back working entries that the limits in force would stop and these, the former ones, did not.
    void cancelBeyond(const RiskLimits &former);
    [[nodiscard]] const BotSettings &botOf(const Proposal &proposal) const;
    [[nodiscard]] const BotSettings &botOf(const Signal &signal) const;
    /// Nothing approved waits for the disk.
    [[nodiscard]] bool isSettled() const { return m_approved.empty(); }

private:
    [[nodiscard]] static ProposalState stateOf(OrderStatus status);
    struct Wanted {
        Signal signal;
        const BotSettings *bot = nullptr;
        Money equityAtSignal;
        std::string conflict; ///< With what it met, or empty.
    };
    using WantedKey = std::pair<InstrumentId, BotId>;
    struct Approved {
        ProposalId proposal;
        std::int64_t ticket = 0;
    };
    [[nodiscard]] bool canPlan(const Wanted &wanted) const;
    [[nodiscard]] bool isEnvelopeDue(const Wanted &wanted) const;
    [[nodiscard]] bool endsItsSession(const Signal &signal) const;
    [[nodiscard]] Timestamp decisionUntil(const Signal &signal) const;
    void restore(const StoredState::Card &card);
    [[nodiscard]] Proposal proposalOf(const StoredState::Card &card) const;
    [[nodiscard]] Duration endOf(const Order &entry, Duration since) const;
    void planWanted(const InstrumentId &instrument);
    void planOne(const WantedKey &key);
    void propose(Proposal proposal);
    void notProposed(const InstrumentId &instrument, const std::string &why);
    [[nodiscard]] Desk::Market marketOf(const Proposal &proposal) const;
    [[nodiscard]] std::optional<GuardResult> stopsEdit(const Proposal &before, const Proposal &edited) const;
    void judge(const DeskEntry &card);
    void judgeIf(const std::function<bool(const DeskEntry &)> &isMeant);
    void changeType(const Proposal &before, Proposal &edited) const;
    void judgeIfWaiting(const ProposalId &id);
    void approveByRuleIfAuto(const ProposalId &id);
    void approved(const ProposalId &id);
    void revalidate(const ProposalId &id);
    void requote(const Proposal &old, const std::string &why);
    void withdrawIf(const std::function<bool(const DeskEntry &)> &isMeant, const std::string &why);
    void submit(const ApprovedProposal &approved, const RiskView &view);
    [[nodiscard]] Decision decisionBy(const CommandOrigin &by, const Proposal &proposal) const;
    [[nodiscard]] Proposal freshened(const Proposal &proposal) const;

    EngineParts &m_parts;
    const AccountFigures &m_figures;
    Exits &m_exits;
    std::map<WantedKey, Wanted> m_wanted;
    std::pair<SignalId, std::string> m_conflict; ///< Of the signal that is being heard.
    std::deque<Approved> m_approved;
    std::map<ClientOrderId, Duration> m_openSince; ///< Entries, on the steady clock.
    std::int64_t m_nextProposal = 1;
};

} // namespace core
