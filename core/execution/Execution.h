#pragma once

#include "core/brokers/Broker.h"
#include "core/execution/ExitGate.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace core {

/// From a vetted order to its end at the venue: intent durable, then sent once, then followed.
/// What is not proven stays Unknown and is asked for again and again; nothing is resent but an exit that is proven
/// never to have arrived, once, under its own id.
class Execution {
public:
    struct Hooks {
        /// Writes the intent; the order leaves once the journal is durable through the ticket.
        std::function<std::int64_t(const Order &)> recordIntent;
        std::function<void(const Order &, OrderStatus from)> changed;
        std::function<void(const Order &, const Fill &)> filled;
        /// A breach of the exit gate: the caller halts.
        std::function<void(const std::string &)> breached;
        /// An exit never arrived, by two queries: the caller looks at the position and says `resend` or `giveUp`.
        /// Where nobody is asked it is given up.
        std::function<void(const Order &)> absent{};
        /// Writes what becomes of a change of an order, with the reason of a refusal. One that is asked for leaves
        /// once the journal is durable through the ticket.
        std::function<std::int64_t(const Order &, AmendmentStep, const std::string &reason)> amended{};
    };

    /// `gate` is new but for a test of what it stops.
    Execution(Broker &broker, const Clock &clock, Hooks hooks, ExitGate gate = {});

    /// Records the intent. `durableThrough` is what the disk has already.
    void place(const VettedOrder &order, std::int64_t durableThrough);
    /// Both halves of a position's exit as the venue's one order; they leave together, or each as it may.
    void placePair(const VettedOrder &stop, const VettedOrder &target, std::int64_t durableThrough);
    /// The disk has everything up to this ticket: what waited for it leaves.
    void durableThrough(std::int64_t ticket);
    /// From now on entries are not sent, also those that wait for the disk; exits go out all the same.
    void journalFailed(const std::string &reason);
    void cancel(const ClientOrderId &order);
    /// Changes a working order: written first, then sent once; what became of it is asked for until the venue has
    /// said so, and never sent again on a guess. Refused when the order does not work, is being ended or changed
    /// already, or has these terms.
    [[nodiscard]] Result<> amend(const VettedChange &change, std::int64_t durableThrough);
    /// Of an exit that was told to be absent: once more, or over.
    void resend(const ClientOrderId &order);
    void giveUp(const ClientOrderId &order);

    void on(const OrderAccepted &event);
    void on(const OrderRejected &event);
    void on(const OrderFilled &event);
    void on(const OrderCancelled &event);
    void on(const OrderAmended &event);
    void on(const OrderAmendRefused &event);
    void on(const OrderOutcomeUnknown &event);
    void on(const OrderNotFound &event);
    /// Answer deadlines and queries of unknown orders.
    void tick();

    /// A fill of an earlier run, counted into its order already: the venue may tell it again.
    void knowFill(const FillId &fill) { m_fills.insert(fill); }
    /// A person knows that it is over, where the venue never tells; does nothing unless it is unknown.
    void endUnknown(const ClientOrderId &order, const std::string &reason);
    /// Takes over an order of an earlier run; the outcome of one that is not final is asked for.
    void adopt(Order order);

    /// Shows an order that somebody else made at the venue; a known id changes nothing.
    void adoptExternal(Order order);
    [[nodiscard]] bool knowsFill(const FillId &fill) const { return m_fills.contains(fill); }

    /// What its refusal was about.
    [[nodiscard]] RefusalKind refusalOf(const ClientOrderId &order) const;
    [[nodiscard]] const Order *find(const ClientOrderId &order) const;
    [[nodiscard]] const std::map<ClientOrderId, Order> &orders() const { return m_orders; }
    /// Orders that are not final, in order of creation.
    [[nodiscard]] std::vector<const Order *> open() const;
    /// Nothing waits for the disk.
    [[nodiscard]] bool isSettled() const { return m_waiting.empty() && m_waitingChanges.empty(); }

private:
    struct Waiting {
        std::int64_t ticket;
        VettedOrder order;
        std::optional<VettedOrder> target{}; ///< The other half, of a pair.
    };
    struct Question {
        Duration sentAt{};
        Duration nextQueryAt{};
        int queries = 0;
        int lateQueries = 0; ///< Asked when absence proves something.
        int negatives = 0;
        bool isAbsent = false; ///< Proven, and the caller has been asked what now.
    };
    /// When to ask again, and how long to wait after that: ever longer, so that questions about an order whose
    /// answer does not come leave the venue's limits room for their own answers.
    struct Repetition {
        Duration dueAt{};
        Duration pause{};
    };
    /// A change that has left; its answer is not there yet.
    struct Change {
        Duration sentAt{};
        Duration nextQueryAt{};
        int queries = 0;
        int lateQueries = 0; ///< Asked when an answer without the change proves something.
        int answers = 0;     ///< The order works, and nothing was said of the change.
    };
    struct WaitingChange {
        std::int64_t ticket;
        ClientOrderId order;
    };
    std::int64_t record(const VettedOrder &order);
    void leave(const Waiting &waiting, std::int64_t durable);
    void send(const Waiting &waiting);
    void send(const VettedOrder &order);
    [[nodiscard]] bool mayLeave(const VettedOrder &order);
    void markSent(const VettedOrder &order);
    [[nodiscard]] bool mayResend(const Order &order) const;
    void goWithoutJournal(const Waiting &waiting);
    void repeatCancels(Duration now);
    void move(Order &order, OrderStatus to, const std::string &reason);
    void becomeUnknown(Order &order, const std::string &reason);
    void ask(const ClientOrderId &id, Question &question);
    void query(const ClientOrderId &id);
    [[nodiscard]] std::optional<std::string> whyNoChange(const ClientOrderId &order, const Amendment &terms) const;
    void sendChange(const ClientOrderId &order);
    void sendChangesThrough(std::int64_t ticket);
    void followChange(const ClientOrderId &order);
    void noteUnchanged(const ClientOrderId &order);
    void askForChanges(Duration now);
    void endChange(Order &order, const std::string &reason);
    std::int64_t tellChange(const Order &order, AmendmentStep step, const std::string &reason);
    Order *entry(const ClientOrderId &order);

    Broker &m_broker;
    const Clock &m_clock;
    Hooks m_hooks;
    ExitGate m_gate;
    std::map<ClientOrderId, Order> m_orders;
    std::vector<ClientOrderId> m_open;
    std::deque<Waiting> m_waiting;
    std::deque<WaitingChange> m_waitingChanges;
    std::map<ClientOrderId, Change> m_changes; ///< Sent, not answered.
    std::map<ClientOrderId, Question> m_questions; ///< Sent or unknown, no proof yet.
    std::map<ClientOrderId, Repetition> m_cancels; ///< Asked for, not answered.
    std::map<ClientOrderId, VettedOrder> m_sentExits; ///< Until they are over; those of a pair are not kept.
    std::set<ClientOrderId> m_resent;
    std::map<ClientOrderId, RefusalKind> m_refusals;
    std::set<FillId> m_fills;
    std::optional<std::string> m_journalFailure;
};

} // namespace core
