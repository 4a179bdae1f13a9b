#pragma once

#include "core/analytics/EquityCurve.h"

#include <cstdint>
#include <optional>
#include <span>

namespace core {

/// Statistics of a run, pure functions of doubles; what is not defined is nullopt, never 0.
/// Formulas: design/trading-rules.md, section 1.

/// (end / start − 1)·100; nullopt when the start is not positive. Of an account's equity, or of an
/// instrument's closes for buy-and-hold.
[[nodiscard]] std::optional<double> returnPct(double start, double end);

/// Trading days of a year: 252 for US equities, 365 for what never closes.
[[nodiscard]] double daysPerYear(SessionKind session);

/// Fewer exchange days than this have no Sharpe and no Sortino.
constexpr std::size_t minimumDaysForRatios = 30;

/// mean(r) / s(r)·√daysPerYear over daily exchange-day returns, risk-free 0, s the sample deviation
/// (n − 1). nullopt under thirty days, when the equity touched zero, and without any deviation.
/// Source: W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management, 1994.
[[nodiscard]] std::optional<double> sharpe(std::span<const EquityPoint> curve, SessionKind session);

/// As `sharpe`, over the downside deviation √(Σ min(r, 0)² / (n − 1)) around zero, likewise with
/// n − 1. nullopt also without a losing day.
/// Source: F. A. Sortino, R. van der Meer, "Downside Risk", Journal of Portfolio Management, 1991.
[[nodiscard]] std::optional<double> sortino(std::span<const EquityPoint> curve, SessionKind session);

/// Share of round trips that earned something, in per cent; a P&L of zero is no win. nullopt
/// without any.
[[nodiscard]] std::optional<double> winRatePct(std::span<const double> roundTripPnls);

/// Sum of gains over sum of losses; nullopt without losses.
[[nodiscard]] std::optional<double> profitFactor(std::span<const double> roundTripPnls);

/// Share of bars at whose close a position was held, in per cent; nullopt without bars.
[[nodiscard]] std::optional<double> exposurePct(std::int64_t barsInPosition, std::int64_t bars);

} // namespace core
