#include "tests/support/SnapshotBuilder.h"
#include "ui/desk/Bars.h"
#include "ui/desk/CardRules.h"
#include "ui/desk/CardText.h"
#include "ui/desk/DeskClock.h"
#include "ui/desk/DeskKeys.h"
#include "ui/desk/EditPlan.h"

#include <QSet>
#include <QTest>

using namespace core;
using namespace support;
using namespace ui;
using namespace std::chrono_literals;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);

DeskSituation goodSituation()
{
    return {.isEngineLost = false, .isReady = true, .isHalted = false, .haltReason = {}};
}

EditFields fieldsOf(const ProposalView &view)
{
    return editFieldsOf(view, english);
}

} // namespace

class DeskRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allowsApprovalOfAWaitingCard()
    {
        QVERIFY(!whyNotApprove(buyCard(), goodSituation(), {}));
        QVERIFY(!whyNotApprove(sellCard(), goodSituation(), {})); // cautions ask nothing
    }

    void refusesApprovalWithASentence_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("says");
        QTest::newRow("engine lost") << 0 << "engine does not answer";
        QTest::newRow("not ready") << 1 << "reconciled";
        QTest::newRow("halted") << 2 << "day loss";
        QTest::newRow("manual") << 3 << "Manual";
        QTest::newRow("stale") << 4 << "F5";
        QTest::newRow("blocked") << 5 << "Blocked";
        QTest::newRow("over") << 6 << "over";
        QTest::newRow("editing") << 7 << "edit";
        QTest::newRow("answer due") << 8 << "Sent";
        QTest::newRow("settling") << 9 << "Settling";
        QTest::newRow("guard ahead of the state") << 10 << "Drift";
        QTest::newRow("being checked") << 11 << "Not now";
    }
    void refusesApprovalWithASentence()
    {
        QFETCH(int, number);
        QFETCH(QString, says);
        ProposalView view = buyCard();
        DeskSituation situation = goodSituation();
        CardActivity activity;
        switch (number) {
        case 0: situation.isEngineLost = true; break;
        case 1: situation.isReady = false; break;
        case 2: situation.isHalted = true; situation.haltReason = QStringLiteral("day loss"); break;
        case 3: situation.mode = DecisionMode::Manual; break;
        case 4: view = staleCard(); break;
        case 5: view.state = ProposalState::Blocked; break;
        case 6: view.timeLeft = 0s; break;
        case 7: activity.isEditing = true; break;
        case 8: activity.isAnswerDue = true; break;
        case 9: activity.isSettling = true; break;
        case 10: view.guards.front().grade = GuardGrade::Blocked; break;
        default: view.state = ProposalState::Created; break;
        }

        const auto why = whyNotApprove(view, situation, activity);

        QVERIFY(why.has_value());
        QVERIFY2(why->contains(says), qPrintable(*why));
    }

    void approvesOnlyWhatAsks()
    {
        for (int number = 0; number < proposalStateCount; ++number) {
            ProposalView view = buyCard();
            view.state = ProposalState(number);
            const bool mayApprove =
                view.state == ProposalState::Pending || view.state == ProposalState::Armed ||
                view.state == ProposalState::WaitingOpen;
            QCOMPARE(!whyNotApprove(view, goodSituation(), {}), mayApprove);
        }
    }

    void asksForTwoStepsWithRealMoneyWhateverTheEngineSays()
    {
        ProposalView live = liveVersion(buyCard());
        live.needsTwoSteps = false;
        QVERIFY(needsTwoSteps(live));
        QVERIFY(!needsTwoSteps(buyCard()));
        ProposalView large = buyCard();
        large.needsTwoSteps = true;
        QVERIFY(needsTwoSteps(large));
    }

    void takesSharesDownToTheLot()
    {
        ProposalView view = buyCard();
        QCOMPARE(shareOf(view, 25), std::optional(quantity("12"))); // 12.5 shares
        QCOMPARE(shareOf(view, 100), std::optional(quantity("50")));
        view.proposal.quantity = quantity("1");
        QVERIFY(!shareOf(view, 50));
        QCOMPARE(shareOf(sellCard(), 50), std::optional(quantity("0.025")));
    }

    void mapsKeysAndNothingElse()
    {
        const auto action = [](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
            return deskKeyOf(key, modifiers).action;
        };
        QCOMPARE(action(Qt::Key_A), DeskAction::Approve);
        QCOMPARE(action(Qt::Key_A, Qt::ControlModifier), DeskAction::PickAll);
        QCOMPARE(action(Qt::Key_A, Qt::ShiftModifier), DeskAction::None);
        QCOMPARE(action(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier), DeskAction::None); // no batch yes
        QCOMPARE(action(Qt::Key_Space), DeskAction::Pick);
        QCOMPARE(action(Qt::Key_K), DeskAction::Previous);
        QCOMPARE(action(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier), DeskAction::Kill);
        QCOMPARE(action(Qt::Key_Question, Qt::ShiftModifier), DeskAction::Help);
        QCOMPARE(action(Qt::Key_8), DeskAction::None);
        QCOMPARE(deskKeyOf(Qt::Key_7, Qt::KeypadModifier).digit, 7);
        QCOMPARE(action(Qt::Key_Enter, Qt::KeypadModifier), DeskAction::Send);
    }

    void countsADoublePressOnlyWithinTwoSeconds()
    {
        DoublePress press;
        QVERIFY(!press.press(0));
        QVERIFY(press.press(2000));
        QVERIFY(!press.press(2001)); // the pair is used up
        QVERIFY(!press.press(4002)); // too late: a first press again
        QVERIFY(press.press(4003));
    }

    void warnsAtHalfAndInTheLastFifth()
    {
        QCOMPARE(urgencyOf(61s, 120s), Urgency::Calm);
        QCOMPARE(urgencyOf(60s, 120s), Urgency::Amber);
        QCOMPARE(urgencyOf(25s, 120s), Urgency::Amber);
        QCOMPARE(urgencyOf(24s, 120s), Urgency::Red);
        QCOMPARE(urgencyOf(10s, 30s), Urgency::Red); // at least ten seconds
    }

    void marksEveryGradeWithoutColour()
    {
        QSet<QChar> marks;
        QSet<QString> words;
        for (const auto grade :
             {GuardGrade::Pass, GuardGrade::Caution, GuardGrade::Stale, GuardGrade::Blocked}) {
            marks.insert(gradeMark(grade));
            words.insert(gradeText(grade));
        }
        QCOMPARE(marks.size(), 4);
        QCOMPARE(words.size(), 4);
        QVERIFY(sideText(Side::Buy).contains(QChar(0x25B2)));
        QVERIFY(sideText(Side::Sell).contains(QChar(0x25BC)));
    }

    void namesEveryStateAndReason()
    {
        for (int number = 0; number < proposalStateCount; ++number)
            QVERIFY(!stateText(ProposalState(number)).isEmpty());
        QSet<QString> reasons;
        for (int number = 1; number <= 7; ++number)
            reasons.insert(rejectReasonText(RejectReason(number)));
        QCOMPARE(reasons.size(), 7);
    }

    void saysTheOrderAndItsProtection()
    {
        QCOMPARE(orderText(buyCard().proposal), QStringLiteral("Market, not beyond 258.95 · day"));
        QVERIFY(protectionText(buyCard().proposal).contains(QStringLiteral("at the venue")));
        QVERIFY(!protectionText(buyCard().proposal).contains(QStringLiteral("held here")));
        QVERIFY(protectionText(buyCard().proposal, true).contains(QStringLiteral("held here")));
        Proposal bare = buyCard().proposal;
        bare.stopPrice.reset();
        QVERIFY(protectionText(bare).contains(QStringLiteral("No stop")));
    }

    void editsOnlyWhatWasChanged()
    {
        EditFields typed = fieldsOf(buyCard());
        typed.quantity = QStringLiteral("25");

        const EditPlan edit = planEdit(buyCard(), typed, english);

        QVERIFY(edit.errors.areEmpty());
        QCOMPARE(edit.command.quantity, std::optional(quantity("25")));
        QVERIFY(!edit.command.limitPrice && !edit.command.stopPrice && !edit.command.targetPrice);
        QCOMPARE(edit.command.version, 1);
        QVERIFY(!planEdit(buyCard(), fieldsOf(buyCard()), english).hasChanges());
    }

    void refusesWrongFiguresWithASentence_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("isShort");
        QTest::newRow("stop above a long") << "stop" << "259" << false;
        QTest::newRow("stop at the entry") << "stop" << "258.32" << false;
        QTest::newRow("target below a long") << "target" << "250" << false;
        QTest::newRow("stop below a short") << "stop" << "84000" << true;
        QTest::newRow("target above a short") << "target" << "85000" << true;
        QTest::newRow("off the tick") << "limit" << "258.955" << false;
        QTest::newRow("half a share") << "quantity" << "1.5" << false;
        QTest::newRow("nothing") << "quantity" << "" << false;
        QTest::newRow("zero") << "quantity" << "0" << false;
        QTest::newRow("negative") << "quantity" << "-5" << false;
        QTest::newRow("no number") << "limit" << "abc" << false;
        QTest::newRow("two meanings") << "quantity" << "1,000" << false;
        QTest::newRow("stop taken away") << "stop" << "" << false;
    }
    void refusesWrongFiguresWithASentence()
    {
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(bool, isShort);
        const ProposalView view = isShort ? sellCard() : buyCard();
        EditFields fields = fieldsOf(view);
        QString EditFields::*member = field == QStringLiteral("stop")     ? &EditFields::stop
                                      : field == QStringLiteral("target") ? &EditFields::target
                                      : field == QStringLiteral("limit")  ? &EditFields::limit
                                                                          : &EditFields::quantity;
        fields.*member = typed;

        const EditPlan edit = planEdit(view, fields, english);

        QVERIFY(!(edit.errors.*member).isEmpty());
        QVERIFY(!edit.hasChanges());
    }

    void judgesTheStopOfALimitOrderByItsLimit()
    {
        ProposalView view = sellCard(); // reference 84260, limit 84250
        EditFields fields = fieldsOf(view);
        fields.limit = QStringLiteral("84900");

        QVERIFY(!planEdit(view, fields, english).errors.stop.isEmpty()); // stop 84870 is below now
    }

    void warnsOfMoreThanProposedAndOfAWiderStop()
    {
        EditFields larger = fieldsOf(buyCard());
        larger.quantity = QStringLiteral("60");
        EditFields wider = fieldsOf(buyCard());
        wider.stop = QStringLiteral("250");
        EditFields tighter = fieldsOf(buyCard());
        tighter.stop = QStringLiteral("256");

        QVERIFY(planEdit(buyCard(), larger, english).warning.contains(QStringLiteral("50")));
        QVERIFY(planEdit(buyCard(), wider, english).warning.contains(QStringLiteral("wider")));
        QVERIFY(planEdit(buyCard(), tighter, english).warning.isEmpty());
    }

    void stepsAFigureByTicks()
    {
        const Decimal tick = Decimal::parse("0.01").value();
        QCOMPARE(steppedText(QStringLiteral("258.95"), tick, 1, english), QStringLiteral("258.96"));
        QCOMPARE(steppedText(QStringLiteral("258.95"), tick, -10, english), QStringLiteral("258.85"));
        QCOMPARE(steppedText(QStringLiteral("0.05"), tick, -10, english), QStringLiteral("0.01"));
        QCOMPARE(steppedText(QStringLiteral("abc"), tick, 1, english), QStringLiteral("abc"));
        QCOMPARE(steppedText(QStringLiteral("258,95"), tick, 1, QLocale(QLocale::German)),
                 QStringLiteral("258,96"));
    }
};

QTEST_MAIN(DeskRulesTest)
#include "DeskRulesTest.moc"
