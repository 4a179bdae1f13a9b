#pragma once

#include "core/domain/Bar.h"

#include <cstdint>
#include <span>
#include <vector>

namespace core {

/// Simple moving averages of many periods over a stretch of closes, as distances from one price in nanos,
/// so that they lose nothing to cancellation.
/// Error: a window's sum is exact, so a mean is within 2·2^-53 of its distance (relative).
class WindowMeans {
public:
    /// Periods ascending and distinct, each at least one; the closes outlive this.
    WindowMeans(std::span<const Price> closes, std::vector<int> periods);

    /// Takes the bars from `first` to `last` (exclusive). False when the sums would not fit; then no
    /// mean is right.
    [[nodiscard]] bool load(std::size_t first, std::size_t last);

    /// The means of one period, bar `first` at the front; before the window is full without meaning.
    [[nodiscard]] const double *of(std::size_t periodIndex) const { return m_means.data() + periodIndex * m_stride; }
    /// The greatest price that any of the windows holds, in nanos.
    [[nodiscard]] double highest() const { return m_highest; }

private:
    std::span<const Price> m_closes;
    std::vector<int> m_periods;
    std::vector<std::int64_t> m_sums; ///< Of the distances, from the first bar any window needs.
    std::vector<double> m_means;      ///< One row per period.
    std::size_t m_stride = 0;
    double m_highest = 0;
};

} // namespace core
