#include "core/indicators/Sma.h"

#include "core/base/Error.h"
#include "core/indicators/Batch.h"

#include <array>
#include <numeric>

namespace core {

double Sma::value() const
{
    if (!ready())
        bug("the SMA was asked before it was ready");
    return m_sum.sum() / m_sum.size();
}

namespace {

/// The means that end in each of `lanes` blocks of `size` values, the first block behind the `size` values
/// at `values`; of the last block only the first `count`. As in RollingSum, a window is the tail of one block
/// and the head of the next; the lanes go in step, so that their additions do not wait for one another.
template <std::size_t lanes>
void meansOfBlocks(const double *values, std::size_t size, std::size_t count, double *out)
{
    std::array<double, lanes> tails{};
    for (std::size_t place = size; place-- > 0;) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            if (place < count)
                out[(lane + 1) * size + place] = tails[lane];
            tails[lane] += values[lane * size + place];
        }
    }
    const double share = 1.0 / static_cast<double>(size);
    std::array<double, lanes> heads{};
    for (std::size_t place = 0; place < count; ++place) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::size_t at = (lane + 1) * size + place;
            heads[lane] += values[at];
            out[at] = (heads[lane] + out[at]) * share;
        }
    }
}

} // namespace

void sma(std::span<const double> values, int period, std::span<double> out)
{
    if (period < 1 || out.size() != values.size())
        bug("the SMA needs a period and as much room as values");
    constexpr std::size_t lanes = 4;
    const auto size = static_cast<std::size_t>(period);
    markWarmUp(out, size - 1);
    if (values.size() < size)
        return;
    out[size - 1] = std::accumulate(values.begin(), values.begin() + period, 0.0) * (1.0 / period);
    std::size_t at = 0;
    for (; at + (lanes + 1) * size <= values.size(); at += lanes * size)
        meansOfBlocks<lanes>(values.data() + at, size, size, out.data() + at);
    for (; at + size < values.size(); at += size)
        meansOfBlocks<1>(values.data() + at, size, std::min(size, values.size() - at - size), out.data() + at);
}

std::vector<double> sma(std::span<const double> values, int period)
{
    return batchOf(values.size(), [&](std::span<double> out) { sma(values, period, out); });
}

} // namespace core
