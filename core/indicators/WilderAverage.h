#pragma once

#include <span>

namespace core {

/// Wilder's smoothing: the mean of the first `period` values, then (previous·(period − 1) + value)
/// / period. First value at index period − 1. RSI and ATR rest on it.
/// Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978, section III.
class WilderAverage {
public:
    /// A period below one is a bug.
    explicit WilderAverage(int period);

    void update(double value);
    [[nodiscard]] bool ready() const { return m_count == m_period; }
    [[nodiscard]] int period() const { return m_period; }
    /// Asking before `ready` is a bug.
    [[nodiscard]] double value() const;
    void reset();

private:
    int m_period;
    int m_count = 0;
    double m_value = 0; ///< The plain sum while warming up, the average after.
};

/// Wilder's average of values that come in stretches, the batch way: the same as the class within
/// (4·period + 16)·2^-53 of the largest average so far (see Recurrence.h).
class WilderBatch {
public:
    /// A period below one is a bug.
    explicit WilderBatch(int period) : m_seed(period) {}

    /// Replaces the values of the next stretch by their averages; before the first one by zero.
    void run(std::span<double> values);

private:
    WilderAverage m_seed;
    double m_value = 0;
};

} // namespace core
