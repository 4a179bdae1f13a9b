#include "core/brokers/alpaca/AlpacaAuth.h"

#include "core/base/Redaction.h"
#include "core/base/Json.h"

#include <algorithm>

namespace core::alpaca {

namespace {

/// A line break in a key would write another header.
bool isPlainWord(std::string_view text)
{
    return !text.empty() && text.size() <= 512 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

tl::unexpected<Error> wrongKind(Environment slot)
{
    const bool isLive = slot == Environment::Live;
    return failure(ErrorCode::Refused, std::string("This is a key of a ") + (isLive ? "paper" : "live") +
                                           " account, but it stands where the key of the " +
                                           environmentName(slot) + " account belongs. Nothing was sent.");
}

} // namespace

std::optional<Environment> environmentOfKey(std::string_view keyId)
{
    if (keyId.starts_with('P'))
        return Environment::Paper;
    if (keyId.starts_with('A'))
        return Environment::Live;
    return std::nullopt;
}

Result<KeyPair> checkedKeys(std::string_view keyId, std::string_view secret, Environment environment)
{
    if (!isPlainWord(keyId) || !isPlainWord(secret))
        return failure(ErrorCode::BadInput, "Alpaca's key and secret must each be one word without blanks.");
    if (keyId.starts_with('C'))
        return failure(ErrorCode::Refused, "This is a key for broker partners of Alpaca, not for a trading account.");
    if (const auto kind = environmentOfKey(keyId); kind && *kind != environment)
        return wrongKind(environment);
    return KeyPair{Secret(std::string(keyId)), Secret(std::string(secret))};
}

std::string withoutKeys(std::string text, const KeyPair &keys)
{
    return core::withoutKeys(std::move(text), {keys.id.reveal(), keys.secret.reveal()});
}

net::HttpHeaders keyHeaders(const KeyPair &keys)
{
    net::HttpHeaders headers;
    headers.add("APCA-API-KEY-ID", std::string(keys.id.reveal()));
    headers.add("APCA-API-SECRET-KEY", std::string(keys.secret.reveal()));
    return headers;
}

net::HttpRequest toHttp(const Request &request, const Endpoints &endpoints, const KeyPair &keys)
{
    const std::string &base = request.host == Host::Data ? endpoints.data : endpoints.trading;
    net::HttpRequest result{.method = request.method,
                            .url = base + request.target(),
                            .headers = keyHeaders(keys),
                            .body = request.body};
    if (!request.body.empty())
        result.headers.add("Content-Type", "application/json");
    return result;
}

std::string authMessage(const KeyPair &keys)
{
    return JsonWriter()
        .beginObject()
        .member("action", "auth")
        .member("key", keys.id.reveal())
        .member("secret", keys.secret.reveal())
        .endObject()
        .take();
}

} // namespace core::alpaca
