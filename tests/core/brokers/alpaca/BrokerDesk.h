#pragma once

#include "tests/support/CoreBuilders.h"
#include "tests/support/FakeHttp.h"
#include "tests/support/FakeSocket.h"

#include "core/approval/Desk.h"
#include "core/base/Json.h"
#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/risk/RiskGate.h"

#include <QTest>

namespace support {

/// An order as the venue would write it.
struct Theirs {
    std::string id = "v1";
    std::string clientId = "C1";
    std::string status = "new";
    std::string filled = "0";
    std::string quantity = "10";
    std::string side = "sell";
    std::string type = "market";
    std::string limit{};
    std::string stop{};
    std::string orderClass{};
    std::string replaces{};
    std::string replacedBy{};
    std::vector<Theirs> legs{};
    std::string symbol = "AAPL";
    std::string assetClass = "us_equity";
    std::string at = "2026-06-16T15:00:00.5Z";
    std::string expiresAt{};

    [[nodiscard]] std::string json() const
    {
        core::JsonWriter json;
        json.beginObject().member("id", id).member("client_order_id", clientId).member("status", status);
        json.member("filled_qty", filled).member("qty", quantity).member("side", side).member("type", type);
        json.member("time_in_force", "gtc").member("symbol", symbol).member("asset_class", assetClass);
        json.member("order_class", orderClass).member("submitted_at", at).member("created_at", at);
        for (const auto &[name, value] :
             {std::pair{"limit_price", limit}, {"stop_price", stop}, {"replaces", replaces}, {"replaced_by", replacedBy},
              {"expires_at", expiresAt}})
            if (!value.empty())
                json.member(name, value);
        json.key("legs").beginArray();
        for (const Theirs &leg : legs)
            json.raw(leg.json());
        return json.endArray().endObject().take();
    }
};

/// An execution as the list of activities would write it.
struct TheirFill {
    std::string order = "v1";
    std::string quantity = "10";
    std::string cumulative = "10";
    std::string price = "100";
    std::string at = "2026-06-16T15:00:01.123456Z";
    std::string symbol = "AAPL";
    std::string side = "sell";

    [[nodiscard]] std::string json() const
    {
        core::JsonWriter json;
        json.beginObject().member("id", "a-" + order + "-" + cumulative).member("activity_type", "FILL");
        json.member("order_id", order).member("symbol", symbol).member("side", side).member("qty", quantity);
        json.member("cum_qty", cumulative).member("price", price).member("transaction_time", at);
        return json.endObject().take();
    }
};

template <class T>
std::string listOf(const std::vector<T> &items)
{
    core::JsonWriter json;
    json.beginArray();
    for (const T &each : items)
        json.raw(each.json());
    return json.endArray().take();
}

/// A frame of the order stream.
inline std::string frame(const char *event, const Theirs &order, const TheirFill *fill = nullptr)
{
    core::JsonWriter json;
    json.beginObject().member("stream", "trade_updates").key("data").beginObject();
    json.member("event", event).member("timestamp", fill ? fill->at : order.at);
    if (fill)
        json.member("price", fill->price).member("qty", fill->quantity).member("execution_id", "e");
    return json.key("order").raw(order.json()).endObject().endObject().take();
}

/// What a whole comparison finds.
struct TheirBooks {
    std::string cash = "100000";
    std::vector<Theirs> open{};
    std::vector<Theirs> closed{};
    std::vector<TheirFill> fills{};
    std::string positions = "[]";
    std::string others = "[]";
    std::string clock = "2026-06-16T11:00:00-04:00";
    std::vector<TheirFill> lateFills{}; ///< Only the second look at them sees these.
    bool isOpen = true;                 ///< Says the venue's clock.
    std::string account{};              ///< More members of it.
};

/// The broker with a transport and a socket that the test plays.
class BrokerDesk {
public:
    explicit BrokerDesk(core::alpaca::AlpacaBroker::Setup setup = usual())
        : clock(sessionTime()), broker(std::move(setup), http, socket, clock)
    {
        broker.open([this](core::Event event) { events.push_back(std::move(event)); });
    }

    static core::alpaca::AlpacaBroker::Setup usual()
    {
        using namespace core;
        return {.endpoints = alpaca::usualEndpoints(alpaca::Environment::Paper),
                .keys = {Secret(std::string("PKTEST")), Secret(std::string("secret"))}};
    }

    /// An order of ten AAPL that reduces, through the gate.
    static core::VettedOrder vetted(const char *id, core::OrderRole role = core::OrderRole::Exit,
                                    const char *price = nullptr, const char *group = "",
                                    core::InstrumentId instrument = stock(), core::Side side = core::Side::Sell)
    {
        core::ManualClock clock;
        core::Desk desk(clock, {}, {});
        core::Proposal exit = buyProposal();
        exit.side = side;
        exit.signal.series.instrument = std::move(instrument);
        exit.limitPrice.reset();
        exit.orderType = role == core::OrderRole::Stop     ? core::OrderType::Stop
                         : role == core::OrderRole::Target ? core::OrderType::Limit
                                                           : core::OrderType::Market;
        if (role == core::OrderRole::Stop)
            exit.stopPrice = px(price);
        else if (price)
            exit.limitPrice = px(price);
        return *core::RiskGate().vetExit(desk.issueExit(std::move(exit), role, group),
                                         qty(side == core::Side::Sell ? "10" : "-10"), {}, core::ClientOrderId(id));
    }
    static core::Order order(const core::VettedOrder &vetted, const char *venueId = "")
    {
        core::Order order;
        order.request = vetted.request();
        order.venueId = core::VenueOrderId(venueId);
        order.createdAt = sessionTime();
        return order;
    }

