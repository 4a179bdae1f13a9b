#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/bybit/BybitBroker.h"
#include "tests/core/brokers/bybit/BybitBuilders.h"
#include "tests/core/brokers/bybit/VettedOrders.h"
#include "tests/support/FakeHttp.h"
#include "tests/support/FakeSocket.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <functional>
#include <set>

namespace core::bybit {

/// One row of the venue's books, as a test lays it down.
struct VenueRow {
    std::string category;
    std::string id; ///< The client's.
    std::string json;
    bool isOpen = true;
};

/// A broker between a transport and a socket on which the test plays the venue. Time stands until it is
/// moved; requests are answered by `settle`, but for those whose path is held.
class BybitBrokerDesk {
public:
    explicit BybitBrokerDesk(Environment environment = Environment::Testnet, bool refusesBeyondLimits = false,
                             std::optional<Timestamp> booksSince = std::nullopt)
        : broker({.endpoints = usualEndpoints(environment),
                  .keys = {Secret("DEMOKEY0123456789"), Secret("demo-secret-0123456789abcdef")},
                  .instruments = {linearFacts().instrument.id, spotFacts().instrument.id},
                  .booksSince = booksSince,
                  .refusesBeyondLimits = refusesBeyondLimits,
                  .silence = silence},
                 http, socket, clock)
    {
        results["account/info"] = resultOf(payload("account-info"));
        results["user/query-api"] = resultOf(payload("key-info"));
        results["account/user-setting-config"] = resultOf(payload("user-settings"));
        results["market/price-limit"] = resultOf(payload("price-limit"));
        results["account/fee-rate"] = resultOf(payload("fee-rate"));
        results["market/instruments-info linear"] = resultOf(payload("instruments-linear"));
        results["market/instruments-info spot"] = resultOf(payload("instruments-spot"));
        broker.open([this](Event event) { events.push_back(std::move(event)); });
    }

    /// Connected, reconciled, nothing told yet.
    void begin()
    {
        settle();
        connect();
        settle();
        events.clear();
    }
    void connect()
    {
        socket.accept();
        socket.tell(R"({"success":true,"ret_msg":"","op":"auth","conn_id":"c"})");
        for (int i = 0; i < 4; ++i)
            socket.tell(R"({"success":true,"ret_msg":"","op":"subscribe","conn_id":"c"})");
    }
    /// Answers whatever waits, until nothing does.
    void settle()
    {
        broker.tick();
        for (std::size_t i = 0; i < http.requests.size(); ++i) {
            if (!http.isWaiting(i) || held.contains(pathOf(http.requests[i])))
                continue;
            answer(i);
            broker.tick();
        }
    }
    void wait(Duration span)
    {
        clock.advance(span);
        broker.tick();
    }
    /// In steps, each with its answers.
    void live(Duration span, Duration step = std::chrono::milliseconds(500))
    {
        for (Duration gone{}; gone < span; gone += step) {
            wait(step);
            if (answersPings)
                pong();
            settle();
        }
    }
    void pong() { socket.tell(R"({"req_id":"1","op":"pong","args":["1"],"conn_id":"c"})"); }

    // --- the venue's answers --------------------------------------------------------------------
    void answer(std::size_t index) { http.answer(index, 200, replyTo(http.requests[index]), {}, now()); }
    /// Refuses request `index` with a code.
    void refuse(std::size_t index, int code, const char *text = "no")
    {
        http.answer(index, 200, envelope("{}", code, text), {}, now());
    }
    /// The place of the newest request to this path.
    [[nodiscard]] std::size_t last(const char *path) const
    {
        for (std::size_t i = http.requests.size(); i-- > 0;)
            if (pathOf(http.requests[i]) == path)
                return i;
        qFatal("no request to %s", path);
    }
    [[nodiscard]] int count(const char *path) const
    {
        return int(std::count_if(http.requests.begin(), http.requests.end(),
                                 [&](const net::HttpRequest &each) { return pathOf(each) == path; }));
    }
    [[nodiscard]] std::string envelope(const std::string &result, int code = 0, const char *text = "OK") const
    {
        return "{\"retCode\":" + std::to_string(code) + ",\"retMsg\":\"" + text + "\",\"result\":" + result +
               ",\"retExtInfo\":{},\"time\":" + std::to_string(toMillis(clock.now() + venueAhead)) + "}";
    }
    [[nodiscard]] net::RoundTrip now() const
    {
        return {clock.now(), clock.now(), clock.steady(), clock.steady()};
    }

