#pragma once

#include "app/support/AccountSlot.h"
#include "core/brokers/alpaca/AlpacaEndpoints.h"
#include "core/brokers/bybit/BybitEndpoints.h"

#include <map>

namespace app {

/// Addresses that stand in place of the venues' own: `--endpoint KEY=URL`.
using AddressOverrides = std::map<std::string, std::string>;

/// BadInput without the equals sign, for a key that is not one of the seven, and for one that was given
/// twice; its field is the key.
[[nodiscard]] core::Result<AddressOverrides> parseAddresses(const std::vector<std::string> &words);

/// BadInput, with the key as its field, for an address that keys must not go to: without encryption only this
/// machine, and never a known host of another kind of account.
[[nodiscard]] core::Result<core::alpaca::Endpoints> alpacaAddresses(const AccountSlot &slot,
                                                                    const AddressOverrides &overrides);
[[nodiscard]] core::Result<core::bybit::Endpoints> bybitAddresses(const AccountSlot &slot,
                                                                  const AddressOverrides &overrides);

} // namespace app
