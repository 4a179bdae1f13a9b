#include "tests/core/approval/DeskFixture.h"

#include "core/market/MarketClock.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

class DeskTimersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoStepsMeanArmingFirstAndInTime_data()
    {
        QTest::addColumn<qint64>("wait");
        QTest::addColumn<bool>("isInTime");
        const auto window = std::chrono::nanoseconds(5s).count();
        QTest::newRow("at once") << qint64(0) << true;
        QTest::newRow("the last moment") << qint64(window - 1) << true;
        QTest::newRow("exactly at the end") << qint64(window) << false;
        QTest::newRow("later") << qint64(window + 1) << false;
    }
    void twoStepsMeanArmingFirstAndInTime()
    {
        QFETCH(qint64, wait);
        QFETCH(bool, isInTime);
        DeskFixture f;
        f.pending(true);
        QVERIFY(!f.approve());
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.arm());
        f.clock.advance(Duration(wait));

        QCOMPARE(f.approve().has_value(), isInTime); // nobody has run the timers in between

        QCOMPARE(f.state(), isInTime ? S::Approved : S::Pending);
    }

    void theTimersTakeAnArmedCardBack()
    {
        DeskFixture f;
        f.pending(true);
        QVERIFY(f.arm());
        QCOMPARE(f.desk.nextDeadline()->count(), Duration(5s).count());
        f.clock.advance(5s - 1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Armed);
        f.clock.advance(1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(!f.approve());
    }

    /// A local venue plays an hour in a minute: the steady clock is real, and the market's moment comes first.
    void aCardExpiresWhenTheMarketHasPassedItsMoment()
    {
        ManualClock machine(sessionTime());
        MarketClock market(machine, MarketClock::Pace::Played);
        market.saw(sessionTime());
        Desk desk(market, {}, {[](const DeskEntry &, S) {}, [](const DeskEntry &, const Decision &) {}});
        Proposal proposal = buyProposal();
        proposal.expiresAt = sessionTime() + 10min;
        desk.create(proposal, false);
        desk.judge(ProposalId("P1"), guards(GuardGrade::Pass));
        QVERIFY(*desk.nextDeadline() == machine.steady() + 10min);

        machine.advance(1s);
        market.saw(sessionTime() + 10min - 1s);
        desk.tick();
        QCOMPARE(desk.find(ProposalId("P1"))->state, S::Pending);
        QVERIFY(*desk.nextDeadline() == machine.steady() + 1s);
        market.saw(sessionTime() + 10min);
        QVERIFY(!desk.approve(ProposalId("P1"), 1, desk.find(ProposalId("P1"))->hash, DeskFixture::owner()));
        QVERIFY(*desk.nextDeadline() == machine.steady());
        desk.tick();

        QCOMPARE(desk.find(ProposalId("P1"))->state, S::Expired);
    }

    void aCardExpiresExactlyAtItsDeadline_data()
    {
        QTest::addColumn<bool>("isArmed");
        QTest::newRow("pending") << false;
        QTest::newRow("armed") << true;
    }
    void aCardExpiresExactlyAtItsDeadline()
    {
        QFETCH(bool, isArmed);
        DeskFixture f;
        f.pending(isArmed);
        f.clock.advance(15min - 1ns);
        if (isArmed)
            QVERIFY(f.arm());
        f.desk.tick();
        QCOMPARE(f.state(), isArmed ? S::Armed : S::Pending);
        f.clock.advance(1ns);
        QVERIFY(!f.approve());
        QVERIFY(!f.arm());
        QVERIFY(!f.desk.approveByRule(f.id, "auto")); // a rule has no more time than a person
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
        QVERIFY(f.decisions.empty());
    }

    void aYesInTheLastNanosecondCounts()
    {
        DeskFixture f;
        f.pending();
        f.clock.advance(15min - 1ns);
        QVERIFY(f.approve());
        f.clock.advance(1s);
        f.desk.tick();
        QCOMPARE(f.state(), S::Approved); // decided cards have no deadline any more
    }

    void deadlinesFollowTheSteadyClockNotTheWallClock()
    {
        DeskFixture f;
        f.pending();
        f.clock.moveTo(sessionTime() - 5h); // the wall clock was put back
        f.desk.tick();
        QCOMPARE(f.state(), S::Pending);
        f.clock.moveTo(sessionTime() - 5h + 15min);
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
    }

    void anOldYesIsAskedAgain_data()
    {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("two seconds") << qint64(2'000'000'000) << true;
        QTest::newRow("a nanosecond more") << qint64(2'000'000'001) << false;
    }
    void anOldYesIsAskedAgain()
    {
        QFETCH(qint64, age);
        QFETCH(bool, goesOn);
        DeskFixture f;
        f.reach(S::Approved);
        const std::string hash = f.card().hash;
        f.clock.advance(Duration(age));

        QCOMPARE(f.desk.beginRevalidation(f.id).has_value(), goesOn);

        if (goesOn)
            return;
        QCOMPARE(f.state(), S::Pending);
        QCOMPARE(f.card().proposal.version, 2);
        QVERIFY(f.card().hash != hash);
        QVERIFY(!f.desk.approve(f.id, 1, hash, DeskFixture::owner()));
    }

    void aRequoteNeedsANewYesOnTheNewNumbers()
    {
        DeskFixture f;
        f.reach(S::Revalidating);
        const std::string hash = f.card().hash;
        Proposal fresh = f.card().proposal;
        fresh.referencePrice = px("100.5");

        f.desk.requote(f.id, fresh, "the price moved");

        QCOMPARE(f.state(), S::Pending);
        QCOMPARE(f.card().proposal.version, 2);
        QCOMPARE(f.card().changes, std::vector<std::string>{"price 100 → 100.5"});
        QVERIFY(!f.desk.approve(f.id, 1, hash, DeskFixture::owner()));
        QVERIFY(!f.desk.beginRevalidation(f.id));
        QVERIFY(f.approve());
    }

    void aRequoteWithoutTimeForANewQuestionExpires()
    {
        DeskFixture f;
        f.pending();
        f.clock.advance(15min - 500ms);
        QVERIFY(f.approve());
        QVERIFY(f.desk.beginRevalidation(f.id));
        f.desk.requote(f.id, f.card().proposal, "drift");
        QCOMPARE(f.state(), S::Expired);
    }

    void guardsMoveAWaitingCardAndOnlyThat()
    {
        DeskFixture f;
        f.desk.create(buyProposal(), false);
        const std::vector<std::pair<GuardGrade, S>> path{
            {GuardGrade::Blocked, S::Blocked}, {GuardGrade::Stale, S::Stale},  {GuardGrade::Blocked, S::Blocked},
            {GuardGrade::Pass, S::Pending},    {GuardGrade::Stale, S::Stale},  {GuardGrade::Caution, S::Pending},
            {GuardGrade::Blocked, S::Blocked}, {GuardGrade::Pass, S::Pending}};
        for (const auto &[grade, state] : path) {
            f.desk.judge(f.id, guards(grade));
            QCOMPARE(f.state(), state);
            QCOMPARE(f.card().guards, guards(grade));
        }
        QVERIFY(f.arm());
        f.desk.judge(f.id, guards(GuardGrade::Caution));
        QCOMPARE(f.state(), S::Armed);
        f.desk.judge(f.id, guards(GuardGrade::Stale));
        QCOMPARE(f.state(), S::Stale);
        QVERIFY(!f.approve());
        f.desk.judge(f.id, guards(GuardGrade::Pass));
        QVERIFY(f.arm());
        f.desk.judge(f.id, guards(GuardGrade::Blocked));
        QCOMPARE(f.state(), S::Blocked);
        f.desk.judge(f.id, guards(GuardGrade::Pass));
        QVERIFY(f.approve());
        f.desk.judge(f.id, guards(GuardGrade::Blocked)); // decided: the gate judges it now
        QCOMPARE(f.state(), S::Approved);
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(1)); // the yes to a stale card
    }

    void lostDataMakesEveryWaitingCardStale()
    {
        DeskFixture f;
        f.pending();
        f.desk.create(buyProposal("P2"), false);
        f.desk.judge(ProposalId("P2"), guards(GuardGrade::Pass));
        QVERIFY(f.arm());

        f.desk.markAllStale("the feed is silent");

        QCOMPARE(f.state(), S::Stale);
        QCOMPARE(f.desk.find(ProposalId("P2"))->state, S::Stale);
    }

    void waitingCardsComeInTheOrderOfTheirDeadlines()
    {
        DeskFixture f;
        Proposal late = buyProposal("A");
        late.expiresAt += 5min;
        f.desk.create(late, false);
        f.desk.create(buyProposal("B"), false);
        const auto waiting = f.desk.waiting();
        QCOMPARE(waiting.size(), std::size_t(2));
        QCOMPARE(waiting[0]->proposal.id, ProposalId("B"));
        QCOMPARE(waiting[1]->proposal.id, ProposalId("A"));
    }
};

QTEST_GUILESS_MAIN(DeskTimersTest)
#include "DeskTimersTest.moc"
