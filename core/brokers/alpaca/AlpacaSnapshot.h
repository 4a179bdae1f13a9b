#pragma once

#include "core/brokers/alpaca/AlpacaFetch.h"
#include "core/brokers/alpaca/AlpacaKnownOrders.h"
#include "core/domain/Event.h"

#include <optional>
#include <set>
#include <vector>

/// From what was fetched to what the engine compares with. Pure.
namespace core::alpaca {

/// The orders that still work, in our books' terms where they are ours. Each must be linked before.
[[nodiscard]] std::vector<Order> workingOrders(const std::vector<VenueOrder> &orders, const KnownOrders &known);
/// Under the client ids of our books, without those that contradict others. Each order must be linked before.
[[nodiscard]] std::vector<Fill> fillsOf(const std::vector<Execution> &executions, const KnownOrders &known);
[[nodiscard]] Fill fillOf(const Execution &execution, const KnownOrders &known);
[[nodiscard]] VenueSnapshot snapshotOf(const Fetched &fetched, const KnownOrders &known);

/// Which activities are new money, each once. What was booked before our books began is in their first
/// cash already.
class CashFlows {
public:
    /// @param booksSince  The venue's time when our books began. Nothing: they begin with the first list.
    explicit CashFlows(std::optional<Timestamp> booksSince) : m_booksSince(booksSince) {}
    /// What was taken off the cash for fees with fills of coins, before the venue has told any: each fill once.
    void noteFees(const std::vector<Fill> &fills);
    /// A coin's fee is booked by the difference to what was taken off for it already.
    [[nodiscard]] std::vector<CashFlow> take(const std::vector<AccountActivity> &activities, Timestamp now);

private:
    struct Fee {
        std::string symbol;
        Timestamp at;
        Money amount;
    };
    [[nodiscard]] bool wasBefore(const AccountActivity &activity) const;
    [[nodiscard]] Money settled(const AccountActivity &activity);

    std::optional<Timestamp> m_booksSince;
    bool m_hasBegun = false;
    std::set<std::string> m_known;
    std::set<FillId> m_withFee;
    std::vector<Fee> m_unsettled;
};

} // namespace core::alpaca
