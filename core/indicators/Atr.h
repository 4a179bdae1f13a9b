#pragma once

#include "core/indicators/WilderAverage.h"

#include <optional>
#include <span>
#include <vector>

namespace core {

/// Average true range, Wilder smoothing, in price units. The true range of a bar is the widest of
/// high − low, |high − previous close| and |low − previous close|; it begins with the second bar,
/// so the first value is at index `period`.
/// Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978, section III; true range
/// from the second bar as in design/cli.md, "Definitions".
class Atr {
public:
    /// A period below one is a bug.
    explicit Atr(int period) : m_average(period) {}

    void update(double high, double low, double close);
    [[nodiscard]] bool ready() const { return m_average.ready(); }
    /// Asking before `ready` is a bug.
    [[nodiscard]] double value() const { return m_average.value(); }
    void reset();

private:
    std::optional<double> m_previousClose;
    WilderAverage m_average;
};

/// Series of equal length, oldest first (unequal ones are a bug).
/// @return One value per bar, NaN while warming up; within (4·period + 16)·2^-53 of the largest
/// average so far of what the stream gives.
[[nodiscard]] std::vector<double> atr(std::span<const double> high, std::span<const double> low,
                                      std::span<const double> close, int period);
/// The same into given memory, as long as the series and not theirs.
void atr(std::span<const double> high, std::span<const double> low, std::span<const double> close, int period,
         std::span<double> out);

} // namespace core
