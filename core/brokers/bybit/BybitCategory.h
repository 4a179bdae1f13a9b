#pragma once

#include "core/domain/Instrument.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace core::bybit {

/// The two product groups we trade. The same symbol exists in both, so it names nothing without its group.
enum class Category { Spot, Linear };

[[nodiscard]] const char *categoryName(Category category); ///< `spot`, `linear`.
[[nodiscard]] std::optional<Category> parseCategory(std::string_view name);
/// `bybit-spot:ABCUSDT`, `bybit-linear:ABCUSDT`.
[[nodiscard]] InstrumentId instrumentId(Category category, std::string_view symbol);
/// Nothing for an instrument of another venue.
[[nodiscard]] std::optional<Category> categoryOf(const InstrumentId &instrument);

/// What linear contracts are settled in. Lists by settle coin must be asked for each of them.
inline constexpr std::array<std::string_view, 2> settleCoins{"USDT", "USDC"};

} // namespace core::bybit
