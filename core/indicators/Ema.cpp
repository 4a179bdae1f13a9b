#include "core/indicators/Ema.h"

#include "core/base/Error.h"
#include "core/indicators/Batch.h"
#include "core/indicators/Recurrence.h"

#include <numeric>

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

void ema(std::span<const double> values, int period, std::span<double> out)
{
    if (period < 1 || out.size() != values.size())
        bug("the EMA needs a period and as much room as values");
    const auto size = static_cast<std::size_t>(period);
    if (values.size() < size)
        return markWarmUp(out, size);
    const double seed = std::accumulate(values.begin(), values.begin() + period, 0.0) / period;
    const double factor = 2.0 / (period + 1.0);
    recur(values.subspan(size), 1 - factor, factor, seed, out.data() + size);
    markWarmUp(out, size - 1);
    out[size - 1] = seed;
}

std::vector<double> ema(std::span<const double> values, int period)
{
    return batchOf(values.size(), [&](std::span<double> out) { ema(values, period, out); });
}

} // namespace core
