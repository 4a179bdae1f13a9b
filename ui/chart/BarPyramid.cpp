#include "ui/chart/BarPyramid.h"

#include <algorithm>

namespace ui {

void BarSpan::append(const BarSpan &next)
{
    close = next.close;
    low = std::min(low, next.low);
    high = std::max(high, next.high);
    volume = std::max(volume, next.volume);
}

namespace {

/// One span for every whole group of `width` parts.
template <class Part>
std::vector<BarSpan> grouped(const std::vector<Part> &parts, std::size_t width)
{
    std::vector<BarSpan> spans;
    spans.reserve(parts.size() / width);
    for (std::size_t first = 0; first + width <= parts.size(); first += width) {
        spans.emplace_back(parts[first]);
        for (std::size_t i = 1; i < width; ++i)
            spans.back().append(BarSpan(parts[first + i]));
    }
    return spans;
}

} // namespace

void BarPyramid::build(const std::vector<core::Bar> &bars)
{
    m_levels.clear();
    for (auto level = grouped(bars, width); !level.empty(); level = grouped(m_levels.back(), width))
        m_levels.push_back(std::move(level));
}

BarSpan BarPyramid::over(const std::vector<core::Bar> &bars, std::size_t first, std::size_t last) const
{
    BarSpan total(bars[first]);
    for (std::size_t at = first + 1; at <= last;) {
        // The largest whole span that begins here and does not reach beyond the last bar.
        std::size_t size = 1;
        std::size_t level = 0;
        while (level < m_levels.size() && at % (size * width) == 0 && at + size * width <= last + 1) {
            size *= width;
            ++level;
        }
        total.append(level == 0 ? BarSpan(bars[at]) : m_levels[level - 1][at / size]);
        at += size;
    }
    return total;
}

} // namespace ui
