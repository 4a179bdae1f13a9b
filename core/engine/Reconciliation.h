#pragma once

#include "core/brokers/Broker.h"
#include "core/engine/EngineParts.h"
#include "core/storage/StoredState.h"

namespace core {

/// Takes in what the venue itself says about orders, fills, holdings and cash, and tells where our books
/// say something else. What is missing comes through the same state machine as live events, so it counts once.
class Reconciliation {
public:
    Reconciliation(EngineParts &parts, Broker &broker) : m_parts(parts), m_broker(broker) {}

    /// Before the first word of the venue.
    void restore(const StoredState &stored);
    /// The venue's first word on an account is what its books begin with; nothing is known before it.
    [[nodiscard]] bool mustOpen() const { return m_mustOpen; }

    /// Orders and fills, and then holdings and cash: a difference blocks entries until it is gone. False: it
    /// cannot be what the books begin with, and nothing of it was taken.
    bool take(const VenueSnapshot &venue);
    /// Orders and fills alone.
    void take(const VenueOrders &venue);

    /// As far as the venue has been heard nothing differs, and nothing is under way that could.
    [[nodiscard]] bool agrees() const
    {
        return m_parts.mismatched.empty() && !m_parts.health.isCashDifferent && !isDoubtful(nullptr);
    }

    /// A fill of an order that is not ours first takes from what is ours; what goes beyond is theirs, and nobody
    /// here touches it until it is adopted or closed by a person.
    void bookExternal(const Fill &fill, Quantity ownBefore);
    /// An exit by a person's choice takes what is ours first and then what is not.
    void settleExternal(const Order &order, const Fill &fill, Quantity ownBefore);

    /// A person has looked at the correction of the quantity; entries may go on. `adopts` makes what is not ours
    /// the bots' own. NotFound when there is nothing to accept.
    [[nodiscard]] Result<> accept(const InstrumentId &instrument, bool adopts);
    /// The flow that makes our cash the venue's. NotFound when it differs not, or is not known to stand.
    [[nodiscard]] Result<CashFlow> acceptedCash(CashFlow::Kind kind) const;
    /// The venue's cash less ours when it was compared last; absent while nothing waits for a person.
    [[nodiscard]] std::optional<Money> cashDifference() const
    {
        return m_parts.health.isCashDifferent ? std::optional(m_cashDifference) : std::nullopt;
    }

private:
    /// A difference as it was seen first.
    struct Difference {
        Quantity ours;
        Quantity theirs;
        Duration since{}; ///< Steady.
    };
    void openBooks(const VenueSnapshot &venue);
    void takeOrders(const std::vector<Order> &openOrders, std::vector<Fill> fills);
    void adoptOrders(const std::vector<Order> &openOrders);
    void adoptFills(const std::vector<Fill> &fills);
    [[nodiscard]] bool isBeforeBooks(const Fill &fill) const;
    void askForMissing(const std::vector<Order> &openOrders);
    void compareHoldings(const VenueSnapshot &venue);
    void compare(const InstrumentId &instrument, Quantity theirs, std::optional<Price> price);
    [[nodiscard]] bool isRounding(const InstrumentId &instrument, Quantity difference) const;
    void bookRounding(const InstrumentId &instrument, Quantity ours, Quantity theirs);
    void settleRounding(const Fill &fill, Quantity ownBefore);
    [[nodiscard]] FillId unusedFill(const char *kind, const InstrumentId &instrument, Quantity ours, Quantity theirs) const;
    void correct(const InstrumentId &instrument, Quantity ours, Quantity theirs, std::optional<Price> price);
    void compareCash(const VenueSnapshot &venue);
    void bookRounding(Money difference);
    [[nodiscard]] Money walletCash() const;
    [[nodiscard]] bool isDoubtful(const InstrumentId *instrument) const;
    [[nodiscard]] CashFlowId nextFlow(const char *kind) const;
    void bookBySelf(const Fill &fill);
    void setExternal(const InstrumentId &instrument, Quantity quantity, Timestamp at);

    EngineParts &m_parts;
    Broker &m_broker;
    bool m_mustOpen = false;
    bool m_isBookingBySelf = false;
    bool m_isBookingRounding = false; ///< Nobody brought it: it is part of what is ours.
    bool m_hasToldRounding = false;
    std::optional<Timestamp> m_openedAt; ///< What happened before is in what the books began with.
    std::map<InstrumentId, Difference> m_differences;
    Money m_cashDifference; ///< Theirs less ours, when it was compared last.
};

} // namespace core
