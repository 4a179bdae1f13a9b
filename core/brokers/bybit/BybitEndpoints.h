#pragma once

#include "core/base/Error.h"
#include "core/brokers/bybit/BybitCategory.h"

#include <optional>
#include <string>
#include <string_view>

namespace core::bybit {

/// A key belongs to exactly one of them; on another's hosts it is refused with 10003.
enum class Environment { Live, Testnet, Demo };

[[nodiscard]] const char *environmentName(Environment environment); ///< `live`, `testnet`, `demo`.
[[nodiscard]] std::optional<Environment> parseEnvironment(std::string_view name);

/// Where to speak to. Demo trades on hosts of its own but looks at the live market's public sockets.
struct Endpoints {
    Environment environment = Environment::Demo;
    std::string rest;          ///< Base: a request's path is added.
    std::string publicStream;  ///< Base: `/v5/public/spot` or `/v5/public/linear` is added.
    std::string privateStream; ///< Complete.

    bool operator==(const Endpoints &) const = default;
};

/// What stands in place of the usual hosts: a regional site, a venue on this machine.
struct EndpointOverrides {
    std::optional<std::string> rest{};
    std::optional<std::string> publicStream{};
    std::optional<std::string> privateStream{};
};

/// Source: bybit-exchange.github.io/docs/v5/guide and /docs/v5/demo, July 2026.
[[nodiscard]] Endpoints usualEndpoints(Environment environment);
/// Accounts opened on a regional site (`bybit.eu`, `bybit.kz`, …) live on that site's hosts. Only live.
[[nodiscard]] EndpointOverrides regionalHosts(std::string_view domain);
/// BadInput with the field for an address that is no address, carries a query or a user, or would send
/// keys in the clear: http and ws are accepted for this machine only.
[[nodiscard]] Result<Endpoints> endpointsWith(Environment environment, const EndpointOverrides &overrides);
[[nodiscard]] std::string publicStreamUrl(const Endpoints &endpoints, Category category);

} // namespace core::bybit
