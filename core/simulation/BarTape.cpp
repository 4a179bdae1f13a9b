#include "core/simulation/BarTape.h"

#include <algorithm>

namespace core {

BarTape::BarTape(std::vector<Series> series, FillAt fillAt)
    : m_series(std::move(series)), m_cursors(m_series.size()), m_fillAt(fillAt)
{
    for (const Series &each : m_series)
        m_hasSessions.push_back(usualInstrument(each.id.instrument).session == SessionKind::UsEquities);
    m_chosen = choose();
}

bool BarTape::givesPrice(const Cursor &cursor) const
{
    return (m_fillAt == FillAt::NextOpen) != cursor.isOpenDone;
}

std::optional<Timestamp> BarTape::timeOf(std::size_t series) const
{
    const Cursor &cursor = m_cursors[series];
    const std::vector<Bar> &bars = m_series[series].bars;
    if (cursor.bar >= bars.size())
        return std::nullopt;
    const Bar &bar = bars[cursor.bar];
    return m_fillAt == FillAt::NextOpen && !cursor.isOpenDone ? bar.openTime : bar.closeTime;
}

std::size_t BarTape::choose() const
{
    std::size_t best = m_series.size();
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto at = timeOf(i);
        if (!at)
            continue;
        if (best == m_series.size()) {
            best = i;
            continue;
        }
        const auto bestAt = timeOf(best);
        // Of one moment, bars close first; otherwise the order of the series decides.
        const bool closesFirst = *at == *bestAt && givesPrice(m_cursors[best]) && !givesPrice(m_cursors[i]);
        if (*at < *bestAt || closesFirst)
            best = i;
    }
    return best;
}

std::optional<Timestamp> BarTape::nextAt()
{
    return m_chosen == m_series.size() ? std::nullopt : timeOf(m_chosen);
}

MarketStep BarTape::next()
{
    const std::size_t chosen = m_chosen;
    if (chosen == m_series.size())
        bug("the tape is at its end");
    Cursor &cursor = m_cursors[chosen];
    const Bar &bar = m_series[chosen].bars[cursor.bar];
    MarketStep step;
    step.series = m_series[chosen].id;
    step.at = *timeOf(chosen);
    if (givesPrice(cursor)) {
        step.kind = MarketStep::Kind::Tick;
        step.price = m_fillAt == FillAt::NextOpen ? bar.open : bar.close;
    } else {
        step.kind = MarketStep::Kind::BarClose;
        step.bar = bar;
        // Where the market has sessions, a pause before the next bar is the end of one.
        const std::vector<Bar> &bars = m_series[chosen].bars;
        const bool isLast = cursor.bar + 1 == bars.size();
        step.endsSession =
            m_hasSessions[chosen] && (isLast || bars[cursor.bar + 1].openTime > bar.closeTime);
    }
    if (cursor.isOpenDone)
        ++cursor.bar;
    cursor.isOpenDone = !cursor.isOpenDone;
    m_chosen = choose();
    return step;
}

} // namespace core
