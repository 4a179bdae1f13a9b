#pragma once

#include "core/brokers/alpaca/AlpacaFills.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace core::alpaca {

/// Which executions of the venue's orders were heard of, and what of an order each has filled. Two that have
/// filled the same part of one order cannot both be true: their ids differ because one source rounded a price
/// or put two executions together, and booking both would double the position.
class FillBook {
public:
    enum class Booking {
        New,
        Known,
        Contradicted, ///< Another one has this part of the order already: not booked.
    };
    /// Notes an execution. One is contradicted at its first coming only, and known from then on.
    [[nodiscard]] Booking book(const Execution &execution);
    [[nodiscard]] bool isContradicted(const FillId &fill) const { return m_contradicted.contains(fill); }

    [[nodiscard]] Quantity booked(const VenueOrderId &order) const;
    /// Of that order as far as we were told of it, booked or contradicted; each part once.
    [[nodiscard]] Quantity heard(const VenueOrderId &order) const;
    /// What the venue counted as filled before the first execution of it that we know.
    [[nodiscard]] std::optional<Quantity> countedBefore(const VenueOrderId &order) const;

private:
    /// Behind `from`, up to `to`.
    struct Part {
        Quantity from;
        Quantity to;
        auto operator<=>(const Part &) const = default;
    };
    struct Progress {
        Quantity booked;
        Quantity unplaced;       ///< Of executions that do not say which part of the order they have filled.
        std::set<Part> parts{};  ///< Booked.
        std::set<Part> heard{};
    };
    [[nodiscard]] const Progress *find(const VenueOrderId &order) const;

    std::set<FillId> m_known;
    std::set<FillId> m_contradicted;
    std::map<VenueOrderId, Progress> m_orders;
};

} // namespace core::alpaca
