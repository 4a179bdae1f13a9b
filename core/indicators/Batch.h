#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace core {

/// Values that a batch function of several steps takes at once, so that they stay in the cache.
inline constexpr std::size_t stretchLength = 512;

/// A streaming indicator over a whole series: one value per input, NaN while warming up. The plain way
/// of what the batch functions of this room do faster; their tests hold them against it.
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

/// Fills the values before the first one; where there is none, all of them.
inline void markWarmUp(std::span<double> out, std::size_t warmUp)
{
    std::ranges::fill(out.first(std::min(warmUp, out.size())), std::numeric_limits<double>::quiet_NaN());
}

/// A batch function that writes into given memory, as one that returns its values.
template <class Fill>
[[nodiscard]] std::vector<double> batchOf(std::size_t size, Fill fill)
{
    std::vector<double> results(size);
    fill(std::span(results));
    return results;
}

} // namespace core
