#include "core/brokers/bybit/BybitAuth.h"

#include "core/base/Sha256.h"

namespace core::bybit {

namespace {

/// The signature of a text that holds the key: the text is wiped.
std::string signatureOf(std::string text, const Secret &secret)
{
    std::string signature = hmacSha256Hex(secret.reveal(), text);
    wipe(text.data(), text.size());
    return signature;
}

} // namespace

net::HttpHeaders headersFor(const Request &request, const Keys &keys, Timestamp now)
{
    net::HttpHeaders headers;
    if (request.isSigned) {
        const std::string stamp = std::to_string(toMillis(now));
        const std::string window = std::to_string(receiveWindow.count());
        std::string text = stamp;
        text.reserve(stamp.size() + keys.key.reveal().size() + window.size() + request.query.size() +
                     request.body.size()); // one piece of memory, so that one is wiped
        text.append(keys.key.reveal()).append(window);
        text.append(request.method == "GET" ? request.query : request.body);
        headers.add("X-BAPI-API-KEY", std::string(keys.key.reveal()));
        headers.add("X-BAPI-TIMESTAMP", stamp);
        headers.add("X-BAPI-RECV-WINDOW", window);
        headers.add("X-BAPI-SIGN", signatureOf(std::move(text), keys.secret));
    }
    if (request.method == "POST")
        headers.add("Content-Type", "application/json");
    return headers;
}

net::HttpRequest httpRequest(const Endpoints &endpoints, const Request &request, const Keys &keys, Timestamp now)
{
    return {.method = request.method,
            .url = endpoints.rest + request.target(),
            .headers = headersFor(request, keys, now),
            .body = request.body,
            .purpose = request.path};
}

std::string loginMessage(const Keys &keys, Timestamp now)
{
    const std::int64_t expires = toMillis(now + loginValidity);
    JsonWriter json;
    json.beginObject().member("op", "auth").key("args").beginArray();
    json.value(keys.key.reveal()).value(expires);
    json.value(signatureOf("GET/realtime" + std::to_string(expires), keys.secret));
    json.endArray().endObject();
    return json.take();
}

} // namespace core::bybit
