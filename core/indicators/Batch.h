#pragma once

#include <limits>
#include <span>
#include <vector>

namespace core {

/// A streaming indicator over a whole series: one value per input, NaN while warming up. The batch
/// functions of this room are this and nothing else, so batch and stream cannot disagree.
template <class Indicator>
[[nodiscard]] std::vector<double> runOver(Indicator indicator, std::span<const double> values)
{
    std::vector<double> results;
    results.reserve(values.size());
    for (const double value : values) {
        indicator.update(value);
        results.push_back(indicator.ready() ? indicator.value()
                                            : std::numeric_limits<double>::quiet_NaN());
    }
    return results;
}

} // namespace core
