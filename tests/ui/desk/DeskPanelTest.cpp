#include "tests/ui/desk/DeskBench.h"
#include "ui/desk/DecidedList.h"
#include "ui/desk/KeyHelp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyState.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace core;
using namespace support;
using namespace ui;

namespace {

ProposalView armed(ProposalView view)
{
    view.state = ProposalState::Armed;
    return view;
}

ProposalView named(ProposalView view, const char *id)
{
    view.proposal.id = ProposalId(id);
    return view;
}

constexpr auto killModifiers = Qt::ControlModifier | Qt::ShiftModifier;

} // namespace

class DeskPanelTest : public QObject {
    Q_OBJECT

private:
    /// Everything that can get the focus now says what it is.
    static void verifyNames(const QWidget &panel)
    {
        for (const auto *widget : panel.findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const bool hasName =
                !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            const bool isInner = widget->objectName().startsWith(QStringLiteral("qt_"));
            QVERIFY2(hasName || isInner || widget->inherits("QHeaderView"),
                     widget->metaObject()->className());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(ThemeChoice::Dark);
    }

    void saysWhyItIsEmpty()
    {
        Bench desk;
        desk.show(std::vector<ProposalView>{});

        QVERIFY(desk.panel.findChild<EmptyState *>()->isVisible());
        QVERIFY(!desk.list()->isVisible());
        desk.show({buyCard()});
        QVERIFY(!desk.panel.findChild<EmptyState *>()->isVisible());
        QVERIFY(desk.list()->isVisible());
    }

    void showsTheMostUrgentCardFirstAndOpen()
    {
        Bench desk({staleCard(), sellCard(), buyCard()});

        QCOMPARE(desk.selected()->id(), staleCard().proposal.id);
        QCOMPARE(desk.list()->order(),
                 (std::vector{ProposalId("p-0011"), ProposalId("p-0010"), ProposalId("p-0009")}));
        QVERIFY(desk.list()->card(ProposalId("p-0011"))->y() < desk.list()->card(ProposalId("p-0010"))->y());
        QVERIFY(!desk.list()->card(ProposalId("p-0010"))->isOpen());
    }

    /// What a key would send stands before the eye: a card taller than the desk begins with its head.
    void showsACardThatIsTallerThanTheDeskFromItsHeadOn()
    {
        Bench desk({sellCard(), buyCard()});
        desk.panel.resize(520, 420);
        QApplication::processEvents();
        for (const ProposalId &id : desk.list()->order()) {
            desk.list()->select(id);
            QApplication::processEvents();
            QVERIFY(desk.selected()->height() > desk.list()->viewport()->height());
            QTRY_COMPARE(desk.list()->verticalScrollBar()->value(), desk.selected()->y());
        }
    }

    // --- approving

    void approvesWithAAndSendsTheVersionAndHashOnTheScreen()
    {
        Bench desk({sellCard()});

        desk.press(Qt::Key_A);

        const auto *approval = desk.client.last<ApproveProposal>();
        QVERIFY(approval);
        QCOMPARE(approval->id, sellCard().proposal.id);
        QCOMPARE(approval->version, 2);
        QCOMPARE(approval->hash, sellCard().hash);
        QVERIFY(!approval->quantity);
        QCOMPARE(desk.client.commands.size(), std::size_t(1));
    }

    /// The key is deaf until the engine's answer is on the screen, and the button shows it at once.
    void aSentDecisionIsSeenOnTheButton()
    {
        Bench desk({buyCard()});
        QVERIFY(desk.part("approve")->isEnabled());

        desk.press(Qt::Key_A);

        QVERIFY(!desk.part("approve")->isEnabled());
        QVERIFY(desk.part("approve")->toolTip().contains(QStringLiteral("waiting for the engine")));
        desk.press(Qt::Key_A);
        QCOMPARE(desk.client.commands.size(), std::size_t(1));
    }

    void approvesWithTheMouse()
    {
        Bench desk({buyCard()});

        QTest::mouseClick(desk.part("approve"), Qt::LeftButton);

        QVERIFY(desk.client.last<ApproveProposal>());
        QCOMPARE(QApplication::focusWidget(), &desk.panel); // the keys stay with the desk
    }

    void approvesHalfWithItsButton()
    {
        Bench desk({buyCard()});

        QTest::mouseClick(desk.part("approveHalf"), Qt::LeftButton);

        QCOMPARE(desk.client.last<ApproveProposal>()->quantity, std::optional(quantity("25")));
    }

    void choosesTheSizeWithDigitsAndSendsNothingByThem()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_3);
        QCOMPARE(desk.client.commands.size(), std::size_t(0));
        QVERIFY(desk.part("approve")->text().contains(QStringLiteral("37"))); // 75 % of 50, in whole shares
        desk.press(Qt::Key_A);

