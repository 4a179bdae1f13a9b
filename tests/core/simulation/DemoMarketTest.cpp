#include "core/base/Sha256.h"
#include "core/market/UsEquityCalendar.h"
#include "core/simulation/DemoMarket.h"
#include "core/strategies/StrategyCatalogue.h"
#include "tests/support/CoreBuilders.h"

#include <QElapsedTimer>
#include <QTest>

#include <map>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const SeriesId apple{stock("AAPL"), Timeframe::H1};
const SeriesId tesla{stock("TSLA"), Timeframe::H1};
const SeriesId bitcoin{{"bybit-linear", "BTCUSDT"}, Timeframe::M1};

std::string textOf(const MarketStep &step)
{
    std::string text = std::to_string(step.at.time_since_epoch().count()) + step.series.instrument.text();
    if (step.kind == MarketStep::Kind::Tick)
        return text + "=" + step.price.toString() + "\n";
    for (const Price price : {step.bar.open, step.bar.high, step.bar.low, step.bar.close})
        text += "|" + price.toString();
    return text + "|" + std::to_string(step.bar.volume) + "\n";
}

std::string digestOf(std::uint64_t seed, int steps)
{
    DemoMarket market(seed, {apple, tesla, bitcoin});
    Sha256 hash;
    for (const SeriesId &id : {apple, tesla, bitcoin})
        for (const Bar &bar : market.history(id)) {
            MarketStep step;
            step.kind = MarketStep::Kind::BarClose;
            step.bar = bar;
            hash.add(textOf(step));
        }
    for (int i = 0; i < steps; ++i)
        hash.add(textOf(market.next()));
    return hash.hex();
}

/// When the shipped crossover strategy first says buy after the start, fed as the engine feeds it.
std::optional<Timestamp> firstBuy(DemoMarket &market, const SeriesId &id, Duration within)
{
    auto strategy = makeStrategy("ma-crossover", {{"fast", "10"}, {"slow", "30"}});
    for (const Bar &bar : market.history(id))
        (void)(*strategy)->onBar(bar);
    while (*market.nextAt() <= DemoMarket::start() + within) {
        const MarketStep step = market.next();
        if (step.series != id || step.kind != MarketStep::Kind::BarClose)
            continue;
        if (const auto idea = (*strategy)->onBar(step.bar); idea && idea->kind == SignalKind::Buy)
            return step.at;
    }
    return std::nullopt;
}

} // namespace

class DemoMarketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers()
    {
        QCOMPARE(digestOf(1, 20'000), digestOf(1, 20'000));
        QVERIFY(digestOf(1, 2'000) != digestOf(2, 2'000));
    }

    void aSeriesDoesNotDependOnItsNeighbours()
    {
        DemoMarket alone(5, {bitcoin});
        DemoMarket together(5, {bitcoin, apple});
        QCOMPARE(alone.history(bitcoin), together.history(bitcoin));
    }

    void timeNeverGoesBackAndBarsAreWhatTheirTicksWere()
    {
        DemoMarket market(1, {apple, tesla, bitcoin});
        struct Seen {
            std::vector<Price> prices;
        };
        std::map<SeriesId, Seen> seen;
        Timestamp last = DemoMarket::start();
        int bars = 0;
        for (int i = 0; i < 20'000; ++i) {
            QVERIFY(market.nextAt());
            const MarketStep step = market.next();
            QVERIFY(step.at >= last);
            last = step.at;
            Seen &here = seen[step.series];
            if (step.kind == MarketStep::Kind::Tick) {
                QVERIFY(step.price.sign() > 0);
                here.prices.push_back(step.price);
                continue;
            }
            ++bars;
            QVERIFY(step.wasPlayedAsTicks);
            QVERIFY(!here.prices.empty());
            QCOMPARE(step.bar.open, here.prices.front());
            QCOMPARE(step.bar.close, here.prices.back());
            QCOMPARE(step.bar.high, *std::max_element(here.prices.begin(), here.prices.end()));
            QCOMPARE(step.bar.low, *std::min_element(here.prices.begin(), here.prices.end()));
            QVERIFY(step.bar.volume > 0);
            QCOMPARE(step.at, step.bar.closeTime);
            here.prices.clear();
        }
        QVERIFY(bars > 1000);
    }

    void pricesAreOnTheTickAndHistoryHasNoHolesInItsSessions()
    {
        DemoMarket market(3, {apple, bitcoin});
        for (const SeriesId &id : {apple, bitcoin}) {
            const std::int64_t tick = usualInstrument(id.instrument).tickSize.nanos();
            const auto bars = market.history(id);
            QVERIFY(bars.size() >= 200);
            QVERIFY(bars.back().closeTime <= DemoMarket::start());
            for (std::size_t i = 0; i < bars.size(); ++i) {
                QCOMPARE(bars[i].close.value().nanos() % tick, 0);
                QVERIFY(bars[i].low <= bars[i].open && bars[i].open <= bars[i].high);
                QVERIFY(bars[i].low <= bars[i].close && bars[i].close <= bars[i].high);
                if (i > 0 && id == bitcoin)
                    QVERIFY(bars[i].openTime == bars[i - 1].closeTime);
                if (i > 0 && id == apple)
                    QVERIFY(bars[i].openTime == bars[i - 1].closeTime ||
                            bars[i].openTime == nextOpen(bars[i - 1].closeTime));
            }
        }
    }

    void stocksTradeOnlyInCoreSessionsAndRestOverWeekends()
    {
        DemoMarket market(1, {apple});
        bool sawNextWeek = false;
        int ends = 0;
        while (!sawNextWeek) {
            const MarketStep step = market.next();
            sawNextWeek = step.at > DemoMarket::start() + 24h * 8;
            if (step.kind == MarketStep::Kind::Tick) {
                QVERIFY2(isCoreSession(step.at), toIsoText(step.at).c_str());
                continue;
            }
            QVERIFY(isCoreSession(step.bar.openTime));
            QVERIFY(isCoreSession(step.bar.closeTime - 1ns));
            QCOMPARE(step.endsSession, !isCoreSession(step.bar.closeTime));
            ends += step.endsSession;
        }
        QVERIFY(ends >= 5);
        for (const Bar &bar : market.history(apple))
            QVERIFY(isCoreSession(bar.openTime) && isCoreSession(bar.closeTime - 1ns));
    }

    void aRealCrossComesWhenTheHeaderSaysSo_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed : {1, 2, 7, 42})
            QTest::addRow("seed %d", int(seed)) << seed;
    }
    void aRealCrossComesWhenTheHeaderSaysSo()
    {
        QFETCH(quint64, seed);
        const std::vector<SeriesId> all{apple, tesla, bitcoin};
        const Timestamp start = DemoMarket::start();
        DemoMarket forApple(seed, all);
        DemoMarket forTesla(seed, all);
        DemoMarket forBitcoin(seed, all);

        QVERIFY(firstBuy(forApple, apple, 2h) == start + 6min);
        QVERIFY(firstBuy(forTesla, tesla, 2h) == start + 1h + 6min);
        QVERIFY(firstBuy(forBitcoin, bitcoin, 2h) == start + 2min);
    }

    void itIsThereInLessThanASecond()
    {
        QElapsedTimer timer;
        timer.start();
        const DemoMarket market(1, {apple, tesla, bitcoin});
        const auto took = timer.elapsed();
        qInfo("the demo market of three series took %lld ms to make", static_cast<long long>(took));
        QVERIFY(!market.history(apple).empty());
        QVERIFY2(took < 5'000, "five times the budget of a release build: a debug or sanitizer build is slower");
    }
};

QTEST_GUILESS_MAIN(DemoMarketTest)
#include "DemoMarketTest.moc"
