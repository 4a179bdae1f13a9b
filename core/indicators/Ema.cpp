#include "core/indicators/Ema.h"

#include "core/base/Error.h"
#include "core/indicators/Batch.h"

namespace core {

Ema::Ema(int period) : m_seed(period), m_factor(2.0 / (period + 1.0)) {}

void Ema::update(double value)
{
    if (ready()) {
        m_value += m_factor * (value - m_value);
        return;
    }
    m_seed.update(value);
    if (m_seed.ready())
        m_value = m_seed.value();
}

double Ema::value() const
{
    if (!ready())
        bug("the EMA was asked before it was ready");
    return m_value;
}

void Ema::reset()
{
    m_seed.reset();
    m_value = 0;
}

std::vector<double> ema(std::span<const double> values, int period)
{
    return runOver(Ema(period), values);
}

} // namespace core
