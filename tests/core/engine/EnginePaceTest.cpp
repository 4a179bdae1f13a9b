#include "core/base/Timestamp.h"
#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

namespace {

const InstrumentId tesla{"alpaca", "TSLA"};

/// What this rule says of the card that waits.
GuardGrade gradeOf(const EngineFixture &f, const std::string &rule, const InstrumentId &instrument = stock())
{
    for (const DeskEntry *card : f.engine->parts().desk.waiting())
        if (card->proposal.signal.series.instrument == instrument)
            for (const GuardResult &guard : card->guards)
                if (guard.rule == rule)
                    return guard.grade;
    qFatal("no card was judged by this rule");
}

/// A quote with a spread around 100.1, a minute after the one before.
void spreadOf(EngineFixture &f, const char *bid, const char *ask, Duration later = 1min)
{
    f.clock.advance(later);
    f.engine->process(QuoteChanged{stock(), {px(bid), px(ask), f.clock.now()}});
}

/// Another buy of the same bot: it has to fall before it can rise.
void signalBuyAgain(EngineFixture &f)
{
    f.barTo("99.9");
    f.signalBuy();
}

StoredPace::Trip lossAt(Timestamp at, const InstrumentId &instrument = stock())
{
    return {instrument, Side::Buy, at, true, false};
}

#define QCOMPARE_GRADE(actual, expected) QCOMPARE(int(actual), int(GuardGrade::expected))

} // namespace

