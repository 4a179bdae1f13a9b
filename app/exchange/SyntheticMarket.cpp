#include "app/exchange/SyntheticMarket.h"

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
