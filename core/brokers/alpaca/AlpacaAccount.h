#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The account and what it holds, the venue's clock and its days. Readers give BadInput, with the place, for
/// what they cannot read.
namespace core::alpaca {

/// Figures in account currency. What the venue left out is none, never zero. The fields of the old
/// day-trading rule, gone since July 2026, are not read.
struct Account {
    std::string id;
    std::string number{}; ///< As shown to the owner; paper accounts begin with `PA`.
    std::string status{};
    std::string cryptoStatus{};
    std::string currency{};
    Money cash{}; ///< Below zero: borrowed.
    Money equity{};
    std::optional<Money> lastEquity{}; ///< At 16:00 New York on the trading day before.
    std::optional<Money> longMarketValue{};
    std::optional<Money> shortMarketValue{}; ///< Below zero.
    std::optional<Money> buyingPower{};
    std::optional<Money> effectiveBuyingPower{};
    std::optional<Money> nonMarginableBuyingPower{}; ///< For crypto.
    std::optional<Money> optionsBuyingPower{};
    std::optional<Money> initialMargin{};
    std::optional<Money> maintenanceMargin{};
    std::optional<Money> accruedFees{};
    std::optional<Decimal> multiplier{}; ///< 1, 2 or 4.
    std::optional<std::int64_t> optionsLevel{};
    bool isShortingEnabled = false;
    bool isTradingBlocked = false;
    bool isTransfersBlocked = false;
    bool isAccountBlocked = false;
    bool isSuspendedByOwner = false;

    /// Why no order of that kind can be sent, in words; nothing when it can.
    [[nodiscard]] std::optional<std::string> obstacle(TradedKind kind) const;
};
[[nodiscard]] Result<Account> parseAccount(std::string_view bytes);

/// Of the core session.
struct VenueClock {
    Timestamp now;
    bool isOpen = false;
    Timestamp nextOpen{};
    Timestamp nextClose{};
};
[[nodiscard]] Result<VenueClock> parseClock(std::string_view bytes);

/// A trading day; half days close early.
struct CalendarDay {
    std::chrono::sys_days date; ///< New York.
    Timestamp open{};
    Timestamp close{};
    std::optional<Timestamp> sessionOpen{}; ///< With the extended hours.
    std::optional<Timestamp> sessionClose{};
    std::optional<std::chrono::sys_days> settlement{};
};
[[nodiscard]] Result<std::vector<CalendarDay>> parseCalendar(std::string_view bytes);

struct Position {
    InstrumentId instrument; ///< Pairs normalised.
    Quantity quantity{};     ///< Signed.
    std::optional<Quantity> available{}; ///< Without what working orders hold; no sign.
    std::optional<Money> averagePrice{}; ///< Up to eighteen places; the venue may change it overnight.
    std::optional<Money> marketValue{};  ///< Signed, as is the cost.
    std::optional<Money> costBasis{};
    std::optional<Money> unrealised{};
    std::optional<Price> currentPrice{}; ///< Rounded at the ninth place.
    std::optional<Price> lastDayPrice{};
};
[[nodiscard]] Result<Position> parsePosition(std::string_view bytes);
[[nodiscard]] Result<std::vector<Position>> parsePositions(std::string_view bytes);

/// Equity over time.
struct PortfolioHistory {
    struct Point {
        Timestamp at; ///< The left edge.
        std::optional<Money> equity{};
        std::optional<Money> profit{};
        std::optional<double> profitShare{}; ///< 0.01 is 1 %.
    };
    std::vector<Point> points;
    std::optional<Money> baseValue{};
    std::string timeframe{};
};
[[nodiscard]] Result<PortfolioHistory> parsePortfolioHistory(std::string_view bytes);

} // namespace core::alpaca
