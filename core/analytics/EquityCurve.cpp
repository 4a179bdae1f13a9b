#include "core/analytics/EquityCurve.h"

#include "core/market/ExchangeDay.h"

#include <algorithm>

namespace core {

std::vector<DailyEquity> dailyEquity(std::span<const EquityPoint> curve, SessionKind session)
{
    std::vector<DailyEquity> days;
    for (const EquityPoint &point : curve) {
        const auto day = exchangeDay(point.at - std::chrono::nanoseconds(1), session);
        if (days.empty() || days.back().day != day)
            days.push_back({day, point.equity});
        else
            days.back().equity = point.equity;
    }
    return days;
}

std::vector<double> dailyReturns(std::span<const DailyEquity> days)
{
    std::vector<double> returns;
    for (std::size_t i = 1; i < days.size() && days[i - 1].equity > 0; ++i)
        returns.push_back(days[i].equity / days[i - 1].equity - 1);
    return returns;
}

double maxDrawdownPct(std::span<const EquityPoint> curve)
{
    double deepest = 0;
    double high = 0;
    for (const EquityPoint &point : curve) {
        high = std::max(high, point.equity);
        if (high > 0)
            deepest = std::max(deepest, 1 - point.equity / high);
    }
    return 100 * deepest;
}

} // namespace core
