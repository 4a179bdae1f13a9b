#include "core/engine/MarketWatch.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <cmath>

namespace core {

namespace {

constexpr std::size_t fewestSpreads = 5;
constexpr std::size_t keptSignals = 4;   ///< Older ones of an instrument are superseded.
constexpr std::size_t keptGaps = 504;    ///< Trading days of two years.
constexpr double gapPercentile = 0.995;

/// Nearest rank: the smallest value that at least this share of the values does not exceed.
double percentile(std::vector<double> values, double share)
{
    const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * double(values.size())));
    const auto at = values.begin() + std::max<std::ptrdiff_t>(rank - 1, 0);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// Between two bars of one session every moment belongs to a bar; over a close nothing is missing.
bool isInOneSession(Timestamp end, Timestamp begin, SessionKind session)
{
    if (session == SessionKind::AlwaysOpen)
        return true;
    const auto here = sessionOf(newYorkDate(end));
    return here && end >= here->open && begin < here->close;
}

} // namespace

void MarketWatch::onQuote(const InstrumentId &instrument, const Quote &quote, std::chrono::sys_days day)
{
    sampleSpread(instrument, quote, day);
    const auto found = m_paths.find(instrument);
    if (found == m_paths.end())
        return;
    for (Path &path : found->second) {
        if (!path.extremes)
            path.extremes = Extremes{quote.bid, quote.ask};
        path.extremes->lowestBid = std::min(path.extremes->lowestBid, quote.bid);
        path.extremes->highestAsk = std::max(path.extremes->highestAsk, quote.ask);
    }
}

void MarketWatch::sampleSpread(const InstrumentId &instrument, const Quote &quote, std::chrono::sys_days day)
{
    Spreads &spreads = m_spreads[instrument];
    const auto minute = std::chrono::floor<std::chrono::minutes>(quote.at).time_since_epoch().count();
    if (spreads.day != day)
        spreads = {day, -1, {}};
    if (spreads.minute == minute)
        return;
    spreads.minute = minute;
    const Price spread = quote.ask - quote.bid;
    spreads.sorted.insert(std::upper_bound(spreads.sorted.begin(), spreads.sorted.end(), spread), spread);
}

std::optional<Price> MarketWatch::medianSpread(const InstrumentId &instrument) const
{
    const auto found = m_spreads.find(instrument);
    if (found == m_spreads.end() || found->second.sorted.size() < fewestSpreads)
        return std::nullopt;
    return found->second.sorted[found->second.sorted.size() / 2];
}

void MarketWatch::onSignal(const Signal &signal, int lookBack)
{
    const auto series = m_series.find(signal.series);
    const bool hasHole = series != m_series.end() && series->second.barsSinceHole &&
                         *series->second.barsSinceHole <= lookBack;
    std::vector<Path> &paths = m_paths[signal.series.instrument];
    paths.push_back({signal.id, hasHole, std::nullopt});
    if (paths.size() > keptSignals)
        paths.erase(paths.begin());
}

const MarketWatch::Path *MarketWatch::path(const Signal &signal) const
{
    const auto found = m_paths.find(signal.series.instrument);
    if (found == m_paths.end())
        return nullptr;
    const auto path = std::ranges::find(found->second, signal.id, &Path::signal);
    return path == found->second.end() ? nullptr : &*path;
}

std::optional<MarketWatch::Extremes> MarketWatch::since(const Signal &signal) const
{
    const Path *found = path(signal);
    return found ? found->extremes : std::nullopt;
}

bool MarketWatch::hadHole(const Signal &signal) const
{
    const Path *found = path(signal);
    return found && found->hasHole;
}

void MarketWatch::onBar(const SeriesId &series, const Bar &bar, SessionKind session)
{
    Series &kept = m_series[series];
    if (kept.lastClose && bar.openTime > *kept.lastClose && isInOneSession(*kept.lastClose, bar.openTime, session))
        kept.barsSinceHole = 0;
    if (kept.barsSinceHole)
        ++*kept.barsSinceHole;
    kept.lastClose = bar.closeTime;
    if (series.timeframe == Timeframe::D1)
        noteGap(series.instrument, bar);
}

void MarketWatch::noteGap(const InstrumentId &instrument, const Bar &bar)
{
    Gaps &gaps = m_gaps[instrument];
    if (gaps.lastClose && gaps.lastClose->sign() > 0) {
        gaps.shares.push_back(std::abs(bar.open.toDouble() / gaps.lastClose->toDouble() - 1.0));
        if (gaps.shares.size() > keptGaps)
            gaps.shares.erase(gaps.shares.begin());
        gaps.high = Decimal::fromDouble(percentile(gaps.shares, gapPercentile));
    }
    gaps.lastClose = bar.close;
}

Decimal MarketWatch::gapShare(const InstrumentId &instrument) const
{
    const auto found = m_gaps.find(instrument);
    return found == m_gaps.end() ? Decimal() : found->second.high;
}

} // namespace core
