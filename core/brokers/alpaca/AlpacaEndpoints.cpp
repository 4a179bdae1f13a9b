#include "core/brokers/alpaca/AlpacaEndpoints.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

constexpr std::string_view paperHost = "paper-api.alpaca.markets";
constexpr std::string_view liveHost = "api.alpaca.markets";

struct Slot {
    std::string_view key;
    std::string Endpoints::*member;
    std::string_view safe;  ///< The encrypted scheme.
    std::string_view plain; ///< For this machine alone.
};

constexpr std::array slots{
    Slot{"alpaca.trading", &Endpoints::trading, "https://", "http://"},
    Slot{"alpaca.data", &Endpoints::data, "https://", "http://"},
    Slot{"alpaca.stream", &Endpoints::orderStream, "wss://", "ws://"},
    Slot{"alpaca.market-stream", &Endpoints::marketStream, "wss://", "ws://"},
};

/// Host without its port, in small letters; brackets of an IPv6 address stay.
std::string hostOf(std::string_view authority)
{
    const std::size_t bracket = authority.find(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    std::string host(authority.substr(0, colon));
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return host;
}

bool isThisMachine(std::string_view host)
{
    return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

bool isOrdinary(char c)
{
    return c > ' ' && c < '\x7f' && std::string_view("?#@\"\\").find(c) == std::string_view::npos;
}

tl::unexpected<Error> refused(std::string_view key, std::string_view address, const std::string &why)
{
    return failure(ErrorCode::BadInput, std::string(key) + " cannot be \"" + std::string(address) + "\": " + why);
}

} // namespace

const char *environmentName(Environment environment)
{
    return environment == Environment::Live ? "live" : "paper";
}

const char *stockFeedName(StockFeed feed)
{
    switch (feed) {
    case StockFeed::Iex: return "iex";
    case StockFeed::Sip: return "sip";
    case StockFeed::DelayedSip: return "delayed_sip";
    }
    return "iex";
}

Endpoints usualEndpoints(Environment environment)
{
    const std::string host(environment == Environment::Live ? liveHost : paperHost);
    return {.trading = "https://" + host,
            .data = "https://data.alpaca.markets",
            .orderStream = "wss://" + host + "/stream",
            .marketStream = "wss://stream.data.alpaca.markets"};
}

Result<Endpoints> withEndpoint(Endpoints endpoints, Environment environment, std::string_view key,
                               std::string_view address)
{
    const auto slot = std::find_if(slots.begin(), slots.end(), [&](const Slot &each) { return each.key == key; });
    if (slot == slots.end())
        return failure(ErrorCode::BadInput, "there is no address \"" + std::string(key) + "\" of Alpaca");
    while (address.ends_with('/'))
        address.remove_suffix(1);
    const bool isSafe = address.starts_with(slot->safe);
    if (!isSafe && !address.starts_with(slot->plain))
        return refused(key, address, "it must begin with " + std::string(slot->safe));
    const std::string_view rest = address.substr((isSafe ? slot->safe : slot->plain).size());
    const std::string host = hostOf(rest.substr(0, rest.find('/')));
    if (host.empty() || !std::all_of(rest.begin(), rest.end(), isOrdinary))
        return refused(key, address, "it must be a host, and perhaps a port and a path");
    if (!isSafe && !isThisMachine(host))
        return refused(key, address, "without encryption only an address of this computer is allowed");
    if (host == (environment == Environment::Live ? paperHost : liveHost))
        return refused(key, address, "that host is not the one of the " + std::string(environmentName(environment)) +
                                         " account");
    endpoints.*(slot->member) = std::string(address);
    return endpoints;
}

std::string stockStreamAddress(const Endpoints &endpoints, StockFeed feed)
{
    return endpoints.marketStream + "/v2/" + stockFeedName(feed);
}

std::string cryptoStreamAddress(const Endpoints &endpoints)
{
    return endpoints.marketStream + "/v1beta3/crypto/us";
}

} // namespace core::alpaca
