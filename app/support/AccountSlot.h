#pragma once

#include "core/settings/Profile.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

/// Whose wire an account is spoken to by.
enum class Wire { Alpaca, Bybit };

/// One kind of account at one venue. Its keys belong into its slot and into no other.
struct AccountSlot {
    Wire wire = Wire::Alpaca;
    std::string environment; ///< `paper`, `live`; of Bybit `demo`, `testnet`, `live`.

    [[nodiscard]] std::string name() const; ///< `alpaca-paper`
    [[nodiscard]] std::string title() const; ///< `Alpaca paper`
    [[nodiscard]] bool isLive() const { return environment == "live"; }
    bool operator==(const AccountSlot &) const = default;
};

/// All there are, in the order in which they are shown.
[[nodiscard]] const std::vector<AccountSlot> &accountSlots();
/// By its name; BadInput names those there are.
[[nodiscard]] core::Result<AccountSlot> parseAccountSlot(std::string_view name);

/// What the program was started with (`ALPACA_KEY`, …); nothing for a variable that is not set or empty.
using Variables = std::function<std::optional<std::string>(const char *name)>;
[[nodiscard]] Variables systemVariables();

/// The account that a profile's paper or live run trades. One run trades one account: instruments of both
/// venues, of bots that are on, are refused with the line. `BYBIT_ENV` chooses between demo and testnet;
/// no variable turns paper into live, and one that says so is refused.
[[nodiscard]] core::Result<AccountSlot> slotOf(const core::Profile &profile, const Variables &variables);

/// Whose wire the instruments of a profile's venue name are traded over; nothing for an unknown name.
[[nodiscard]] std::optional<Wire> wireOf(std::string_view venue);

} // namespace app
