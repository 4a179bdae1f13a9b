#pragma once

#include "core/brokers/bybit/BybitOrderQueries.h"

#include <optional>
#include <string_view>

namespace core::bybit {

/// All signed. Source: bybit-exchange.github.io/docs/v5/account, /position and /user, July 2026.

inline constexpr int positionPage = 200;

[[nodiscard]] Request keyInfo();     ///< What the key may do.
[[nodiscard]] Request accountInfo(); ///< Which kind of account, and its margin mode.
/// Coins that are not zero. @param coins  These, zero or not: `USDT,USDC`.
[[nodiscard]] Request walletBalance(std::string_view coins = {});
/// Open positions only. Must be asked for every settle coin.
[[nodiscard]] Request positions(std::string_view settleCoin, std::string_view cursor = {});
/// One contract, flat or not: its leverage and mode are there in any case.
[[nodiscard]] Request position(std::string_view symbol);
[[nodiscard]] OrObjection<Request> feeRate(Environment environment, Category category, std::string_view symbol);

/// The owner is asked first: it changes the margin of open positions at once. The leverage must be a
/// multiple of the instrument's step and not above its highest. Unchanged is answered by 110043.
[[nodiscard]] OrObjection<Request> setLeverage(const InstrumentFacts &facts, Decimal leverage);
/// One-way mode, the only one we trade in, for all contracts of a coin. Refused with a position or an order.
[[nodiscard]] Request switchToOneWay(std::string_view settleCoin);

/// Stop and target that the venue holds for a whole position. Absent: stays as it is. Zero: removed.
struct TradingStop {
    std::optional<Price> stop{};
    std::optional<Price> target{};
};
/// The stop fires on the mark price, the target on the last.
[[nodiscard]] OrObjection<Request> setTradingStop(const InstrumentFacts &facts, const TradingStop &levels);

inline constexpr int transactionPage = 50;
/// Everything that changed the balance of a coin, of the last day.
[[nodiscard]] Request transactionLog(std::string_view coin, std::string_view cursor = {});
/// The same of a span of at most seven days.
[[nodiscard]] Request transactionLog(std::string_view coin, const Window &window, std::string_view cursor = {});

[[nodiscard]] Request userSettings(); ///< Among them, what becomes of a price beyond the limits.
/// Whether a limit price beyond the venue's limits is moved to them in silence or the order refused.
enum class BeyondLimit { Move, Refuse };
/// The owner is asked first.
[[nodiscard]] Request setBeyondLimit(Category category, BeyondLimit action);

} // namespace core::bybit
