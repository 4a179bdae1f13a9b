#include "core/brokers/bybit/BybitEndpoints.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

constexpr std::array environments{Environment::Live, Environment::Testnet, Environment::Demo};
constexpr std::string_view privatePath = "/v5/private";

std::string hostOf(std::string_view authority)
{
    if (authority.starts_with('['))
        return std::string(authority.substr(0, authority.find(']') + 1));
    return std::string(authority.substr(0, authority.find(':')));
}

bool isThisMachine(std::string_view authority)
{
    const std::string host = hostOf(authority);
    // 127.0.0.1.evil.example is another machine
    const bool isNumeric = host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && isNumeric);
}

/// `secure` and `plain` are the schemes, such as `https://` and `http://`.
std::optional<std::string> complaintAbout(std::string_view url, std::string_view secure, std::string_view plain)
{
    const bool isPlain = url.starts_with(plain);
    if (!isPlain && !url.starts_with(secure))
        return "it must begin with " + std::string(secure);
    const std::string_view rest = url.substr((isPlain ? plain : secure).size());
    const std::string_view authority = rest.substr(0, rest.find('/'));
    if (authority.empty() || hostOf(authority).empty())
        return "it names no host";
    const auto isOdd = [](char c) { return c <= ' ' || c > '~' || c == '?' || c == '#' || c == '@' || c == '\\'; };
    if (std::any_of(rest.begin(), rest.end(), isOdd))
        return "it may have a host and a path, nothing else";
    if (isPlain && !isThisMachine(authority))
        return "keys are never sent in the clear: " + std::string(secure) + " is needed for another machine";
    return std::nullopt;
}

std::string withoutLastSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

} // namespace

const char *environmentName(Environment environment)
{
    switch (environment) {
    case Environment::Live: return "live";
    case Environment::Testnet: return "testnet";
    case Environment::Demo: return "demo";
    }
    return "demo";
}

std::optional<Environment> parseEnvironment(std::string_view name)
{
    const auto found = std::find_if(environments.begin(), environments.end(),
                                    [&](Environment each) { return name == environmentName(each); });
    return found == environments.end() ? std::nullopt : std::optional(*found);
}

Endpoints usualEndpoints(Environment environment)
{
    switch (environment) {
    case Environment::Live:
        return {environment, "https://api.bybit.com", "wss://stream.bybit.com", "wss://stream.bybit.com/v5/private"};
    case Environment::Testnet:
        return {environment, "https://api-testnet.bybit.com", "wss://stream-testnet.bybit.com",
                "wss://stream-testnet.bybit.com/v5/private"};
    case Environment::Demo: break;
    }
    return {Environment::Demo, "https://api-demo.bybit.com", "wss://stream.bybit.com",
            "wss://stream-demo.bybit.com/v5/private"};
}

EndpointOverrides regionalHosts(std::string_view domain)
{
    const std::string stream = "wss://stream." + std::string(domain);
    return {.rest = "https://api." + std::string(domain),
            .publicStream = stream,
            .privateStream = stream + std::string(privatePath)};
}

Result<Endpoints> endpointsWith(Environment environment, const EndpointOverrides &overrides)
{
    Endpoints endpoints = usualEndpoints(environment);
    std::optional<Error> problem;
    const auto take = [&](const std::optional<std::string> &given, std::string &into, const char *field,
                          std::string_view secure, std::string_view plain) {
        if (!given || problem)
            return;
        if (const auto complaint = complaintAbout(*given, secure, plain))
            problem = Error{.code = ErrorCode::BadInput, .message = *complaint, .field = field};
        into = withoutLastSlash(*given);
    };
    take(overrides.rest, endpoints.rest, "bybit.rest", "https://", "http://");
    take(overrides.publicStream, endpoints.publicStream, "bybit.public-stream", "wss://", "ws://");
    take(overrides.privateStream, endpoints.privateStream, "bybit.private-stream", "wss://", "ws://");
    if (problem)
        return failure(std::move(*problem));
    return endpoints;
}

std::string publicStreamUrl(const Endpoints &endpoints, Category category)
{
    return endpoints.publicStream + "/v5/public/" + categoryName(category);
}

} // namespace core::bybit
