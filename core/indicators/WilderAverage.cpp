#include "core/indicators/WilderAverage.h"

#include "core/base/Error.h"
#include "core/indicators/Recurrence.h"

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

void WilderBatch::run(std::span<double> values)
{
    std::size_t at = 0;
    for (; at < values.size() && !m_seed.ready(); ++at) {
        m_seed.update(values[at]);
        values[at] = m_value = m_seed.ready() ? m_seed.value() : 0;
    }
    const double share = 1.0 / m_seed.period();
    const auto rest = values.subspan(at);
    m_value = recur(rest, (m_seed.period() - 1) * share, share, m_value, rest.data());
}

} // namespace core
