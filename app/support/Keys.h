#pragma once

#include "app/support/AccountSlot.h"
#include "core/settings/SecretStore.h"

namespace app {

/// The two halves of an account's key.
struct AccountKeys {
    core::Secret key;
    core::Secret secret;
};

/// Under which name the system's key store shows our entries.
inline constexpr const char *keyService = "Countersign";

/// Refused for keys of another kind than the slot's where they show it (Alpaca's first letter), BadInput
/// for what cannot be a key. No message holds any part of a key.
[[nodiscard]] core::Result<> checkKeys(const AccountSlot &slot, const AccountKeys &keys);

/// `ALPACA_KEY` and `ALPACA_SECRET` (or `APCA_API_KEY_ID` and `APCA_API_SECRET_KEY`) of the kind that
/// `ALPACA_PAPER` says (true by default); `BYBIT_KEY` and `BYBIT_SECRET` of the kind that `BYBIT_ENV` says
/// (demo by default). Nothing when none are set; Refused when they are of another kind than the slot,
/// BadInput for one half without the other.
[[nodiscard]] core::Result<std::optional<AccountKeys>> keysFromVariables(const AccountSlot &slot,
                                                                         const Variables &variables);

/// Whether a search ended because there are none, and not because something is wrong with those that are there.
[[nodiscard]] bool areAbsent(const core::Error &error);

/// Of the environment, else of the system's key store; `done` once, from inside or later. Refused with what
/// to do when there are none.
void findKeys(const AccountSlot &slot, const Variables &variables, core::SecretStore &store,
              std::function<void(core::Result<AccountKeys>)> done);

/// Checks them and keeps them in the system's key store, both halves in one entry.
void storeKeys(const AccountSlot &slot, const AccountKeys &keys, core::SecretStore &store,
               core::SecretStore::Done done);
void forgetKeys(const AccountSlot &slot, core::SecretStore &store, core::SecretStore::Done done);

} // namespace app
