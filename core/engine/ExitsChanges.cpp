// Exits that are changed where they rest: a stop that a person moves, and stops and targets that are for more than is
// held. Nothing is cancelled and placed anew, so that the position is never without them.
#include "core/engine/Exits.h"

#include <algorithm>

namespace core {

namespace {

std::string priceText(const std::optional<Price> &price)
{
    return price ? price->toString() : "no price";
}

} // namespace

/// In order of creation; one that is being ended is none.
std::vector<const Order *> Exits::resting(const InstrumentId &instrument, OrderRole role) const
{
    std::vector<const Order *> orders;
    for (const Order *order : m_parts.execution.open())
        if (order->request.instrument == instrument && order->request.role == role && !order->isExternal() &&
            !order->cancelRequested)
            orders.push_back(order);
    return orders;
}

// --- a stop is moved ---------------------------------------------------------------------------

/// Later fills of the entry, and what must be covered anew, follow what a person has said.
Order Exits::asMoved(Order entry) const
{
    const auto moved = m_movedStops.find(entry.request.instrument);
    if (moved != m_movedStops.end() && moved->second.entry == entry.proposal && entry.exits.stop)
        entry.exits.stop = moved->second.stop;
    return entry;
}

std::optional<Error> Exits::whyNoMove(const InstrumentId &instrument, Price to) const
{
    const Quantity held = m_parts.own(instrument);
    if (held.isZero())
        return Error{ErrorCode::NotFound, "nothing of ours is held of " + instrument.symbol};
    if (isClosing(instrument))
        return Error{ErrorCode::Refused, "the position is being closed"};
    const auto stops = resting(instrument, OrderRole::Stop);
    if (stops.empty())
        return Error{ErrorCode::NotFound, "no stop of ours works in " + instrument.symbol};
    if (!std::ranges::all_of(stops, [](const Order *stop) { return isWorking(stop->status) && !stop->amendment; }))
        return Error{ErrorCode::Refused, "a stop of the position is on its way or being changed: wait for the venue's word"};
    if (to.sign() <= 0 || m_parts.instrument(instrument).roundedPrice(to, Rounding::Floor) != to)
        return Error{ErrorCode::BadInput, "the stop must be above zero and on the tick of " + instrument.symbol};
    const auto quote = m_parts.portfolio.quote(instrument);
    if (!quote)
        return Error{ErrorCode::Refused, "there is no price of " + instrument.symbol + " to judge it by"};
    if (held.sign() > 0 ? to >= quote->bid : to <= quote->ask)
        return Error{ErrorCode::Refused, "the stop would be beyond the market and sell at once: close the position instead"};
    return std::nullopt;
}

/// All of them or none: nothing is changed before each has been let through.
Result<> Exits::moveStop(const InstrumentId &instrument, Price to)
{
    if (auto why = whyNoMove(instrument, to))
        return failure(*why);
    std::vector<VettedChange> changes;
    for (const Order *stop : resting(instrument, OrderRole::Stop)) {
        if (stop->request.stopPrice == to)
            continue;
        const auto change = changeOf(*stop, to);
        if (!change)
            return failure(ErrorCode::Refused, change.error().detail);
        changes.push_back(*change);
    }
    if (changes.empty())
        return failure(ErrorCode::Refused, "the stop is at " + to.toString() + " already");
    for (const VettedChange &change : changes)
        if (auto done = m_parts.execution.amend(change, m_parts.journal.durableThrough()); !done)
            return done;
    return {};
}

/// What it is for beyond what is held goes with the same change.
tl::expected<VettedChange, Refusal> Exits::changeOf(const Order &stop, Price to) const
{
    const InstrumentId &instrument = stop.request.instrument;
    const Quantity held = heldFor(instrument);
    const Quantity others = reducing(instrument, stop.request.ocoGroup);
    Amendment terms{.stopPrice = to};
    if (const Quantity room = held.abs() - others; claimOf(stop) > room)
        terms.quantity = room + takenByPair(stop);
    return m_parts.gate.vetChange(stop, terms, held, takenByPair(stop), others);
}

void Exits::onAmended(const Order &order, AmendmentStep step, const std::string &reason)
{
    const OrderRequest &request = order.request;
    if (step == AmendmentStep::Asked || request.role == OrderRole::Entry || order.isExternal())
        return;
    if (!reason.empty() && !isFinal(order.status))
        m_parts.note(Severity::Warning, "exit",
                     std::string("The change of the ") + orderRoleName(request.role) + " for " +
                         request.instrument.symbol + (step == AmendmentStep::Refused ? " was not made (" : ": ") + reason +
                         (step == AmendmentStep::Refused ? ")" : "") + "; it works for " + request.quantity.toString() +
                         (request.stopPrice ? " at " + priceText(request.stopPrice) : "") + ".");
    if (step == AmendmentStep::Refused && order.amendment && order.amendment->quantity)
        m_unchangeable.insert(request.clientOrderId);
    if (step == AmendmentStep::Made && request.role == OrderRole::Stop)
        rememberStop(order);
    m_parts.dirty.insert(request.instrument);
}

/// The plan of the entry follows, so that what has to be covered again is covered there.
void Exits::rememberStop(const Order &stop)
{
    const InstrumentId &instrument = stop.request.instrument;
    const auto entry = m_lastEntries.find(instrument);
    if (entry == m_lastEntries.end() || entry->second.proposal != stop.proposal ||
        !stop.request.stopPrice || entry->second.exits.stop == stop.request.stopPrice)
        return;
    m_movedStops[instrument] = {stop.proposal, *stop.request.stopPrice};
    entry->second = asMoved(entry->second);
    m_parts.observers.stopMoved(instrument, stop.proposal, *stop.request.stopPrice, m_parts.now());
}

// --- less is held than they are for ------------------------------------------------------------

/// The newest first, so that the oldest protection stays whole. What would be for nothing is cancelled.
void Exits::followDown(const InstrumentId &instrument)
{
    if (!m_oversized.contains(instrument) || isClosing(instrument) || !m_parts.health.isReady)
        return;
    bool isOver = true;
    for (const OrderRole role : {OrderRole::Stop, OrderRole::Target}) {
        auto orders = resting(instrument, role);
        Quantity excess = -m_parts.own(instrument).abs();
        for (const Order *order : orders)
            excess += claimOf(*order);
        std::ranges::reverse(orders);
        for (const Order *order : orders) {
            if (excess.sign() <= 0)
                break;
            const Quantity claim = claimOf(*order);
            const Quantity less = std::min(claim, excess);
            isOver = makeSmaller(*order, claim - less) && isOver;
            excess -= less;
        }
    }
    if (isOver)
        m_oversized.erase(instrument);
}

/// False: it must be looked at again when the venue has spoken.
bool Exits::makeSmaller(const Order &order, Quantity claim)
{
    const OrderRequest &request = order.request;
    if (claim.sign() <= 0) {
        m_parts.execution.cancel(request.clientOrderId);
        return true;
    }
    if (!isWorking(order.status) || order.amendment)
        return false;
    if (m_unchangeable.contains(request.clientOrderId))
        return true; // reduce-only keeps it from taking more than there is
    const Amendment terms{.quantity = claim + takenByPair(order)};
    // The others are on their way down too; each alone must fit.
    const auto change = m_parts.gate.vetChange(order, terms, heldFor(request.instrument), takenByPair(order), {});
    if (!change || !m_parts.execution.amend(*change, m_parts.journal.durableThrough()))
        return true;
    m_parts.note(Severity::Info, "exit",
                 std::string("The ") + orderRoleName(request.role) + " for " + request.instrument.symbol +
                     " is made smaller where it rests, to " + terms.quantity->toString() + ": less is held.");
    return false;
}

} // namespace core
