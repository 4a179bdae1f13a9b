// What the venue says, as lines.
#include "core/brokers/sim/VenueWire.h"

#include "core/brokers/sim/WireLine.h"
#include "core/brokers/sim/WireValues.h"

namespace core::venue {

namespace {

// --- events --------------------------------------------------------------------------------------

void fields(JsonWriter &json, const QuoteChanged &event)
{
    json.member("event", "quote")
        .member("venue", event.instrument.venue)
        .member("symbol", event.instrument.symbol)
        .member("bid", event.quote.bid.toString())
        .member("ask", event.quote.ask.toString())
        .member("quoted_at", nanos(event.quote.at));
}

void fields(JsonWriter &json, const BarClosed &event)
{
    json.member("event", "bar").key("series");
    write(json, event.series);
    json.key("bar");
    write(json, event.bar);
}

void fields(JsonWriter &json, const OrderAccepted &event)
{
    json.member("event", "accepted").member("order", event.order.text()).member("id", event.venueId.text());
}

void fields(JsonWriter &json, const OrderRejected &event)
{
    json.member("event", "rejected").member("order", event.order.text()).member("reason", event.reason);
}

void fields(JsonWriter &json, const OrderFilled &event)
{
    json.member("event", "filled").key("fill");
    write(json, event.fill);
}

void fields(JsonWriter &json, const OrderCancelled &event)
{
    json.member("event", "cancelled").member("order", event.order.text()).member("reason", event.reason);
}

void fields(JsonWriter &json, const OrderNotFound &event)
{
    json.member("event", "not-found").member("order", event.order.text());
}

ClientOrderId orderOf(WireReader &reader)
{
    return ClientOrderId(reader.text("order"));
}

QuoteChanged readQuote(WireReader &reader)
{
    return {readInstrument(reader),
            {reader.amount<Price>("bid"), reader.amount<Price>("ask"), reader.time("quoted_at")}};
}

VenueEvent readEvent(WireReader &reader, const std::string &kind)
{
    if (kind == "quote")
        return readQuote(reader);
    if (kind == "bar")
        return BarClosed{reader.object("series", readSeries), reader.object("bar", readBar)};
    if (kind == "accepted")
        return OrderAccepted{orderOf(reader), VenueOrderId(reader.text("id"))};
    if (kind == "rejected")
        return OrderRejected{orderOf(reader), reader.text("reason")};
    if (kind == "filled")
        return OrderFilled{reader.object("fill", readFill)};
    if (kind == "cancelled")
        return OrderCancelled{orderOf(reader), reader.text("reason")};
    if (kind == "not-found")
        return OrderNotFound{orderOf(reader)};
    reader.complain("event", "\"" + kind + "\" is not an event");
    return OrderNotFound{};
}

// --- answers -------------------------------------------------------------------------------------

void fields(JsonWriter &json, const Welcome &welcome)
{
    json.member("says", "welcome").member("version", welcome.version).member("at", nanos(welcome.at));
    writeList(json, "series", welcome.series);
}

void fields(JsonWriter &json, const Told &told)
{
    json.member("says", "event").member("at", nanos(told.at));
    std::visit([&json](const auto &event) { fields(json, event); }, told.event);
}

void fields(JsonWriter &json, const SnapshotPage &page)
{
    json.member("says", "snapshot")
        .member("id", page.id)
        .member("at", nanos(page.at))
        .member("fills_from", page.fillsFrom)
        .member("fills_total", page.fillsTotal);
    writeList(json, "orders", page.snapshot.openOrders);
    writeList(json, "fills", page.snapshot.fills);
    writeList(json, "holdings", page.snapshot.holdings);
    json.key("cash");
    page.snapshot.cash ? json.value(page.snapshot.cash->toString()) : json.null();
}

void fields(JsonWriter &json, const Bars &answer)
{
    json.member("says", "bars").member("id", answer.id).key("series");
    write(json, answer.series);
    writeList(json, "bars", answer.bars);
}

void fields(JsonWriter &json, const Advanced &answer)
{
    json.member("says", "advanced")
        .member("id", answer.id)
        .member("at", nanos(answer.at))
        .member("steps", answer.steps)
        .member("at_end", answer.isAtEnd);
}

void fields(JsonWriter &json, const Books::Taken &taken)
{
    json.beginObject()
        .member("at", nanos(taken.at))
        .member("connection", taken.connection)
        .member("line", taken.line)
        .endObject();
}

void fields(JsonWriter &json, const Books &books)
{
    json.member("says", "books").member("id", books.id);
    writeList(json, "orders", books.orders);
    writeList(json, "fills", books.fills);
    writeList(json, "holdings", books.holdings);
    json.member("cash", books.cash.toString()).key("requests").beginArray();
    for (const Books::Taken &taken : books.requests)
        fields(json, taken);
    json.endArray();
}

void fields(JsonWriter &json, const Refused &refused)
{
    json.member("says", "refused")
        .member("code", errorCodeName(refused.code))
        .member("message", refused.message);
}

std::optional<ErrorCode> parseErrorCode(std::string_view name)
{
    for (const ErrorCode code :
         {ErrorCode::BadInput, ErrorCode::NotFound, ErrorCode::Io, ErrorCode::Unsupported, ErrorCode::Refused,
          ErrorCode::Unreachable, ErrorCode::Timeout, ErrorCode::Busy, ErrorCode::Internal})
        if (name == errorCodeName(code))
            return code;
    return std::nullopt;
}

SnapshotPage readPage(WireReader &reader)
{
    return {reader.integer("id"),
            reader.time("at"),
            reader.count("fills_from"),
            reader.count("fills_total"),
            {reader.list("orders", readOrder), reader.list("fills", readFill),
             reader.list("holdings", readHolding), reader.maybeMoney("cash")}};
}

Books::Taken readTaken(WireReader &reader)
{
    return {reader.time("at"), reader.integer("connection"), reader.text("line")};
}

Books readBooks(WireReader &reader)
{
    return {reader.integer("id"),
            reader.list("orders", readOrder),
            reader.list("fills", readFill),
            reader.list("holdings", readHolding),
            reader.money("cash"),
            reader.list("requests", readTaken)};
}

Welcome readWelcome(WireReader &reader)
{
    return {reader.integer("version"), reader.time("at"), reader.list("series", readSeries)};
}

Message readAny(WireReader &reader)
{
    const std::string kind = reader.text("says");
    if (kind == "welcome")
        return readWelcome(reader);
    if (kind == "event")
        return Told{reader.time("at"), readEvent(reader, reader.text("event"))};
    if (kind == "snapshot")
        return readPage(reader);
    if (kind == "bars")
        return Bars{reader.integer("id"), reader.object("series", readSeries), reader.list("bars", readBar)};
    if (kind == "advanced")
        return Advanced{reader.integer("id"), reader.time("at"), reader.count("steps"), reader.flag("at_end")};
    if (kind == "books")
        return readBooks(reader);
    if (kind == "refused")
        return Refused{reader.word<ErrorCode>("code", parseErrorCode), reader.text("message")};
    reader.complain("says", "\"" + kind + "\" is nothing a venue says");
    return Refused{};
}

} // namespace

std::string toLine(const Message &message)
{
    JsonWriter json;
    json.beginObject();
    std::visit([&json](const auto &each) { fields(json, each); }, message);
    return json.endObject().take();
}

Result<Message> parseMessage(std::string_view line)
{
    return readLine<Message>(line, readAny);
}

Event toEvent(const VenueEvent &event)
{
    return std::visit([](const auto &each) -> Event { return each; }, event);
}

std::optional<VenueEvent> toVenueEvent(const Event &event)
{
    return std::visit(
        [](const auto &each) -> std::optional<VenueEvent> {
            if constexpr (std::is_constructible_v<VenueEvent, decltype(each)>)
                return VenueEvent(each);
            else
                return std::nullopt;
        },
        event);
}

} // namespace core::venue
