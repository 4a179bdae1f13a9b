#include "core/history/Outliers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace core {

namespace {

constexpr double spikeFactor = 2;      // the largest true moves and returns of one bar stay below
constexpr double spikeDeviations = 20; // 2021's AMC: up fourfold and half back at 16
constexpr double wickFactor = 3;
constexpr double splitTolerance = 0.03;
constexpr std::array splitRatios{2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50};

double median(std::vector<double> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<double> logReturns(std::span<const Bar> bars)
{
    std::vector<double> returns;
    returns.reserve(bars.size());
    for (std::size_t i = 1; i < bars.size(); ++i)
        returns.push_back(std::log(bars[i].close.toDouble() / bars[i - 1].close.toDouble()));
    return returns;
}

/// What one standard deviation would be if the returns were normal; untouched by a few wild ones.
double robustDeviation(std::vector<double> returns)
{
    const double centre = median(returns);
    for (double &value : returns)
        value = std::abs(value - centre);
    return 1.4826 * median(returns);
}

bool isSpike(double into, double outOf, double threshold)
{
    const double smaller = std::min(std::abs(into), std::abs(outOf));
    return into * outOf < 0 && smaller > threshold && std::abs(into + outOf) < smaller / 2;
}

std::optional<std::string> wickOf(const Bar &before, const Bar &bar, const Bar &after)
{
    const auto [lowest, highest] = std::minmax({before.close, bar.open, bar.close, after.open});
    if (bar.high.toDouble() > wickFactor * highest.toDouble())
        return "the high " + bar.high.toString() + " stands far above the prices around it";
    if (bar.low.toDouble() * wickFactor < lowest.toDouble())
        return "the low " + bar.low.toString() + " stands far below the prices around it";
    return std::nullopt;
}

std::optional<std::string> splitAt(const Bar &before, const Bar &bar)
{
    const double ratio = before.close.toDouble() / bar.open.toDouble();
    const double size = ratio >= 1 ? ratio : 1 / ratio;
    for (const int whole : splitRatios)
        if (std::abs(size / whole - 1) <= splitTolerance)
            return "the price jumps from " + before.close.toString() + " to " +
                   bar.open.toString() + ", like a split " +
                   (ratio >= 1 ? std::to_string(whole) + ":1" : "1:" + std::to_string(whole)) +
                   " that was not adjusted";
    return std::nullopt;
}

} // namespace

std::vector<Defect> outliersIn(std::span<const Bar> bars, std::span<const int> lines,
                               SessionKind session)
{
    std::vector<Defect> found;
    const auto report = [&](std::size_t i, std::string detail) {
        found.push_back(
            {.kind = DefectKind::Outlier, .line = lines[i], .detail = std::move(detail)});
    };
    if (bars.size() < 3)
        return found;
    const std::vector<double> returns = logReturns(bars);
    const double threshold =
        std::max(std::log(spikeFactor), spikeDeviations * robustDeviation(returns));
    for (std::size_t i = 1; i < bars.size(); ++i) {
        const bool hasNext = i + 1 < bars.size();
        if (hasNext && isSpike(returns[i - 1], returns[i], threshold))
            report(i, "the close " + bars[i].close.toString() +
                          " stands far away from the bars before and after it");
        else if (const auto wick =
                     hasNext ? wickOf(bars[i - 1], bars[i], bars[i + 1]) : std::nullopt)
            report(i, *wick);
        else if (session == SessionKind::UsEquities &&
                 std::abs(returns[i - 1]) > std::log(1.7))
            if (const auto split = splitAt(bars[i - 1], bars[i]))
                report(i, *split);
    }
    return found;
}

} // namespace core
