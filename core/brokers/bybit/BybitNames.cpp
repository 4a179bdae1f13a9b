#include "core/brokers/bybit/BybitNames.h"

namespace core::bybit {

namespace {

constexpr std::string_view madeUp = "bybit:"; // the venue takes no colon in an id

ClientOrderId idOr(const ClientOrderId &id, const std::string &venueId)
{
    return id.isEmpty() ? ClientOrderId(std::string(madeUp) + venueId) : id;
}

} // namespace

ClientOrderId idOf(const OrderState &order)
{
    return idOr(order.order.request.clientOrderId, order.order.venueId.text());
}

ClientOrderId idOf(const ExecutionState &execution)
{
    const std::string &venueId = execution.venueOrderId.text();
    return idOr(execution.fill.order, venueId.empty() ? execution.fill.id.text() : venueId);
}

OrderFilter filterOf(const OrderState &order, OrderFilter guess)
{
    const std::string_view kind = order.stopOrderType;
    if (kind.ends_with("tpslOrder") || kind.ends_with("TpslOrder"))
        return OrderFilter::TakeProfitStopLoss;
    return kind == "Stop" ? OrderFilter::Stop : guess;
}

OrderName nameOf(const Order &order)
{
    OrderName name{.instrument = order.request.instrument,
                   .clientOrderId = order.request.clientOrderId,
                   .venueId = order.venueId,
                   .filter = orderFilterOf(order.request)};
    if (std::string_view(name.clientOrderId.text()).starts_with(madeUp)) {
        if (name.venueId.isEmpty())
            name.venueId = VenueOrderId(name.clientOrderId.text().substr(madeUp.size()));
        name.clientOrderId = {};
    }
    return name;
}

} // namespace core::bybit
