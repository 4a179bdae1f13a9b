#include "core/optimise/WindowMeans.h"

#include <algorithm>
#include <limits>

namespace core {

WindowMeans::WindowMeans(std::span<const Price> closes, std::vector<int> periods)
    : m_closes(closes), m_periods(std::move(periods))
{
}

bool WindowMeans::load(std::size_t first, std::size_t last)
{
    const auto longest = static_cast<std::size_t>(m_periods.empty() ? 0 : m_periods.back());
    const std::size_t begin = first - std::min(first, longest);
    const auto window = m_closes.subspan(begin, last - begin);
    const auto [low, high] = std::minmax_element(window.begin(), window.end());
    const std::int64_t base = low->value().nanos();
    const std::int64_t span = high->value().nanos() - base;
    m_highest = high->toDouble() * 1e9;
    m_stride = std::max(m_stride, last - first);
    m_means.resize(m_stride * m_periods.size());
    if (base < 0 || span > std::numeric_limits<std::int64_t>::max() / (std::ssize(window) + 1))
        return false;

    m_sums.resize(window.size() + 1);
    for (std::size_t i = 0; i < window.size(); ++i)
        m_sums[i + 1] = m_sums[i] + (window[i].value().nanos() - base);

    for (std::size_t k = 0; k < m_periods.size(); ++k) {
        const auto period = static_cast<std::size_t>(m_periods[k]);
        const double share = 1.0 / static_cast<double>(period);
        double *const means = m_means.data() + k * m_stride;
        for (std::size_t i = std::max(first, period - 1); i < last; ++i) {
            const std::size_t end = i - begin + 1;
            means[i - first] = static_cast<double>(m_sums[end] - m_sums[end - period]) * share;
        }
    }
    return true;
}

} // namespace core
