#include "tests/support/VenueBooks.h"

#include "app/exchange/VenueFront.h"
#include "core/json/Document.h"
#include "core/simulation/SimVenue.h"

namespace support {

using namespace core;

namespace {

std::string text(const json::Value &row, const char *name)
{
    return std::string(row[name].text());
}

template <class T>
T amount(const json::Value &row, const char *name)
{
    const auto value = Decimal::parse(row[name].text());
    return value ? T(*value) : T();
}

Money money(std::string_view text)
{
    const auto value = WideDecimal::parse(text);
    return value ? Money(*value) : Money();
}

json::Document written(const std::function<void(JsonWriter &)> &write)
{
    JsonWriter json;
    json.beginArray();
    write(json);
    return *json::Document::parse(json.endArray().take());
}

} // namespace

VenueBooks booksOf(const app::VenueFront &front)
{
    VenueBooks books;
    const auto orders = written([&](JsonWriter &json) { front.writeOrders(json); });
    for (const json::Value row : orders.root())
        books.orders.push_back({text(row, "client_order_id"), text(row, "id"), text(row, "symbol"), text(row, "side"),
                                text(row, "status"), amount<Quantity>(row, "quantity"), amount<Quantity>(row, "filled")});
    const auto fills = written([&](JsonWriter &json) { front.writeFills(json); });
    for (const json::Value row : fills.root())
        books.fills.push_back({text(row, "id"), text(row, "order_id"), text(row, "client_order_id"), text(row, "symbol"),
                               text(row, "side"), amount<Quantity>(row, "quantity"), amount<Price>(row, "price"),
                               money(row["fee"].text())});
    const auto positions = written([&](JsonWriter &json) { front.writePositions(json); });
    for (const json::Value row : positions.root())
        books.positions[text(row, "symbol")] = amount<Quantity>(row, "quantity");
    const auto cash = written([&](JsonWriter &json) {
        json.beginObject();
        front.writeCash(json);
        json.endObject();
    });
    for (const json::Value each : cash.root().at(0))
        books.cash = money(each.text());
    return books;
}

VenueBooks booksOf(const SimVenue &venue)
{
    VenueBooks books;
    for (const auto &[id, order] : venue.orders())
        books.orders.push_back({id.text(), order.venueId.text(), order.request.instrument.symbol,
                                sideName(order.request.side), orderStatusName(order.status), order.request.quantity,
                                order.filled});
    for (const core::Fill &fill : venue.fills())
        books.fills.push_back({fill.id.text(), venue.find(fill.order)->venueId.text(), fill.order.text(),
                               fill.instrument.symbol, sideName(fill.side), fill.quantity, fill.price, fill.fee});
    for (const auto &holding : venue.snapshot().holdings)
        if (!holding.quantity.isZero())
            books.positions[holding.instrument.symbol] = holding.quantity;
    books.cash = venue.cash();
    return books;
}

} // namespace support
