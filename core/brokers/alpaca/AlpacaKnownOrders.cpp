#include "core/brokers/alpaca/AlpacaKnownOrders.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace core::alpaca {

namespace {

constexpr std::string_view pairPrefix = "oco-";
/// In place of a generation: the venue made the order and refused it.
constexpr int cameToNothing = -1;
/// The venue may have stamped an order earlier than we did.
constexpr Duration clocksApart = std::chrono::hours(1);

struct Successor {
    ClientOrderId base;
    int change = 0;
};

/// `<id>.<n>` taken apart; nothing for another text.
std::optional<Successor> successorOf(const ClientOrderId &id)
{
    const std::string &text = id.text();
    const std::size_t dot = text.rfind('.');
    if (dot == std::string::npos || dot == 0)
        return std::nullopt;
    int change = 0;
    const auto [end, error] = std::from_chars(text.data() + dot + 1, text.data() + text.size(), change);
    if (error != std::errc() || end != text.data() + text.size() || change < 1)
        return std::nullopt;
    return Successor{ClientOrderId(text.substr(0, dot)), change};
}

} // namespace

std::optional<ClientOrderId> targetOfStop(const OrderRequest &request)
{
    if (!request.ocoGroup.starts_with(pairPrefix))
        return std::nullopt;
    ClientOrderId target(request.ocoGroup.substr(pairPrefix.size()));
    return target == request.clientOrderId ? std::nullopt : std::optional(std::move(target));
}

ClientOrderId successorId(const ClientOrderId &order, int change)
{
    return ClientOrderId(order.text() + "." + std::to_string(change));
}

KnownOrders::Known &KnownOrders::know(const OrderRequest &request)
{
    const auto [at, isNew] = m_orders.try_emplace(request.clientOrderId);
    Known &known = at->second;
    if (isNew || std::exchange(known.isExternal, false))
        known.request = request;
    return known;
}

KnownOrders::Known &KnownOrders::know(const Order &order)
{
    Known &known = know(order.request);
    if (order.createdAt > Timestamp())
        known.since = order.createdAt - clocksApart;
    if (!order.venueId.isEmpty() && known.venueId.isEmpty()) {
        known.venueId = order.venueId;
        m_places.try_emplace(order.venueId, Place{order.request.clientOrderId, 0});
    }
    return known;
}

KnownOrders::Known *KnownOrders::find(const ClientOrderId &order)
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? nullptr : &found->second;
}

const KnownOrders::Known *KnownOrders::find(const ClientOrderId &order) const
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? nullptr : &found->second;
}

std::optional<ClientOrderId> KnownOrders::ownerOf(const VenueOrderId &order) const
{
    const auto found = m_places.find(order);
    return found == m_places.end() ? std::nullopt : std::optional(found->second.owner);
}

KnownOrders::Place KnownOrders::placeOf(const VenueOrder &theirs) const
{
    const auto successor = successorOf(theirs.clientId);
    const int change = successor ? successor->change : 0;
    if (const auto found = m_places.find(theirs.id); found != m_places.end())
        return found->second.generation == cameToNothing
                   ? found->second
                   : Place{found->second.owner, std::max(found->second.generation, change)};
    if (theirs.replaces)
        if (const auto found = m_places.find(*theirs.replaces); found != m_places.end())
            return {found->second.owner, std::max(found->second.generation + 1, change)};
    if (successor && m_orders.contains(successor->base))
        return {successor->base, change};
    return {theirs.clientId.isEmpty() ? ClientOrderId(theirs.id.text()) : theirs.clientId, 0};
}

bool KnownOrders::isKnown(const VenueOrder &theirs) const
{
    return m_places.contains(theirs.id) || m_orders.contains(placeOf(theirs).owner);
}

ClientOrderId KnownOrders::link(const VenueOrder &theirs)
{
    const Place place = placeOf(theirs);
    attach(theirs, place);
    linkLegs(place.owner, theirs);
    return place.owner;
}

void KnownOrders::attach(const VenueOrder &theirs, const Place &place)
{
    m_places[theirs.id] = place;
    if (theirs.replacedBy)
        m_places.try_emplace(*theirs.replacedBy, Place{place.owner, place.generation + 1});
    const auto [at, isNew] = m_orders.try_emplace(place.owner);
    Known &known = at->second;
    if (isNew) {
        known.request = toOrder(theirs).request;
        known.request.clientOrderId = place.owner;
        known.isExternal = true;
    }
    if (!known.venueId.isEmpty() && place.generation < known.generation)
        return;
    const bool isOldNews = known.last && known.last->id == theirs.id && known.last->updatedAt && theirs.updatedAt &&
                           *known.last->updatedAt > *theirs.updatedAt;
    known.venueId = theirs.id;
    known.generation = place.generation;
    if (!isOldNews)
        known.last = theirs;
}

