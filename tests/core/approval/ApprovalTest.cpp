#include "tests/core/approval/DeskFixture.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

// Only the desk makes an approved proposal: nobody else can build one, not even from an old one's parts.
static_assert(!std::is_default_constructible_v<ApprovedProposal>);
static_assert(!std::is_constructible_v<ApprovedProposal, Proposal>);
static_assert(!std::is_constructible_v<ApprovedProposal, Proposal, OrderRole, std::string>);
static_assert(!std::is_aggregate_v<ApprovedProposal>);

class ApprovalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotLawfulIsCounted()
    {
        DeskFixture f;
        f.pending();
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(0));
        f.desk.submitting(f.id);
        f.desk.refuse(f.id, "no");
        f.desk.orderBecame(f.id, S::Filled, "from nowhere");
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(3));
        QVERIFY(f.approve());
        QVERIFY(!f.approve());
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(4));
        QCOMPARE(f.state(), S::Approved);
    }

    void aYesCountsOnlyForExactlyWhatWasShown()
    {
        DeskFixture f;
        f.pending();
        const std::string hash = f.card().hash;
        QCOMPARE(hash, contentHash(f.card().proposal));

        QVERIFY(!f.desk.approve(f.id, 2, hash, DeskFixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 0, hash, DeskFixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 1, hash.substr(1), DeskFixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 1, "", DeskFixture::owner()));
        QVERIFY(!f.desk.arm(f.id, 1, "x"));
        QVERIFY(!f.desk.arm(f.id, 2, hash));
        QVERIFY(!f.desk.approve(ProposalId("P2"), 1, hash, DeskFixture::owner()));
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.decisions.empty());

        QVERIFY(f.desk.approve(f.id, 1, hash, DeskFixture::owner()));
        QCOMPARE(f.decisions.size(), std::size_t(1));
        QCOMPARE(f.decisions[0].contentHash, hash);
        QCOMPARE(f.decisions[0].version, 1);
        QCOMPARE(f.decisions[0].verb, std::string("approve"));
        QCOMPARE(f.decisions[0].quantity, qty("10"));
    }

    void anEditMakesANewVersionAndVoidsWhatWasSaidOfTheOld()
    {
        DeskFixture f;
        f.pending();
        const std::string before = f.card().hash;
        Proposal smaller = f.card().proposal;
        smaller.quantity = qty("5");
        QVERIFY(f.arm());

        QVERIFY(f.edit(smaller));

        QCOMPARE(f.state(), S::Pending); // disarmed by it
        QCOMPARE(f.card().proposal.version, 2);
        QVERIFY(f.card().hash != before);
        QCOMPARE(f.card().changes, std::vector<std::string>{"quantity 10 → 5"});
        QVERIFY(!f.desk.approve(f.id, 1, before, DeskFixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 2, before, DeskFixture::owner()));
        QVERIFY(!f.desk.edit(f.id, 1, smaller, DeskFixture::owner())); // the second of two editors
        QVERIFY(f.approve());
        QCOMPARE(f.decisions.back().contentHash, f.card().hash);
    }

    void anEditCannotBuyTime()
    {
        DeskFixture f;
        f.pending();
        Proposal later = f.card().proposal;
        later.expiresAt += 10h;
        later.id = ProposalId("other");
        later.version = 77;

        QVERIFY(f.edit(later));

        QCOMPARE(f.card().proposal.expiresAt, buyProposal().expiresAt);
        QCOMPARE(f.card().proposal.id, f.id);
        QCOMPARE(f.card().proposal.version, 2);
        f.clock.advance(15min);
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
    }

    void nobodyEditsACardWhoseTimeIsOver()
    {
        DeskFixture f;
        f.pending();
        f.clock.advance(15min);

        QVERIFY(!f.edit(f.card().proposal));
        QCOMPARE(f.card().proposal.version, 1);
    }

    void moreThanProposedOrAWiderStopNeedsTwoSteps_data()
    {
        QTest::addColumn<bool>("isShort");
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<bool>("needsTwo");
        QTest::newRow("smaller") << false << "5" << "98" << false;
        QTest::newRow("tighter stop") << false << "10" << "98.5" << false;
        QTest::newRow("larger") << false << "11" << "98" << true;
        QTest::newRow("wider stop") << false << "10" << "97.99" << true;
        QTest::newRow("short, tighter") << true << "10" << "101.5" << false;
        QTest::newRow("short, wider") << true << "10" << "102.01" << true;
    }
    void moreThanProposedOrAWiderStopNeedsTwoSteps()
    {
        QFETCH(bool, isShort);
        QFETCH(QString, quantity);
        QFETCH(QString, stop);
        QFETCH(bool, needsTwo);
        DeskFixture f;
        f.desk.create(isShort ? sellProposal() : buyProposal(), false);
        f.desk.judge(f.id, guards(GuardGrade::Pass));
        Proposal edited = f.card().proposal;
        edited.quantity = qty(qPrintable(quantity));
        edited.stopPrice = px(qPrintable(stop));

        QVERIFY(f.edit(edited));

        QCOMPARE(f.card().needsTwoSteps, needsTwo);
        QCOMPARE(f.approve().has_value(), !needsTwo);
    }

    void aSecondEditDoesNotTakeTheSecondStepAway()
    {
        DeskFixture f;
        f.pending();
        Proposal edited = f.card().proposal;
        edited.stopPrice = px("90");
        QVERIFY(f.edit(edited));
        QVERIFY(f.edit(edited));
        QVERIFY(f.card().needsTwoSteps);
    }

    void anEditThatTakesTheStopAwayNeedsTwoSteps()
    {
        DeskFixture f;
        f.pending();
        Proposal edited = f.card().proposal;
        edited.stopPrice.reset();
        QVERIFY(f.edit(edited));
        QVERIFY(f.card().needsTwoSteps);
    }

    void aPartialYesIsForThatMuchAndNeverForMore()
    {
        DeskFixture f;
        f.pending();
        QVERIFY(!f.approve("10.000000001"));
        QVERIFY(!f.approve("-1"));
        QCOMPARE(f.state(), S::Pending);

        QVERIFY(f.approve("2.5"));

        QCOMPARE(f.decisions.back().quantity, qty("2.5"));
        const auto approved = f.desk.beginRevalidation(f.id);
        QVERIFY(approved);
        QCOMPARE(approved->proposal().quantity, qty("2.5"));
        QCOMPARE(approved->role(), OrderRole::Entry);
    }

    void aNoBeatsAYesThatHasNotLeft()
    {
        for (const S state : {S::Approved, S::Revalidating}) {
            DeskFixture f;
            f.reach(state);
            QVERIFY(f.reject());
            QCOMPARE(f.state(), S::Rejected);
            f.desk.submitting(f.id);
            QCOMPARE(f.state(), S::Rejected);
            QVERIFY(!f.desk.beginRevalidation(f.id));
            QCOMPARE(f.decisions.back().verb, std::string("reject"));
            QCOMPARE(f.decisions.back().reason, std::string("weak-chart"));
        }
    }

    void aKillEndsEverythingThatHasNotLeftAndNothingElse()
    {
        ManualClock clock(sessionTime());
        Desk desk(clock, {}, {[](const DeskEntry &, S) {}, [](const DeskEntry &, const Decision &) {}});
        int number = 0;
        std::map<std::string, S> cards;
        for (const S state : {S::Blocked, S::Pending, S::Stale, S::Armed, S::Approved, S::Revalidating,
                              S::Submitting, S::Unknown, S::Working, S::Partial}) {
            const ProposalId id("P" + std::to_string(++number));
            cards[id.text()] = state;
            desk.create(buyProposal(id.text().c_str()), false);
            const bool blocks = state == S::Blocked;
            desk.judge(id, guards(blocks ? GuardGrade::Blocked
                                         : (state == S::Stale ? GuardGrade::Stale : GuardGrade::Pass)));
            const auto &card = *desk.find(id);
            if (state == S::Armed)
                QVERIFY(desk.arm(id, 1, card.hash));
            if (state >= S::Approved)
                QVERIFY(desk.approve(id, 1, card.hash, DeskFixture::owner()));
            if (state >= S::Revalidating)
                QVERIFY(desk.beginRevalidation(id));
            if (state >= S::Submitting)
                desk.submitting(id);
            if (state > S::Submitting)
                desk.orderBecame(id, state, "venue");
            QCOMPARE(desk.find(id)->state, state);
        }

        desk.killAll("halt by owner");

        for (const auto &[id, before] : cards) {
            const DeskEntry &card = *desk.find(ProposalId(id));
            QCOMPARE(card.state, before < S::Submitting ? S::Killed : before);
            if (before < S::Submitting)
                QCOMPARE(card.stateReason, std::string("halt by owner"));
        }
        QCOMPARE(desk.illegalTransitions(), std::int64_t(0));
    }

    void aRuleNeverApprovesWhatAGuardQuestions()
    {
        for (const GuardGrade grade : {GuardGrade::Stale, GuardGrade::Blocked}) {
            DeskFixture f;
            f.desk.create(buyProposal(), false);
            f.desk.judge(f.id, guards(grade));
            QVERIFY(!f.desk.approveByRule(f.id, "auto"));
            QVERIFY(f.decisions.empty());
        }
        DeskFixture f;
        f.pending();
        QVERIFY(f.desk.approveByRule(f.id, "auto"));
        QCOMPARE(f.decisions.back().channel, std::string("rule"));
        QCOMPARE(f.decisions.back().person, std::string("rule auto"));
        QCOMPARE(f.decisions.back().contentHash, f.card().hash);
    }

    void whatAPersonHasEditedAPersonDecides()
    {
        DeskFixture f;
        f.pending();
        QVERIFY(f.edit(f.card().proposal));
        QVERIFY(!f.desk.approveByRule(f.id, "auto"));
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.approve());
    }

    void anIdIsUsedOnceAndAnEntryIsNeverIssuedApproved()
    {
        DeskFixture f;
        f.pending();
        QVERIFY_THROWS_EXCEPTION(std::logic_error, f.desk.create(buyProposal(), false));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)f.desk.issueExit(buyProposal(), OrderRole::Entry, {}));
        QCOMPARE(f.desk.issueExit(buyProposal(), OrderRole::Stop, "g").ocoGroup(), std::string("g"));
    }

    void thePastIsKeptToFiftyCards()
    {
        DeskFixture f;
        for (int i = 0; i < 60; ++i) {
            f.desk.create(buyProposal(("P" + std::to_string(i)).c_str()), false);
            f.desk.killAll("x");
        }
        QCOMPARE(f.desk.decided().size(), std::size_t(50));
        QCOMPARE(f.desk.decided().back().proposal.id, ProposalId("P59"));
        QVERIFY(f.desk.open().empty());
    }

    void rejectReasonsHaveWordsThatReadBack()
    {
        for (int i = 1; i <= 7; ++i)
            QCOMPARE(int(*parseRejectReason(rejectReasonName(RejectReason(i)))), i);
        QVERIFY(!parseRejectReason("because"));
    }
};

QTEST_GUILESS_MAIN(ApprovalTest)
#include "ApprovalTest.moc"