    // --- the venue -----------------------------------------------------------------------------
    void linkUp()
    {
        socket.accept();
        socket.tell(R"({"stream":"authorization","data":{"status":"authorized","action":"authenticate"}})");
        socket.tell(R"({"stream":"listening","data":{"streams":["trade_updates"]}})");
    }
    /// The oldest request that waits for an answer and whose method and target begin so.
    [[nodiscard]] std::optional<std::size_t> waiting(const std::string &what) const
    {
        for (std::size_t i = 0; i < http.requests.size(); ++i)
            if (http.isWaiting(i) && lineOf(http.requests[i]).starts_with(what))
                return i;
        return std::nullopt;
    }
    [[nodiscard]] int count(const std::string &what) const
    {
        return int(std::count_if(http.requests.begin(), http.requests.end(),
                                 [&](const auto &each) { return lineOf(each).starts_with(what); }));
    }
    static std::string lineOf(const core::net::HttpRequest &request)
    {
        const std::string base = "https://paper-api.alpaca.markets";
        return request.method + " " + request.url.substr(base.size());
    }
    void answer(const std::string &what, int status, const std::string &body, core::net::HttpHeaders headers = {})
    {
        const auto at = waiting(what);
        if (!at)
            QFAIL(qPrintable(QString::fromStdString("nobody asked " + what + "; waiting:" + allWaiting())));
        http.answer(*at, status, body, std::move(headers));
    }
    void answer(const std::string &what, const Theirs &order) { answer(what, 200, order.json()); }
    void answerFills(const std::string &what, const std::vector<TheirFill> &fills) { answer(what, 200, listOf(fills)); }
    void lose(const std::string &what) { http.finish(*waiting(what), core::net::NoAnswer{"reset"}); }
    [[nodiscard]] std::string allWaiting() const
    {
        std::string all;
        for (std::size_t i = 0; i < http.requests.size(); ++i)
            if (http.isWaiting(i))
                all += " [" + lineOf(http.requests[i]) + "]";
        return all;
    }
    static constexpr const char *allFills = "GET /v2/account/activities/FILL?after";
    void playFirstFills(const TheirBooks &books)
    {
        answer("GET /v2/clock", 200,
               R"({"timestamp":")" + books.clock + R"(","is_open":)" + (books.isOpen ? "true" : "false") +
                   R"(,"next_open":"2026-06-17T09:30:00-04:00",)"
               R"("next_close":"2026-06-16T16:00:00-04:00"})");
        answerFills(allFills, books.fills);
    }
    void playParts(const TheirBooks &books)
    {
        answer("GET /v2/account", 200,
               R"({"id":"a","status":"ACTIVE","currency":"USD","equity":"1","last_equity":"99000.5","cash":")" + books.cash +
                   "\"" + books.account + "}");
        answer("GET /v2/positions", 200, books.positions);
        answer("GET /v2/orders?status=open", 200, listOf(books.open));
        answer("GET /v2/orders?status=closed", 200, listOf(books.closed));
        answer("GET /v2/account/activities?category=non_trade_activity", 200, books.others);
    }
    void playSnapshot(const TheirBooks &books = {})
    {
        playFirstFills(books);
        playParts(books);
        answerFills(allFills, books.lateFills);
    }
    /// Connected and compared once.
    void start(const TheirBooks &books = {})
    {
        linkUp();
        playSnapshot(books);
        events.clear();
    }
    void pass(core::Duration span)
    {
        clock.advance(span);
        broker.tick();
    }

    // --- what was told -------------------------------------------------------------------------
    template <class T>
    [[nodiscard]] std::vector<T> told() const
    {
        std::vector<T> all;
        for (const core::Event &each : events)
            if (const auto *one = std::get_if<T>(&each))
                all.push_back(*one);
        return all;
    }
    /// "accepted C1 v1 · filled C1 10 at 100 · cancelled C1": the orders' events in order.
    [[nodiscard]] std::string story() const
    {
        std::string text;
        for (const core::Event &each : events)
            if (std::string one = wordsOf(each); !one.empty())
                text += (text.empty() ? "" : " · ") + one;
        return text;
    }

    core::ManualClock clock;
    FakeHttp http;
    FakeSocket socket;
    core::alpaca::AlpacaBroker broker;
    std::vector<core::Event> events;

private:
    static std::string wordsOf(const core::Event &event)
    {
        using namespace core;
        return std::visit(
            match{[](const OrderAccepted &e) { return "accepted " + e.order.text() + " " + e.venueId.text(); },
                  [](const OrderRejected &e) { return "rejected " + e.order.text(); },
                  [](const OrderFilled &e) {
                      return "filled " + e.fill.order.text() + " " + e.fill.quantity.toString() + " at " +
                             e.fill.price.toString();
                  },
                  [](const OrderCancelled &e) { return "cancelled " + e.order.text(); },
                  [](const OrderOutcomeUnknown &e) { return "unknown " + e.order.text(); },
                  [](const OrderNotFound &e) { return "not found " + e.order.text(); },
                  [](const OrderAmended &e) { return "amended " + e.order.text() + " " + e.venueId.text(); },
                  [](const OrderAmendRefused &e) { return "not amended " + e.order.text(); },
                  [](const VenueSnapshot &) { return std::string("snapshot"); },
                  [](const VenueOrders &) { return std::string("orders"); },
                  [](const auto &) { return std::string(); }},
            event);
    }
};

} // namespace support
