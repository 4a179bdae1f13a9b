#pragma once

#include "core/domain/Event.h"
#include "core/risk/RiskGate.h"

#include <functional>

namespace core {

using EventSink = std::function<void(Event)>;

/// One trading account at one venue, living on the engine thread.
/// Calls return at once; every answer, even a refusal, reaches the sink as an event, in order of arrival.
class Broker {
public:
    virtual ~Broker() = default;

    virtual void open(EventSink sink) = 0;
    virtual void submit(const VettedOrder &order) = 0;
    virtual void cancel(const ClientOrderId &order) = 0;
    /// Asks what became of one order; the answer is an accepted, filled, cancelled or not-found event.
    virtual void query(const ClientOrderId &order) = 0;
    virtual void requestSnapshot() = 0; ///< Open orders, fills, holdings and cash.
};

} // namespace core
