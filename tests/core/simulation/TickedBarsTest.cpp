#include "core/market/UsEquityCalendar.h"
#include "core/simulation/TickedBars.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const Timestamp t0 = sessionTime(); // 11:00 in New York
const InstrumentId coin{"bybit-linear", "BTCUSDT"};

Bar bar(Timestamp at, Duration length, const char *open, const char *high, const char *low, const char *close)
{
    return {at, at + length, px(open), px(high), px(low), px(close), 1001};
}

struct Played {
    std::vector<Price> prices;
    std::vector<Bar> minutes;
    std::vector<bool> endings;
    std::vector<Timestamp> times;
};

Played playAll(TickedBars tape)
{
    Played played;
    while (const auto at = tape.nextAt()) {
        const MarketStep step = tape.next();
        if (step.at != *at)
            throw std::runtime_error("a step came at another time than was said");
        played.times.push_back(step.at);
        if (step.kind == MarketStep::Kind::Tick) {
            played.prices.push_back(step.price);
        } else {
            played.minutes.push_back(step.bar);
            played.endings.push_back(step.endsSession);
        }
    }
    return played;
}

} // namespace

class TickedBarsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBeginningInsideAMinuteGoesOnWithTheNext()
    {
        const std::vector<Bar> minutes{bar(t0, 1min, "100", "101", "99", "100"),
                                       bar(t0 + 1min, 1min, "100", "102", "99", "101")};

        const Played played = playAll(TickedBars({{coin, minutes}}, 1, t0 + 50s));

        QCOMPARE(played.minutes.size(), std::size_t(1));
        QCOMPARE(played.minutes.front().openTime, t0 + 1min);
        QCOMPARE(played.times.front(), t0 + 1min);
    }

    void thePricesOfAMinuteComeFiveSecondsApart()
    {
        const Bar whole = bar(t0, 2min, "100.10", "101.37", "99.02", "100.55");

        const Played played = playAll(TickedBars({{coin, {whole}}}, 1, t0));

        QCOMPARE(played.times.size(), std::size_t(26));
        for (std::size_t minute = 0; minute < 2; ++minute) {
            for (std::size_t tick = 0; tick < 12; ++tick)
                QCOMPARE(played.times[13 * minute + tick], t0 + std::int64_t(minute) * 1min + std::int64_t(tick) * 5s);
            QCOMPARE(played.times[13 * minute + 12], t0 + std::int64_t(minute + 1) * 1min);
        }
    }

    void minutesAndPricesAddUpToTheBar_data()
    {
        QTest::addColumn<qint64>("minutes");
        QTest::addColumn<bool>("isStock");
        for (const qint64 minutes : {1, 5, 60})
            QTest::addRow("a stock, %lld minutes", static_cast<long long>(minutes)) << minutes << true;
        QTest::newRow("a coin's day") << qint64(1440) << false;
    }
    void minutesAndPricesAddUpToTheBar()
    {
        QFETCH(qint64, minutes);
        QFETCH(bool, isStock);
        const Bar whole = bar(t0, std::chrono::minutes(minutes), "100.10", "101.37", "99.02", "100.55");

        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Played played = playAll(TickedBars({{isStock ? stock() : coin, {whole}}}, seed, t0));

            QCOMPARE(qint64(played.minutes.size()), minutes);
            QCOMPARE(qint64(played.prices.size()), minutes * 12);
            QCOMPARE(played.prices.front(), whole.open);
            QCOMPARE(played.prices.back(), whole.close);
            QCOMPARE(*std::max_element(played.prices.begin(), played.prices.end()), whole.high);
            QCOMPARE(*std::min_element(played.prices.begin(), played.prices.end()), whole.low);
            double volume = 0;
            for (std::size_t i = 0; i < played.minutes.size(); ++i) {
                const Bar &minute = played.minutes[i];
                volume += minute.volume;
                QCOMPARE(minute.openTime, t0 + std::int64_t(i) * 1min);
                QCOMPARE(minute.open, played.prices[12 * i]);
                QCOMPARE(minute.close, played.prices[12 * i + 11]);
            }
            QCOMPARE(volume, 1001.0);
            for (const Price &price : played.prices)
                QVERIFY(price.value().nanos() % 10'000'000 == 0); // on the tick
        }
    }

    void aStocksDayIsItsSession()
    {
        const auto date = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27); // a half day
        const Played played = playAll(TickedBars({{stock(), {bar(date, 24h, "1", "2", "1", "2")}}}, 1, Timestamp(date)));
        QCOMPARE(played.minutes.size(), std::size_t(210));
        QCOMPARE(played.minutes.front().openTime, sessionOf(date)->open);
        QCOMPARE(played.minutes.back().closeTime, sessionOf(date)->close);
        QCOMPARE(std::count(played.endings.begin(), played.endings.end(), true), 1);
        QVERIFY(played.endings.back());
    }

    void sessionsEndWithTheirDayAndNotWithAGap()
    {
        const Played played = playAll(TickedBars(
            {{stock(),
              {bar(t0, 1min, "1", "1", "1", "1"), bar(t0 + 30min, 1min, "1", "1", "1", "1"), // a gap between
               bar(t0 + 24h, 1min, "1", "1", "1", "1")}}},
            1, t0));
        QVERIFY(played.endings == (std::vector<bool>{false, true, true}));
        const Played coins = playAll(TickedBars({{coin, {bar(t0, 1min, "1", "1", "1", "1")}}}, 1, t0));
        QVERIFY(coins.endings == std::vector<bool>{false});
    }

    void whatIsOutsideOfSessionsIsNotPlayed()
    {
        const Played played = playAll(TickedBars({{stock(), {bar(t0 - 4h, 1min, "1", "1", "1", "1"),
                                                             bar(t0 + 96h, 1min, "1", "1", "1", "1")}}}, 1, t0 - 24h));
        QVERIFY(played.minutes.empty());
    }

    void aStartInsideABarGivesTheRestOfTheSameBar()
    {
        const Bar hour = bar(t0, 1h, "100", "103", "98", "101");
        const Played whole = playAll(TickedBars({{stock(), {hour}}}, 3, t0));
        const TickedBars tape({{stock(), {hour}}}, 3, t0 + 20min);
        const std::vector<Bar> begun = tape.begun(stock());
        const Played rest = playAll(tape);

        QCOMPARE(begun.size(), std::size_t(20));
        QCOMPARE(rest.minutes.size(), std::size_t(40));
        QVERIFY(begun.front() == whole.minutes.front() && rest.minutes.front() == whole.minutes[20]);
        QVERIFY(rest.prices == std::vector<Price>(whole.prices.begin() + 240, whole.prices.end()));
    }

    void severalSeriesComeInOrderOfTimeClosesFirst()
    {
        const std::vector<Bar> bars{bar(t0, 2min, "1", "2", "1", "2"), bar(t0 + 2min, 1min, "2", "3", "2", "3")};
        TickedBars tape({{stock(), bars}, {coin, bars}, {stock("TSLA"), bars}}, 1, t0);
        Timestamp last{};
        bool hadPrice = false;
        int steps = 0;
        while (tape.nextAt()) {
            const MarketStep step = tape.next();
            QVERIFY(step.at >= last);
            const bool isClose = step.kind == MarketStep::Kind::BarClose;
            QVERIFY(!(isClose && step.at == last && hadPrice)); // of one moment, closes come first
            hadPrice = step.at == last ? hadPrice || !isClose : !isClose;
            last = step.at;
            ++steps;
        }
        QCOMPARE(steps, 3 * 3 * 13);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)tape.next());
    }

    void theSeedDecides()
    {
        const std::vector<TickedBars::Series> series{{coin, {bar(t0, 1h, "100", "103", "98", "101")}}};
        QVERIFY(playAll(TickedBars(series, 1, t0)).prices == playAll(TickedBars(series, 1, t0)).prices);
        QVERIFY(playAll(TickedBars(series, 1, t0)).prices != playAll(TickedBars(series, 2, t0)).prices);
    }
};

QTEST_GUILESS_MAIN(TickedBarsTest)
#include "TickedBarsTest.moc"
