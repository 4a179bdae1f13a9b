#include "core/indicators/Sma.h"

#include "core/base/Error.h"
#include "core/indicators/Batch.h"

namespace core {

double Sma::value() const
{
    if (!ready())
        bug("the SMA was asked before it was ready");
    return m_sum.sum() / m_sum.size();
}

std::vector<double> sma(std::span<const double> values, int period)
{
    return runOver(Sma(period), values);
}

} // namespace core
