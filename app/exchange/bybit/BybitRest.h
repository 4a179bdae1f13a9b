#pragma once

#include "app/exchange/bybit/BybitMarket.h"
#include "app/exchange/bybit/BybitTrading.h"
#include "app/exchange/bybit/RateWindows.h"
#include "app/exchange/faults/FaultPlan.h"
#include "app/exchange/http/HttpMessage.h"

namespace app::bybit {

struct KeyPair {
    std::string key;
    std::string secret;
    bool operator==(const KeyPair &) const = default;
};

/// A text with somebody else's order in it.
[[nodiscard]] std::string withWrongIds(const std::string &text);

/// `/v5/…`: lets requests in (key, window, signature over the raw bytes, rates), hands them on and
/// wraps what comes back in the envelope.
class BybitRest {
public:
    struct Limits {
        int perAddress = 600;  ///< Of all requests in five seconds.
        int perEndpoint = 0;   ///< A second; 0 = each endpoint's own.
    };
    /// `clock` is real time.
    BybitRest(BybitAccount &account, const Products &products, const BybitMarket &market,
              KeyPair keys, const core::Clock &clock, const Limits &limits);

    [[nodiscard]] static bool serves(const HttpRequest &request)
    {
        return request.path().starts_with("/v5/");
    }
    void answer(const HttpRequest &request, const HttpReply &reply);
    [[nodiscard]] static FaultTarget targetOf(const HttpRequest &request);
    /// As this venue says it when it is meant to fail.
    [[nodiscard]] HttpResponse refusalFor(FaultKind kind) const;

private:
    struct Endpoint {
        const char *method;
        int linear = 0;  ///< Requests a second; 0 = without signature and limit.
        int spot = 0;
        std::function<Answer<BybitTrading::Pair>(const HttpRequest &)> answer;
    };
    void addMarket(const BybitMarket &market);
    void addQueries();
    void addActions();
    [[nodiscard]] HttpResponse make(const HttpRequest &request);
    [[nodiscard]] HttpResponse makeSigned(const HttpRequest &request, const Endpoint &endpoint);
    [[nodiscard]] std::optional<Problem> aboutSignature(const HttpRequest &request) const;
    [[nodiscard]] std::optional<Problem> aboutWindow(const std::string &stamp,
                                                     const std::string &window) const;
    [[nodiscard]] HttpResponse problem(const Problem &problem) const;
    [[nodiscard]] HttpResponse enveloped(const Answer<BybitTrading::Pair> &result) const;

    BybitAccount &m_account;
    BybitTrading m_trading;
    KeyPair m_keys;
    const core::Clock &m_clock;
    Limits m_limits;
    RateWindows m_windows;
    std::map<std::string, Endpoint, std::less<>> m_endpoints;
};

}  // namespace app::bybit
