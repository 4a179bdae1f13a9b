// What a seed decides before the first step.
#include "tests/core/engine/property/Story.h"

#include "tests/support/CoreBuilders.h"

#include <array>

namespace property {

using namespace core;
using namespace std::chrono_literals;
using support::dec;
using support::usd;

namespace {

/// The weeks of winter time that Reference's calendar knows: Monday 2026-02-02 to Friday 2026-02-06.
Timestamp startDay(std::uint64_t dice)
{
    return Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 2 / 2) + std::chrono::days(dice % 5) + 15h +
                     std::chrono::minutes(dice % 120));
}

Instrument stock(const char *symbol)
{
    return {.id = {"alpaca", symbol}, .shortable = true};
}

Instrument coin()
{
    Instrument made;
    made.id = {"alpaca", "BTCUSD"};
    made.assetClass = AssetClass::Crypto;
    made.session = SessionKind::AlwaysOpen;
    made.lotSize = dec("0.001");
    return made;
}

BotSettings bot(const char *id, SeededRandom &random, bool needsStop)
{
    BotSettings made;
    made.id = BotId(id);
    made.strategy = "ma-crossover";
    made.parameters = {{"fast", "1"}, {"slow", "2"}};
    made.timeframe = random.next() % 3 == 0 ? Timeframe::H1 : Timeframe::M5;
    made.allowsShort = random.next() % 4 == 3;
    made.allowsAdding = random.next() % 3 == 0;
    made.planning.sizeAmount = dec("0.005");
    made.planning.collar = dec(random.next() % 2 == 0 ? "0.005" : "0.01");
    made.planning.orderType = random.next() % 4 == 0 ? OrderType::Limit : OrderType::Market;
    if (!needsStop && random.next() % 2 == 0) {
        made.planning.size = SizeRule::ShareOfEquity;
        made.planning.sizeAmount = dec("0.1");
        return made;
    }
    made.planning.stopAtrs = dec("2");
    if (random.next() % 3 != 0)
        made.planning.targetR = dec("2");
    if (random.next() % 4 == 0)
        made.planning.holdAtMost = std::chrono::minutes(1 + random.next() % 20);
    made.planning.keepsProfit = made.planning.holdAtMost && random.next() % 2 == 0;
    return made;
}

RiskLimits limitsBy(SeededRandom &random, bool needsStop)
{
    const auto pick = [&](std::initializer_list<const char *> values) {
        return dec(values.begin()[random.next() % values.size()]);
    };
    RiskLimits limits;
    limits.riskPerTrade = pick({"0.02", "0.006", "0.01"});
    limits.exposure = pick({"0.9", "0.5", "0.3"});
    limits.dayLoss = pick({"0.05", "0.02", "0.01"});
    limits.maxOrderValue = Money(WideDecimal(pick({"50000", "30000", "9000"})));
    limits.maxOrderQuantity = Quantity(pick({"10000", "300", "60"}));
    limits.maxPositions = int(1 + (random.next() % 5 + 1) / 2);
    limits.priceCollar = dec("0.01");
    limits.maxQuoteAge = std::chrono::seconds(random.next() % 2 == 0 ? 10 : 3);
    limits.needsStop = needsStop;
    limits.overnight = pick({"0.5", "0.5", "0.05"});
    limits.drawdown = pick({"1", "1", "0.02"});
    limits.maxOrdersPerMinute = random.next() % 3 == 0 ? 2 : 60;
    limits.duplicateWindow = std::chrono::seconds(random.next() % 3 == 0 ? 60 : 3);
    limits.lossStreak = random.next() % 3 == 0 ? 2 : 4;
    limits.coolDown = std::chrono::minutes(random.next() % 2 == 0 ? 2 : 30);
    limits.stopOutBars = 1 + int(random.next() % 2);
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = random.next() % 3 == 0 ? 2 : 100;
    return limits;
}

support::ChaosRates chaosBy(SeededRandom &random)
{
    const auto upTo = [&](int most) { return int(random.next() % std::uint64_t(most)); };
    switch (random.next() % 4) {
    case 0: return {};
    case 1:
        return {.lateRequest = upTo(50), .lateAnswer = upTo(200), .doubledAnswer = upTo(100)};
    default:
        return {.lostRequest = upTo(100), .lateRequest = upTo(150), .refusal = upTo(60), .timeOut = upTo(1000),
                .lostAnswer = upTo(150), .lateAnswer = upTo(250), .doubledAnswer = upTo(150),
                .tornSnapshot = upTo(300)};
    }
}

} // namespace

Setting::Setting(std::uint64_t seed) : start(startDay(SeededRandom(seed ^ 0xd1ce).next()))
{
    SeededRandom random(seed);
    const bool needsStop = random.next() % 5 != 0;
    engine.account = AccountId("demo");
    engine.destination = random.next() % 4 == 0 ? Destination::Live : Destination::Demo;
    engine.mode = random.next() % 4 == 0 ? DecisionMode::Auto : DecisionMode::Hybrid;
    engine.limits = limitsBy(random, needsStop);
    engine.startingCash = usd("100000");
    engine.feeRate = random.next() % 3 == 0 ? Decimal() : dec("0.000123457");
    engine.stopSlippage = random.next() % 2 == 0 ? Decimal() : dec("0.001");
    engine.instruments = {stock("AAPL"), stock("TSLA"), coin()};
    engine.bots = {bot("first", random, needsStop), bot("second", random, needsStop)};
    engine.bots[0].instruments = {engine.instruments[0].id, engine.instruments[1].id};
    engine.bots[1].instruments = {engine.instruments[2].id};
    venue.feeRate = engine.feeRate;
    // A coin of which a part is taken at each purchase cannot be sold short.
    const bool takesCoins = random.next() % 3 == 0 && !engine.bots[1].allowsShort;
    venue.assetFeeRate = takesCoins ? dec("0.00137") : Decimal();
    venue.halfSpread = random.next() % 2 == 0 ? Decimal() : dec("0.0002");
    venue.roundsToTick = true;
    venue.maxRandomSlippage = random.next() % 2 == 0 ? Decimal() : dec("0.0005");
    venue.seed = seed + 1;
    chaos = chaosBy(random);
    const auto pairs = std::array{PairHolding::Apart, PairHolding::OneOrder, PairHolding::None}[random.next() % 3];
    exits = {pairs, random.next() % 2 == 0};
    isJournalImmediate = random.next() % 3 == 0;
    hasHands = random.next() % 10 == 0;
    const bool fillsInParts = random.next() % 3 == 0;
    venue.maxFillPerPrice = fillsInParts ? support::qty("70") : Quantity();
    // A pair of which one half is filled in part would take too much where nothing keeps it from that.
    isReduceOnlyKept = fillsInParts || hasHands || random.next() % 2 == 0;
}

} // namespace property
