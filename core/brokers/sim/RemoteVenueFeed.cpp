#include "core/brokers/sim/RemoteVenueFeed.h"

#include <algorithm>

namespace core {

RemoteVenueFeed::RemoteVenueFeed(VenueLink &link, ManualClock &clock) : m_link(link), m_clock(clock)
{
    m_link.addListener({[this](const venue::Welcome &welcome) { linkUp(welcome); },
                        [this](const venue::Message &message) {
                            if (const auto *told = std::get_if<venue::Told>(&message))
                                take(*told);
                            else if (const auto *bars = std::get_if<venue::Bars>(&message))
                                take(*bars);
                        },
                        [](const std::string &) {}});
}

void RemoteVenueFeed::linkUp(const venue::Welcome &welcome)
{
    m_clock.moveTo(std::max(m_clock.now(), welcome.at));
    askMissing();
}

void RemoteVenueFeed::loadHistory(const std::vector<SeriesId> &series,
                                  std::function<void(std::map<SeriesId, std::vector<Bar>>)> done)
{
    m_done = std::move(done);
    m_missing = series.size();
    for (const SeriesId &each : series)
        m_last.emplace(each, Timestamp());
    askMissing();
}

void RemoteVenueFeed::start(Sink sink)
{
    m_sink = std::move(sink);
    askMissing();
}

void RemoteVenueFeed::askMissing()
{
    for (const auto &[series, last] : m_last)
        if (m_link.send(venue::AskBars{m_nextId++, series, last}))
            m_awaited.insert(series);
}

void RemoteVenueFeed::take(const venue::Told &told)
{
    m_clock.moveTo(std::max(m_clock.now(), told.at));
    if (!m_sink)
        return;
    const auto *bar = std::get_if<BarClosed>(&told.event);
    if (bar && !m_awaited.contains(bar->series))
        handOn(*bar);
    else if (const auto *quote = std::get_if<QuoteChanged>(&told.event))
        m_sink(*quote);
}

void RemoteVenueFeed::handOn(const BarClosed &event)
{
    const auto last = m_last.find(event.series);
    if (last == m_last.end() || event.bar.closeTime <= last->second)
        return;
    last->second = event.bar.closeTime;
    m_sink(event);
}

void RemoteVenueFeed::take(const venue::Bars &answer)
{
    m_awaited.erase(answer.series);
    if (!m_done) {
        for (const Bar &bar : answer.bars)
            if (m_sink)
                handOn({answer.series, bar});
        return;
    }
    if (!m_history.emplace(answer.series, answer.bars).second)
        return; // asked again over a new connection; the first answer stands
    if (!answer.bars.empty())
        m_last[answer.series] = answer.bars.back().closeTime;
    if (--m_missing == 0)
        std::exchange(m_done, {})(std::exchange(m_history, {}));
}

} // namespace core
