#include "core/brokers/alpaca/AlpacaFillBook.h"

#include <algorithm>

namespace core::alpaca {

FillBook::Booking FillBook::book(const Execution &execution)
{
    if (!m_known.insert(execution.id).second)
        return Booking::Known;
    Progress &order = m_orders[execution.order];
    if (!execution.cumulative) {
        order.unplaced += execution.quantity;
    } else {
        const Part part{*execution.cumulative - execution.quantity, *execution.cumulative};
        order.heard.insert(part);
        const bool isTaken = std::any_of(order.parts.begin(), order.parts.end(), [&](const Part &each) {
            return part.from < each.to && each.from < part.to;
        });
        if (isTaken) {
            m_contradicted.insert(execution.id);
            return Booking::Contradicted;
        }
        order.parts.insert(part);
    }
    order.booked += execution.quantity;
    return Booking::New;
}

const FillBook::Progress *FillBook::find(const VenueOrderId &order) const
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? nullptr : &found->second;
}

Quantity FillBook::booked(const VenueOrderId &order) const
{
    const Progress *progress = find(order);
    return progress ? progress->booked : Quantity();
}

Quantity FillBook::heard(const VenueOrderId &order) const
{
    const Progress *progress = find(order);
    if (!progress)
        return Quantity();
    Quantity sum = progress->unplaced;
    std::optional<Quantity> reached;
    for (const Part &part : progress->heard) { // by their beginnings
        const Quantity from = reached ? std::max(*reached, part.from) : part.from;
        if (part.to > from)
            sum += part.to - from;
        reached = std::max(reached.value_or(part.to), part.to);
    }
    return sum;
}

std::optional<Quantity> FillBook::countedBefore(const VenueOrderId &order) const
{
    const Progress *progress = find(order);
    return progress && !progress->heard.empty() ? std::optional(progress->heard.begin()->from) : std::nullopt;
}

} // namespace core::alpaca
