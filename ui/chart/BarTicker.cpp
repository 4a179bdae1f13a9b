#include "ui/chart/BarTicker.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ui {

namespace {

/// Choosing starts at a round position left of the view, so that labels keep their place while panning.
constexpr int chunk = 512;

bool hasRoom(const std::set<int> &taken, int position, double spacing)
{
    const auto next = taken.lower_bound(position);
    if (next != taken.end() && *next - position < spacing)
        return false;
    return next == taken.begin() || position - *std::prev(next) >= spacing;
}

} // namespace

void BarTicker::generate(const QCPRange &range, const QLocale &, QChar, int, QVector<double> &ticks,
                         QVector<double> *subTicks, QVector<QString> *tickLabels)
{
    ticks.clear();
    if (subTicks)
        subTicks->clear();
    if (tickLabels)
        tickLabels->clear();
    const int first = std::max(0, int(std::floor(range.lower)) / chunk * chunk);
    const int last = std::min(m_series.count() - 1, int(std::ceil(range.upper)));
    std::set<int> taken;
    for (int turn = int(TimeTurn::Year); turn > int(TimeTurn::None); --turn)
        for (int position = first; position <= last; ++position)
            if (int(m_series.turnAt(position)) == turn && hasRoom(taken, position, m_spacing))
                taken.insert(position);
    for (const int position : taken) {
        if (!range.contains(position))
            continue;
        ticks.append(position);
        if (tickLabels)
            tickLabels->append(m_series.tickText(position));
    }
}

} // namespace ui
