#pragma once

#include "core/domain/Event.h"
#include "core/risk/RiskGate.h"

#include <functional>

namespace core {

using EventSink = std::function<void(Event)>;

/// How a venue holds the stop and the target of one position.
enum class PairHolding {
    Apart,    ///< As two orders that rest beside each other.
    OneOrder, ///< As one order with two legs, of which one ends the other.
    None,     ///< Only one of the two: what one of them would sell is bound by the other.
};

struct ExitSupport {
    PairHolding pairs = PairHolding::Apart;
    /// False: while an entry works, the venue refuses a plain stop on the other side of it.
    bool takesStopBesideEntry = true;
};

/// One trading account at one venue, living on the engine thread.
/// Calls return at once; every answer, even a refusal, reaches the sink as an event, in order of arrival.
class Broker {
public:
    virtual ~Broker() = default;

    virtual void open(EventSink sink) = 0;
    virtual void submit(const VettedOrder &order) = 0;
    /// Both as the venue's one order, where it holds them so. They share the group "oco-" and the target's
    /// client id, so that either can be found by the other after a restart.
    virtual void submitPair(const VettedOrder &stop, const VettedOrder &target);
    virtual void cancel(const Order &order) = 0;
    /// Asks what became of one order; the answer is an accepted, filled, cancelled, rejected or not-found event.
    /// Not found: neither open orders nor closed ones nor fills know it. A question that fails has no answer.
    virtual void query(const Order &order) = 0;
    /// Answered by an amended or a refused event; where neither comes, `query` tells how the order stands. Older
    /// terms of an order are never told after newer ones.
    virtual void amend(const Order &order, const Amendment &terms) = 0;
    virtual void requestSnapshot() = 0; ///< Open orders, fills, holdings and cash.
    /// Open orders and fills alone, as VenueOrders; or everything, where that costs no more.
    virtual void requestOrders() { requestSnapshot(); }
    [[nodiscard]] virtual ExitSupport exitSupport(const InstrumentId &) const { return {}; }
    /// Deadlines, polls and pings; called whenever time has moved.
    virtual void tick() {}
};

} // namespace core
