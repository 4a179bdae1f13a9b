#pragma once

#include "core/base/Secret.h"
#include "core/brokers/bybit/BybitEndpoints.h"
#include "core/brokers/bybit/BybitRequest.h"
#include "core/net/HttpPort.h"

#include <string>

namespace core::bybit {

struct Keys {
    Secret key;
    Secret secret;
};

/// How long after its stamp a request may arrive. Never widened to hide a clock that is off.
inline constexpr std::chrono::milliseconds receiveWindow{5000};
/// How long a login on a socket stays valid; one second fails with small drifts.
inline constexpr std::chrono::seconds loginValidity{10};

/// The headers with which a request leaves: its signature where it needs one, and the type of its body.
/// HMAC-SHA-256 over stamp, key, window and the query (GET) or the body (POST), exactly as sent.
/// @param now  The venue's time (ours, corrected): 1 s ahead is refused whatever the window.
/// Source: bybit-exchange.github.io/docs/v5/guide#authentication, July 2026.
[[nodiscard]] net::HttpHeaders headersFor(const Request &request, const Keys &keys, Timestamp now);
/// The request as it leaves: with its host and its headers.
[[nodiscard]] net::HttpRequest httpRequest(const Endpoints &endpoints, const Request &request, const Keys &keys,
                                           Timestamp now);

/// What is sent first on the private socket.
[[nodiscard]] std::string loginMessage(const Keys &keys, Timestamp now);

} // namespace core::bybit