    // --- rows -----------------------------------------------------------------------------------
    /// `changes` replaces members of a plain linear buy of 0.25 at 98.40 that works.
    [[nodiscard]] std::string orderRow(const std::string &id, const std::string &status,
                                       std::vector<std::pair<std::string, std::string>> changes = {}) const
    {
        std::map<std::string, std::string> members{
            {"category", "linear"}, {"orderId", "v-" + id}, {"orderLinkId", id}, {"symbol", "KLMUSDT"},
            {"side", "Buy"}, {"orderStatus", status}, {"cancelType", "UNKNOWN"}, {"rejectReason", "EC_NoError"},
            {"timeInForce", "GTC"}, {"orderType", "Limit"}, {"price", "98.40"}, {"qty", "0.25"},
            {"cumExecQty", "0"}, {"cumExecValue", "0"}, {"stopOrderType", ""}, {"triggerPrice", ""},
            {"createdTime", millis()}, {"updatedTime", millis()}};
        for (auto &[name, value] : changes)
            members[name] = value;
        std::string row = "{\"positionIdx\":0,\"reduceOnly\":" +
                          std::string(members.contains("reduceOnly") ? "true" : "false");
        members.erase("reduceOnly");
        for (const auto &[name, value] : members)
            row += ",\"" + name + "\":\"" + value + "\"";
        return row + "}";
    }
    [[nodiscard]] std::string fillRow(const std::string &id, const std::string &execution, const std::string &quantity,
                                      std::vector<std::pair<std::string, std::string>> changes = {}) const
    {
        std::map<std::string, std::string> members{
            {"category", "linear"}, {"symbol", "KLMUSDT"}, {"orderId", "v-" + id}, {"orderLinkId", id}, {"side", "Buy"},
            {"execFee", "0.001"}, {"execId", execution}, {"execPrice", "98.40"}, {"execQty", quantity},
            {"execType", "Trade"}, {"execTime", millis()}, {"feeCurrency", ""}};
        for (auto &[name, value] : changes)
            members[name] = value;
        std::string row = "{\"isMaker\":false";
        for (const auto &[name, value] : members)
            row += ",\"" + name + "\":\"" + value + "\"";
        return row + "}";
    }
    [[nodiscard]] std::string millis() const { return std::to_string(toMillis(clock.now())); }
    void tellOrder(const std::string &row) { tellTopic("order", row); }
    void tellFill(const std::string &row) { tellTopic("execution", row); }
    void tellTopic(const std::string &topic, const std::string &row)
    {
        socket.tell("{\"id\":\"1\",\"topic\":\"" + topic + "\",\"creationTime\":" + millis() + ",\"data\":[" + row + "]}");
    }

    // --- what is asked of the broker ------------------------------------------------------------
    /// A market buy of 0.25 KLMUSDT with a worst price of 98.40, or that much to sell.
    [[nodiscard]] static VettedOrder vetted(const std::string &id, OrderRole role = OrderRole::Entry,
                                            Category category = Category::Linear)
    {
        const bool isEntry = role == OrderRole::Entry;
        return support::vettedOrder({.id = id,
                                     .instrument = instrumentId(category, "KLMUSDT"),
                                     .role = role,
                                     .quantity = quantity("0.25"),
                                     .worst = price("98.40"),
                                     .stop = price("95"),
                                     .side = isEntry ? Side::Buy : Side::Sell});
    }
    ClientOrderId place(const std::string &id, OrderRole role = OrderRole::Entry, Category category = Category::Linear)
    {
        broker.submit(vetted(id, role, category));
        return ClientOrderId(id);
    }
    /// Placed, acknowledged and working; nothing told about it is left in `events`.
    ClientOrderId work(const std::string &id)
    {
        const ClientOrderId order = place(id);
        settle();
        tellOrder(orderRow(id, "New"));
        events.clear();
        return order;
    }
    [[nodiscard]] static Order orderOf(const std::string &id, Category category = Category::Linear)
    {
        Order order;
        order.request = entry();
        order.request.clientOrderId = ClientOrderId(id);
        order.request.instrument = instrumentId(category, "KLMUSDT");
        order.proposal = ProposalId("P");
        order.status = OrderStatus::Working;
        return order;
    }

    // --- what it tells --------------------------------------------------------------------------
    template <class T>
    [[nodiscard]] std::vector<T> told() const
    {
        std::vector<T> all;
        for (const Event &event : events)
            if (const auto *each = std::get_if<T>(&event))
                all.push_back(*each);
        return all;
    }
    template <class T>
    [[nodiscard]] int toldCount() const
    {
        return int(told<T>().size());
    }

