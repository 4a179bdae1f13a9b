#pragma once

#include "core/brokers/sim/VenueLink.h"

#include <map>
#include <set>

namespace core {

/// The market of a venue process: moves market time by the venue's stamps and hands on quotes and
/// closed bars, each bar once. After a connection was lost the bars it missed come first.
class RemoteVenueFeed final {
public:
    using Sink = std::function<void(Event)>;

    /// Make it before the broker of the same link, so that time has moved when an order's event comes.
    /// Link and clock outlive the feed.
    RemoteVenueFeed(VenueLink &link, ManualClock &clock);
    RemoteVenueFeed(const RemoteVenueFeed &) = delete;
    RemoteVenueFeed &operator=(const RemoteVenueFeed &) = delete;

    /// Asks for the closed bars of the past; `done` gets them once, per series, when all have come.
    void loadHistory(const std::vector<SeriesId> &series,
                     std::function<void(std::map<SeriesId, std::vector<Bar>>)> done);
    /// From now on hands on what happens in the series whose history was loaded.
    void start(Sink sink);

private:
    void linkUp(const venue::Welcome &welcome);
    void take(const venue::Told &told);
    void take(const venue::Bars &answer);
    void handOn(const BarClosed &event);
    void askMissing();

    VenueLink &m_link;
    ManualClock &m_clock;
    Sink m_sink;
    std::function<void(std::map<SeriesId, std::vector<Bar>>)> m_done;
    std::map<SeriesId, std::vector<Bar>> m_history; ///< While it is being loaded.
    std::map<SeriesId, Timestamp> m_last; ///< Close of the newest bar handed on, per series.
    std::set<SeriesId> m_awaited; ///< Their missing bars are on the way; newer ones come with them.
    std::size_t m_missing = 0; ///< Series whose history has not come.
    std::int64_t m_nextId = 1;
};

} // namespace core
