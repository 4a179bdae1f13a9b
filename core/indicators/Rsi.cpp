#include "core/indicators/Rsi.h"

#include "core/indicators/Batch.h"

#include <algorithm>

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

std::vector<double> rsi(std::span<const double> values, int period)
{
    return runOver(Rsi(period), values);
}

} // namespace core
