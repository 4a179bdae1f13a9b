#include "core/analytics/Performance.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace core {

namespace {

/// The daily returns when there are enough of them and none is missing.
std::optional<std::vector<double>> returnsForRatios(std::span<const EquityPoint> curve,
                                                    SessionKind session)
{
    const auto days = dailyEquity(curve, session);
    auto returns = dailyReturns(days);
    if (days.size() < minimumDaysForRatios || returns.size() + 1 < days.size())
        return std::nullopt;
    return returns;
}

double mean(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

/// √(Σ f(value)² / (n − 1)).
template <class Deviation>
double sampleDeviation(std::span<const double> values, Deviation deviation)
{
    double squares = 0;
    for (const double value : values)
        squares += deviation(value) * deviation(value);
    return std::sqrt(squares / double(values.size() - 1));
}

std::optional<double> annualised(double meanReturn, double deviation, SessionKind session)
{
    // Equal returns leave a deviation of rounding noise only: that is none.
    if (deviation <= 1e-12 * std::abs(meanReturn) || deviation == 0)
        return std::nullopt;
    return meanReturn / deviation * std::sqrt(daysPerYear(session));
}

} // namespace

std::optional<double> returnPct(double start, double end)
{
    return start > 0 ? std::optional(100 * (end / start - 1)) : std::nullopt;
}

double daysPerYear(SessionKind session)
{
    return session == SessionKind::UsEquities ? 252 : 365;
}

std::optional<double> sharpe(std::span<const EquityPoint> curve, SessionKind session)
{
    const auto returns = returnsForRatios(curve, session);
    if (!returns)
        return std::nullopt;
    const double average = mean(*returns);
    const double deviation = sampleDeviation(*returns, [=](double r) { return r - average; });
    return annualised(average, deviation, session);
}

std::optional<double> sortino(std::span<const EquityPoint> curve, SessionKind session)
{
    const auto returns = returnsForRatios(curve, session);
    if (!returns)
        return std::nullopt;
    const double downside = sampleDeviation(*returns, [](double r) { return std::min(r, 0.0); });
    return annualised(mean(*returns), downside, session);
}

std::optional<double> winRatePct(std::span<const double> roundTripPnls)
{
    if (roundTripPnls.empty())
        return std::nullopt;
    const auto wins = std::ranges::count_if(roundTripPnls, [](double pnl) { return pnl > 0; });
    return 100 * double(wins) / double(roundTripPnls.size());
}

std::optional<double> profitFactor(std::span<const double> roundTripPnls)
{
    double gains = 0;
    double losses = 0;
    for (const double pnl : roundTripPnls)
        (pnl > 0 ? gains : losses) += std::abs(pnl);
    return losses > 0 ? std::optional(gains / losses) : std::nullopt;
}

std::optional<double> exposurePct(std::int64_t barsInPosition, std::int64_t bars)
{
    return bars > 0 ? std::optional(100 * double(barsInPosition) / double(bars)) : std::nullopt;
}

} // namespace core
