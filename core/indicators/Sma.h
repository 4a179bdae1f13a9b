#pragma once

#include "core/indicators/RollingSum.h"

#include <span>
#include <vector>

namespace core {

/// Simple moving average: the plain mean of the last `period` values.
/// First value at index period − 1. Relative error for values of one sign at most
/// (period + 2)·2^-53, without drift (see RollingSum).
/// Source: S. B. Achelis, Technical Analysis from A to Z, 2nd ed., "Moving Averages".
class Sma {
public:
    /// A period below one is a bug.
    explicit Sma(int period) : m_sum(period) {}

    void update(double value) { m_sum.add(value); }
    [[nodiscard]] bool ready() const { return m_sum.isFull(); }
    /// Asking before `ready` is a bug.
    [[nodiscard]] double value() const;
    void reset() { m_sum.reset(); }

private:
    RollingSum m_sum;
};

/// One value per input, NaN while warming up. The sums are those of the stream to the last bit, the
/// division is a multiplication: within 2·2^-53 of the stream (relative).
[[nodiscard]] std::vector<double> sma(std::span<const double> values, int period);
/// The same into given memory, as long as the values and not theirs.
void sma(std::span<const double> values, int period, std::span<double> out);

} // namespace core
