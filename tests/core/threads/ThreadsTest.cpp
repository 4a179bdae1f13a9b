// The core on several threads at once, in standard C++ alone, so that the thread sanitizer sees all of it:
// each job owns its engine (optimisation and training will run them so), and what two of them do at the
// same time must be byte for byte what one of them does alone.
#include "core/backtest/Backtest.h"
#include "core/engine/MarketPlayer.h"
#include "core/monitor/SharedLatencyHistogram.h"
#include "core/simulation/DemoMarket.h"
#include "tests/support/EngineFixture.h"

#include <cstdio>
#include <future>
#include <thread>

using namespace core;
using namespace support;

namespace {

int failures = 0;

void expect(bool isTrue, const char *what)
{
    std::printf("%s: %s\n", isTrue ? "ok  " : "FAIL", what);
    failures += !isTrue;
}

const SeriesId apple{{"alpaca", "AAPL"}, Timeframe::H1};

/// A demo market traded in auto mode, to the last fill and the last cent.
std::string tradedDemo(std::uint64_t seed)
{
    EngineSettings settings = EngineFixture::settings({.mode = DecisionMode::Auto});
    settings.bots[0].parameters = {{"fast", "3"}, {"slow", "8"}};
    settings.instruments = {usualInstrument(apple.instrument)};
    ManualClock clock(DemoMarket::start());
    DemoMarket tape(seed, {apple});
    SimVenue venue(usd("100000"), {.maxRandomSlippage = dec("0.0002"), .seed = seed});
    venue.addInstrument(settings.instruments.front());
    SimBroker broker(venue);
    FakeJournal journal;
    EngineLog log;
    const auto engine = *TradingEngine::create(settings, clock, broker, journal);
    engine->addObserver(log);
    engine->warmUp(apple, tape.history(apple));
    engine->start({});
    MarketPlayer player(*engine, venue, clock, tape);
    for (int step = 0; step < 4'000; ++step)
        (void)player.playNext();
    std::string story = engine->parts().portfolio.cash().toString();
    for (const std::string &fill : log.fills)
        story += "\n" + fill;
    return story;
}

std::string backtested(std::uint64_t seed)
{
    DemoMarket tape(seed, {apple});
    BacktestSettings settings;
    settings.engine = bareEngine(apple, "ma-crossover", {{"fast", "5"}, {"slow", "20"}}, usd("10000"),
                                 dec("0.001"), SizeRule::AllIn, {});
    settings.series = {{apple, tape.history(apple)}};
    const auto result = runBacktest(std::move(settings));
    return result ? result->digest : std::string();
}

template <class Job>
void sameOnAllThreads(const char *what, Job job)
{
    constexpr std::uint64_t seeds = 4;
    std::vector<std::future<std::string>> together;
    for (std::uint64_t seed = 0; seed < seeds; ++seed)
        together.push_back(std::async(std::launch::async, job, seed));
    bool isSame = true;
    std::set<std::string> stories;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const std::string alone = job(seed);
        isSame = isSame && !alone.empty() && together[seed].get() == alone;
        stories.insert(alone);
    }
    expect(isSame && stories.size() > 1, what);
}

/// One thread writes, another reads all the while: no reading is ahead of the writing, none goes back.
void histogramIsReadWhileItIsWritten()
{
    constexpr std::uint64_t writes = 100'000;
    SharedLatencyHistogram shared;
    std::thread writer([&shared] {
        for (std::uint64_t i = 0; i < writes; ++i)
            shared.add(Duration(std::int64_t(i % 1'000)));
    });
    std::uint64_t last = 0;
    bool isRising = true;
    while (last < writes) {
        const std::uint64_t now = shared.reading().count();
        isRising = isRising && now >= last && now <= writes;
        last = now;
    }
    writer.join();
    expect(isRising, "a histogram is read while it is written");
}

} // namespace

int main()
{
    sameOnAllThreads("engines on four threads trade as each does alone", tradedDemo);
    sameOnAllThreads("back-tests on four threads give the digests of each alone", backtested);
    histogramIsReadWhileItIsWritten();
    return failures == 0 ? 0 : 1;
}
