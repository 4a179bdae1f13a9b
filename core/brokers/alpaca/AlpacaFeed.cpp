#include "core/brokers/alpaca/AlpacaFeed.h"

#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaAccountRequests.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core::alpaca {

namespace {

/// In a closed market nothing else tells the time; a played one may run through a night in minutes.
constexpr Duration clockEvery = std::chrono::seconds(30);
constexpr Duration playedClockEvery = std::chrono::seconds(10);
constexpr std::array kinds{TradedKind::Stock, TradedKind::Crypto};

std::vector<SeriesId> seriesOf(TradedKind kind, const std::vector<SeriesId> &all)
{
    std::vector<SeriesId> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [&](const SeriesId &each) { return Lane::isOf(kind, each.instrument); });
    return some;
}

} // namespace

AlpacaFeed::AlpacaFeed(FeedSetup setup, net::HttpPort &http, MakeSocket makeSocket, const Clock &machine,
                       MarketClock &clock, SeededRandom random)
    : m_setup(std::move(setup)), m_makeSocket(std::move(makeSocket)), m_clock(clock), m_random(random),
      m_bars(http, machine, m_setup.endpoints, m_setup.keys, m_setup.feed),
      m_stocks(TradedKind::Stock, {m_bars, m_clock, m_quotes, m_setup.keys, *m_setup.halts}, laneHooks()),
      m_coins(TradedKind::Crypto, {m_bars, m_clock, m_quotes, m_setup.keys, *m_setup.halts}, laneHooks())
{
}

Lane::Hooks AlpacaFeed::laneHooks()
{
    return {[this](Event event) { m_sink(std::move(event)); }, [this] { tellIfChanged(); }};
}

void AlpacaFeed::askClock(std::function<void(Result<>)> done, bool isSecond)
{
    m_clockAskedAt = m_clock.steady();
    m_bars.request(venueClock(), [this, isSecond, done = std::move(done)](Result<std::string> body) {
        if (!body)
            return done(failure(body.error()));
        const auto clock = parseClock(*body);
        if (!clock)
            return done(failure(clock.error()));
        if (m_clock.trust(clock->now))
            return done({});
        if (!isSecond)
            return askClock(done, true);
        done(failure(ErrorCode::Refused, "Alpaca's clock says now this and now that, far ahead of ours."));
    });
}

void AlpacaFeed::loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<Past>)> done)
{
    // Which bars have closed the market's clock decides, so it comes first.
    askClock([this, series, bars, done = std::move(done)](const Result<> &asked) {
        if (!asked)
            return done(failure(asked.error()));
        loadLane(0, series, bars, {}, done);
    });
}

/// One lane after the other: the data plan's rate is one.
void AlpacaFeed::loadLane(std::size_t index, std::vector<SeriesId> series, int bars, Past past,
                          std::function<void(Result<Past>)> done)
{
    if (index == kinds.size())
        return done(std::move(past));
    const auto some = seriesOf(kinds[index], series);
    lanes()[index]->loadPast(some, bars, [this, index, series, bars, past, done](Result<Past> loaded) mutable {
        if (!loaded)
            return done(failure(loaded.error()));
        past.merge(*loaded);
        loadLane(index + 1, std::move(series), bars, std::move(past), std::move(done));
    });
}

void AlpacaFeed::open(std::vector<SeriesId> series, Sink sink)
{
    m_sink = std::move(sink);
    const std::array addresses{stockStreamAddress(m_setup.endpoints, m_setup.feed),
                               cryptoStreamAddress(m_setup.endpoints)};
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (const auto some = seriesOf(kinds[i], series); !some.empty())
            lanes()[i]->open(some, m_makeSocket(), addresses[i], SeededRandom(m_random.next()));
}

void AlpacaFeed::tick()
{
    m_bars.tick();
    const Duration every = m_clock.pace() == MarketClock::Pace::Played ? playedClockEvery : clockEvery;
    if (m_sink && m_clock.steady() - m_clockAskedAt >= every)
        askClock([](const Result<> &) {}); // the next one may do
    for (Lane *lane : lanes())
        if (lane->isOpen())
            lane->tick();
}

void AlpacaFeed::tellIfChanged()
{
    const FeedState now = state();
    const std::pair next{now.isUp, now.detail};
    if (!m_sink || m_told == next)
        return;
    m_told = next;
    m_sink(FeedChanged{now.isUp, now.detail});
}

FeedState AlpacaFeed::state() const
{
    FeedState state{.isUp = true, .refused = m_quotes.refused()};
    for (const Lane *lane : {&m_stocks, &m_coins}) {
        if (!lane->isOpen())
            continue;
        lane->addTo(state);
        state.dataAge = std::max(state.dataAge, lane->dataAge());
        const bool isFirst = state.detail.empty();
        if (isFirst || (state.isUp && !lane->isUp()))
            state.detail = lane->detail();
        state.isUp = state.isUp && lane->isUp();
    }
    return state;
}

} // namespace core::alpaca
