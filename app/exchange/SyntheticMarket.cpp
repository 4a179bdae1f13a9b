#include "app/exchange/SyntheticMarket.h"

#include "core/market/UsEquityCalendar.h"
#include "core/simulation/DemoMarket.h"

#include <array>
#include <cstdio>

namespace app {

using namespace core;

namespace {

const std::array named{InstrumentId{"alpaca", "AAPL"},          InstrumentId{"alpaca", "TSLA"},
                       InstrumentId{"alpaca", "PLTR"},          InstrumentId{"alpaca", "SPY"},
                       InstrumentId{"bybit-linear", "BTCUSDT"}, InstrumentId{"bybit-linear", "ETHUSDT"}};

InstrumentId instrumentAt(int index)
{
    if (std::size_t(index) < named.size())
        return named[std::size_t(index)];
    char symbol[16];
    std::snprintf(symbol, sizeof symbol, "SIM%03d", index + 1);
    return {"alpaca", symbol};
}

/// Once in forty sessions of a stock, on average, and never on the first day: five or ten whole minutes of them.
std::vector<PlannedHalt> someHalts(const std::vector<SeriesId> &series, Timestamp start, std::uint64_t seed)
{
    std::vector<PlannedHalt> halts;
    SeededRandom random(seed + 40);
    const auto first = std::chrono::floor<std::chrono::days>(start) + std::chrono::days(1);
    for (auto day = first; day < first + std::chrono::days(365); day += std::chrono::days(1))
        for (const SeriesId &each : series) {
            const auto session = sessionOf(day);
            const std::uint64_t dice = random.next();
            if (!session || each.instrument.venue != "alpaca" || dice % 40 != 0)
                continue;
            const bool isNews = dice / 40 % 2 == 0;
            const Timestamp from = session->open + std::chrono::minutes(10 + dice / 80 % 180);
            halts.push_back({each.instrument, from, from + std::chrono::minutes(isNews ? 10 : 5), isNews ? "T1" : "LUDP"});
        }
    return halts;
}

} // namespace

std::vector<InstrumentId> namedInstruments()
{
    return {named.begin(), named.end()};
}

PlayedVenue::Market syntheticMarket(int instruments, std::uint64_t seed)
{
    std::vector<SeriesId> series;
    for (int i = 0; i < instruments; ++i)
        series.push_back({instrumentAt(i), Timeframe::M1});
    auto tape = std::make_unique<DemoMarket>(seed, series);
    PlayedVenue::Market market;
    for (const SeriesId &each : series)
        market.history[each] = tape->history(each);
    market.start = DemoMarket::start();
    market.halts = someHalts(series, market.start, seed);
    market.tape = std::move(tape);
    return market;
}

VenueRules exchangeRules(std::uint64_t seed, Quantity fillAtMost)
{
    VenueRules rules;
    rules.feeRate = Decimal::fromNanos(100'000);           // 0.01 %
    rules.halfSpread = Decimal::fromNanos(100'000);        // 0.01 % of the price to each side
    rules.maxRandomSlippage = Decimal::fromNanos(200'000); // 0.02 %
    rules.maxFillPerPrice = fillAtMost;
    rules.roundsToTick = true;
    rules.seed = seed;
    return rules;
}

} // namespace app
