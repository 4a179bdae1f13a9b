#pragma once

#include "app/exchange/alpaca/AlpacaRest.h"
#include "app/exchange/bybit/BybitRest.h"

namespace app {

/// The accounts' keys, as the ready line shows them.
struct Keys {
    alpaca::KeyPair alpaca;
    bybit::KeyPair bybit;
};

/// New with every start, as the books are.
[[nodiscard]] Keys newKeys();
/// `{"alpaca":{"key":"…","secret":"…"},"bybit":{…}}`, as the ready line has it; a venue that is not there has new ones.
[[nodiscard]] core::Result<Keys> readKeys(const std::string &file);
/// Of so many letters and digits, from the system's randomness.
[[nodiscard]] std::string newSecret(int length);

} // namespace app
