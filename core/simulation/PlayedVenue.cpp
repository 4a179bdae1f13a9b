#include "core/simulation/PlayedVenue.h"

#include <algorithm>

namespace core {

namespace {

constexpr std::size_t barsKept = 1000;

} // namespace

PlayedVenue::PlayedVenue(Market market, Money cash, VenueRules rules)
    : m_market(std::move(market)), m_venue(cash, rules), m_halts(m_market.halts), m_now(m_market.start)
{
    for (const auto &[series, bars] : m_market.history)
        m_venue.addInstrument(usualInstrument(series.instrument));
    m_venue.setSink([this](const Event &event) { m_sink(event); });
}

bool PlayedVenue::playNext()
{
    if (!m_market.tape->nextAt())
        return false;
    play(m_market.tape->next());
    return true;
}

void PlayedVenue::passTime(Timestamp until)
{
    m_now = std::max(m_now, std::min(until, nextAt().value_or(until)));
}

void PlayedVenue::playPrice(const SeriesId &series, Price price)
{
    MarketStep step;
    step.at = m_now;
    step.series = series;
    step.price = price;
    play(step);
}

void PlayedVenue::play(const MarketStep &step)
{
    for (const HaltChange &change : m_halts.due(step.at))
        tell(change);
    m_now = std::max(m_now, step.at);
    if (const auto seen = m_halts.seen(step))
        show(*seen);
}

void PlayedVenue::halt(const InstrumentId &instrument, const std::string &reason)
{
    if (const auto changed = m_halts.change({instrument, m_now, true, reason}))
        tell(*changed);
}

void PlayedVenue::resume(const InstrumentId &instrument)
{
    if (const auto changed = m_halts.change({instrument, m_now, false, {}}))
        tell(*changed);
}

void PlayedVenue::tell(const HaltChange &change)
{
    m_now = std::max(m_now, change.at);
    if (change.isHalted)
        m_venue.haltTrading(change.instrument);
    for (const auto &watcher : m_haltWatchers)
        watcher(change);
}

void PlayedVenue::show(const MarketStep &step)
{
    const InstrumentId &instrument = step.series.instrument;
    if (step.kind == MarketStep::Kind::Tick) {
        m_venue.onPrice(instrument, step.price, step.at);
        if (const auto quote = m_venue.quote(instrument))
            m_sink(QuoteChanged{instrument, *quote});
    } else {
        m_venue.onBarEnd(instrument, step.bar, step.wasPlayedAsTicks);
        if (step.endsSession)
            m_venue.pauseTrading(instrument);
        keep(step.series, step.bar);
        m_sink(BarClosed{step.series, step.bar});
    }
    for (const auto &watcher : m_watchers)
        watcher(step);
}

void PlayedVenue::keep(const SeriesId &series, const Bar &bar)
{
    std::vector<Bar> &bars = m_market.history[series];
    bars.push_back(bar);
    if (bars.size() > 2 * barsKept) // rarely, and then many at once
        bars.erase(bars.begin(), bars.end() - std::ptrdiff_t(barsKept));
}

std::vector<SeriesId> PlayedVenue::series() const
{
    std::vector<SeriesId> all;
    for (const auto &[series, bars] : m_market.history)
        all.push_back(series);
    return all;
}

std::vector<Bar> PlayedVenue::bars(const SeriesId &series, Timestamp after) const
{
    const auto found = m_market.history.find(series);
    if (found == m_market.history.end())
        return {};
    const std::vector<Bar> &bars = found->second;
    auto first = std::upper_bound(bars.begin(), bars.end(), after,
                                  [](Timestamp at, const Bar &bar) { return at < bar.closeTime; });
    first = std::max(first, bars.end() - std::ptrdiff_t(std::min(bars.size(), barsKept)));
    return {first, bars.end()};
}

} // namespace core
