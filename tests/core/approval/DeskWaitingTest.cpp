// Snoozed cards, envelopes for the opening, clock jumps, and who was first.
#include "tests/core/approval/DeskFixture.h"

#include "core/approval/ClockWatch.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

class DeskWaitingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSnoozedCardComesBackAfterHalfAMinute()
    {
        DeskFixture f;
        f.reach(S::Snoozed);
        QVERIFY(!f.approve());
        QVERIFY(!f.desk.hasDecidable());
        QCOMPARE(f.desk.nextDeadline()->count(), Duration(30s).count());
        f.clock.advance(30s - 1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Snoozed);
        f.clock.advance(1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.approve());
    }

    void aSnoozeDoesNotStopTheTimer()
    {
        DeskFixture f;
        f.pending();
        QVERIFY(f.desk.snooze(f.id, px("99"), px("100"), DeskFixture::owner()));
        f.clock.advance(15min - 1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Snoozed);
        f.clock.advance(1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
        QVERIFY(f.card().endReason == EndReason::NoAnswer);
    }

    void aSnoozedCardWakesWhenItsPriceComes_data()
    {
        QTest::addColumn<QString>("now");
        QTest::addColumn<QString>("notYet");
        QTest::addColumn<QString>("there");
        QTest::newRow("falls to it") << "100" << "99.01" << "99";
        QTest::newRow("rises to it") << "98" << "98.99" << "99";
        QTest::newRow("gaps through it") << "100" << "100.5" << "97";
    }
    void aSnoozedCardWakesWhenItsPriceComes()
    {
        QFETCH(QString, now);
        QFETCH(QString, notYet);
        QFETCH(QString, there);
        DeskFixture f;
        f.pending();
        QVERIFY(f.desk.snooze(f.id, px("99"), px(qPrintable(now)), DeskFixture::owner()));
        f.desk.priceSeen(f.id, px(qPrintable(notYet)));
        QCOMPARE(f.state(), S::Snoozed);
        f.desk.priceSeen(f.id, px(qPrintable(there)));
        QCOMPARE(f.state(), S::Pending);
    }

    void aPriceToWaitForIsNotHereYet()
    {
        DeskFixture f;
        f.pending();
        QVERIFY(!f.desk.snooze(f.id, px("99"), px("99"), DeskFixture::owner()));
        QVERIFY(!f.desk.snooze(f.id, px("99"), std::nullopt, DeskFixture::owner()));
        QCOMPARE(f.state(), S::Pending);
    }

    void aChangeOfTheGuardsWakesAndTheSameDoesNot()
    {
        DeskFixture f;
        f.reach(S::Snoozed);
        f.judge(GuardGrade::Pass);
        f.judge(GuardGrade::Caution); // approvable before and after
        QCOMPARE(f.state(), S::Snoozed);
        f.judge(GuardGrade::Blocked);
        QCOMPARE(f.state(), S::Blocked);
    }

    void aStaleCardThatSleptIsStaleWhenItWakes()
    {
        DeskFixture f;
        f.reach(S::Stale);
        QVERIFY(f.snooze());
        f.clock.advance(30s);
        f.desk.tick();
        QCOMPARE(f.state(), S::Stale);
        QVERIFY(!f.approve());
    }

    void aSnoozedCardIsKilledWithdrawnAndSupersededAsUsual()
    {
        for (const S ending : {S::Killed, S::Withdrawn, S::Superseded}) {
            DeskFixture f;
            f.reach(S::Snoozed);
            if (ending == S::Killed)
                f.desk.killAll("halt");
            else if (ending == S::Withdrawn)
                f.desk.withdraw(f.id, "turned");
            else
                f.desk.supersede(f.id, "newer");
            QCOMPARE(f.state(), ending);
        }
    }

    // --- envelopes -------------------------------------------------------------------------------

    void aYesBeforeTheOpeningIsKeptAndMeasuredThere()
    {
        DeskFixture f;
        f.reach(S::WaitingOpen);
        QVERIFY(f.desk.hasDecidable());
        QVERIFY(f.approve("4"));
        QCOMPARE(f.state(), S::PreApproved);
        QCOMPARE(f.decisions.size(), std::size_t(1)); // durable before the opening
        QVERIFY(!f.desk.beginRevalidation(f.id));     // and nothing leaves
        QVERIFY(!f.desk.hasDecidable());

        f.clock.advance(10min);
        QVERIFY(f.desk.open(f.id));

        const auto approved = f.desk.beginRevalidation(f.id); // the two seconds count from the opening
        QVERIFY(approved);
        QCOMPARE(approved->proposal().quantity, qty("4"));
        QCOMPARE(f.decisions.size(), std::size_t(1));
    }

    void onlyWhatAnOpenMarketAnswersIsLeftOut()
    {
        DeskFixture f;
        f.desk.create(buyProposal(), false);
        f.desk.judge(f.id,
                     {{"session", GuardGrade::Blocked, "closed"}, {"quote", GuardGrade::Stale, "old"},
                      {"drift", GuardGrade::Blocked, "gone"}},
                     Desk::Market::Closed);
        QCOMPARE(f.state(), S::WaitingOpen);
        f.desk.judge(f.id, {{"exposure", GuardGrade::Blocked, "too much"}}, Desk::Market::Closed);
        QCOMPARE(f.state(), S::Blocked);
        QCOMPARE(f.card().stateReason, std::string("too much"));
        f.desk.judge(f.id, {{"session", GuardGrade::Blocked, "closed"}}, Desk::Market::Closed);
        QCOMPARE(f.state(), S::WaitingOpen);
        f.desk.judge(f.id, {{"session", GuardGrade::Blocked, "closed"}});
        QCOMPARE(f.state(), S::Blocked); // in an open market it counts
    }

    void aHardGuardVoidsTheYesToAnEnvelope()
    {
        DeskFixture f;
        f.reach(S::PreApproved);
        f.desk.judge(f.id, {{"exposure", GuardGrade::Blocked, "limits were lowered"}}, Desk::Market::Closed);
        QCOMPARE(f.state(), S::Blocked);
        f.judgeClosed();
        QCOMPARE(f.state(), S::WaitingOpen);
        QVERIFY(!f.desk.open(f.id));
        QVERIFY(f.approve()); // it takes a new yes
    }

    void aYesToAnEnvelopeIsTakenBackWithOneKey()
    {
        DeskFixture f;
        f.reach(S::PreApproved);
        QVERIFY(f.desk.disarm(f.id, DeskFixture::owner()));
        QCOMPARE(f.state(), S::WaitingOpen);
        QCOMPARE(f.decisions.back().verb, std::string("revoke"));
        QVERIFY(!f.desk.open(f.id));
        QVERIFY(f.approve());
    }

    void anEnvelopeTakesTwoStepsWhereTheyAreNeeded()
    {
        DeskFixture f;
        f.desk.create(buyProposal(), true);
        f.judgeClosed();
        QVERIFY(!f.approve());
        QVERIFY(f.arm());
        f.judgeClosed(); // a quiet market does not disarm
        QVERIFY(f.approve());
        QCOMPARE(f.state(), S::PreApproved);
    }

    void anEnvelopeWhoseSecondStepIsMissedWaitsOn()
    {
        DeskFixture f;
        f.desk.create(buyProposal(), true);
        f.judgeClosed();
        QVERIFY(f.arm());
        f.clock.advance(5s);
        f.desk.tick();
        QCOMPARE(f.state(), S::WaitingOpen);
    }

    void anEditVoidsTheYesToAnEnvelope()
    {
        DeskFixture f;
        f.reach(S::PreApproved);
        Proposal smaller = f.card().proposal;
        smaller.quantity = qty("5");
        QVERIFY(f.edit(smaller));
        QCOMPARE(f.state(), S::WaitingOpen);
        QVERIFY(!f.desk.open(f.id));
    }

    void anEnvelopeWithoutAnOpeningExpires()
    {
        DeskFixture f;
        f.reach(S::PreApproved);
        f.clock.advance(15min);
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
        QVERIFY(f.card().endReason == EndReason::NoAnswer);
    }

    // --- clocks ----------------------------------------------------------------------------------

    void aClockJumpMakesWhatWaitsStaleUntilItIsChecked()
    {
        DeskFixture f;
        f.reach(S::Armed);
        f.desk.create(buyProposal("P2"), false);
        f.desk.judge(ProposalId("P2"), guards(GuardGrade::Pass));

        f.desk.onClockJump("the machine slept for 3 s");

        QCOMPARE(f.state(), S::Stale);
        QCOMPARE(f.desk.find(ProposalId("P2"))->state, S::Stale);
        QVERIFY(!f.approve());
        f.judge(GuardGrade::Pass);
        QCOMPARE(f.state(), S::Pending);
    }

    void aYesThatSleptIsAskedAgain()
    {
        DeskFixture f;
        f.reach(S::Approved);
        f.desk.onClockJump("the machine slept");
        QCOMPARE(f.state(), S::Pending);
        QCOMPARE(f.card().proposal.version, 2);
        QVERIFY(!f.desk.beginRevalidation(f.id));
    }

    void whatIsPastItsMomentByTheWallClockExpires()
    {
        DeskFixture f;
        f.pending();
        Proposal longer = buyProposal("P2");
        longer.expiresAt += 1h;
        f.desk.create(longer, false);
        f.clock.moveTo(sessionTime() - 30min);  // set back: the steady clock has stood
        f.clock.moveTo(sessionTime() + 14min);  // 44 steady minutes: both are over by that clock
        f.desk.onClockJump("set");
        QCOMPARE(f.state(), S::Stale); // one minute is left by the wall clock
        f.clock.moveTo(sessionTime() + 15min);
        f.desk.onClockJump("set");
        QCOMPARE(f.state(), S::Expired);
        QCOMPARE(f.desk.find(ProposalId("P2"))->state, S::Created);
    }

    void theWatchSeesAJumpOfMoreThanTwoSecondsEitherWay()
    {
        ClockWatch watch;
        const Timestamp wall = sessionTime();
        QVERIFY(!watch.look(wall, 100s));
        QVERIFY(!watch.look(wall + 10s, 110s));
        QVERIFY(!watch.look(wall + 22s, 120s)); // two seconds exactly
        QCOMPARE(*watch.look(wall + 34s + 1ns, 130s), Duration(2s + 1ns));
        QVERIFY(!watch.look(wall + 44s + 1ns, 140s)); // told once
        QCOMPARE(*watch.look(wall, 141s), Duration(-45s - 1ns));
    }

    // --- who was first ---------------------------------------------------------------------------

    void theSecondOfTwoDecisionsIsToldWhoWasFirst_data()
    {
        QTest::addColumn<bool>("isReject");
        QTest::newRow("after a no") << true;
        QTest::newRow("after a yes") << false;
    }
    void theSecondOfTwoDecisionsIsToldWhoWasFirst()
    {
        QFETCH(bool, isReject);
        DeskFixture f;
        f.pending();
        Decision first = DeskFixture::owner();
        first.person = "anna";
        first.channel = "cli";
        const std::string hash = f.card().hash;
        if (isReject)
            QVERIFY(f.desk.reject(f.id, RejectReason::News, first));
        else
            QVERIFY(f.desk.approve(f.id, 1, hash, first));

        const auto second = f.desk.approve(f.id, 1, hash, DeskFixture::owner());

        QVERIFY(!second);
        QVERIFY(describe(second.error()).find(std::string("already decided: ") + (isReject ? "reject" : "approve") +
                                           " by anna (cli) at 2026-06-16T15:00:00.000Z") != std::string::npos);
        QCOMPARE(f.decisions.size(), std::size_t(1));
        QCOMPARE(f.card().decidedBy->person, std::string("anna"));
    }

    void aCardThatNobodyDecidedSaysHowItEnded()
    {
        DeskFixture f;
        f.reach(S::Withdrawn);
        const auto late = f.reject();
        QVERIFY(!late);
        QVERIFY(describe(late.error()).find("it is withdrawn: turned") != std::string::npos);
        QVERIFY(!f.desk.reject(ProposalId("nobody's"), RejectReason::News, DeskFixture::owner()));
    }

    void aPartialYesKeepsWhatWasDeclined()
    {
        DeskFixture f;
        f.pending();
        QVERIFY(f.approve("2.5"));
        QCOMPARE(f.decisions.back().reason, std::string("7.5 declined"));
    }

    void everyEndingHasAWordOfItsOwn()
    {
        std::set<std::string> names;
        for (int i = 0; i < endReasonCount; ++i)
            names.insert(endReasonName(EndReason(i)));
        QCOMPARE(int(names.size()), endReasonCount);
    }
};

QTEST_GUILESS_MAIN(DeskWaitingTest)
#include "DeskWaitingTest.moc"
