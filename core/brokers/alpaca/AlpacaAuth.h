#pragma once

#include "core/base/Error.h"
#include "core/base/Secret.h"
#include "core/brokers/alpaca/AlpacaEndpoints.h"
#include "core/brokers/alpaca/AlpacaRequest.h"
#include "core/net/HttpPort.h"

#include <optional>
#include <string>
#include <string_view>

namespace core::alpaca {

/// The two halves of a key of one account.
struct KeyPair {
    Secret id;
    Secret secret;
};

/// What the first letter of a key's id says (P paper, A live); nothing for a letter we do not know. The
/// venue promises no letters: this is a help against a mix-up, the venue itself is the proof.
[[nodiscard]] std::optional<Environment> environmentOfKey(std::string_view keyId);

/// Keys for that kind of account. Refused for keys of the other kind and for broker partners' keys,
/// BadInput for what cannot be a key. The message never holds any part of a key.
[[nodiscard]] Result<KeyPair> checkedKeys(std::string_view keyId, std::string_view secret, Environment environment);

/// What the venue says, without what it may repeat of these keys.
[[nodiscard]] std::string withoutKeys(std::string text, const KeyPair &keys);

/// For every request to trading and data.
[[nodiscard]] net::HttpHeaders keyHeaders(const KeyPair &keys);
/// A request as it leaves: base and path, keys, and the type of its body. Whoever sends it follows no
/// redirect: the keys would go along.
[[nodiscard]] net::HttpRequest toHttp(const Request &request, const Endpoints &endpoints, const KeyPair &keys);

/// The first message on any of the streams: `{"action":"auth",…}`, understood by all of them.
[[nodiscard]] std::string authMessage(const KeyPair &keys);

} // namespace core::alpaca
