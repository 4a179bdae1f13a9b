#pragma once

#include "core/brokers/alpaca/AlpacaFillBook.h"
#include "core/brokers/alpaca/AlpacaOrder.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace core::alpaca {

/// Which of the venue's orders is which of ours, and what was told of it. One order of ours can be several at
/// the venue: a change makes a successor with an id of its own, and stop and target of a position are two
/// legs of one order, of which the stop's client id is the venue's. An order that is not ours keeps its own
/// client id. Knows no request and no socket.
class KnownOrders {
public:
    /// A change that was asked for and is not proven yet.
    struct Change {
        ClientOrderId successor; ///< The client id that it was given.
        Amendment terms;
        Duration askedAt{}; ///< Steady.
    };
    struct Known {
        OrderRequest request;       ///< As our books have it: the quantity is that of the whole chain.
        VenueOrderId venueId{};     ///< Of the newest of the chain; empty while it is not known.
        int generation = 0;         ///< Of it: so many changes were made before.
        std::optional<VenueOrder> last{}; ///< What the venue said of it last.
        std::optional<Timestamp> since{}; ///< It cannot be older at the venue; nothing: not known.
        int changesAsked = 0;
        std::optional<Change> change{};
        VenueOrderId acceptedAs{};  ///< Told so.
        VenueOrderId amendedAs{};   ///< Told so.
        bool isOver = false;        ///< Its end was told.
        /// Steady: since then only what was filled before the last change can explain what it has filled.
        std::optional<Duration> countsBeforeSince{};
        bool isExternal = false;
        bool isAlone = false; ///< Sent by itself, so whatever its group, it is no leg.
    };

    /// An order of ours. What is known of it already stays.
    Known &know(const OrderRequest &request);
    Known &know(const Order &order); ///< With the venue's id, which our books may have from an earlier run.
    [[nodiscard]] Known *find(const ClientOrderId &order);
    [[nodiscard]] const Known *find(const ClientOrderId &order) const;
    /// When the oldest order was made that our books asked about; nothing when there is none.
    [[nodiscard]] std::optional<Timestamp> oldest() const;
    /// By the venue's id; nothing when it was never seen.
    [[nodiscard]] std::optional<ClientOrderId> ownerOf(const VenueOrderId &order) const;

    /// By one of its names; what is not known is somebody else's, or a name that came wrong.
    [[nodiscard]] bool isKnown(const VenueOrder &theirs) const;
    /// Whose this order is, from now on by its id too, and its legs likewise. It becomes the newest of its
    /// chain unless a later one is known.
    ClientOrderId link(const VenueOrder &theirs);
    /// A change came to nothing: the order before it is the living one again.
    void unlink(const VenueOrderId &successor);
    /// Not known yet, and perhaps the stop of a pair of ours whose id we have not been told: its target's
    /// client id, by which it can be found.
    [[nodiscard]] std::optional<ClientOrderId> perhapsLegOf(const VenueOrder &theirs,
                                                            const std::set<ClientOrderId> &except = {}) const;
    /// The stop of the pair whose target this is; nothing for another order.
    [[nodiscard]] std::optional<ClientOrderId> stopOf(const ClientOrderId &target) const;

    [[nodiscard]] FillBook::Booking book(const Execution &execution) { return m_fills.book(execution); }
    [[nodiscard]] bool isContradicted(const FillId &fill) const { return m_fills.isContradicted(fill); }
    /// Booked of that order of the venue's.
    [[nodiscard]] Quantity booked(const VenueOrderId &order) const { return m_fills.booked(order); }
    /// We have heard of all that the venue says is filled of it. A successor's fills may be counted on from those
    /// of the orders before it, which its own first fill shows.
    [[nodiscard]] bool hasAllFills(const VenueOrder &theirs) const;
    /// A successor of which no fill is known says to have filled just what was filled before it: counted on, or
    /// the list of fills is late.
    [[nodiscard]] bool mayCountBefore(const VenueOrder &theirs) const;
    /// The quantity in our books' terms. What the chain filled before may or may not be in the venue's.
    [[nodiscard]] Quantity totalOf(const Known &known, const VenueOrder &theirs) const;
    /// Booked of the whole chain.
    [[nodiscard]] Quantity bookedOf(const ClientOrderId &order) const;
    /// The newest that the venue said of each order that is not over, as far as it is known.
    [[nodiscard]] std::vector<VenueOrder> working() const;
    /// All ids of its chain.
    [[nodiscard]] std::vector<VenueOrderId> chainOf(const ClientOrderId &order) const;

private:
    struct Place {
        ClientOrderId owner;
        int generation = 0;
    };
    [[nodiscard]] Place placeOf(const VenueOrder &theirs) const;
    [[nodiscard]] bool isOfOurs(const VenueOrderId &order) const;
    void linkLegs(const ClientOrderId &parent, const VenueOrder &theirs);
    void attach(const VenueOrder &theirs, const Place &place);
    /// Booked of its chain without it; nothing when it is no successor.
    [[nodiscard]] std::optional<Quantity> bookedBefore(const VenueOrder &theirs) const;

    std::map<ClientOrderId, Known> m_orders;
    std::map<VenueOrderId, Place> m_places;
    FillBook m_fills;
};

/// What the target is called if this is the stop of a pair: what stands behind "oco-" in its group. Nothing
/// for the target itself and for an order of no such group.
[[nodiscard]] std::optional<ClientOrderId> targetOfStop(const OrderRequest &request);
/// `<id>.<n>`: of the nth change.
[[nodiscard]] ClientOrderId successorId(const ClientOrderId &order, int change);

} // namespace core::alpaca
