#pragma once

#include "core/indicators/Sma.h"

#include <span>
#include <vector>

namespace core {

/// Exponential moving average with the factor 2 / (period + 1), seeded by the simple average of the
/// first `period` values. First value at index period − 1.
/// Rounding fades like the past does: the relative error stays within a few times 2^-53·period.
/// Source: S. B. Achelis, Technical Analysis from A to Z, 2nd ed., "Moving Averages"; the seed as
/// in design/cli.md, "Definitions".
class Ema {
public:
    /// A period below one is a bug.
    explicit Ema(int period);

    void update(double value);
    [[nodiscard]] bool ready() const { return m_seed.ready(); }
    /// Asking before `ready` is a bug.
    [[nodiscard]] double value() const;
    void reset();

private:
    Sma m_seed;
    double m_factor;
    double m_value = 0;
};

/// One value per input, NaN while warming up; within (4·period + 16)·2^-53 of the largest |value| of what
/// the stream gives (see Recurrence.h).
[[nodiscard]] std::vector<double> ema(std::span<const double> values, int period);
/// The same into given memory, as long as the values.
void ema(std::span<const double> values, int period, std::span<double> out);

} // namespace core
