#include "ui/chart/BarTicker.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ui {

namespace {

/// Choosing starts at a round position left of the view, so that labels keep their place while panning.
constexpr int chunk = 512;

/// Where the next label after this position may stand: the position itself if it has room, else beyond
/// the label that is in its way.
double roomFrom(const std::set<int> &taken, int position, double spacing)
{
    const auto next = taken.lower_bound(position);
    if (next != taken.end() && *next - position < spacing)
        return *next + spacing;
    if (next != taken.begin() && position - *std::prev(next) < spacing)
        return *std::prev(next) + spacing;
    return position;
}

/// Takes of these positions, from left to right, every one that has room; looks only at those that may.
void takeTurns(std::set<int> &taken, const std::vector<int> &positions, int first, int last, double spacing)
{
    auto at = std::ranges::lower_bound(positions, first);
    while (at != positions.end() && *at <= last) {
        const double free = roomFrom(taken, *at, spacing);
        if (free > *at) {
            at = std::lower_bound(at, positions.end(), free);
            continue;
        }
        taken.insert(*at);
        ++at;
    }
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
        takeTurns(taken, m_series.turns(TimeTurn(turn)), first, last, m_spacing);
    for (const int position : taken) {
        if (!range.contains(position))
            continue;
        ticks.append(position);
        if (tickLabels)
            tickLabels->append(m_series.tickText(position));
    }
}

} // namespace ui
