// What is put aside, what waits for the open, what two strategies want, and many cards at once.
#include "tests/ui/desk/DeskBench.h"
#include "tests/ui/desk/DeskCards.h"

#include "ui/desk/AsideBar.h"
#include "ui/desk/DecidedList.h"
#include "ui/desk/DeskKeys.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyState.h"

#include <QLabel>
#include <QSignalSpy>

#include <set>

using namespace core;
using namespace support;
using namespace ui;

namespace {

QString wordsOf(const QWidget *widget)
{
    QString all;
    for (const auto *label : widget->findChildren<QLabel *>())
        if (label->isVisible())
            all += label->text() + QLatin1Char('\n');
    return all;
}

QString approveText(Bench &desk) { return desk.part("approve")->text(); }

ProposalView numbered(int number)
{
    ProposalView card = buyCard();
    card.proposal.id = ProposalId("n-" + std::to_string(100 + number));
    card.timeLeft += std::chrono::seconds(number);
    return card;
}

} // namespace

class DeskAsideTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(ThemeChoice::Dark);
    }

    void snoozesByKeyAndByButton()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_S);
        QCOMPARE(desk.client.last<SnoozeProposal>()->id, buyCard().proposal.id);
        QVERIFY(!desk.client.last<SnoozeProposal>()->untilPrice);
        desk.client.commands.clear();
        desk.part("snooze")->click();
        QVERIFY(desk.client.last<SnoozeProposal>());
    }

    void saysWhyItCannotSnooze()
    {
        Bench desk({blockedCard()});
        QVERIFY(!desk.part("snooze")->isEnabled());
        QVERIFY(desk.part("snooze")->toolTip().contains(QStringLiteral("blocked")));
        desk.press(Qt::Key_S);
        QVERIFY(desk.client.commands.empty());
        QVERIFY(desk.messages().contains(QStringLiteral("cannot be snoozed")));
    }

    void snoozesUntilAPriceThatIsTyped()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_S, Qt::ShiftModifier);
        auto *field = desk.part<QLineEdit>("snoozePrice");
        QVERIFY(field->isVisible());
        QCOMPARE(field->text(), QStringLiteral("258.32"));
        field->setText(QStringLiteral("none"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(desk.client.commands.empty());
        field->setText(QStringLiteral("257.40"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.client.commands.size(), std::size_t(1));
        QCOMPARE(*desk.client.last<SnoozeProposal>()->untilPrice, price("257.40"));
        QVERIFY(!field->isVisible());
        QVERIFY(desk.panel.hasFocus());
    }

    void keysOfTheDeskAreDeadWhileAPriceIsTyped()
    {
        ProposalView card = buyCard();
        Bench desk({card});
        desk.press(Qt::Key_S, Qt::ShiftModifier);
        card.state = ProposalState::Armed; // by another device, under the field
        desk.show({card});
        desk.settle();
        desk.press(Qt::Key_Escape);
        QVERIFY(!desk.part<QLineEdit>("snoozePrice")->isVisible());
        QVERIFY(desk.client.commands.empty()); // the field is left, the card is not disarmed

        card.state = ProposalState::Pending;
        desk.show({card});
        desk.press(Qt::Key_S, Qt::ShiftModifier);
        card.state = ProposalState::Armed;
        desk.show({card});
        desk.settle();
        desk.press(Qt::Key_Return);
        QVERIFY(!desk.client.last<ApproveProposal>()); // Enter is the field's
    }

    void aSnoozedCardIsALineThatBringsItBack()
    {
        Bench desk({buyCard(), snoozedCard()});
        QVERIFY(!desk.list()->card(snoozedCard().proposal.id));
        auto *aside = desk.panel.findChild<AsideBar *>();
        QVERIFY(aside->isVisible());
        QVERIFY2(wordsOf(aside).contains(QStringLiteral("NVDA")), qPrintable(wordsOf(aside)));
        aside->findChild<DeskButton *>()->click();
        QCOMPARE(desk.client.last<WakeProposal>()->id, snoozedCard().proposal.id);
        desk.show({buyCard()});
        QVERIFY(!aside->isVisible());
    }

    void anEnvelopeSaysThatItsYesIsForTheOpen()
    {
        Bench desk({waitingOpenCard()});
        QCOMPARE(approveText(desk), QStringLiteral("Approve BUY ▲ 50 for the open"));
        QVERIFY(desk.part("approve")->isEnabled()); // the closed session does not stand in its way
        QVERIFY(desk.part<QLabel>("hint")->text().contains(QStringLiteral("09:30")));
        QVERIFY(wordsOf(desk.selected()).contains(QStringLiteral("Session is asked at the open")));
        desk.press(Qt::Key_A);
        QVERIFY(desk.client.last<ApproveProposal>());
    }

    void aLongHintPushesNothingTogether()
    {
        Bench desk({waitingOpenCard(), buyCard()});
        QApplication::processEvents();
        desk.settle(); // it may have moved while the layout found its place
        QApplication::processEvents();
        QVERIFY(desk.part("approve")->isEnabled());
        ProposalView shorter = waitingOpenCard();
        shorter.state = ProposalState::Pending; // a hint of one line, and back to two
        desk.show({shorter, buyCard()});
        desk.show({waitingOpenCard(), buyCard()});
        desk.settle();
        QApplication::processEvents();
        QVERIFY(desk.part("approve")->isEnabled()); // waiting for the hand moves nothing
        const auto *hint = desk.part<QLabel>("hint");
        QVERIFY2(hint->height() >= hint->heightForWidth(hint->width()),
                 qPrintable(QStringLiteral("%1 of %2").arg(hint->height()).arg(hint->heightForWidth(hint->width()))));
        QVERIFY(desk.part("approve")->height() >= desk.part("approve")->minimumSizeHint().height());
    }

    void aYesForTheOpenIsTakenBackWithOneKeyOrClick()
    {
        Bench desk({preApprovedCard()});
        QCOMPARE(approveText(desk), QStringLiteral("Take the yes back"));
        desk.press(Qt::Key_A);
        QVERIFY(desk.client.commands.empty());
        desk.part("approve")->click();
        QCOMPARE(desk.client.last<DisarmProposal>()->id, preApprovedCard().proposal.id);
        desk.client.commands.clear();
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.client.last<DisarmProposal>());
    }

    void aGroupedCardNamesBothVoices()
    {
        Bench desk({groupedCard()});
        const QString words = wordsOf(desk.selected());
        QVERIFY2(words.contains(QStringLiteral("2 strategies want it")), qPrintable(words));
        QVERIFY(words.contains(QStringLiteral("other-bot")));
    }

    void everyStateOfACardHasASignBesideItsColour()
    {
        Bench desk({blockedCard()});
        QVERIFY(wordsOf(desk.selected()).contains(QStringLiteral("✖ blocked")));
    }

    void showsTwelveCardsAndCountsTheRest()
    {
        std::vector<ProposalView> cards;
        for (int i = 0; i < 15; ++i)
            cards.push_back(numbered(i));
        Bench desk(cards);
        QCOMPARE(desk.list()->order().size(), std::size_t(12));
        QCOMPARE(desk.list()->hiddenCount(), 3);
        QVERIFY(wordsOf(&desk.panel).contains(QStringLiteral("15 waiting, 3 not shown")));
        // The selected card stays, however many come before it.
        cards.erase(cards.begin());
        desk.show(cards);
        const ProposalId selected = desk.selected()->id();
        std::vector<ProposalView> pressed;
        for (int i = 20; i < 34; ++i)
            pressed.push_back(numbered(i));
        pressed.push_back(cards.front());
        desk.show(pressed);
        QCOMPARE(desk.selected()->id(), selected);
    }

    void rejectsWhatIsPickedWithOneReason()
    {
        Bench desk({numbered(0), numbered(1), numbered(2)});
        desk.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(desk.messages().contains(QStringLiteral("No card is picked")));
        desk.press(Qt::Key_Space);
        desk.press(Qt::Key_J);
        desk.press(Qt::Key_Space);
        desk.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(desk.messages().contains(QStringLiteral("2 picked")));
        QVERIFY(desk.client.commands.empty());
        desk.press(Qt::Key_3);
        QCOMPARE(desk.client.commands.size(), std::size_t(2));
        std::set<ProposalId> rejected;
        for (const Command &command : desk.client.commands) {
            QVERIFY(std::get<RejectProposal>(command).reason == RejectReason::News);
            rejected.insert(std::get<RejectProposal>(command).id);
        }
        QVERIFY((rejected == std::set{numbered(0).proposal.id, numbered(1).proposal.id}));
    }

    void picksAllAndNoneAndGoesBackWithEscape()
    {
        Bench desk({numbered(0), numbered(1)});
        desk.press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(desk.list()->cards().front()->isPicked() && desk.list()->cards().back()->isPicked());
        desk.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        desk.press(Qt::Key_Escape);
        desk.press(Qt::Key_3); // a size again
        QVERIFY(desk.client.commands.empty());
        QCOMPARE(desk.selected()->share(), 75);
        desk.press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(!desk.list()->cards().front()->isPicked());
    }

    void pausesAStrategyAtOnceAndResumesItInTwoSteps()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_P);
        QVERIFY(!desk.client.last<SetBotOn>()->isOn);
        QCOMPARE(desk.client.last<SetBotOn>()->bot, BotId("demo-bot"));
        desk.client.commands.clear();
        EngineSnapshot snapshot = quietSnapshot();
        snapshot.bots = {{BotId("demo-bot"), "ema-cross", {apple()}, true}};
        snapshot.muted = {bitcoin()};
        desk.show(snapshot);
        const auto buttons = desk.panel.findChild<AsideBar *>()->findChildren<DeskButton *>();
        QCOMPARE(buttons.size(), 2);
        QVERIFY(wordsOf(desk.panel.findChild<EmptyState *>()).contains(QStringLiteral("Every strategy is paused")));
        buttons[0]->click();
        QVERIFY(desk.client.commands.empty());
        buttons[1]->click(); // a first press of another button
        buttons[0]->click();
        QVERIFY(desk.client.commands.empty());
        buttons[0]->click();
        QVERIFY(desk.client.last<SetBotOn>()->isOn);
        buttons[1]->click();
        buttons[1]->click();
        QVERIFY(!desk.client.last<MuteInstrument>()->isMuted);
    }

    void mutesTheInstrument()
    {
        Bench desk({buyCard()});
        desk.press(Qt::Key_X);
        QVERIFY(desk.client.last<MuteInstrument>()->isMuted);
        QCOMPARE(desk.client.last<MuteInstrument>()->instrument.symbol, std::string("AAPL"));
    }

    void showsTheHistoryOfTheInstrumentAndAllAgain()
    {
        Bench desk;
        EngineSnapshot snapshot = demoSnapshot();
        snapshot.waiting = {buyCard()};
        snapshot.decided.front().decidedBy = preApprovedCard().decidedBy;
        desk.show(snapshot);
        auto *decided = desk.panel.findChild<DecidedList *>();
        const int all = decided->model().rowCount();
        desk.press(Qt::Key_H);
        QVERIFY(decided->model().rowCount() < all && decided->model().rowCount() > 0);
        QCOMPARE(decided->model().index(0, 4).data().toString(), QStringLiteral("owner (desk) 10:30:00"));
        desk.press(Qt::Key_H);
        QCOMPARE(decided->model().rowCount(), all);
    }

    void foldsTheReasonsAndAsksForTheOrders()
    {
        Bench desk({buyCard()});
        const QString before = wordsOf(desk.selected());
        QVERIFY(before.contains(QStringLiteral("RSI 14 is 58")));
        desk.press(Qt::Key_W);
        QVERIFY(!wordsOf(desk.selected()).contains(QStringLiteral("RSI 14 is 58")));
        desk.press(Qt::Key_W);
        QCOMPARE(wordsOf(desk.selected()), before);
        QSignalSpy spy(&desk.panel, &DeskPanel::ordersAsked);
        desk.press(Qt::Key_O);
        QCOMPARE(spy.count(), 1);
    }

    void everyKeyOfTheHelpIsOne()
    {
        QString help;
        for (const KeyHelpLine &line : keyHelpLines())
            help += line.keys + QLatin1Char(' ');
        for (const char *key : {"S", "Shift+S", "W", "H", "O", "Space", "Ctrl+A", "Ctrl+Shift+R", "P", "X", "F5"})
            QVERIFY2(help.contains(QString::fromLatin1(key)), key);
        QVERIFY(!help.contains(QLatin1String("Z ")) && !help.contains(QLatin1String("C ")));
    }

    void saysWhyNothingComes_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("says");
        QTest::newRow("waiting") << 0 << "its proposal appears here";
        QTest::newRow("halted") << 1 << "Trading is halted";
        QTest::newRow("manual") << 2 << "signals are advice";
        QTest::newRow("auto") << 3 << "may not decide";
        QTest::newRow("all aside") << 4 << "put aside";
        QTest::newRow("ended") << 5 << "no more bars";
    }
    void saysWhyNothingComes()
    {
        QFETCH(int, number);
        QFETCH(QString, says);
        EngineSnapshot snapshot = quietSnapshot();
        switch (number) {
        case 1: snapshot.isHalted = true; break;
        case 2: snapshot.account.mode = DecisionMode::Manual; break;
        case 3: snapshot.account.mode = DecisionMode::Auto; break;
        case 4: snapshot.waiting = {snoozedCard()}; break;
        case 5: snapshot.isFinished = true; break;
        default: break;
        }
        Bench desk;
        desk.show(snapshot);
        const auto *empty = desk.panel.findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QVERIFY2(wordsOf(empty).contains(says), qPrintable(wordsOf(empty)));
    }
};

QTEST_MAIN(DeskAsideTest)
#include "DeskAsideTest.moc"
