#include "app/exchange/bybit/BybitRest.h"

#include "app/exchange/bybit/Text.h"
#include "core/base/Sha256.h"

#include <algorithm>
#include <charconv>

namespace app::bybit {

using namespace core;

namespace {

std::string headerOf(const HttpRequest &request, const char *name)
{
    return std::string(request.header(name).value_or(""));
}

std::optional<std::int64_t> numberOf(const std::string &text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return isWhole ? std::optional(value) : std::nullopt;
}

HttpResponse jsonResponse(std::string body, int status)
{
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

/// What a request counts for its rates: by category, and a batch by its orders.
struct Weight {
    bool isSpot = false;
    int units = 1;
};
Weight weightOf(const HttpRequest &request)
{
    if (request.method == "GET")
        return {Query(request.query()).valueOr("category", "") == "spot"};
    const auto document = json::Document::parse(request.body);
    if (!document)
        return {};
    const auto items = document->root()["request"].size();
    return {document->root()["category"].text() == "spot", std::clamp(int(items), 1, 20)};
}

}  // namespace

std::string withWrongIds(const std::string &text)
{
    std::string wrong = text;
    for (const std::string name : {"\"orderId\":\"", "\"orderLinkId\":\""})
        for (auto at = wrong.find(name); at != std::string::npos; at = wrong.find(name, at)) {
            at += name.size();
            wrong.replace(at, wrong.find('"', at) - at, "00000000-0000-4000-8000-000000000000");
        }
    return wrong;
}

BybitRest::BybitRest(BybitAccount &account, const Products &products, const BybitMarket &market,
                     KeyPair keys, const Clock &clock, const Limits &limits)
    : m_account(account),
      m_trading(account, products),
      m_keys(std::move(keys)),
      m_clock(clock),
      m_limits(limits),
      m_windows(limits.perAddress)
{
    addMarket(market);
    addQueries();
    addActions();
}

void BybitRest::addMarket(const BybitMarket &market)
{
    using Ask = Answer<std::string> (BybitMarket::*)(const Query &) const;
    const auto add = [&](const char *path, Ask ask) {
        m_endpoints[path] = {"GET", 0, 0, [&market, ask](const HttpRequest &request) {
                                 return (market.*ask)(Query(request.query()));
                             }};
    };
    add("/v5/market/instruments-info", &BybitMarket::instruments);
    add("/v5/market/kline", &BybitMarket::kline);
    add("/v5/market/tickers", &BybitMarket::tickers);
    add("/v5/market/orderbook", &BybitMarket::orderBook);
    add("/v5/market/recent-trade", &BybitMarket::recentTrades);
    add("/v5/market/price-limit", &BybitMarket::priceLimit);
    add("/v5/market/funding/history", &BybitMarket::fundingHistory);
    m_endpoints["/v5/market/time"] = {
        "GET", 0, 0, [this](const HttpRequest &) -> Answer<std::string> {
            const Timestamp now = m_clock.now();
            JsonWriter json;
            json.beginObject().member("timeSecond", std::to_string(toMillis(now) / 1000));
            return json.member("timeNano", std::to_string(now.time_since_epoch().count()))
                .endObject()
                .take();
        }};
}

void BybitRest::addQueries()
{
    const auto add = [this](const char *path, int linear, int spot, auto ask) {
        m_endpoints[path] = {"GET", linear, spot, [this, ask](const HttpRequest &request) {
                                 return (m_trading.*ask)(Query(request.query()));
                             }};
    };
    add("/v5/account/wallet-balance", 50, 50, &BybitTrading::wallet);
    add("/v5/account/info", 50, 50, &BybitTrading::accountInfo);
    add("/v5/account/fee-rate", 5, 5, &BybitTrading::feeRate);
    add("/v5/account/user-setting-config", 5, 5, &BybitTrading::settings);
    add("/v5/account/transaction-log", 25, 25, &BybitTrading::transactionLog);
    add("/v5/user/query-api", 10, 10, &BybitTrading::keyInfo);
    add("/v5/asset/coin/query-info", 10, 10, &BybitTrading::coinInfo);
    add("/v5/position/list", 50, 50, &BybitTrading::positions);
    add("/v5/order/realtime", 50, 50, &BybitTrading::openOrders);
    add("/v5/order/history", 50, 50, &BybitTrading::orderHistory);
    add("/v5/execution/list", 50, 50, &BybitTrading::executions);
}

void BybitRest::addActions()
{
    const auto add = [this](const char *path, int linear, int spot, auto act) {
        m_endpoints[path] = {
            "POST", linear, spot, [this, act](const HttpRequest &request) -> Answer<BybitTrading::Pair> {
                const auto document = json::Document::parse(request.body);
                if (!document || !document->root().isObject())
                    return refuse(10001, "params error: the body is no JSON object");
                return (m_trading.*act)(document->root());
            }};
    };
    add("/v5/order/create", 10, 20, &BybitTrading::create);
    add("/v5/order/amend", 10, 10, &BybitTrading::amend);
    add("/v5/order/cancel", 10, 20, &BybitTrading::cancel);
    add("/v5/order/cancel-all", 10, 20, &BybitTrading::cancelAll);
    add("/v5/position/set-leverage", 10, 10, &BybitTrading::setLeverage);
    add("/v5/position/switch-mode", 10, 10, &BybitTrading::switchMode);
    add("/v5/account/set-limit-px-action", 10, 10, &BybitTrading::setBeyondLimits);
    add("/v5/account/demo-apply-money", 1, 1, &BybitTrading::applyMoney);
    add("/v5/position/trading-stop", 10, 10, &BybitTrading::tradingStop);
    add("/v5/order/create-batch", 10, 20, &BybitTrading::createBatch);
    add("/v5/order/amend-batch", 10, 20, &BybitTrading::amendBatch);
    add("/v5/order/cancel-batch", 10, 20, &BybitTrading::cancelBatch);
}

// --- the envelope
// ----------------------------------------------------------------------------------------

HttpResponse BybitRest::problem(const Problem &problem) const
{
    JsonWriter json;
    json.beginObject()
        .member("retCode", problem.code)
        .member("retMsg", problem.message)
        .key("result")
        .beginObject()
        .endObject();
    json.key("retExtInfo")
        .beginObject()
        .endObject()
        .member("time", toMillis(m_clock.now()))
        .endObject();
    return jsonResponse(json.take(), problem.status);
}

HttpResponse BybitRest::enveloped(const Answer<BybitTrading::Pair> &result) const
{
    if (!result)
        return problem(result.error());
    JsonWriter json;
    json.beginObject().member("retCode", 0).member("retMsg", "OK").key("result").raw(result->result);
    json.key("retExtInfo")
        .raw(result->extra)
        .member("time", toMillis(m_clock.now()))
        .endObject();
    return jsonResponse(json.take(), 200);
}

// --- who may come in
// -------------------------------------------------------------------------------------

/// server − window ≤ stamp < server + 1 s, in real time.
std::optional<Problem> BybitRest::aboutWindow(const std::string &stamp,
                                              const std::string &window) const
{
    const auto at = numberOf(stamp);
    const auto length = window.empty() ? std::optional<std::int64_t>(5000) : numberOf(window);
    const std::int64_t server = toMillis(m_clock.now());
    if (!at || !length)
        return Problem{10001, "params error: invalid timestamp or recv_window"};
    if (*at >= server - *length && *at < server + 1000)
        return std::nullopt;
    return Problem{
        10002,
        "invalid request, please check your server timestamp or recv_window param. req_timestamp[" +
            stamp + "],server_timestamp[" + std::to_string(server) + "],recv_window[" +
            std::to_string(*length) + "]"};
}

std::optional<Problem> BybitRest::aboutSignature(const HttpRequest &request) const
{
    const std::string key = headerOf(request, "X-BAPI-API-KEY");
    const std::string stamp = headerOf(request, "X-BAPI-TIMESTAMP");
    const std::string window = headerOf(request, "X-BAPI-RECV-WINDOW");
    const std::string sign = headerOf(request, "X-BAPI-SIGN");
    if (key.empty() || stamp.empty() || sign.empty())
        return Problem{10001,
                       "empty value: apiTimestamp[" + stamp + "] apiKey[" + key +
                           "] apiSignature[" + sign + "]",
                       401};
    if (key != m_keys.key)
        return Problem{10003, "API key is invalid.", 401};
    if (auto late = aboutWindow(stamp, window))
        return late;
    const std::string payload =
        request.method == "GET" ? std::string(request.query()) : request.body;
    if (hmacSha256Hex(m_keys.secret, stamp + key + window + payload) == sign)
        return std::nullopt;
    return Problem{10004, "error sign! origin_string[" + stamp + key + window + payload + "]"};
}

HttpResponse BybitRest::makeSigned(const HttpRequest &request, const Endpoint &endpoint)
{
    if (const auto refused = aboutSignature(request))
        return problem(*refused);
    const auto [spot, units] = weightOf(request);
    const int quota = m_limits.perEndpoint ? m_limits.perEndpoint
                      : spot               ? endpoint.spot
                                           : endpoint.linear;
    auto taken =
        m_windows.take(std::string(request.path()) + (spot ? " spot" : ""), quota, m_clock.now(), units);
    HttpResponse response = taken.isLeft
                                ? enveloped(endpoint.answer(request))
                                : problem({10006, "Too many visits. Exceeded the API Rate Limit."});
    response.headers = std::move(taken.headers);
    return response;
}

HttpResponse BybitRest::make(const HttpRequest &request)
{
    if (!m_windows.takeOfAddress(m_clock.now()))
        return problem({10018, "access too frequent", 403});
    if (request.method == "GET" && !request.body.empty())
        return {403, "<html><body>403 Forbidden</body></html>", "text/html"};
    const auto found = m_endpoints.find(request.path());
    if (found == m_endpoints.end())
        return problem({10017, "route not found", 404});
    const Endpoint &endpoint = found->second;
    if (request.method != endpoint.method)
        return problem({10001, "method not allowed", 400});
    return endpoint.linear == 0 ? enveloped(endpoint.answer(request))
                                : makeSigned(request, endpoint);
}

void BybitRest::answer(const HttpRequest &request, const HttpReply &reply)
{
    reply(make(request));
    m_account.settle();  // an answer says "accepted"; what becomes of it comes after
}

FaultTarget BybitRest::targetOf(const HttpRequest &request)
{
    const auto path = request.path();
    if (path.starts_with("/v5/market/"))
        return FaultTarget::Market;
    if (request.method == "GET")
        return FaultTarget::Query;
    return path.starts_with("/v5/order/cancel") ? FaultTarget::Cancel : FaultTarget::Order;
}

HttpResponse BybitRest::refusalFor(FaultKind kind) const
{
    switch (kind) {
        case FaultKind::RateLimit:
            return problem({10006, "Too many visits. Exceeded the API Rate Limit."});
        case FaultKind::RevokedKey:
            return problem({10003, "API key is invalid.", 401});
        case FaultKind::Maintenance:
            return {503, "<html><body>Service Temporarily Unavailable</body></html>", "text/html"};
        default:
            return problem({10016, "Request timeout, please try again later"});
    }
}

}  // namespace app::bybit
