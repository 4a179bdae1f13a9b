#include "core/indicators/Atr.h"

#include "core/base/Error.h"
#include "core/indicators/Batch.h"

#include <algorithm>
#include <cmath>

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

void atr(std::span<const double> high, std::span<const double> low, std::span<const double> close, int period,
         std::span<double> out)
{
    if (high.size() != close.size() || low.size() != close.size() || out.size() != close.size())
        bug("the ATR needs high, low and close of every bar, and as much room");
    WilderBatch average(period);
    for (std::size_t first = 1; first < close.size(); first += stretchLength) {
        const std::size_t end = std::min(first + stretchLength, close.size());
        for (std::size_t i = first; i < end; ++i)
            out[i] = std::max(std::max(high[i] - low[i], std::abs(high[i] - close[i - 1])), std::abs(low[i] - close[i - 1]));
        average.run(out.subspan(first, end - first));
    }
    markWarmUp(out, static_cast<std::size_t>(period));
}

std::vector<double> atr(std::span<const double> high, std::span<const double> low,
                        std::span<const double> close, int period)
{
    return batchOf(close.size(), [&](std::span<double> out) { atr(high, low, close, period, out); });
}

} // namespace core
