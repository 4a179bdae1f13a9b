#include "app/support/VenueAddresses.h"

#include <array>

namespace app {

using namespace core;

namespace {

constexpr std::array addressKeys{"alpaca.trading",      "alpaca.data",        "alpaca.stream",      "alpaca.market-stream",
                                 "bybit.rest",          "bybit.public-stream", "bybit.private-stream"};

Error badAddress(const std::string &key, const std::string &why)
{
    return {ErrorCode::BadInput, why, {}, 0, key};
}

std::optional<std::string> given(const AddressOverrides &overrides, const char *key)
{
    const auto found = overrides.find(key);
    return found == overrides.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

Result<AddressOverrides> parseAddresses(const std::vector<std::string> &words)
{
    AddressOverrides overrides;
    for (const std::string &word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos)
            return failure(badAddress("endpoint", "--endpoint needs KEY=URL, not \"" + word + "\""));
        const std::string key = word.substr(0, equals);
        std::string known;
        bool isKnown = false;
        for (const char *each : addressKeys) {
            isKnown = isKnown || key == each;
            known += (known.empty() ? "" : ", ") + std::string(each);
        }
        if (!isKnown)
            return failure(badAddress(key, "--endpoint knows no \"" + key + "\"; there are " + known));
        if (!overrides.emplace(key, word.substr(equals + 1)).second)
            return failure(badAddress(key, "--endpoint " + key + " was given twice"));
    }
    return overrides;
}

Result<alpaca::Endpoints> alpacaAddresses(const AccountSlot &slot, const AddressOverrides &overrides)
{
    const auto environment = slot.isLive() ? alpaca::Environment::Live : alpaca::Environment::Paper;
    alpaca::Endpoints endpoints = alpaca::usualEndpoints(environment);
    for (const auto &[key, address] : overrides) {
        if (!key.starts_with("alpaca."))
            continue;
        auto changed = alpaca::withEndpoint(std::move(endpoints), environment, key, address);
        if (!changed)
            return failure(badAddress(key, changed.error().message));
        endpoints = std::move(*changed);
    }
    return endpoints;
}

Result<bybit::Endpoints> bybitAddresses(const AccountSlot &slot, const AddressOverrides &overrides)
{
    const auto environment = bybit::parseEnvironment(slot.environment).value_or(bybit::Environment::Demo);
    return bybit::endpointsWith(environment, {.rest = given(overrides, "bybit.rest"),
                                              .publicStream = given(overrides, "bybit.public-stream"),
                                              .privateStream = given(overrides, "bybit.private-stream")});
}

} // namespace app