    ManualClock clock{timestampFromMillis(1767225600000)};
    support::FakeHttp http;
    support::FakeSocket socket;
    std::vector<Event> events;
    Duration venueAhead{};
    bool answersPings = true;
    std::map<std::string, std::string> results; ///< By path, and category where it has one.
    std::set<std::string> held;                 ///< Paths that are not answered.
    std::vector<VenueRow> orders;
    std::vector<VenueRow> fills; ///< Oldest first.
    std::string positions;       ///< Rows.
    std::string transactions;    ///< Rows.
    std::shared_ptr<BybitSilence> silence = std::make_shared<BybitSilence>(); ///< Of the address.
    std::string coins = R"({"coin":"USDT","equity":"1000","walletBalance":"1000"})";
    BybitBroker broker;

    [[nodiscard]] static std::string pathOf(const net::HttpRequest &request)
    {
        const std::string url = request.url.substr(request.url.find("/v5/") + 4);
        return url.substr(0, url.find('?'));
    }

private:
    [[nodiscard]] static std::string resultOf(const std::string &body)
    {
        const std::size_t from = body.find("\"result\":") + 9;
        return body.substr(from, body.rfind(",\"retExtInfo\"") - from);
    }
    [[nodiscard]] static std::string valueOf(const net::HttpRequest &request, const char *name)
    {
        const QUrlQuery query(QUrl(QString::fromStdString(request.url)));
        return query.queryItemValue(QString::fromLatin1(name)).toStdString();
    }
    [[nodiscard]] static std::string list(const std::vector<std::string> &rows, const std::string &category)
    {
        std::string text;
        for (const std::string &row : rows)
            text += (text.empty() ? "" : ",") + row;
        return "{\"category\":\"" + category + "\",\"nextPageCursor\":\"\",\"list\":[" + text + "]}";
    }
    [[nodiscard]] std::string rowsFor(const net::HttpRequest &request, const std::vector<VenueRow> &rows,
                                      std::optional<bool> isOpen) const
    {
        const std::string category = valueOf(request, "category");
        const std::string link = valueOf(request, "orderLinkId");
        const std::string venueId = valueOf(request, "orderId");
        const std::string settle = valueOf(request, "settleCoin");
        std::vector<std::string> found;
        for (const VenueRow &row : rows)
            if (row.category == category && settle != "USDC" && (!isOpen || row.isOpen == *isOpen) &&
                (link.empty() || row.id == link) &&
                (venueId.empty() || row.json.find("\"orderId\":\"" + venueId + "\"") != std::string::npos))
                found.push_back(row.json);
        std::reverse(found.begin(), found.end()); // newest first, as everything of the venue
        return list(found, category);
    }
    [[nodiscard]] std::string resultFor(const net::HttpRequest &request) const
    {
        const std::string path = pathOf(request);
        if (path == "market/time")
            return "{\"timeSecond\":\"1\",\"timeNano\":\"" +
                   std::to_string((clock.now() + venueAhead).time_since_epoch().count()) + "\"}";
        if (path == "order/realtime")
            return rowsFor(request, orders, true);
        if (path == "order/history")
            return rowsFor(request, orders, false);
        if (path == "execution/list")
            return rowsFor(request, fills, std::nullopt);
        if (path == "position/list")
            return "{\"category\":\"linear\",\"nextPageCursor\":\"\",\"list\":[" + positions + "]}";
        if (path == "account/wallet-balance")
            return R"({"list":[{"accountType":"UNIFIED","totalEquity":"1000","coin":[)" + coins + "]}]}";
        if (path == "account/transaction-log")
            return R"({"nextPageCursor":"","list":[)" + transactions + "]}";
        if (path == "order/create" || path == "order/cancel" || path == "order/amend")
            return ackFor(request);
        if (const auto found = results.find(path); found != results.end())
            return found->second;
        const auto found = results.find(path + " " + valueOf(request, "category"));
        return found == results.end() ? "{}" : found->second;
    }
    [[nodiscard]] static std::string ackFor(const net::HttpRequest &request)
    {
        static const QRegularExpression link(QStringLiteral("\"orderLinkId\":\"([^\"]*)\""));
        const std::string id = link.match(QString::fromStdString(request.body)).captured(1).toStdString();
        return "{\"orderId\":\"v-" + id + "\",\"orderLinkId\":\"" + id + "\"}";
    }
    [[nodiscard]] std::string replyTo(const net::HttpRequest &request) const { return envelope(resultFor(request)); }
};

} // namespace core::bybit
