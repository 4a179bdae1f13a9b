#pragma once

#include "core/indicators/WilderAverage.h"

#include <optional>
#include <span>
#include <vector>

namespace core {

/// Relative strength index, 0 to 100, Wilder smoothing of gains and losses: gain / (gain + loss).
/// The first change is that of the second value, so the first result is at index `period`. Without
/// any change it is 50.
/// Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978, section VI; flat = 50 as
/// in design/cli.md, "Definitions".
class Rsi {
public:
    /// A period below one is a bug.
    explicit Rsi(int period) : m_gain(period), m_loss(period) {}

    void update(double value);
    [[nodiscard]] bool ready() const { return m_gain.ready(); }
    /// Asking before `ready` is a bug.
    [[nodiscard]] double value() const;
    void reset();

private:
    std::optional<double> m_previous;
    WilderAverage m_gain;
    WilderAverage m_loss;
};

/// One value per input, NaN while warming up; within 200·(4·period + 20 + n)·2^-53 of the stream,
/// where n counts the bars since the last change, of which all that follows is a remnant.
[[nodiscard]] std::vector<double> rsi(std::span<const double> values, int period);
/// The same into given memory, as long as the values and not theirs.
void rsi(std::span<const double> values, int period, std::span<double> out);

} // namespace core
