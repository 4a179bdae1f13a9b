#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/brokers/alpaca/AlpacaRequest.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// What we can ask of the trading host beside orders.
/// Source: Alpaca Trading API specification, August 2026.
namespace core::alpaca {

[[nodiscard]] Request account();
[[nodiscard]] Request venueClock();
/// Trading days, both ends included.
[[nodiscard]] Request calendar(std::chrono::sys_days from, std::chrono::sys_days to);

/// All active instruments of a kind; some megabytes for stocks, so the answer is worth keeping.
[[nodiscard]] Request assets(TradedKind kind);
[[nodiscard]] Request asset(const std::string &symbol);

[[nodiscard]] Request positions();
[[nodiscard]] Request position(const InstrumentId &instrument);
/// Closing by these makes a market order without a client id of ours, so they are for the kill switch only.
[[nodiscard]] Request closePosition(const InstrumentId &instrument);
[[nodiscard]] Request closePart(const InstrumentId &instrument, Quantity quantity);
/// @param percent  Above 0, at most 100: another one is a bug.
[[nodiscard]] Request closePercent(const InstrumentId &instrument, Decimal percent);
[[nodiscard]] Request closeAllPositions(bool cancelsOrders);

/// Activities, oldest first. The next page begins after a token.
struct ActivityQuery {
    std::vector<std::string> types{"FILL"}; ///< Empty: all.
    std::optional<Timestamp> after{};
    std::optional<Timestamp> until{};
    std::optional<VenueOrderId> order{}; ///< All fills of one order: what to ask for after a gap.
    std::optional<std::string> pageToken{};
    bool isBesideTrades = false; ///< With no types: all that are no trades.
    static constexpr int pageSize = 100; ///< The venue's most.
};
[[nodiscard]] Request activities(const ActivityQuery &query);

/// Equity over a period: a number and `D`, `W`, `M` or `A`.
struct HistoryQuery {
    std::string period = "1M";
    std::string timeframe = "1D"; ///< `1Min`, `5Min`, `15Min`, `1H`, `1D`; the finer ones for 30 days at most.
    bool isContinuous = false;    ///< Around the clock, for accounts with crypto.
    std::optional<Timestamp> end{};
};
[[nodiscard]] Request portfolioHistory(const HistoryQuery &query);

/// Option contracts of an underlying that expire in a span of days (both included).
struct ContractQuery {
    std::string underlying;
    std::chrono::sys_days from;
    std::chrono::sys_days to; ///< The venue's own choice would be the next weekend.
    std::optional<Price> leastStrike{};
    std::optional<Price> mostStrike{};
    std::optional<std::string> pageToken{};
};
[[nodiscard]] Request optionContracts(const ContractQuery &query);

/// `2026-03-02`
[[nodiscard]] std::string dateText(std::chrono::sys_days date);

} // namespace core::alpaca
