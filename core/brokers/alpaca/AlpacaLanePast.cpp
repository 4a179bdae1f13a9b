// The past of a lane: what is asked for, and what is made of it.
#include "core/brokers/alpaca/AlpacaLane.h"

#include <algorithm>
#include <utility>

namespace core::alpaca {

/// What a past is put together from, until all of it has come.
struct Lane::Loading {
    std::vector<SeriesId> series;
    std::size_t bars = 0;
    Timestamp now;
    std::function<void(Result<MarketFeed::Past>)> done;
    std::map<Timeframe, Bars::Found> found{}; ///< Minutes are those since each series began.
    int waitingFor = 1;                       ///< Questions, and one until all are asked.
};

/// The venue's own hours of stocks are cut by the clock and hold what is outside the session; half hours and
/// what is shorter begin and end with it.
Timeframe Lane::stepOf(Timeframe timeframe) const
{
    if (Days::isMadeByVenue(timeframe) || timeframe < Timeframe::H1)
        return timeframe;
    return m_kind == TradedKind::Crypto ? Timeframe::H1 : Timeframe::M30;
}

void Lane::loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<MarketFeed::Past>)> done)
{
    auto loading = std::make_shared<Loading>(Loading{series, std::size_t(bars), m_parts.clock.now(), std::move(done)});
    std::map<Timeframe, std::pair<std::set<std::string>, Timestamp>> questions;
    const auto want = [&](Timeframe timeframe, const std::string &symbol, Timestamp from) {
        auto &[symbols, begin] = questions.try_emplace(timeframe, std::set<std::string>(), from).first->second;
        symbols.insert(symbol);
        begin = std::min(begin, from);
    };
    for (const SeriesId &each : series) {
        const std::string &symbol = each.instrument.symbol;
        want(stepOf(each.timeframe), symbol, pastBegin(loading->now, each.timeframe, session(), bars));
        if (Days::isMadeByVenue(each.timeframe))
            continue;
        const auto maker = m_makers.insert_or_assign(each, makerFor(each)).first;
        want(Timeframe::M1, symbol, maker->second.from());
    }
    for (const auto &[timeframe, question] : questions)
        ask(loading, timeframe, question.first, question.second);
    if (--loading->waitingFor == 0)
        loading->done(assemble(*loading));
}

void Lane::ask(const std::shared_ptr<Loading> &loading, Timeframe timeframe, const std::set<std::string> &symbols,
               Timestamp from)
{
    ++loading->waitingFor;
    m_parts.bars.fetch({m_kind, timeframe, {symbols.begin(), symbols.end()}, from, loading->now},
                       [this, loading, timeframe](Result<Bars::Found> found) {
                           if (!loading->done)
                               return; // another question has failed
                           if (!found)
                               return std::exchange(loading->done, nullptr)(failure(found.error()));
                           loading->found[timeframe] = std::move(*found);
                           if (--loading->waitingFor == 0)
                               std::exchange(loading->done, nullptr)(assemble(*loading));
                       });
}

MarketFeed::Past Lane::assemble(Loading &loading)
{
    MarketFeed::Past past;
    for (const SeriesId &each : loading.series) {
        std::vector<Bar> bars = pastOf(each, loading);
        if (bars.size() > loading.bars)
            bars.erase(bars.begin(), bars.end() - std::ptrdiff_t(loading.bars));
        past[each] = std::move(bars);
    }
    return past;
}

std::vector<Bar> Lane::pastOf(const SeriesId &series, Loading &loading)
{
    const std::string &symbol = series.instrument.symbol;
    const std::vector<Bar> &older = loading.found[stepOf(series.timeframe)][symbol];
    if (Days::isMadeByVenue(series.timeframe)) {
        auto bars = m_days.arranged(older, series.timeframe, loading.now);
        if (!bars.empty())
            m_lastDays[series] = bars.back().closeTime;
        return bars;
    }
    const std::vector<Bar> &minutes = loading.found[Timeframe::M1][symbol];
    for (const Bar &minute : minutes)
        if (minute.closeTime <= loading.now)
            nextMinute(symbol) = std::max(nextMinute(symbol), minute.closeTime);
    return m_makers.at(series).begin(older, minutes, loading.now);
}

} // namespace core::alpaca
