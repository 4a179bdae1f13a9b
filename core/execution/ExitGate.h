#pragma once

#include "core/base/Id.h"
#include "core/domain/Amount.h"

#include <map>

namespace core {

/// The last check before an order leaves: what has been sent for one intent may never exceed what
/// was approved for it, and an id is sent once; an exit that never arrived once more. Lesson of Knight Capital, 2012.
class ExitGate {
public:
    /// The first approval of an id stands: a second one changes nothing.
    void approve(const ClientOrderId &order, Quantity quantity);
    /// Counts the quantity as sent; false (and nothing is counted) when it may not leave.
    [[nodiscard]] bool pass(const ClientOrderId &order, Quantity quantity);
    /// What was sent is proven never to have arrived: it may leave again, once.
    [[nodiscard]] bool passAgain(const ClientOrderId &order, Quantity quantity);

    /// An order of an earlier run: what it was for has left, and no more of it may.
    void adopt(const ClientOrderId &order, Quantity quantity);
    /// So much in all was vetted anew, for a change of an order that has left.
    void approveChange(const ClientOrderId &order, Quantity inAll);
    /// The order is to be for so much in all; whatever the venue calls it then, it is the same one. False (and
    /// nothing is counted) when more would be out than was approved.
    [[nodiscard]] bool passChange(const ClientOrderId &order, Quantity inAll);

private:
    struct Account {
        Quantity approved;
        Quantity sent;
        bool hasLeftAgain = false;
    };
    std::map<ClientOrderId, Account> m_orders;
};

} // namespace core
