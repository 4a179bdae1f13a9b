#include "core/indicators/WilderAverage.h"

#include "core/base/Error.h"

namespace core {

WilderAverage::WilderAverage(int period) : m_period(period)
{
    if (period < 1)
        bug("an average needs at least one value");
}

void WilderAverage::update(double value)
{
    if (ready()) {
        m_value = (m_value * (m_period - 1) + value) / m_period;
        return;
    }
    m_value += value;
    if (++m_count == m_period)
        m_value /= m_period;
}

double WilderAverage::value() const
{
    if (!ready())
        bug("the Wilder average was asked before it was ready");
    return m_value;
}

void WilderAverage::reset()
{
    m_count = 0;
    m_value = 0;
}

} // namespace core
