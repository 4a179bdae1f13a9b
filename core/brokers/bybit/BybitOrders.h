#pragma once

#include "core/brokers/bybit/BybitFacts.h"
#include "core/brokers/bybit/BybitNames.h"
#include "core/domain/Event.h"

#include <functional>
#include <map>
#include <set>

namespace core::bybit {

/// Every order of the account as the venue has told it, from stream and lists alike, turned into events:
/// each execution once, no state backwards, and no end before what was filled is booked. Where the story
/// has a hole it asks for the order. Sends nothing itself.
class BybitOrders {
public:
    struct Hooks {
        std::function<void(Event)> tell;
        std::function<void(const Order &)> ask; ///< Look it up; the answer comes to `found`.
        std::function<void()> askAll; ///< Something happened in an order that nobody here knows.
    };
    BybitOrders(const BybitFacts &facts, const Clock &clock, Hooks hooks);

    /// It is about to be sent.
    void expect(const OrderRequest &request);
    /// An order of an earlier run, or one that was told in a snapshot.
    void know(const Order &order);
    /// The venue has taken it.
    void taken(const ClientOrderId &id, const VenueOrderId &venueId);
    /// It never came to be.
    void refused(const ClientOrderId &id);
    void expectChange(const ClientOrderId &id, const Amendment &terms);
    void changeRefused(const ClientOrderId &id);
    /// Asks for the order soon, because something about it is in doubt.
    void doubt(const ClientOrderId &id);

    void take(const OrderState &told);
    void take(const ExecutionState &told);
    /// The answer to a question about this order: told again, though it was told before.
    void found(const ClientOrderId &id, const std::optional<OrderState> &state,
               const std::vector<ExecutionState> &executions);
    /// What the venue's lists tell; unknown orders are no surprise there, and told with the whole.
    void learn(const std::vector<OrderState> &orders);
    void learn(const std::vector<ExecutionState> &executions);
    /// Questions that are due.
    void tick();

    /// The execution as it goes into the books.
    [[nodiscard]] Fill fillOf(const ExecutionState &execution) const;
    [[nodiscard]] std::optional<OrderState> stateOf(const ClientOrderId &id) const;
    [[nodiscard]] bool isOurs(const ClientOrderId &id) const;
    /// The order's name in requests, with what the venue has told of its kind.
    [[nodiscard]] OrderName nameOf(const Order &order) const;
    /// Of an order of ours: a fill, or an end, that nobody has told yet.
    [[nodiscard]] bool isNews(const ExecutionState &execution) const;
    [[nodiscard]] bool isNews(const OrderState &order) const;

private:
    struct Change {
        Amendment terms;
        Duration since{};
    };
    struct Tracked {
        OrderRequest request{};
        std::optional<OrderState> state{};
        std::set<FillId> fills{};
        Quantity booked{};
        Quantity bookedBefore{}; ///< In an earlier run, as far as the caller says.
        std::optional<Amendment> terms{}; ///< As last told.
        std::optional<Change> change{};
        bool isOurs = false;
        bool isAccepted = false;
        bool isStrange = false; ///< Nobody here knew it when it was first heard of.
        int asks = 0;
        bool isDoubtTold = false;
        std::optional<Duration> askAt{};
        std::optional<Duration> endedAt{}; ///< Its end was told then.
    };

    Tracked &at(const ClientOrderId &id);
    [[nodiscard]] Order orderOf(const ClientOrderId &id, const Tracked &order) const;
    void book(const ExecutionState &execution, bool tellsAgain);
    void settle(const ClientOrderId &id, Tracked &order, bool isAnswer);
    void settleDoubt(const ClientOrderId &id, Tracked &order, bool isAnswer);
    void settleOpen(const ClientOrderId &id, Tracked &order, bool isAnswer);
    void settleEnd(const ClientOrderId &id, Tracked &order, bool isAnswer);
    void tellTerms(const ClientOrderId &id, Tracked &order);
    [[nodiscard]] bool isMoved(const Tracked &order, const Amendment &now);
    void judgeChange(const ClientOrderId &id, Tracked &order);
    void notice(Tracked &order);
    void askLater(Tracked &order);
    [[nodiscard]] static bool isWhole(const Tracked &order);

    const BybitFacts &m_facts;
    const Clock &m_clock;
    Hooks m_hooks;
    std::map<ClientOrderId, Tracked> m_orders;
};

} // namespace core::bybit
