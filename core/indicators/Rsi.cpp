#include "core/indicators/Rsi.h"

#include "core/base/Error.h"
#include "core/indicators/Batch.h"

#include <algorithm>
#include <array>

namespace core {

void Rsi::update(double value)
{
    if (m_previous) {
        const double change = value - *m_previous;
        m_gain.update(std::max(change, 0.0));
        m_loss.update(std::max(-change, 0.0));
    }
    m_previous = value;
}

double Rsi::value() const
{
    const double gain = m_gain.value();
    const double movement = gain + m_loss.value();
    return movement > 0 ? 100 * (gain / movement) : 50;
}

void Rsi::reset()
{
    m_previous.reset();
    m_gain.reset();
    m_loss.reset();
}

void rsi(std::span<const double> values, int period, std::span<double> out)
{
    if (out.size() != values.size())
        bug("the RSI needs as much room as values");
    std::array<double, stretchLength> gains;
    std::array<double, stretchLength> losses;
    WilderBatch gain(period);
    WilderBatch loss(period);
    for (std::size_t first = 1; first < values.size(); first += stretchLength) {
        const std::size_t count = std::min(stretchLength, values.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            const double change = values[first + i] - values[first + i - 1];
            gains[i] = std::max(change, 0.0);
            losses[i] = std::max(-change, 0.0);
        }
        gain.run(std::span(gains).first(count));
        loss.run(std::span(losses).first(count));
        for (std::size_t i = 0; i < count; ++i) {
            const double movement = gains[i] + losses[i];
            const double share = gains[i] / (movement > 0 ? movement : 1);
            out[first + i] = movement > 0 ? 100 * share : 50;
        }
    }
    markWarmUp(out, static_cast<std::size_t>(period));
}

std::vector<double> rsi(std::span<const double> values, int period)
{
    return batchOf(values.size(), [&](std::span<double> out) { rsi(values, period, out); });
}

} // namespace core
