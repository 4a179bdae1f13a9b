#include "core/indicators/Atr.h"

#include "core/base/Error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace core {

void Atr::update(double high, double low, double close)
{
    if (m_previousClose)
        m_average.update(std::max({high - low, std::abs(high - *m_previousClose),
                                   std::abs(low - *m_previousClose)}));
    m_previousClose = close;
}

void Atr::reset()
{
    m_previousClose.reset();
    m_average.reset();
}

std::vector<double> atr(std::span<const double> high, std::span<const double> low,
                        std::span<const double> close, int period)
{
    if (high.size() != close.size() || low.size() != close.size())
        bug("the ATR needs high, low and close of every bar");
    Atr indicator(period);
    std::vector<double> results;
    results.reserve(close.size());
    for (std::size_t i = 0; i < close.size(); ++i) {
        indicator.update(high[i], low[i], close[i]);
        results.push_back(indicator.ready() ? indicator.value()
                                            : std::numeric_limits<double>::quiet_NaN());
    }
    return results;
}

} // namespace core
