// What a client asks of the venue, as lines.
#include "core/brokers/sim/VenueWire.h"

#include "core/brokers/sim/WireLine.h"
#include "core/brokers/sim/WireValues.h"

namespace core::venue {

namespace {

void fields(JsonWriter &json, const Hello &hello)
{
    json.member("request", "hello")
        .member("version", hello.version)
        .member("token", hello.token)
        .member("events", hello.wantsEvents);
}

void fields(JsonWriter &json, const Submit &submit)
{
    json.member("request", "submit").key("order");
    write(json, submit.order);
}

void fields(JsonWriter &json, const Cancel &cancel)
{
    json.member("request", "cancel").member("order", cancel.order.text());
}

void fields(JsonWriter &json, const Query &query)
{
    json.member("request", "query").member("order", query.order.text());
}

void fields(JsonWriter &json, const AskSnapshot &ask)
{
    json.member("request", "snapshot").member("id", ask.id).member("fills_from", ask.fillsFrom);
}

void fields(JsonWriter &json, const AskBars &ask)
{
    json.member("request", "bars").member("id", ask.id).key("series");
    write(json, ask.series);
    json.member("after", nanos(ask.after));
}

void fields(JsonWriter &json, const Advance &advance)
{
    json.member("request", "advance").member("id", advance.id).member("steps", advance.steps).key("until");
    advance.until ? json.value(nanos(*advance.until)) : json.null();
}

void fields(JsonWriter &json, const AskBooks &ask)
{
    json.member("request", "books").member("id", ask.id);
}

ClientOrderId orderOf(WireReader &reader)
{
    return ClientOrderId(reader.text("order"));
}

Hello readHello(WireReader &reader)
{
    return {reader.integer("version"), reader.text("token"), reader.flag("events")};
}

AskBars readAskBars(WireReader &reader)
{
    return {reader.integer("id"), reader.object("series", readSeries), reader.time("after")};
}

Advance readAdvance(WireReader &reader)
{
    return {reader.integer("id"), reader.count("steps"), reader.maybeTime("until")};
}

Request readAny(WireReader &reader)
{
    const std::string kind = reader.text("request");
    if (kind == "hello")
        return readHello(reader);
    if (kind == "submit")
        return Submit{reader.object("order", readRequest)};
    if (kind == "cancel")
        return Cancel{orderOf(reader)};
    if (kind == "query")
        return Query{orderOf(reader)};
    if (kind == "snapshot")
        return AskSnapshot{reader.integer("id"), reader.count("fills_from")};
    if (kind == "bars")
        return readAskBars(reader);
    if (kind == "advance")
        return readAdvance(reader);
    if (kind == "books")
        return AskBooks{reader.integer("id")};
    reader.complain("request", "\"" + kind + "\" is not a request");
    return Hello{};
}

} // namespace

std::string toLine(const Request &request)
{
    JsonWriter json;
    json.beginObject();
    std::visit([&json](const auto &each) { fields(json, each); }, request);
    return json.endObject().take();
}

Result<Request> parseRequest(std::string_view line)
{
    return readLine<Request>(line, readAny);
}

} // namespace core::venue
