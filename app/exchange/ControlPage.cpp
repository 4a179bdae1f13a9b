#include "app/exchange/ControlPage.h"

#include "core/json/Fields.h"

#include <cmath>
#include <limits>

namespace app {

using namespace core;

namespace {

/// One request plays no longer than this, so that others get their turn.
constexpr std::int64_t mostSteps = 200'000;

struct WantedPrice {
    std::string symbol;
    Price price;
};

struct WantedHalt {
    std::string symbol;
    std::string reason;
};

struct WantedSteps {
    std::optional<std::int64_t> steps;
    std::optional<Timestamp> until;
};

WantedPrice readPrice(json::Fields &fields)
{
    return {fields.text("symbol"), fields.amount<Price>("price")};
}

WantedHalt readHalt(json::Fields &fields)
{
    return {fields.text("symbol"), fields.maybeText("reason").value_or("T1")};
}

double readSpeed(json::Fields &fields)
{
    return fields.text("speed") == "max" ? std::numeric_limits<double>::infinity() : fields.number("speed");
}

WantedSteps readSteps(json::Fields &fields)
{
    return {fields.maybeInteger("steps"), fields.maybeIsoTime("until")};
}

} // namespace

HttpResponse ControlPage::answer(const HttpRequest &request)
{
    HttpResponse response;
    const auto body = route(request);
    if (body) {
        response.body = *body;
        return response;
    }
    response.status = body.error().code == ErrorCode::NotFound ? 404 : 400;
    JsonWriter json;
    json.beginObject().key("error").beginObject().member("code", errorCodeName(body.error().code));
    response.body = json.member("message", describe(body.error())).endObject().endObject().take();
    return response;
}

Result<std::string> ControlPage::route(const HttpRequest &request)
{
    const auto is = [&](const char *method, const char *path) {
        return request.method == method && request.path() == path;
    };
    if (is("GET", "/control/books"))
        return books();
    if (is("GET", "/control/time"))
        return time(0);
    if (is("POST", "/control/price"))
        return setPrice(request.body);
    if (is("POST", "/control/speed"))
        return setSpeed(request.body);
    if (is("POST", "/control/faults"))
        return setFaults(request.body);
    if (is("POST", "/control/halt"))
        return setHalt(request.body, true);
    if (is("POST", "/control/resume"))
        return setHalt(request.body, false);
    if (is("POST", "/control/step"))
        return step(request.body);
    return failure(ErrorCode::NotFound, "the control page has no " + request.method + " " + request.target);
}

std::string ControlPage::books() const
{
    JsonWriter json;
    const auto rows = [&](const char *name, void (VenueFront::*write)(JsonWriter &) const) {
        json.key(name).beginArray();
        for (const VenueFront *front : m_fronts)
            (front->*write)(json);
        json.endArray();
    };
    json.beginObject();
    rows("orders", &VenueFront::writeOrders);
    rows("fills", &VenueFront::writeFills);
    rows("positions", &VenueFront::writePositions);
    json.key("cash").beginObject();
    for (const VenueFront *front : m_fronts)
        front->writeCash(json);
    json.endObject().key("requests");
    m_log.write(json);
    return json.endObject().take();
}

/// A symbol of the played market (`AAPL`, `BTCUSDT`); what follows that series follows.
Result<std::string> ControlPage::setPrice(const std::string &body)
{
    const auto wanted = json::readObject<WantedPrice>(body, readPrice);
    if (!wanted)
        return failure(wanted.error());
    if (wanted->price.sign() <= 0)
        return failure(ErrorCode::BadInput, "a price is above zero");
    for (const SeriesId &series : m_venue.series())
        if (series.instrument.symbol == wanted->symbol) {
            m_venue.playPrice(series, wanted->price);
            return time(1);
        }
    return failure(ErrorCode::NotFound, "nothing here is called " + wanted->symbol);
}

Result<std::string> ControlPage::setHalt(const std::string &body, bool isHalted)
{
    const auto wanted = json::readObject<WantedHalt>(body, readHalt);
    if (!wanted)
        return failure(wanted.error());
    for (const SeriesId &series : m_venue.series())
        if (series.instrument.symbol == wanted->symbol && series.instrument.venue == "alpaca") {
            isHalted ? m_venue.halt(series.instrument, wanted->reason) : m_venue.resume(series.instrument);
            return time(0);
        }
    return failure(ErrorCode::NotFound, "no stock here is called " + wanted->symbol);
}

Result<std::string> ControlPage::setSpeed(const std::string &body)
{
    const auto speed = json::readObject<double>(body, readSpeed);
    if (!speed)
        return failure(speed.error());
    if (std::isnan(*speed) || *speed < 0)
        return failure(ErrorCode::BadInput, "speed is a number from 0 or \"max\"");
    m_pace.setSpeed(*speed);
    return time(0);
}

Result<std::string> ControlPage::setFaults(const std::string &body)
{
    auto rows = FaultPlan::parse(body, "faults");
    if (!rows)
        return failure(rows.error());
    m_faults.begin(std::move(*rows));
    return time(0);
}

Result<std::string> ControlPage::step(const std::string &body)
{
    const auto wanted = json::readObject<WantedSteps>(body, readSteps);
    if (!wanted)
        return failure(wanted.error());
    if (wanted->steps.has_value() == wanted->until.has_value())
        return failure(ErrorCode::BadInput, "say either steps or until");
    std::int64_t played = 0;
    for (auto next = m_venue.nextAt(); next && played < mostSteps; next = m_venue.nextAt()) {
        if (wanted->until ? *next > *wanted->until : played >= *wanted->steps)
            break;
        m_venue.playNext();
        ++played;
    }
    if (wanted->until && played < mostSteps)
        m_venue.passTime(*wanted->until);
    return time(played);
}

std::string ControlPage::time(std::int64_t steps) const
{
    JsonWriter json;
    return json.beginObject().member("steps", steps).member("market_time", m_venue.now()).endObject().take();
}

} // namespace app
