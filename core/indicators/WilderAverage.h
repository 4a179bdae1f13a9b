#pragma once

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
    /// Asking before `ready` is a bug.
    [[nodiscard]] double value() const;
    void reset();

private:
    int m_period;
    int m_count = 0;
    double m_value = 0; ///< The plain sum while warming up, the average after.
};

} // namespace core