        QCOMPARE(desk.client.last<ApproveProposal>()->quantity, std::optional(quantity("37")));
    }

    void neverMakesTheWholeOutOfAHalfThatIsLessThanALot()
    {
        for (ProposalView view : {buyCard(), liveVersion(buyCard())}) {
            view.proposal.quantity = quantity("1");
            Bench desk({view});

            QVERIFY(!desk.part("approveHalf")->isEnabled());
            desk.press(Qt::Key_2);
            QVERIFY(desk.messages().contains(QStringLiteral("less than one lot")));
            QCOMPARE(desk.selected()->share(), 100);
            Q_EMIT desk.selected()->approveAsked(50);
            QVERIFY(desk.client.commands.empty());
        }
    }

    void forgetsTheChosenSizeWithANewVersion()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_1);

        desk.show({nextVersion(buyCard())});
        desk.settle();
        desk.press(Qt::Key_A);

        QVERIFY(!desk.client.last<ApproveProposal>()->quantity);
        QCOMPARE(desk.client.last<ApproveProposal>()->version, 2);
        QCOMPARE(desk.client.last<ApproveProposal>()->hash, nextVersion(buyCard()).hash);
    }

    void approvesOnceHoweverOftenTheKeyComes()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_A);
        desk.press(Qt::Key_A);
        desk.show({buyCard()}); // an older snapshot on its way
        desk.press(Qt::Key_A);

        QCOMPARE(desk.client.commands.size(), std::size_t(1));
    }

    void allowsAnotherTryAfterARefusalAndSaysWhy()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_A);

        desk.client.answer(false, QStringLiteral("The proposal has changed since it was shown."));
        desk.show({buyCard()});
        desk.press(Qt::Key_A);

        QCOMPARE(desk.client.commands.size(), std::size_t(2));
        desk.client.answer(false, QStringLiteral("The proposal has changed since it was shown."));
        QVERIFY(desk.messages().contains(QStringLiteral("has changed")));
    }

    void ignoresAnswersToOtherPanels()
    {
        Bench desk({buyCard()});
        Q_EMIT desk.client.answered(99, false, QStringLiteral("not ours"));
        QVERIFY(desk.messages().isEmpty());
    }

    // --- slips of the hand

    void isDeadFor400MillisecondsAfterACardAppears()
    {
        Bench desk;
        desk.show({buyCard()});

        desk.press(Qt::Key_A);
        QVERIFY(!desk.part("approve")->isEnabled());
        QTest::mouseClick(desk.part("approve"), Qt::LeftButton);
        desk.wait(399);
        desk.press(Qt::Key_A);
        QCOMPARE(desk.client.commands.size(), std::size_t(0));
        QVERIFY(desk.part("approve")->toolTip().contains(QStringLiteral("Settling"))); // the hint does not jump

        desk.wait(1);
        QVERIFY(desk.part("approve")->isEnabled());
        desk.press(Qt::Key_A);
        QCOMPARE(desk.client.commands.size(), std::size_t(1));
    }

    void isDeadAgainAfterANewVersion()
    {
        Bench desk({buyCard()});

        desk.show({nextVersion(buyCard())});
        desk.press(Qt::Key_A);

        QCOMPARE(desk.client.commands.size(), std::size_t(0));
        desk.settle();
        desk.press(Qt::Key_A);
        QCOMPARE(desk.client.last<ApproveProposal>()->version, 2);
    }

    void isDeadAgainAfterTheContentChangedUnderTheSameVersion()
    {
        Bench desk({buyCard()});
        ProposalView other = buyCard();
        other.hash = "another";

        desk.show({other});
        desk.press(Qt::Key_A);

        QCOMPARE(desk.client.commands.size(), std::size_t(0));
    }

    void staysAliveWhileOnlyFiguresChange()
    {
        Bench desk({buyCard()});
        ProposalView later = buyCard();
        later.driftR = 0.06;
        later.timeLeft -= std::chrono::seconds(1);

        desk.show({later});
        desk.press(Qt::Key_A);

        QCOMPARE(desk.client.commands.size(), std::size_t(1));
    }

    void isDeadAfterTheCardMoved()
    {
        Bench desk({named(sellCard(), "p-1"), buyCard()});
        desk.press(Qt::Key_Down); // the second card
        desk.settle();
        QCOMPARE(desk.selected()->id(), buyCard().proposal.id);

        desk.show({buyCard()}); // the first one left, this one slides up
        desk.press(Qt::Key_A);
        QCOMPARE(desk.client.commands.size(), std::size_t(0));

        desk.settle();
        desk.press(Qt::Key_A);
        QCOMPARE(desk.client.last<ApproveProposal>()->id, buyCard().proposal.id);
    }

    void givesTheKeyForALeavingCardToNoOther()
    {
        Bench desk({buyCard(), sellCard()});

        desk.show({sellCard()}); // the card meant has just gone
        desk.press(Qt::Key_A);

        QCOMPARE(desk.selected()->id(), sellCard().proposal.id);
        QCOMPARE(desk.client.commands.size(), std::size_t(0));
    }

    void ignoresKeyRepeat()
    {
        Bench desk({buyCard()});
        QKeyEvent repeat(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("a"), true);

        QApplication::sendEvent(&desk.panel, &repeat);

        QCOMPARE(desk.client.commands.size(), std::size_t(0));
    }

    void sendsNothingOnABareEnterOrSpace()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_Return);
        desk.press(Qt::Key_Enter);
        desk.press(Qt::Key_Space);
        desk.part("approve")->setFocus();
        desk.press(Qt::Key_Space);
        desk.press(Qt::Key_Return);
        desk.part("approveHalf")->setFocus();
        desk.press(Qt::Key_Space);

        QCOMPARE(desk.client.commands.size(), std::size_t(0));
    }

    // --- two steps

    void armsFirstAndSendsWithEnter()
    {
        const ProposalView live = liveVersion(buyCard());
        Bench desk({live});

        desk.press(Qt::Key_A);
        const auto *arming = desk.client.last<ArmProposal>();
        QVERIFY(arming);
        QCOMPARE(arming->hash, live.hash);
        QCOMPARE(arming->version, live.proposal.version);

        desk.show({armed(live)});
        desk.press(Qt::Key_Return); // in the same breath: a double press, not a decision
        QCOMPARE(desk.client.commands.size(), std::size_t(1));
        desk.settle();
        desk.press(Qt::Key_Return);
        QVERIFY(desk.client.last<ApproveProposal>());
        QCOMPARE(desk.client.last<ApproveProposal>()->hash, live.hash);
    }

    void ignoresEnterUntilTheEngineSaysArmed()
    {
        Bench desk({liveVersion(buyCard())});
        desk.press(Qt::Key_A);
        desk.settle();

        desk.press(Qt::Key_Return);

        QVERIFY(!desk.client.last<ApproveProposal>());
    }

    void sendsTheChosenShareAfterArming()
    {
        const ProposalView live = liveVersion(buyCard());
        Bench desk({live});
        desk.press(Qt::Key_2);
        desk.press(Qt::Key_A);
        desk.show({armed(live)});
        desk.settle();

        desk.press(Qt::Key_Return);

        QCOMPARE(desk.client.last<ApproveProposal>()->quantity, std::optional(quantity("25")));
    }

    void disarmsWithEscape()
    {
        Bench desk({armed(liveVersion(buyCard()))});

        desk.press(Qt::Key_Escape);

        QVERIFY(desk.client.last<DisarmProposal>());
    }

    void sendsAfterHoldingAFor800Milliseconds()
    {
        const ProposalView live = liveVersion(buyCard());
        Bench desk({live});

        QTest::keyPress(&desk.panel, Qt::Key_A);
        desk.show({armed(live)});
        desk.wait(799);
        QVERIFY(!desk.client.last<ApproveProposal>());
        desk.wait(1);

        QVERIFY(desk.client.last<ApproveProposal>());
        desk.wait(5000);
        QCOMPARE(desk.client.commands.size(), std::size_t(2)); // once
    }

    void doesNotSendWhenAIsLetGoBefore()
    {
        const ProposalView live = liveVersion(buyCard());
        Bench desk({live});

        QTest::keyPress(&desk.panel, Qt::Key_A);
        desk.show({armed(live)});
        desk.wait(500);
        QTest::keyRelease(&desk.panel, Qt::Key_A);
        desk.wait(500);

        QVERIFY(!desk.client.last<ApproveProposal>());
    }

    void doesNotSendAHeldKeyForAnotherContent()
    {
        const ProposalView live = liveVersion(buyCard());
        Bench desk({live});

        QTest::keyPress(&desk.panel, Qt::Key_A);
        desk.show({armed(nextVersion(live))});
        desk.wait(2000);

        QVERIFY(!desk.client.last<ApproveProposal>());
    }

    void armsButNeverSendsByOneClick()
    {
        const ProposalView live = liveVersion(buyCard());
        Bench desk({live});

        QTest::mouseClick(desk.part("approve"), Qt::LeftButton);
        QVERIFY(desk.client.last<ArmProposal>());
        desk.show({armed(live)});
        QTest::mouseClick(desk.part("approve"), Qt::LeftButton); // the second half of a double click
        desk.wait(2000);
        QVERIFY(!desk.client.last<ApproveProposal>());

        QTest::mouseClick(desk.part("approve"), Qt::LeftButton);
        QVERIFY(desk.client.last<ApproveProposal>());
    }

    // --- saying no

    void rejectsWithRAndADigit()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_R);
        desk.press(Qt::Key_3);

        QCOMPARE(desk.client.last<RejectProposal>()->reason, RejectReason::News);
        QCOMPARE(desk.client.last<RejectProposal>()->id, buyCard().proposal.id);
    }

    void rejectsWithEveryReason()
    {
        for (int number = 1; number <= 7; ++number) {
            Bench desk({buyCard()});
            desk.press(Qt::Key_R);
            desk.press(Qt::Key_0 + number);
            QCOMPARE(int(desk.client.last<RejectProposal>()->reason), number);
        }
    }

    void takesDigitsAsSizesAgainAfterLeavingTheReasons()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_R);
        desk.press(Qt::Key_Escape);
        desk.press(Qt::Key_2);

        QCOMPARE(desk.client.commands.size(), std::size_t(0));
        QVERIFY(desk.part("approve")->text().contains(QStringLiteral("25")));
    }

    void rejectsWithTheMouse()
    {
        Bench desk({buyCard()});

        QTest::mouseClick(desk.part("reject"), Qt::LeftButton);
        QApplication::processEvents();
        QTest::mouseClick(desk.part("reason4"), Qt::LeftButton);

        QCOMPARE(desk.client.last<RejectProposal>()->reason, RejectReason::TooMuchRisk);
    }

    void rejectsAStaleCardAtOnce()
    {
        Bench desk;
        desk.show({staleCard()}); // a no needs no settling
        desk.press(Qt::Key_R);
        desk.press(Qt::Key_7);
        QCOMPARE(desk.client.last<RejectProposal>()->reason, RejectReason::Other);
    }

    // --- which card

    void walksThroughTheCards()
    {
        Bench desk({staleCard(), sellCard(), buyCard()});

        desk.press(Qt::Key_J);
        QCOMPARE(desk.selected()->id(), sellCard().proposal.id);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down);
        QCOMPARE(desk.selected()->id(), buyCard().proposal.id);
        desk.press(Qt::Key_K);
        desk.press(Qt::Key_Up);
        QCOMPARE(desk.selected()->id(), staleCard().proposal.id);
    }

    void letsTheOtherPanelsFollow()
    {
        Bench desk({staleCard(), sellCard()});

        desk.press(Qt::Key_Down);

        QCOMPARE(desk.selection.proposal(), sellCard().proposal.id);
        QCOMPARE(desk.selection.series(), sellCard().proposal.signal.series);
        desk.selection.selectProposal(staleCard().proposal.id);
        QCOMPARE(desk.selected()->id(), staleCard().proposal.id);
    }

    void selectsWithAClick()
    {
        Bench desk({staleCard(), sellCard()});

        QTest::mouseClick(desk.list()->card(sellCard().proposal.id), Qt::LeftButton);

        QCOMPARE(desk.selected()->id(), sellCard().proposal.id);
        QCOMPARE(desk.selection.instrument(), bitcoin());
        QVERIFY(desk.client.commands.empty());
    }

    void leavesFocusSelectionAndPlaceAloneWhenACardArrives()
    {
        Bench desk({buyCard()});
        QLineEdit elsewhere;
        elsewhere.show();
        elsewhere.activateWindow();
        elsewhere.setFocus();
        QApplication::processEvents();
        QWidget *focus = QApplication::focusWidget();
        const int y = desk.selected()->mapTo(&desk.panel, QPoint()).y();

        desk.show({named(staleCard(), "p-urgent"), buyCard()});

        QCOMPARE(QApplication::focusWidget(), focus);
        QCOMPARE(desk.selected()->id(), buyCard().proposal.id);
        QCOMPARE(desk.selected()->mapTo(&desk.panel, QPoint()).y(), y);
        QCOMPARE(desk.selection.proposal(), buyCard().proposal.id);
    }

    void jumpsToTheMostUrgentWithHome()
    {
        Bench desk({buyCard()});
        desk.show({named(staleCard(), "p-urgent"), buyCard()});

        desk.press(Qt::Key_Home);

        QCOMPARE(desk.selected()->id(), ProposalId("p-urgent"));
        QCOMPARE(desk.list()->order().front(), ProposalId("p-urgent"));
    }

    void doesNotPullTheChartAwayWhenACardArrivesUnasked()
    {
        Bench desk;
        desk.panel.clearFocus();
        const SeriesId watched{.instrument = {.venue = "alpaca", .symbol = "NVDA"},
                               .timeframe = Timeframe::H1};
        desk.selection.selectSeries(watched);

        desk.show({buyCard()});

        QCOMPARE(desk.selection.series(), watched);
        QCOMPARE(desk.selection.proposal(), buyCard().proposal.id);
    }

    void comesToTheFrontWithF8()
    {
        Bench desk({buyCard()});
        desk.panel.findChild<QToolButton *>(QStringLiteral("decidedToggle"))->setFocus();

        QTest::keyClick(&desk.panel, Qt::Key_F8);

        QVERIFY(desk.panel.hasFocus());
    }

    // --- why not

    void saysOnTheCardWhyItCannotBeApproved()
    {
        Bench desk({staleCard()});

        desk.press(Qt::Key_A);

        QVERIFY(desk.client.commands.empty());
        QVERIFY(!desk.part("approve")->isEnabled());
        QVERIFY(desk.part<QLabel>("hint")->text().contains(QStringLiteral("9 s old")));
        QVERIFY(desk.part<QLabel>("hint")->isVisible());
        QVERIFY(desk.part("approve")->toolTip().contains(QStringLiteral("9 s old")));
    }

    void refreshesAStaleCardWithF5()
    {
        Bench desk({staleCard()});
        desk.press(Qt::Key_F5);
        QCOMPARE(desk.client.last<RefreshProposal>()->id, staleCard().proposal.id);
    }

    void sendsNothingWhileHaltedOrLost()
    {
        Bench desk({buyCard()});
        EngineSnapshot halted = quietSnapshot();
        halted.waiting = {buyCard()};
        halted.isHalted = true;
        halted.haltReason = "day loss limit";
        desk.show(halted);
        desk.press(Qt::Key_A);
        QVERIFY(desk.client.commands.empty());
        QVERIFY(desk.messages().contains(QStringLiteral("day loss limit")));

        desk.show({buyCard()});
        desk.client.lose(QStringLiteral("no beat for 3 s"));
        desk.settle();
        desk.press(Qt::Key_A);
        desk.press(Qt::Key_R);
        desk.press(Qt::Key_1);
        QVERIFY(desk.client.commands.empty());
        QVERIFY(desk.messages().contains(QStringLiteral("no beat")));
    }

    // --- editing

    void editsWithTheKeyboard()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_E);
        const auto fields = desk.fields();
        QCOMPARE(QApplication::focusWidget(), fields[0]);
        QTest::keyClicks(fields[0], QStringLiteral("25"));
        desk.press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), fields[1]);
        desk.press(Qt::Key_Tab);
        desk.press(Qt::Key_Up);
        desk.press(Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(desk.client.commands.empty());
        desk.press(Qt::Key_Return);

        const auto *edit = desk.client.last<EditProposal>();
        QVERIFY(edit);
        QCOMPARE(edit->version, 1);
        QCOMPARE(edit->quantity, std::optional(quantity("25")));
        QCOMPARE(edit->stopPrice, std::optional(price("255.61")));
        QVERIFY(!edit->limitPrice && !edit->targetPrice);
        QVERIFY(!desk.selected()->isEditing());
        QCOMPARE(QApplication::focusWidget(), &desk.panel);
    }

    void sendsNothingWhileAFieldIsWrong()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_E);
        desk.fields()[2]->setFocus();
        desk.fields()[2]->selectAll();
        QTest::keyClicks(desk.fields()[2], QStringLiteral("300"));

        desk.press(Qt::Key_Return);

        QVERIFY(desk.client.commands.empty());
        QVERIFY(desk.selected()->isEditing());
        QVERIFY(desk.fields()[2]->accessibleDescription().contains(QStringLiteral("below the entry")));
        QVERIFY(!desk.part("saveEdit")->isEnabled());
    }

    void leavesTheEditWithEscape()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_E);
        QTest::keyClicks(desk.fields()[0], QStringLiteral("7"));

        desk.press(Qt::Key_Escape);

        QVERIFY(desk.client.commands.empty());
        QVERIFY(!desk.selected()->isEditing());
        QCOMPARE(QApplication::focusWidget(), &desk.panel);
    }

    void neverApprovesWhileEditing()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_E);
        desk.panel.setFocus();
        desk.settle();

        desk.press(Qt::Key_A);
        desk.press(Qt::Key_Return);
        QTest::mouseClick(desk.part("approve"), Qt::LeftButton);

        QVERIFY(desk.client.commands.empty());
    }

    void takesNoOtherKeyWhileFiguresAreTyped()
    {
        Bench desk({sellCard(), buyCard()});
        desk.press(Qt::Key_E);
        desk.panel.setFocus(); // a click beside the fields

        for (const int key : {Qt::Key_J, Qt::Key_Home, Qt::Key_2, Qt::Key_R, Qt::Key_F5, Qt::Key_L, Qt::Key_L})
            desk.press(key);

        QCOMPARE(desk.selected()->id(), sellCard().proposal.id);
        QCOMPARE(desk.selected()->share(), 100);
        QVERIFY(desk.selected()->isEditing() && !desk.selected()->isChoosingReason());
        QVERIFY(desk.client.commands.empty());
    }

    void keepsWhatIsTypedWhenSnapshotsArrive()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_E);
        QTest::keyClicks(desk.fields()[0], QStringLiteral("17"));
        QWidget *focus = QApplication::focusWidget();

        for (int i = 0; i < 20; ++i)
            desk.show({buyCard(), named(sellCard(), "p-new")});
        ProposalView requoted = nextVersion(buyCard());
        requoted.proposal.limitPrice = price("259.10");
        desk.show({requoted});

        QCOMPARE(QApplication::focusWidget(), focus);
        QCOMPARE(desk.fields()[0]->text(), QStringLiteral("17"));
        QCOMPARE(desk.fields()[1]->text(), QStringLiteral("259.10")); // untouched: follows the card
        QVERIFY(desk.part<QLabel>("editNote")->text().contains(QStringLiteral("version 2")));
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.client.last<EditProposal>()->version, 2);
        QVERIFY(!desk.client.last<EditProposal>()->limitPrice);
    }

    void tellsWhenTheEditedCardIsGone()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_E);

        desk.show({sellCard()});

        QVERIFY(desk.messages().contains(QStringLiteral("your edit was not sent")));
        QVERIFY(desk.client.commands.empty());
        QCOMPARE(QApplication::focusWidget(), &desk.panel);
    }

    void showsOldAndNewAfterAnEdit()
    {
        Bench desk({sellCard()});
        QString all;
        for (const auto *label : desk.selected()->findChildren<QLabel *>())
            if (label->isVisible())
                all += label->text();
        QVERIFY(all.contains(QStringLiteral("quantity 0.1 → 0.05")));
        QVERIFY(all.contains(QStringLiteral("needs a new yes")));
    }

    void switchesBetweenLimitAndMarketWithL()
    {
        Bench market({buyCard()});
        market.press(Qt::Key_L);
        QCOMPARE(market.client.last<EditProposal>()->orderType, std::optional(OrderType::Limit));

        Bench limit({sellCard()});
        limit.press(Qt::Key_L);
        QVERIFY(limit.client.commands.empty()); // at any price: asks again
        limit.wait(1000);
        limit.press(Qt::Key_L);
        QCOMPARE(limit.client.last<EditProposal>()->orderType, std::optional(OrderType::Market));
    }

    // --- for the whole account

    void killsOnlyOnTheSecondPressInTime()
    {
        Bench desk({buyCard()});

        desk.press(Qt::Key_K, killModifiers);
        QVERIFY(desk.client.commands.empty());
        QVERIFY(desk.messages().contains(QStringLiteral("again within 2 s")));
        desk.wait(2001);
        desk.press(Qt::Key_K, killModifiers);
        QVERIFY(desk.client.commands.empty());
        desk.wait(2000);
        desk.press(Qt::Key_K, killModifiers);

        const auto *halt = desk.client.last<Halt>();
        QVERIFY(halt);
        QVERIFY(halt->cancelOrders && halt->flatten);
    }

    void killsFromWithinAnEditAndWithAnEmptyDesk()
    {
        Bench editing({buyCard()});
        editing.press(Qt::Key_E);
        editing.press(Qt::Key_K, killModifiers);
        editing.press(Qt::Key_K, killModifiers);
        QVERIFY(editing.client.last<Halt>());

        Bench empty;
        empty.press(Qt::Key_K, killModifiers);
        empty.press(Qt::Key_K, killModifiers);
        QVERIFY(empty.client.last<Halt>());
    }

    void closesThePositionOnTheSecondPress()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_F, killModifiers);
        QVERIFY(desk.client.commands.empty());
        desk.press(Qt::Key_F, killModifiers);
        QCOMPARE(desk.client.last<ClosePosition>()->instrument, apple());
    }

    void showsItsKeysAndClosesThemWithAnyKey()
    {
        Bench desk({buyCard()});
        auto *help = desk.panel.findChild<KeyHelp *>();

        desk.press(Qt::Key_F1);
        QVERIFY(help->isVisible());
        desk.press(Qt::Key_A); // closes, does not approve
        QVERIFY(!help->isVisible());
        QVERIFY(desk.client.commands.empty());
        desk.press(Qt::Key_Question, Qt::ShiftModifier);
        QVERIFY(help->isVisible());
        desk.press(Qt::Key_Escape);
        QVERIFY(!help->isVisible());
    }

    // --- the past, names, cost

    void listsWhatWasDecided()
    {
        Bench desk;
        auto *decided = desk.panel.findChild<DecidedList *>();
        QAbstractItemModelTester tester(&decided->model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        desk.show(demoSnapshot());

        QCOMPARE(decided->model().rowCount(), 3);
        QCOMPARE(decided->model().index(2, 2).data().toString(), QStringLiteral("expired"));
        QVERIFY(decided->model().index(2, 3).data().toString().contains(QStringLiteral("Nobody")));
        desk.show(quietSnapshot());
        QCOMPARE(decided->model().rowCount(), 0);
    }

    void namesEveryControl()
    {
        Bench desk;
        desk.show(demoSnapshot());
        verifyNames(desk.panel);
        desk.press(Qt::Key_R);
        verifyNames(desk.panel);
        desk.press(Qt::Key_E);
        desk.panel.findChild<QToolButton *>(QStringLiteral("decidedToggle"))->click();
        verifyNames(desk.panel);
        QVERIFY(desk.selected()->accessibleName().contains(QStringLiteral("MSFT")));
    }

    void updatesCardsInPlace()
    {
        Bench desk({staleCard(), sellCard(), buyCard()});
        Card *before = desk.list()->card(buyCard().proposal.id);

        desk.show({buyCard(), staleCard(), sellCard()});

        QCOMPARE(desk.list()->card(buyCard().proposal.id), before);
    }

    void takesTenSnapshotsASecondEasily()
    {
        Bench desk;
        EngineSnapshot snapshot = demoSnapshot();
        for (int i = 0; i < 9; ++i)
            snapshot.waiting.push_back(named(buyCard(), qPrintable(QStringLiteral("p-1%1").arg(i))));
        desk.show(snapshot);
        QElapsedTimer timer;
        timer.start();

        for (int i = 0; i < 50; ++i) {
            for (ProposalView &view : snapshot.waiting)
                view.timeLeft -= std::chrono::milliseconds(100);
            desk.show(snapshot);
        }

        const double each = double(timer.nsecsElapsed()) / 1e6 / 50;
        qInfo("%.2f ms per snapshot with 12 cards", each);
        QVERIFY2(each < 50, "a snapshot must not hold the window up");
    }

    void cutsNoFigureOffInTheNarrowestDesk()
    {
        for (const double scale : {1.0, 1.5}) {
            applyTheme(ThemeChoice::Dark, scale);
            Bench desk({liveVersion(sellCard()), buyCard()});
            for (const int key : {Qt::Key_R, Qt::Key_E}) {
                desk.press(key);
                desk.panel.resize(desk.panel.minimumSizeHint());
                QApplication::processEvents();
                QVERIFY(desk.list()->widget()->width() <= desk.list()->viewport()->width());
                for (const auto *label : desk.selected()->findChildren<QLabel *>()) {
                    if (!label->isVisible())
                        continue;
                    const int height = label->wordWrap() ? label->heightForWidth(label->width())
                                                         : label->minimumSizeHint().height();
                    QVERIFY2(label->width() >= label->minimumSizeHint().width(),
                             qPrintable(label->text()));
                    QVERIFY2(label->height() >= height, qPrintable(label->text()));
                }
            }
        }
        applyTheme(ThemeChoice::Dark);
    }

    void outlivesItsCards()
    {
        Bench desk;
        for (int round = 0; round < 30; ++round) {
            desk.show({named(buyCard(), qPrintable(QString::number(round)))});
            desk.press(Qt::Key_E);
            desk.show(std::vector<ProposalView>{});
        }
        QVERIFY(!desk.selected());
        desk.press(Qt::Key_A);
        desk.press(Qt::Key_Down);
        QVERIFY(desk.client.commands.empty());
    }
};

QTEST_MAIN(DeskPanelTest)
#include "DeskPanelTest.moc"
