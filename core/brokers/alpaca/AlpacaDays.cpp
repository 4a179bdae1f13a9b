#include "core/brokers/alpaca/AlpacaDays.h"

#include "core/history/BarSeries.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core::alpaca {

using namespace std::chrono;

namespace {

constexpr Duration afterClose = minutes(2); ///< The closing auction's print comes late.
constexpr Duration firstWait = seconds(5);
constexpr Duration longestWait = minutes(15);

Timestamp closeAfter(Timestamp at)
{
    for (sys_days day = newYorkDate(at);; day += days(1))
        if (const auto session = sessionOf(day); session && session->close > at)
            return session->close;
}

} // namespace

SessionKind Days::session() const
{
    return m_kind == TradedKind::Crypto ? SessionKind::AlwaysOpen : SessionKind::UsEquities;
}

std::vector<Bar> Days::arranged(std::vector<Bar> bars, Timeframe timeframe, Timestamp now) const
{
    if (session() == SessionKind::UsEquities)
        for (Bar &bar : bars)
            bar.openTime = newYorkDate(bar.openTime);
    setCloseTimes(bars, lengthOf(timeframe), session());
    std::erase_if(bars, [&](const Bar &bar) { return bar.closeTime > now; });
    return bars;
}

void Days::follow(const SeriesId &series, std::optional<Timestamp> last)
{
    m_series.push_back({.id = series, .last = last.value_or(m_clock.now())});
}

Timestamp Days::dueAt(const Series &series) const
{
    const Timestamp close =
        session() == SessionKind::AlwaysOpen ? series.last + lengthOf(series.id.timeframe) : closeAfter(series.last);
    return close + afterClose;
}

void Days::tick(const Tell &tell)
{
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const Series &series = m_series[i];
        if (!series.isAsked && m_clock.now() >= dueAt(series) && m_clock.steady() >= series.nextTry)
            ask(i, tell);
    }
}

void Days::ask(std::size_t index, const Tell &tell)
{
    Series &series = m_series[index];
    series.isAsked = true;
    // A week may have begun before the newest one that is known ended.
    m_bars.fetch({m_kind, series.id.timeframe, {series.id.instrument.symbol},
                  series.last - lengthOf(series.id.timeframe), m_clock.now()},
                 [this, index, tell](Result<Bars::Found> found) {
                     Series &asked = m_series[index];
                     asked.isAsked = false;
                     if (found)
                         take(asked, (*found)[asked.id.instrument.symbol], tell);
                     asked.nextTry = m_clock.steady() + std::min(longestWait, firstWait * (1 << std::min(asked.tries, 8)));
                     ++asked.tries;
                 });
}

void Days::take(Series &series, const std::vector<Bar> &bars, const Tell &tell)
{
    for (const Bar &bar : arranged(bars, series.id.timeframe, m_clock.now())) {
        if (bar.closeTime <= series.last)
            continue;
        series.last = bar.closeTime;
        series.tries = 0;
        tell(series.id, bar);
    }
}

} // namespace core::alpaca
