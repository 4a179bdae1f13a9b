#include "core/brokers/bybit/BybitFeed.h"

#include "core/brokers/feed/SeriesMaker.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core::bybit {

namespace {

constexpr Duration askTimeAgain = std::chrono::seconds(1);
/// A book that nothing has happened in has no time; the venue is younger than that.
constexpr Timestamp earliest = std::chrono::sys_days(std::chrono::year(2018) / 1 / 1);

std::vector<std::string> topicsOf(const std::vector<SeriesId> &series)
{
    std::vector<std::string> topics;
    for (const SeriesId &each : series) {
        const std::string book = bookTopic(1, each.instrument.symbol);
        if (std::find(topics.begin(), topics.end(), book) == topics.end())
            topics.push_back(book);
        topics.push_back(klineTopic(each.timeframe, each.instrument.symbol));
    }
    return topics;
}

} // namespace

/// What a past is put together from, until all of it has come.
struct BybitFeed::Loading {
    std::vector<SeriesId> series;
    std::size_t bars = 0;
    std::function<void(Result<Past>)> done; ///< Null once it has been called.
    Past past{};
    std::size_t missing = 0;
};

BybitFeed::BybitFeed(Endpoints endpoints, net::HttpPort &http, MakeSocket makeSocket, const Clock &machine,
                     MarketClock &clock, SeededRandom random, std::shared_ptr<BybitSilence> silence)
    : m_endpoints(std::move(endpoints)), m_makeSocket(std::move(makeSocket)), m_clock(clock), m_random(random),
      m_klines(http, machine, m_endpoints, std::move(silence))
{
}

// --- the past ------------------------------------------------------------------------------------

void BybitFeed::loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<Past>)> done)
{
    if (series.empty())
        return done(Past());
    askTime(std::make_shared<Loading>(Loading{series, std::size_t(bars), std::move(done)}));
}

/// Which bars have closed the market's clock decides, so it comes first.
void BybitFeed::askTime(std::shared_ptr<Loading> loading)
{
    m_klines.askMarketTime(loading->series.front().instrument, [this, loading](const Result<Timestamp> &time) {
        if (!time)
            return std::exchange(loading->done, nullptr)(failure(time.error()));
        if (*time < earliest) {
            m_asksAgain = loading;
            m_askAgainAt = m_clock.steady() + askTimeAgain;
            return;
        }
        m_clock.saw(*time);
        loadAll(loading);
    });
}

void BybitFeed::loadAll(const std::shared_ptr<Loading> &loading)
{
    loading->missing = loading->series.size();
    for (const SeriesId &each : loading->series) {
        const Timestamp now = m_clock.newest().value_or(m_clock.now());
        const Timestamp from = pastBegin(now, each.timeframe, SessionKind::AlwaysOpen, int(loading->bars));
        m_klines.fetch({each, from, now}, [this, loading, each, now](Result<Klines::Found> found) {
            if (loading->done)
                loaded(loading, each, now, std::move(found));
        });
    }
}

void BybitFeed::loaded(const std::shared_ptr<Loading> &loading, const SeriesId &series, Timestamp until,
                       Result<Klines::Found> found)
{
    if (!found)
        return std::exchange(loading->done, nullptr)(failure(found.error()));
    std::erase_if(*found, [&](const Bar &bar) { return bar.closeTime > until; });
    if (found->size() > loading->bars)
        found->erase(found->begin(), found->end() - std::ptrdiff_t(loading->bars));
    if (!found->empty())
        m_known[series] = found->back().closeTime;
    loading->past[series] = std::move(*found);
    if (--loading->missing == 0)
        std::exchange(loading->done, nullptr)(std::move(loading->past));
}

// --- the streams ---------------------------------------------------------------------------------

void BybitFeed::open(std::vector<SeriesId> series, Sink sink)
{
    m_sink = std::move(sink);
    for (const Category category : {Category::Spot, Category::Linear}) {
        std::vector<SeriesId> some;
        std::copy_if(series.begin(), series.end(), std::back_inserter(some),
                     [&](const SeriesId &each) { return categoryOf(each.instrument) == category; });
        openCategory(category, some);
    }
    for (const auto &lane : m_lanes)
        lane->open();
}

/// As few sockets as hold all topics; those of one instrument stay together.
void BybitFeed::openCategory(Category category, const std::vector<SeriesId> &series)
{
    std::vector<SeriesId> some;
    for (const SeriesId &each : series) {
        some.push_back(each);
        if (fitsOneSocket(topicsOf(some)))
            continue;
        some.pop_back();
        addLane(category, topicsOf(some), some);
        some = {each};
    }
    if (!some.empty())
        addLane(category, topicsOf(some), some);
}

void BybitFeed::addLane(Category category, std::vector<std::string> topics, const std::vector<SeriesId> &series)
{
    std::map<SeriesId, Timestamp> known;
    for (const SeriesId &each : series)
        known[each] = knownUntil(each);
    m_lanes.push_back(std::make_unique<Lane>(
        Lane::Way{category, m_makeSocket(), publicStreamUrl(m_endpoints, category), std::move(topics)},
        std::move(known), Lane::Parts{m_klines, m_clock, m_quotes}, SeededRandom(m_random.next()),
        Lane::Hooks{[this](Event event) { m_sink(std::move(event)); }, [this] { tellIfChanged(); }}));
}

/// Of a series without a past the bar that runs now is the first.
Timestamp BybitFeed::knownUntil(const SeriesId &series) const
{
    const auto known = m_known.find(series);
    return known != m_known.end() ? known->second
                                  : barSpanAt(m_clock.now(), series.timeframe, SessionKind::AlwaysOpen)->open;
}

void BybitFeed::tick()
{
    m_klines.tick();
    if (m_asksAgain && m_clock.steady() >= m_askAgainAt)
        askTime(std::exchange(m_asksAgain, nullptr));
    for (const auto &lane : m_lanes)
        lane->tick();
}

void BybitFeed::tellIfChanged()
{
    const FeedState now = state();
    const std::pair next{now.isUp, now.detail};
    if (m_told == next)
        return;
    m_told = next;
    m_sink(FeedChanged{now.isUp, now.detail});
}

FeedState BybitFeed::state() const
{
    FeedState state{.isUp = !m_lanes.empty(), .refused = m_quotes.refused()};
    if (m_lanes.empty())
        state.detail = m_asksAgain ? "the market has not begun" : "not connected";
    for (const auto &lane : m_lanes) {
        lane->addTo(state);
        if (state.detail.empty() || (state.isUp && !lane->isUp()))
            state.detail = lane->detail();
        state.isUp = state.isUp && lane->isUp();
    }
    return state;
}

} // namespace core::bybit
