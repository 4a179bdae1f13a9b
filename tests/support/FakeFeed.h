#pragma once

#include "core/brokers/MarketFeed.h"

#include <optional>
#include <utility>

namespace support {

/// A feed that keeps what it is told and tells only what the test says.
class FakeFeed final : public core::MarketFeed {
public:
    void loadPast(const std::vector<core::SeriesId> &series, int bars,
                  std::function<void(core::Result<Past>)> done) override
    {
        pastOf = series;
        pastBars = bars;
        m_done = std::move(done);
    }
    void open(std::vector<core::SeriesId> series, Sink sink) override
    {
        openedFor = std::move(series);
        m_sink = std::move(sink);
    }
    void tick() override { ++ticks; }
    [[nodiscard]] core::FeedState state() const override { return now; }

    // The venue's side.
    void answer(core::Result<Past> past) { std::exchange(m_done, nullptr)(std::move(past)); }
    void tell(core::Event event) { m_sink(std::move(event)); }

    std::vector<core::SeriesId> pastOf;
    int pastBars = 0;
    std::optional<std::vector<core::SeriesId>> openedFor;
    int ticks = 0;
    core::FeedState now;

private:
    std::function<void(core::Result<Past>)> m_done;
    Sink m_sink;
};

} // namespace support
