#include "core/market/MarketClock.h"

#include <QTest>

using namespace core;
using namespace std::chrono_literals;

namespace {

const Timestamp today = *parseIsoText("2026-11-20T15:00:00Z");
const Timestamp played = *parseIsoText("2021-03-02T14:30:00Z");

/// A machine whose two clocks move apart: asleep, its steady one stands.
class Sleeper final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return wall; }
    [[nodiscard]] Duration steady() const override { return awake; }
    Timestamp wall = today;
    Duration awake{};
};

} // namespace

class MarketClockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheMachinesTimeBeforeTheFirstStamp()
    {
        ManualClock machine(today);
        const MarketClock clock(machine, MarketClock::Pace::Played);

        machine.advance(3s);

        QVERIFY(clock.now() == today + 3s);
        QVERIFY(!clock.newest());
    }

    void aPlayedMarketMayBeOfAnyDayAndGoesOnInRealTime()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Played);

        clock.saw(played);
        machine.advance(7s);

        QVERIFY(clock.now() == played + 7s);
        QVERIFY(*clock.newest() == played);
        QVERIFY(clock.steady() == machine.steady());
    }

    void stampsThatRunFasterThanTheMachineCarryItAlong()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Played);
        clock.saw(played);

        for (int minute = 1; minute <= 60; ++minute) {
            machine.advance(1s);
            clock.saw(played + minute * 1min);
            QVERIFY(clock.now() == played + minute * 1min);
        }

        QVERIFY(clock.steady() == 60s);
    }

    void itNeverGoesBackWhateverTheStampsSay()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Played);
        clock.saw(played);
        machine.advance(10s);
        const Timestamp reached = clock.now();

        clock.saw(played + 4s); // newer than the first, older than what has gone by
        QVERIFY(clock.now() == reached);
        clock.saw(played - 1h);
        QVERIFY(clock.now() == reached);

        machine.advance(6s);
        QVERIFY(clock.now() == reached);
        machine.advance(1s);
        QVERIFY(clock.now() == reached + 1s);
    }

    void aRealMarketBelievesNoStampFarFromTheMachinesTime()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Real);

        QVERIFY(!clock.saw(today + 1h));
        QVERIFY(!clock.saw(today - 1h)); // the last quote of an hour ago
        QVERIFY(clock.now() == today);
        QVERIFY(clock.refused() == 2);

        clock.saw(today + 200ms);
        QVERIFY(clock.now() == today + 200ms);
        QVERIFY(clock.refused() == 2);
    }

    void theVenuesOwnClockIsBelievedWhateverTheMachineSays()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Real);

        clock.trust(today - 10min); // the machine is ahead
        QVERIFY(clock.now() == today - 10min);
        clock.saw(today - 10min + 1s); // stamps are measured by it from now on
        QVERIFY(clock.now() == today - 10min + 1s && clock.refused() == 0);
        clock.saw(today + 2h);
        QVERIFY(clock.now() == today - 10min + 1s && clock.refused() == 1);
    }

    void oneWrongAnswerOfTheVenuesClockMovesNothing()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Real);
        QVERIFY(clock.trust(today));

        QVERIFY(!clock.trust(today + 24h));
        machine.advance(30s);
        QVERIFY(clock.trust(today + 30s)); // the next is right again
        QVERIFY(!clock.trust(today + 24h));
        machine.advance(30s);
        QVERIFY(!clock.trust(today + 48h)); // another wrong one is no second
        QVERIFY(clock.now() == today + 1min && clock.refused() == 3);
        machine.advance(30s);
        QVERIFY(clock.trust(today + 48h + 30s));
        QVERIFY(clock.now() == today + 48h + 30s);
    }

    void aMachineThatHasSleptGoesOnWithTheMarket()
    {
        Sleeper machine;
        MarketClock clock(machine, MarketClock::Pace::Real);
        clock.saw(today);

        machine.wall += 8h;
        QVERIFY(clock.now() == today); // until something comes
        clock.saw(today + 8h + 50ms);

        QVERIFY(clock.now() == today + 8h + 50ms);
    }

    void theFirstStampOfARealMarketDoesNotSetItBack()
    {
        ManualClock machine(today);
        MarketClock clock(machine, MarketClock::Pace::Real);

        clock.saw(today - 300ms);

        QVERIFY(clock.now() == today);
        machine.advance(1s);
        QVERIFY(clock.now() == today + 700ms);
    }
};

QTEST_GUILESS_MAIN(MarketClockTest)
#include "MarketClockTest.moc"
