#pragma once

#include "core/domain/Bar.h"

#include <vector>

namespace ui {

/// A run of bars seen as one: what a pixel shows on which many of them fall.
struct BarSpan {
    core::Price open;  ///< Of the first bar.
    core::Price close; ///< Of the last bar.
    core::Price low;
    core::Price high;
    double volume = 0; ///< The greatest of one bar.

    explicit BarSpan(const core::Bar &bar)
        : open(bar.open), close(bar.close), low(bar.low), high(bar.high), volume(bar.volume)
    {
    }
    /// Takes in the bars that follow.
    void append(const BarSpan &next);
    [[nodiscard]] bool isUp() const { return close >= open; }
    bool operator==(const BarSpan &) const = default;
};

/// Spans of eight bars, of eight such spans and so on, so that any run of a million bars is put together
/// from a few dozen of them. A seventh of the bars' memory, made in one pass.
class BarPyramid {
public:
    void build(const std::vector<core::Bar> &bars);
    /// The bars from `first` to `last`, both among those that it was built from.
    [[nodiscard]] BarSpan over(const std::vector<core::Bar> &bars, std::size_t first, std::size_t last) const;

private:
    static constexpr std::size_t width = 8;
    std::vector<std::vector<BarSpan>> m_levels; ///< Whole spans only; the rest is in the level below.
};

} // namespace ui