/// What trading did lately, and what the market was like since the signal: seen through the whole engine.
class EnginePaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameEntryOfAnEarlierRunIsStillADuplicate()
    {
        StoredState stored;
        stored.pace.entries = {{stock(), Side::Buy, qty("370"), px("100.8"), sessionTime() + 2s}};
        EngineFixture f({.stored = stored});
        f.signalBuy(); // at the third second
        QCOMPARE(f.card()->proposal.quantity, qty("370"));
        QCOMPARE_GRADE(gradeOf(f, "duplicate"), Blocked);
        f.price("100.1");
        QCOMPARE_GRADE(gradeOf(f, "duplicate"), Blocked);
        f.price("100.1");
        QCOMPARE_GRADE(gradeOf(f, "duplicate"), Pass);
    }

    void entriesOfAMinuteAreCountedAndExitsAreNot()
    {
        RiskLimits limits = usualLimits();
        limits.maxOrdersPerMinute = 1;
        EngineFixture f({.instruments = {stock(), tesla}, .limits = limits});
        f.buy(); // with a stop and a target: one entry
        f.signalBuy(tesla);
        QCOMPARE_GRADE(gradeOf(f, "order-rate", tesla), Blocked);
        QVERIFY(!f.approve(*f.card()).isDone);
        f.clock.advance(60s);
        f.price("100.1", tesla);
        QCOMPARE_GRADE(gradeOf(f, "order-rate", tesla), Caution); // it uses all of the limit
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 2);
    }

    void lossesInARowRest()
    {
        RiskLimits limits = usualLimits();
        limits.lossStreak = 2;
        StoredState stored;
        stored.pace.trips = {lossAt(sessionTime() - 10min)}; // of an earlier run
        EngineFixture f({.instruments = {stock(), tesla}, .limits = limits, .stored = stored});
        f.buy();
        f.signalBuy(tesla);
        QCOMPARE_GRADE(gradeOf(f, "loss-streak", tesla), Pass);
        f.price("98");
        QVERIFY(f.held().isZero()); // the second loss
        f.price("100.1", tesla);
        QCOMPARE_GRADE(gradeOf(f, "loss-streak", tesla), Blocked);
    }

    void aWinEndsTheRow()
    {
        StoredState stored;
        stored.pace.trips = {lossAt(sessionTime() - 4min), lossAt(sessionTime() - 3min), lossAt(sessionTime() - 2min)};
        stored.pace.trips.push_back({stock(), Side::Buy, sessionTime() - 1min, false, false});
        EngineFixture f({.stored = stored});
        f.signalBuy();
        QCOMPARE_GRADE(gradeOf(f, "loss-streak"), Pass);
    }

    void aRestIsOverAfterItsTime()
    {
        StoredState stored;
        for (const Duration ago : {32min, 31min, 30min})
            stored.pace.trips.push_back(lossAt(sessionTime() - ago));
        EngineFixture f({.stored = stored});
        f.signalBuy();
        QCOMPARE_GRADE(gradeOf(f, "loss-streak"), Pass);
        stored.pace.trips.back().endedAt += 1min;
        EngineFixture g({.stored = stored});
        g.signalBuy();
        QCOMPARE_GRADE(gradeOf(g, "loss-streak"), Blocked);
    }

    void afterAStopTheSameSideRestsForTwoBars()
    {
        EngineFixture f;
        f.buy();
        f.price("98");
        QVERIFY(f.held().isZero());
        signalBuyAgain(f);
        QCOMPARE_GRADE(gradeOf(f, "cool-down"), Blocked);
        f.clock.advance(2h);
        signalBuyAgain(f);
        QCOMPARE_GRADE(gradeOf(f, "cool-down"), Pass);
    }

    void afterANoTheSameSideRestsForABar()
    {
        EngineFixture f({.instruments = {stock(), tesla}});
        f.signalBuy();
        QVERIFY(f.say(RejectProposal{f.card()->proposal.id, RejectReason::WeakChart}).isDone);
        f.clock.advance(2min);
        signalBuyAgain(f);
        QCOMPARE_GRADE(gradeOf(f, "cool-down"), Blocked);
        f.signalBuy(tesla);
        QCOMPARE_GRADE(gradeOf(f, "cool-down", tesla), Pass);
        f.clock.advance(1h);
        signalBuyAgain(f);
        QCOMPARE_GRADE(gradeOf(f, "cool-down"), Pass);
    }

    // --- automatic entries -----------------------------------------------------------------------

    void aBotStandsStillAfterItsAutomaticEntries()
    {
        RiskLimits limits = usualLimits();
        limits.maxAutomatedEntries = 1;
        EngineFixture f({.mode = DecisionMode::Auto, .instruments = {stock(), tesla}, .limits = limits});
        f.signalBuy();
        QCOMPARE(f.sentOf(OrderRole::Entry), 1); // nobody was asked
        QVERIFY(f.journal.isDurable(Table::BotState, "field", "automated-entries"));
        f.signalBuy(tesla);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
        QCOMPARE_GRADE(gradeOf(f, "automation", tesla), Blocked);

        QVERIFY(f.say(SetBotOn{BotId("bot"), true}).isDone); // a person lets it go on

        QCOMPARE(f.sentOf(OrderRole::Entry), 2);
        QVERIFY(!f.held(tesla).isZero());
    }

    void aPersonDecidesWhatTheBotMayNot()
    {
        RiskLimits limits = usualLimits();
        limits.maxAutomatedEntries = 0;
        EngineFixture f({.mode = DecisionMode::Auto, .limits = limits});
        f.signalBuy();
        QCOMPARE(f.card()->state, S::Blocked);
        QVERIFY(f.say(SetMode{DecisionMode::Hybrid}).isDone);
        f.price("100.1");
        QCOMPARE(f.card()->state, S::Pending);
        QVERIFY(f.approve(*f.card()).isDone); // made for auto mode: it is asked anew for this one
        QVERIFY(f.approve(*f.card()).isDone);
        QCOMPARE(f.sentOf(OrderRole::Entry), 1);
        QVERIFY(!f.journal.isDurable(Table::BotState, "field", "automated-entries"));
    }

    void theCountBeginsAnewEachDayAndTheLatchDoesNot_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("mayGo");
        QTest::newRow("below the limit yesterday") << 1 << true;
        QTest::newRow("at the limit yesterday") << 2 << false;
    }
    void theCountBeginsAnewEachDayAndTheLatchDoesNot()
    {
        QFETCH(const int, count);
        QFETCH(const bool, mayGo);
        RiskLimits limits = usualLimits();
        limits.maxAutomatedEntries = 2;
        StoredState stored;
        stored.pace.automation[BotId("bot")] = {count, sessionTime() - 20h};
        EngineFixture f({.mode = DecisionMode::Auto, .limits = limits, .stored = stored});
        f.signalBuy();
        QCOMPARE(f.sentOf(OrderRole::Entry), mayGo ? 1 : 0);
    }

    // --- the market since the signal -------------------------------------------------------------

    void aStopThatWasTouchedSinceTheSignalBlocksForGood()
    {
        EngineFixture f;
        f.signalBuy();
        QCOMPARE(f.card()->state, S::Pending);
        f.price("98.1"); // the stop
        QCOMPARE_GRADE(gradeOf(f, "drift"), Blocked);
        f.price("100.1"); // back where it was: the idea is dead all the same
        QCOMPARE_GRADE(gradeOf(f, "drift"), Blocked);
    }

    void aSpreadTwiceAsWideAsUsualWantsAnotherLook()
    {
        EngineFixture f;
        for (int i = 0; i < 5; ++i)
            spreadOf(f, "100.09", "100.11");
        f.barTo("100.1");
        spreadOf(f, "100.09", "100.13", 1s);
        QCOMPARE_GRADE(gradeOf(f, "spread"), Pass);
        spreadOf(f, "100.08", "100.13", 1s);
        QCOMPARE_GRADE(gradeOf(f, "spread"), Stale);
    }

    void aHoleInTheBarsWantsAnotherLook()
    {
        EngineFixture f;
        f.clock.advance(3h); // two bars of the session never came
        f.signalBuy();
        QCOMPARE_GRADE(gradeOf(f, "bars"), Stale);
    }

    // --- over night --------------------------------------------------------------------------------

    void theSizeShrinksToWhatAGapMayCost()
    {
        RiskLimits limits = usualLimits();
        limits.overnight = dec("0.02");
        EngineFixture f({.instruments = {stock(), tesla}, .limits = limits});
        f.signalBuy();
        const Proposal &proposal = f.card()->proposal;
        QCOMPARE(proposal.bindingLimit, std::string("overnight"));
        QCOMPARE(proposal.quantity, qty("197")); // 1990 / 10.08, half a per cent inside the limit
        QCOMPARE(*proposal.lossAtGap, usd("1985.76"));
        QVERIFY(*proposal.lossAtGap > *proposal.lossAtStop);
        QVERIFY(f.approve(*f.card()).isDone);
        f.signalBuy(tesla); // 28 of the limit are left: too little for a share's gap? two shares
        QVERIFY(!f.card() || f.card()->proposal.quantity <= qty("2"));
    }
};

QTEST_GUILESS_MAIN(EnginePaceTest)
#include "EnginePaceTest.moc"
