#include "app/exchange/alpaca/AlpacaRest.h"

#include "app/exchange/alpaca/Json.h"

namespace app::alpaca {

using namespace core;

std::optional<KeyPair> keysOf(const HttpRequest &request)
{
    const auto key = request.header("APCA-API-KEY-ID");
    const auto secret = request.header("APCA-API-SECRET-KEY");
    if (key && secret)
        return KeyPair{std::string(*key), std::string(*secret)};
    return std::nullopt;
}

std::string withWrongIds(const std::string &text)
{
    std::string wrong = text;
    for (const std::string name : {"\"id\":\"", "\"client_order_id\":\""})
        for (auto at = wrong.find(name); at != std::string::npos; at = wrong.find(name, at)) {
            at += name.size();
            const auto end = wrong.find('"', at);
            wrong.replace(at, end - at, "00000000-0000-4000-8000-000000000000");
        }
    return wrong;
}

AlpacaRest::AlpacaRest(AlpacaAccount &account, const Assets &assets, const MarketMemory &memory,
                       const OptionListing &options, KeyPair keys, const Clock &clock, const Limits &limits,
                       std::uint64_t seed)
    : m_account(account), m_trading(account, assets, options),
      m_data(memory, assets, options, [&account] { return account.now(); }),
      m_keys(std::move(keys)), m_clock(clock), m_tradingWindow(limits.trading), m_dataWindow(limits.data),
      m_names(seed + 2), m_random(seed + 3)
{
}

bool AlpacaRest::serves(const HttpRequest &request)
{
    const auto path = pathSegments(request.path());
    return !path.empty() && (path[0] == "v2" || path[0] == "v1beta1" || path[0] == "v1beta3");
}

std::optional<HttpResponse> AlpacaRest::refusal(const HttpRequest &request, bool isData)
{
    const auto path = pathSegments(request.path());
    const auto keys = keysOf(request);
    const bool isFree = isData && !keys && path[0] == "v1beta3"; // the history of coins needs no key
    if (!isFree && keys != m_keys)
        return isData ? jsonResponse(R"({"message":"forbidden."})", 403)
                      : problemResponse({401, 40110000, "request is not authorized"});
    RateWindow &window = isData ? m_dataWindow : m_tradingWindow;
    if (window.take(m_clock.now()))
        return std::nullopt;
    return isData ? jsonResponse(R"({"message":"too many requests."})", 429)
                  : problemResponse({429, 42910000, "rate limit exceeded"});
}

HttpResponse AlpacaRest::make(const HttpRequest &request)
{
    const bool isData = AlpacaData::serves(pathSegments(request.path()));
    HttpResponse response;
    if (auto refused = refusal(request, isData))
        response = std::move(*refused);
    else
        response = isData ? m_data.answer(request) : m_trading.answer(request);
    for (HttpHeader &header : (isData ? m_dataWindow : m_tradingWindow).headers())
        response.headers.push_back(std::move(header));
    response.headers.push_back({"X-Request-ID", m_names.uuid()});
    return response;
}

FaultTarget AlpacaRest::targetOf(const HttpRequest &request)
{
    const auto path = pathSegments(request.path());
    if (AlpacaData::serves(path))
        return FaultTarget::Market;
    const bool isOrder = path.size() > 1 && (path[1] == "orders" || path[1] == "positions");
    if (!isOrder || request.method == "GET")
        return FaultTarget::Query;
    return path[1] == "orders" && request.method == "DELETE" ? FaultTarget::Cancel : FaultTarget::Order;
}

HttpResponse AlpacaRest::refusalFor(FaultKind kind)
{
    HttpResponse response;
    if (kind == FaultKind::RateLimit)
        response = problemResponse({429, 42910000, "rate limit exceeded"});
    else if (kind == FaultKind::RevokedKey)
        response = problemResponse({401, 40110000, "request is not authorized"});
    else if (kind == FaultKind::Maintenance)
        response = {503, "<html><body>Service Temporarily Unavailable</body></html>", "text/html"};
    else
        response = problemResponse({500, 50010000, "internal server error occurred"});
    for (HttpHeader &header : m_tradingWindow.headers())
        response.headers.push_back(std::move(header));
    response.headers.push_back({"X-Request-ID", m_names.uuid()});
    return response;
}

void AlpacaRest::answer(const HttpRequest &request, const HttpReply &reply)
{
    const HttpResponse response = make(request);
    if (m_random.next() % 2 == 0) // an event may overtake the answer of the request that caused it
        m_account.settle();
    reply(response);
    m_account.settle();
}

} // namespace app::alpaca