/// The other leg of a pair of ours is the stop of the same group, whatever the venue calls it.
void KnownOrders::linkLegs(const ClientOrderId &parent, const VenueOrder &theirs)
{
    const auto stop = theirs.legs.empty() ? std::nullopt : stopOf(parent);
    for (const VenueOrder &leg : theirs.legs) {
        if (stop && !leg.replaces && !isOfOurs(leg.id))
            attach(leg, {*stop, 0});
        else
            link(leg);
    }
}

/// What was taken for somebody else's may turn out to be a leg of ours.
bool KnownOrders::isOfOurs(const VenueOrderId &order) const
{
    const auto owner = ownerOf(order);
    const Known *known = owner ? find(*owner) : nullptr;
    return known && !known->isExternal;
}

std::optional<ClientOrderId> KnownOrders::stopOf(const ClientOrderId &target) const
{
    const auto stop = std::find_if(m_orders.begin(), m_orders.end(), [&](const auto &each) {
        return !each.second.isAlone && targetOfStop(each.second.request) == target;
    });
    return stop == m_orders.end() ? std::nullopt : std::optional(stop->first);
}

std::optional<Timestamp> KnownOrders::oldest() const
{
    std::optional<Timestamp> oldest;
    for (const auto &[id, known] : m_orders)
        if (known.since && (!oldest || *known.since < *oldest))
            oldest = known.since;
    return oldest;
}

void KnownOrders::unlink(const VenueOrderId &successor)
{
    const auto owner = ownerOf(successor);
    Known *known = owner ? find(*owner) : nullptr;
    if (!known || known->venueId != successor)
        return;
    m_places[successor].generation = cameToNothing;
    const Place *before = nullptr;
    for (const auto &[id, place] : m_places)
        if (place.owner == *owner && place.generation >= 0 && place.generation < known->generation &&
            (!before || place.generation > before->generation)) {
            before = &place;
            known->venueId = id;
        }
    if (before)
        known->generation = before->generation;
    known->last.reset();
}

std::optional<ClientOrderId> KnownOrders::perhapsLegOf(const VenueOrder &theirs,
                                                       const std::set<ClientOrderId> &except) const
{
    if (m_places.contains(theirs.id) || theirs.orderClass != "oco" || m_orders.contains(theirs.clientId))
        return std::nullopt;
    for (const auto &[id, known] : m_orders)
        if (known.venueId.isEmpty() && !known.isOver && !known.isAlone && known.request.instrument == theirs.instrument)
            if (auto target = targetOfStop(known.request); target && !except.contains(*target))
                return target;
    return std::nullopt;
}

std::optional<Quantity> KnownOrders::bookedBefore(const VenueOrder &theirs) const
{
    const auto place = m_places.find(theirs.id);
    if (place == m_places.end() || place->second.generation <= 0)
        return std::nullopt;
    return bookedOf(place->second.owner) - booked(theirs.id);
}

bool KnownOrders::hasAllFills(const VenueOrder &theirs) const
{
    const Quantity heard = m_fills.heard(theirs.id);
    if (heard >= theirs.filled)
        return true;
    const auto before = bookedBefore(theirs);
    return before && m_fills.countedBefore(theirs.id) == before && heard + *before >= theirs.filled;
}

bool KnownOrders::mayCountBefore(const VenueOrder &theirs) const
{
    return m_fills.heard(theirs.id).isZero() && bookedBefore(theirs) == theirs.filled;
}

Quantity KnownOrders::totalOf(const Known &known, const VenueOrder &theirs) const
{
    const Quantity wanted = known.change && known.change->terms.quantity ? *known.change->terms.quantity
                                                                         : known.request.quantity;
    if (!theirs.quantity || *theirs.quantity == wanted)
        return wanted;
    return *theirs.quantity + bookedOf(known.request.clientOrderId) - booked(theirs.id);
}

Quantity KnownOrders::bookedOf(const ClientOrderId &order) const
{
    Quantity sum;
    for (const VenueOrderId &id : chainOf(order))
        sum += booked(id);
    return sum;
}

std::vector<VenueOrder> KnownOrders::working() const
{
    std::vector<VenueOrder> orders;
    for (const auto &[id, known] : m_orders)
        if (!known.isOver && known.last && !isFinal(known.last->status))
            orders.push_back(*known.last);
    return orders;
}

std::vector<VenueOrderId> KnownOrders::chainOf(const ClientOrderId &order) const
{
    std::vector<VenueOrderId> ids;
    for (const auto &[id, place] : m_places)
        if (place.owner == order)
            ids.push_back(id);
    return ids;
}

} // namespace core::alpaca
