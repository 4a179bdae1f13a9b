#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/panels/Pictures.h"
#include "ui/activity/ActivityPanel.h"
#include "ui/confirm/ConfirmButton.h"
#include "ui/confirm/ReasonDialog.h"
#include "ui/orders/OrdersPanel.h"
#include "ui/positions/PositionsPanel.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyState.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace support;

namespace {

core::EngineSnapshot manyLines(int from, int to)
{
    core::EngineSnapshot snapshot = quietSnapshot();
    for (int number = from; number < to; ++number)
        snapshot.activity.push_back({.number = number,
                                     .at = marketTime(),
                                     .severity = core::Severity::Info,
                                     .kind = number % 2 == 0 ? "fill" : "signal",
                                     .text = "line " + std::to_string(number)});
    return snapshot;
}

QStringList visibleTexts(const QWidget &panel)
{
    QStringList texts;
    for (const QLabel *label : panel.findChildren<QLabel *>())
        if (label->isVisible())
            texts += label->text();
    return texts;
}

/// The open question of a panel, if there is one.
ui::ReasonDialog *questionIn(const QWidget &panel)
{
    return panel.findChild<ui::ReasonDialog *>();
}

void click(QWidget &widget)
{
    QTest::mouseClick(&widget, Qt::LeftButton);
}

/// A click on the row, as a person does it.
void choose(ui::RowView &view, int row)
{
    const QRect place = view.visualRect(view.model()->index(row, 0));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::NoModifier, place.center());
}

} // namespace

class TablePanelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<FakeEngineClient>();
        m_selection = std::make_unique<ui::Selection>();
    }

    void closingAPositionAsksOnTheButton()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        m_client->show(demoSnapshot());
        show(panel);
        ui::ConfirmButton &button = panel.closeButton();
        QVERIFY(!button.isEnabled());

        choose(panel.view(), 0);
        click(button);

        QCOMPARE(button.text(), QStringLiteral("Close 20 AAPL at market?"));
        QVERIFY(m_client->commands.empty());
        click(button); // a double click is one click
        QVERIFY(m_client->commands.empty());
        QTRY_VERIFY(button.isListening());
        click(button);
        QVERIFY(m_client->last<core::ClosePosition>());
        QCOMPARE(m_client->last<core::ClosePosition>()->instrument, apple());
        QCOMPARE(button.text(), QStringLiteral("Close AAPL"));
    }

    void aChangedPositionTakesTheFirstClickBack()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        m_client->show(snapshot);
        show(panel);
        choose(panel.view(), 0);
        click(panel.closeButton());
        QVERIFY(panel.closeButton().isArmed());

        m_client->show(snapshot); // the same again changes nothing
        QVERIFY(panel.closeButton().isArmed());
        snapshot.positions[0].quantity = quantity("35");
        m_client->show(snapshot);

        QVERIFY(!panel.closeButton().isArmed());
        QCOMPARE(panel.closeButton().question(), QStringLiteral("Close 35 AAPL at market?"));
    }

    void theChosenRowStaysChosenWhenRowsMove()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        m_client->show(snapshot);
        show(panel);
        choose(panel.view(), 1);

        std::swap(snapshot.positions[0], snapshot.positions[1]);
        m_client->show(snapshot);

        QCOMPARE(panel.closeButton().question(), QStringLiteral("Close 0.02 BTCUSDT at market?"));
    }

    void aConfirmButtonForgetsAfterItsTimeAndOnEscape()
    {
        ui::ConfirmButton button({.armedFor = std::chrono::milliseconds(30), .guard = std::chrono::milliseconds(0)});
        button.setTexts(QStringLiteral("Do"), QStringLiteral("Really?"));
        const QSignalSpy confirmed(&button, &ui::ConfirmButton::confirmed);
        show(button);

        click(button);
        QCOMPARE(button.text(), QStringLiteral("Really?"));
        QTRY_COMPARE(button.text(), QStringLiteral("Do"));
        QVERIFY(!button.isArmed());

        ui::ConfirmButton patient;
        patient.setTexts(QStringLiteral("Do"), QStringLiteral("Really?"));
        show(patient);
        click(patient);
        QTest::keyClick(&patient, Qt::Key_Escape);
        QVERIFY(!patient.isArmed());
        click(patient);
        patient.setEnabled(false);
        QVERIFY(!patient.isArmed());
        QCOMPARE(confirmed.size(), 0);
    }

    void cancellingAnOrderAsksAndNamesIt()
    {
        ui::OrdersPanel panel(*m_client, *m_selection);
        m_client->show(demoSnapshot());
        show(panel);
        ui::ConfirmButton &button = panel.cancelButton();

        choose(panel.view(), 4); // filled
        QVERIFY(!button.isEnabled());
        choose(panel.view(), 3); // the stop
        QVERIFY(button.isEnabled());
        QCOMPARE(button.question(), QStringLiteral("Cancel the stop of AAPL? 20 stand unprotected then"));
        choose(panel.view(), 1); // a partly filled entry
        click(button);
        QCOMPARE(button.text(), QStringLiteral("Cancel: sell 0.03 BTCUSDT?"));
        QTRY_VERIFY(button.isListening());
        click(button);

        QVERIFY(m_client->last<core::CancelOrder>());
        QCOMPARE(m_client->last<core::CancelOrder>()->order, core::ClientOrderId("p-0008-1-entry"));
    }

    void acceptingAQuantityWantsAChoiceAndAReason()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        m_client->show(snapshot);
        show(panel);
        QVERIFY(!panel.acceptButton().isVisible());
        snapshot.positions[0].isCorrected = true;
        snapshot.positions[0].external = quantity("7");
        m_client->show(snapshot);
        QVERIFY(panel.acceptButton().isVisible() && !panel.acceptButton().isEnabled());
        choose(panel.view(), 1); // differs, but nothing of it has been corrected yet
        QVERIFY(!panel.acceptButton().isEnabled());
        choose(panel.view(), 0);
        panel.acceptButton().setFocus();
        QTest::keyClick(&panel.acceptButton(), Qt::Key_Space);

        ui::ReasonDialog *dialog = questionIn(panel);
        QVERIFY(dialog && dialog->question().text.contains(QStringLiteral("quantity of AAPL")));
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTRY_VERIFY(dialog->reasonField().hasFocus());
        takePicture(*dialog, QStringLiteral("accept-quantity"));
        QTest::keyClicks(&dialog->reasonField(), QStringLiteral(" bought by telephone "));
        QTest::keyClick(&dialog->reasonField(), Qt::Key_Return);
        QVERIFY(m_client->commands.empty()); // which way is not said yet
        dialog->choiceButton(1).setChecked(true);
        dialog->reasonField().setText(QStringLiteral("  "));
        QVERIFY(!dialog->yesButton().isEnabled());
        dialog->reasonField().setText(QStringLiteral(" bought by telephone "));
        QTest::keyClick(&dialog->reasonField(), Qt::Key_Return);

        const auto *sent = m_client->last<core::AcceptDifference>();
        QVERIFY(sent && m_client->commands.size() == 1);
        QVERIFY(sent->instrument == apple() && sent->adopts);
        QCOMPARE(sent->reason, std::string("bought by telephone"));
    }

    void whatIsNotOursIsAdoptedOrLeft()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        snapshot.positions[0].external = quantity("7");
        m_client->show(snapshot);
        show(panel);
        choose(panel.view(), 0);
        click(panel.acceptButton());
        ui::ReasonDialog *dialog = questionIn(panel);
        QVERIFY(dialog->question().choices.isEmpty());
        click(dialog->noButton());
        QVERIFY(m_client->commands.empty());
        QTRY_VERIFY(!questionIn(panel));

        click(panel.acceptButton());
        questionIn(panel)->reasonField().setText(QStringLiteral("the bot may have them"));
        click(questionIn(panel)->yesButton());
        QVERIFY(m_client->last<core::AcceptDifference>() && m_client->last<core::AcceptDifference>()->adopts);
    }

    void acceptingACorrectionAloneAdoptsNothing()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        snapshot.positions[0].isCorrected = true;
        snapshot.positions[0].quantity = core::Quantity(); // the venue holds none any more
        m_client->show(snapshot);
        show(panel);
        choose(panel.view(), 0);
        click(panel.acceptButton());
        questionIn(panel)->reasonField().setText(QStringLiteral("sold by telephone"));
        click(questionIn(panel)->yesButton());
        QVERIFY(m_client->last<core::AcceptDifference>() && !m_client->last<core::AcceptDifference>()->adopts);
    }

    void aQuestionAboutAnotherQuantityCloses()
    {
        ui::PositionsPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        snapshot.positions[0].external = quantity("7");
        m_client->show(snapshot);
        show(panel);
        choose(panel.view(), 0);
        click(panel.acceptButton());
        snapshot.positions[0].lastPrice = price("258.32");
        m_client->show(snapshot);
        QVERIFY(questionIn(panel) && questionIn(panel)->isVisible());

        snapshot.positions[0].external = quantity("9");
        m_client->show(snapshot);

        QTRY_VERIFY(!questionIn(panel));
        QVERIFY(m_client->commands.empty());
    }

    void anUnknownOrderIsEndedByHandWithAReason()
    {
        ui::OrdersPanel panel(*m_client, *m_selection);
        core::EngineSnapshot snapshot = demoSnapshot();
        m_client->show(snapshot);
        show(panel);
        choose(panel.view(), 1); // partly filled: the venue knows it
        QVERIFY(panel.endButton().isVisible() && !panel.endButton().isEnabled());
        choose(panel.view(), 0);
        click(panel.endButton());
        takePicture(*questionIn(panel), QStringLiteral("end-by-hand"));
        QVERIFY(questionIn(panel)->question().text.startsWith(QStringLiteral("Sell 8 NVDA (p-0005-1-exit)")));
        questionIn(panel)->reasonField().setText(QStringLiteral("gone on the venue's page"));
        click(questionIn(panel)->yesButton());

        QVERIFY(m_client->last<core::EndUnknownOrder>());
        QCOMPARE(m_client->last<core::EndUnknownOrder>()->order, core::ClientOrderId("p-0005-1-exit"));
        QCOMPARE(m_client->last<core::EndUnknownOrder>()->reason, std::string("gone on the venue's page"));
        QTRY_VERIFY(!questionIn(panel));

        click(panel.endButton());
        QVERIFY(questionIn(panel));
        snapshot.orders[0].order.status = core::OrderStatus::Cancelled; // the venue has answered
        m_client->show(snapshot);
        QTRY_VERIFY(!questionIn(panel));
        QVERIFY(!panel.endButton().isVisible());
    }

    void onlyOpenOrdersOnRequest()
    {
        ui::OrdersPanel panel(*m_client, *m_selection);
        m_client->show(demoSnapshot());
        show(panel);
        QCOMPARE(panel.view().model()->rowCount(), 6);
        auto *onlyOpen = panel.findChild<QPushButton *>();
        for (QPushButton *button : panel.findChildren<QPushButton *>())
            if (button->isCheckable())
                onlyOpen = button;

        click(*onlyOpen);

        QCOMPARE(panel.view().model()->rowCount(), 4);
    }

    void activatingARowShowsItsInstrument()
    {
        ui::OrdersPanel panel(*m_client, *m_selection);
        m_client->show(demoSnapshot());
        show(panel);
        choose(panel.view(), 1);

        Q_EMIT panel.view().activated(panel.view().currentIndex());

        QCOMPARE(m_selection->instrument(), bitcoin());
    }

    void emptyTablesSayWhatWillAppear()
    {
        ui::PositionsPanel positions(*m_client, *m_selection);
        ui::OrdersPanel orders(*m_client, *m_selection);
        ui::ActivityPanel activity(*m_client);
        m_client->show(quietSnapshot());
        for (QWidget *panel : std::initializer_list<QWidget *>{&positions, &orders, &activity})
            show(*panel);

        QVERIFY(visibleTexts(positions).contains(QStringLiteral("No open positions")));
        QVERIFY(visibleTexts(orders).contains(QStringLiteral("No orders yet")));
        QVERIFY(visibleTexts(activity).contains(QStringLiteral("Nothing has happened yet")));
    }

    void emptyTablesSayWhyAndWhatSolvesIt()
    {
        ui::PositionsPanel positions(*m_client, *m_selection);
        ui::OrdersPanel orders(*m_client, *m_selection);
        ui::ActivityPanel activity(*m_client);
        for (QWidget *panel : std::initializer_list<QWidget *>{&positions, &orders, &activity}) {
            show(*panel);
            QVERIFY(panel->findChild<ui::EmptyState *>()->why().contains(QStringLiteral("engine is starting")));
        }
        core::EngineSnapshot cut = quietSnapshot();
        cut.activity.clear();
        cut.lamps = {{"broker", false, "timed out"}, {"feed", true, "prices arrive"}};
        m_client->show(cut);
        for (QWidget *panel : std::initializer_list<QWidget *>{&positions, &orders, &activity})
            QVERIFY(panel->findChild<ui::EmptyState *>()->why().contains(QStringLiteral("no connection to the venue (timed out)")));

        core::EngineSnapshot waiting = quietSnapshot();
        waiting.waiting = {buyCard()};
        m_client->show(waiting);
        for (QWidget *panel : std::initializer_list<QWidget *>{&positions, &orders}) {
            m_selection->selectProposal({});
            QTest::mouseClick(&panel->findChild<ui::EmptyState *>()->actionButton(), Qt::LeftButton);
            QCOMPARE(m_selection->proposal(), buyCard().proposal.id);
        }
    }

    void theLogFollowsItsTailUntilScrolledUp()
    {
        ui::ActivityPanel panel(*m_client);
        panel.resize(600, 300);
        show(panel);
        QScrollBar *bar = panel.view().verticalScrollBar();
        m_client->show(manyLines(1, 101));
        QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());

        m_client->show(manyLines(1, 121));
        QTRY_COMPARE(bar->value(), bar->maximum());

        bar->setValue(0);
        m_client->show(manyLines(1, 141));
        QCOMPARE(bar->value(), 0);
    }

    void theLogIsSearched()
    {
        ui::ActivityPanel panel(*m_client);
        m_client->show(manyLines(1, 31));
        show(panel);

        panel.searchField().setText(QStringLiteral("LINE 1"));
        QCOMPARE(panel.view().model()->rowCount(), 11);
        panel.searchField().setText(QStringLiteral("nothing like it"));
        QVERIFY(visibleTexts(panel).contains(QStringLiteral("Nothing matches")));
        panel.searchField().clear();
        for (QAction *kind : panel.kindButton().menu()->actions())
            if (kind->text() == QStringLiteral("Fill"))
                kind->trigger();
        QCOMPARE(panel.view().model()->rowCount(), 15);
        QCOMPARE(panel.kindButton().accessibleName(), QStringLiteral("Kind of activity: Fill"));
    }

private:
    static void show(QWidget &widget)
    {
        if (widget.size().width() < 900 && !widget.testAttribute(Qt::WA_Resized))
            widget.resize(1000, 400);
        widget.show();
        QVERIFY(QTest::qWaitForWindowActive(&widget));
    }

    std::unique_ptr<FakeEngineClient> m_client;
    std::unique_ptr<ui::Selection> m_selection;
};

QTEST_MAIN(TablePanelsTest)
#include "TablePanelsTest.moc"
