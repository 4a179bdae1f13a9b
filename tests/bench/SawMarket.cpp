#include "core/base/Timestamp.h" // first: moc 6.4 stumbles over <compare>
#include "tests/bench/SawMarket.h"

#include "core/simulation/BarTape.h"
#include "tests/support/CoreBuilders.h"

#include <QCoreApplication>
#include <QElapsedTimer>

using namespace core;
using namespace support;

namespace bench {

namespace {

const SeriesId hours{{"bybit-linear", "BTCUSDT"}, Timeframe::H1};

} // namespace

std::vector<Bar> sawBars(std::size_t count)
{
    const char *closes[]{"100.1", "100.2", "100.3", "100.2", "100"};
    std::vector<Bar> bars;
    Timestamp at = sessionTime();
    Price open = px("100");
    for (std::size_t i = 0; i < count; ++i) {
        const Price close = px(closes[i % std::size(closes)]);
        bars.push_back({at, at + std::chrono::hours(1), open, std::max(open, close) + px("0.5"),
                        std::min(open, close) - px("0.5"), close, 1000});
        at += std::chrono::hours(1);
        open = close;
    }
    return bars;
}

HostSetup sawSetup(const QString &folder, EngineObserver &observer)
{
    BotSettings bot;
    bot.id = BotId("bot");
    bot.strategy = "ma-crossover";
    bot.parameters = {{"fast", "1"}, {"slow", "2"}};
    bot.instruments = {hours.instrument};
    bot.planning.sizeAmount = dec("0.01");
    bot.planning.stopAtrs = dec("2");
    HostSetup setup;
    setup.engine.run = RunId("R1");
    setup.engine.account = AccountId("demo");
    setup.engine.bots = {bot};
    setup.engine.instruments = {usualInstrument(hours.instrument)};
    setup.engine.limits.riskPerTrade = dec("0.02");
    setup.engine.limits.exposure = dec("0.9");
    setup.engine.limits.dayLoss = dec("0.05");
    setup.engine.limits.maxOrderValue = usd("50000");
    setup.engine.limits.maxOrderQuantity = qty("10000");
    setup.engine.limits.maxPositions = 5;
    setup.engine.limits.priceCollar = dec("0.02");
    setup.engine.limits.maxQuoteAge = std::chrono::seconds(10);
    setup.engine.limits.overnight = dec("1");
    setup.engine.limits.drawdown = dec("1");
    setup.engine.limits.maxOrdersPerMinute = 600;
    setup.engine.limits.duplicateWindow = std::chrono::seconds(1);
    setup.engine.limits.lossStreak = 100;
    setup.engine.limits.coolDown = std::chrono::minutes(1);
    setup.engine.limits.stopOutBars = 1;
    setup.engine.limits.rejectBars = 1;
    setup.engine.limits.maxAutomatedEntries = 10'000;
    setup.engine.startingCash = usd("100000");
    setup.engine.daySession = SessionKind::AlwaysOpen;
    std::vector<Bar> bars = sawBars(10'000);
    setup.market.start = bars.front().openTime;
    setup.market.tape = std::make_unique<BarTape>(std::vector<BarTape::Series>{{hours, std::move(bars)}}, FillAt::NextOpen);
    setup.market.speed = std::numeric_limits<double>::infinity();
    setup.dataDir = folder;
    setup.observers = {&observer};
    return setup;
}

bool waitUntil(const std::function<bool()> &isSo)
{
    constexpr qint64 patienceMillis = 20'000;
    QElapsedTimer waited;
    waited.start();
    while (!isSo()) {
        if (waited.elapsed() > patienceMillis)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
    }
    return true;
}

} // namespace bench
