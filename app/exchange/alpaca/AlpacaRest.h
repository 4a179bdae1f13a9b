#pragma once

#include "app/exchange/alpaca/AlpacaData.h"
#include "app/exchange/alpaca/AlpacaTrading.h"
#include "app/exchange/alpaca/RateWindow.h"
#include "app/exchange/faults/FaultPlan.h"
#include "app/exchange/http/HttpMessage.h"

namespace app::alpaca {

struct KeyPair {
    std::string key;
    std::string secret;
    bool operator==(const KeyPair &) const = default;
};

/// A text with somebody else's order in it.
[[nodiscard]] std::string withWrongIds(const std::string &text);

/// The key pair in the headers of a request.
[[nodiscard]] std::optional<KeyPair> keysOf(const HttpRequest &request);

/// Both of Alpaca's REST hosts on one address: keys, rate limits, request ids, and which host a path is for.
class AlpacaRest {
public:
    struct Limits {
        int trading = 200; ///< A minute.
        int data = 200;
    };
    /// `clock` is real time. `seed` decides whether what a request causes comes before its answer.
    AlpacaRest(AlpacaAccount &account, const Assets &assets, const MarketMemory &memory, const OptionListing &options,
               KeyPair keys, const core::Clock &clock, const Limits &limits, std::uint64_t seed);

    [[nodiscard]] static bool serves(const HttpRequest &request);
    void answer(const HttpRequest &request, const HttpReply &reply);
    [[nodiscard]] static FaultTarget targetOf(const HttpRequest &request);
    /// As this venue says it when it is meant to fail.
    [[nodiscard]] HttpResponse refusalFor(FaultKind kind);

private:
    [[nodiscard]] HttpResponse make(const HttpRequest &request);
    [[nodiscard]] std::optional<HttpResponse> refusal(const HttpRequest &request, bool isData);

    AlpacaAccount &m_account;
    AlpacaTrading m_trading;
    AlpacaData m_data;
    KeyPair m_keys;
    const core::Clock &m_clock;
    RateWindow m_tradingWindow;
    RateWindow m_dataWindow;
    Names m_names;
    core::SeededRandom m_random;
};

} // namespace app::alpaca
