#pragma once

#include "core/brokers/alpaca/AlpacaKnownOrders.h"
#include "core/brokers/alpaca/AlpacaLookup.h"
#include "core/brokers/alpaca/AlpacaOrderStream.h"

#include <functional>
#include <map>
#include <vector>

namespace core::alpaca {

/// Makes events of what the venue says of orders, whoever said it first: the stream, the answer to an order
/// or to a question. An end is told only when all fills before it were; what is missing or in doubt is asked
/// for. What was told is not told again.
class OrderNews {
public:
    struct Hooks {
        std::function<void(Event)> tell;
        std::function<void()> askForAll; ///< Something came from outside: a whole comparison is due.
    };

    /// All outlive it.
    OrderNews(Api &api, KnownOrders &orders, const Clock &clock, Hooks hooks);

    void take(const TradeUpdate &update);
    /// The order as an answer of the venue shows it.
    void take(const VenueOrder &order);
    /// An execution that is told once, whatever its source.
    void take(const Execution &execution);
    /// Asks for an order known here; an answer always says how it stands, or that it was not found.
    void query(const ClientOrderId &order);
    /// The same, for our own sake and soon: nothing is said of an order that is not found.
    void askSoon(const ClientOrderId &order, Duration in = {});
    enum class Presence { Alive, Over, Nowhere, NotKnown };
    /// Looks it up, tells the news, and says how it is; not known when the question failed.
    void find(const ClientOrderId &order, std::function<void(Presence)> done);
    /// A change that was asked for came to nothing.
    void refuseChange(const ClientOrderId &order, const std::string &reason);
    void tick();

private:
    struct Question {
        bool isQuery = false;
        std::optional<bool> again{}; ///< Asked once more meanwhile, as a query or not.
    };
    struct Soon {
        Duration due{};
        Duration pause{};
    };
    struct Held {
        TradeUpdate update;
        Duration until{};
        bool isDoubtful = false; ///< Perhaps there is no such order: then it is forgotten.
    };
    /// In which light an order is seen.
    struct Light {
        bool isAnswer = false;   ///< To a query: what is known is said again.
        bool isSuccessor = false; ///< The venue says itself that it took another order's place.
        std::string reason{};
    };

    void settle(const VenueOrder &theirs, const Light &light);
    void settleChain(const Chain &chain, const Light &light);
    void completeFills(const VenueOrder &theirs, std::function<void()> then);
    void contradicted(const Execution &execution);
    void conclude(const VenueOrder &theirs, const Light &light);
    [[nodiscard]] bool countsBefore(KnownOrders::Known &known, const VenueOrder &theirs) const;
    void concludeWorking(KnownOrders::Known &known, const VenueOrder &theirs, const Light &light);
    void concludeEnd(KnownOrders::Known &known, const VenueOrder &theirs, const Light &light);
    void tellFilled(KnownOrders::Known &known, const VenueOrder &theirs);
    void concludeRejected(KnownOrders::Known &known, const Light &light);
    void follow(const ClientOrderId &ours, const VenueOrderId &successor, const Light &light);
    void tellAmended(KnownOrders::Known &known, const VenueOrder &theirs);
    void tellEnd(KnownOrders::Known &known, Event event);
    void judgeChange(KnownOrders::Known &known, const VenueOrder &theirs);
    void hold(const TradeUpdate &update, const ClientOrderId &target);
    void verify(const TradeUpdate &update);
    void replayHeld();
    void takeKnown(const TradeUpdate &update);
    [[nodiscard]] Sought soughtFor(const ClientOrderId &order) const;
    void ask(const ClientOrderId &order, bool isQuery);
    void answered(const ClientOrderId &order, const Findings &findings);

    Api &m_api;
    Lookup m_lookup;
    KnownOrders &m_orders;
    const Clock &m_clock;
    Hooks m_hooks;
    std::map<ClientOrderId, Question> m_questions;
    std::map<ClientOrderId, Soon> m_soon;
    std::vector<Held> m_held;
};

} // namespace core::alpaca
