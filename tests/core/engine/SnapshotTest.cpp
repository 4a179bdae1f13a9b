// What waits for a person, and what is watched here, as the engine shows it to the outside.
#ifndef Q_MOC_RUN // Qt 6.4's moc cannot read <compare>
#include "core/base/Timestamp.h"
#include "core/engine/SnapshotBuilder.h"
#include "tests/support/EngineFixture.h"
#endif

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

EngineOptions atVenue(VenueSnapshot says)
{
    EngineOptions options;
    options.isFakeVenue = true;
    options.venueSays = std::move(says);
    return options;
}

VenueSnapshot saying(const char *cash, std::vector<VenueSnapshot::Holding> holdings = {})
{
    VenueSnapshot shot;
    shot.cash = usd(cash);
    shot.holdings = std::move(holdings);
    return shot;
}

std::shared_ptr<const EngineSnapshot> shownBy(const EngineFixture &f)
{
    const ActivityLog activity;
    const EngineMonitor monitor(f.engine->parts().clock);
    return SnapshotBuilder(*f.engine, activity, monitor).build({});
}

Lamp clockOf(const EngineFixture &f)
{
    const auto snapshot = shownBy(f);
    for (const Lamp &lamp : snapshot->lamps)
        if (lamp.name == "clock")
            return lamp;
    return {};
}

/// A buy of 370 with stop 98.1 and target 104.1 is filled at a venue that holds exits like this.
EngineFixture &filledAt(EngineFixture &f)
{
    f.signalBuy();
    const ClientOrderId entry = f.fake.submitted.at(0).clientOrderId;
    f.engine->process(OrderAccepted{entry, VenueOrderId("V1")});
    Fill fill = fillOf("F1", Side::Buy, "370", "100.1");
    fill.order = entry;
    f.engine->process(OrderFilled{fill});
    return f;
}

EngineOptions holding(PairHolding pairs)
{
    EngineOptions options = atVenue({});
    options.mode = DecisionMode::Auto;
    options.exits = ExitSupport{pairs, true};
    return options;
}

} // namespace

class SnapshotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDifferenceInCashIsShownUntilAPersonAcceptsIt()
    {
        EngineFixture f(atVenue(saying("100000")));
        QVERIFY(!shownBy(f)->account.cashDifference);

        f.engine->process(saying("90000"));
        QCOMPARE(*shownBy(f)->account.cashDifference, usd("-10000"));

        QVERIFY(f.say(AcceptDifference{.reason = "paid out by telephone"}).isDone);
        QVERIFY(!shownBy(f)->account.cashDifference);
    }

    void aCorrectedQuantityIsShownUntilAPersonAcceptsIt()
    {
        EngineFixture f(atVenue(saying("100000")));
        const VenueSnapshot says = saying("100000", {{stock(), qty("7"), px("90")}});
        f.engine->process(says);
        f.wait(10s);
        f.engine->process(says);
        QVERIFY(shownBy(f)->positions.at(0).isCorrected);
        QCOMPARE(shownBy(f)->positions.at(0).external, qty("7"));

        QVERIFY(f.say(AcceptDifference{stock(), true, false, "the bot may have them"}).isDone);
        QVERIFY(!shownBy(f)->positions.at(0).isCorrected);
        QVERIFY(shownBy(f)->positions.at(0).external.isZero());
    }

    void theClockHasALamp_data()
    {
        QTest::addColumn<int>("destination");
        QTest::addColumn<bool>("isGood");
        QTest::addColumn<QString>("words");
        QTest::newRow("demo") << int(Destination::Demo) << true << "the demo's own clock";
        QTest::newRow("replay") << int(Destination::Replay) << true << "the clock of the recorded bars";
        QTest::newRow("paper") << int(Destination::Paper) << false << "not compared with the venue's yet";
        QTest::newRow("live") << int(Destination::Live) << false << "not compared with the venue's yet";
    }

    void theClockHasALamp()
    {
        QFETCH(int, destination);
        QFETCH(bool, isGood);
        QFETCH(QString, words);
        EngineOptions options = atVenue(saying("100000"));
        options.destination = Destination(destination);
        EngineFixture f(options);

        QCOMPARE(clockOf(f).isGood, isGood);
        QCOMPARE(QString::fromStdString(clockOf(f).detail), words);
        QVERIFY(!shownBy(f)->clock);
    }

    void theClocksLampFollowsTheVerdict()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.destination = Destination::Paper;
        EngineFixture f(options);

        f.engine->process(ClockJudged{true, true, -12ms, "agrees"});
        QVERIFY(clockOf(f).isGood);
        QCOMPARE(*shownBy(f)->clock->offset, Duration(-12ms));

        f.engine->process(ClockJudged{true, false, 300ms, "300 ms behind"});
        QVERIFY(!clockOf(f).isGood);
        QCOMPARE(clockOf(f).detail, std::string("300 ms behind"));

        f.engine->process(ClockJudged{false, true, 3s, "too far"}); // good alone is not enough
        QVERIFY(!clockOf(f).isGood);
    }

    void aTargetThatIsWatchedHereIsShownAsSuch()
    {
        EngineFixture here(holding(PairHolding::None));
        const auto watched = shownBy(filledAt(here));
        QCOMPARE(*watched->positions.at(0).watchedTarget, px("104.1"));
        QVERIFY(!watched->positions.at(0).targetPrice);
        QVERIFY(watched->decided.at(0).isTargetWatched);

        EngineFixture there(holding(PairHolding::Apart));
        const auto held = shownBy(filledAt(there));
        QVERIFY(!held->positions.at(0).watchedTarget);
        QVERIFY(!held->decided.at(0).isTargetWatched);
    }
};

QTEST_GUILESS_MAIN(SnapshotTest)
#include "SnapshotTest.moc"
