#include "ui/mainwindow/MainWindow.h"

#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/panels/Pictures.h"
#include "ui/account/AccountBar.h"
#include "ui/account/LampRow.h"
#include "ui/desk/DeskPanel.h"
#include "ui/mainwindow/CloseGuard.h"
#include "ui/mainwindow/HelpWindow.h"
#include "ui/mainwindow/PanelDock.h"
#include "ui/mainwindow/StartFailure.h"
#include "ui/orders/OrdersPanel.h"
#include "ui/settings/LimitsPage.h"
#include "ui/settings/ModePage.h"
#include "ui/settings/SettingsDialog.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/ErrorPanel.h"
#include "ui/widgets/ModeFrame.h"

#include <QAccessible>
#include <QLabel>
#include <QLayout>
#include <QListWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QScreen>
#include <QTableView>
#include <QTest>

using namespace support;
using core::Destination;

namespace {

core::EngineSnapshot snapshotOn(Destination destination)
{
    core::EngineSnapshot snapshot = demoSnapshot();
    snapshot.account.destination = destination;
    for (core::OrderView &view : snapshot.orders)
        view.order.proposal = core::ProposalId("p-0007");
    return snapshot;
}

/// A window over a fake engine, with settings that vanish after the test.
struct Stage {
    QTemporaryDir folder;
    FakeEngineClient client;
    qint64 now = 0;

    QString settingsPath() const { return folder.filePath(QStringLiteral("window.ini")); }
    std::unique_ptr<ui::MainWindow> open(const core::EngineSnapshot &snapshot)
    {
        auto window = std::make_unique<ui::MainWindow>(client, settingsPath(), nullptr,
                                                       [this] { return now; });
        client.show(snapshot);
        window->show();
        return window;
    }
};

/// Layouts ask for a second pass when a line of text wraps.
void settle()
{
    for (int pass = 0; pass < 3; ++pass)
        QCoreApplication::processEvents();
}

QAction *actionNamed(QWidget &window, const QString &text)
{
    for (QAction *action : window.findChildren<QAction *>())
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    return nullptr;
}

QPushButton *buttonStarting(QWidget &window, const QString &text)
{
    for (QPushButton *button : window.findChildren<QPushButton *>())
        if (button->isVisible() && button->text().startsWith(text))
            return button;
    return nullptr;
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textHasItsSizeFromTheStart() // first of all: the theme is put on once per process
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        const QPushButton &halt = window->findChild<ui::AccountBar *>()->haltButton();
        const int before = QFontInfo(halt.font()).pixelSize();

        actionNamed(*window, QStringLiteral("Dark"))->trigger();

        QCOMPARE(QFontInfo(halt.font()).pixelSize(), before);
    }

    void theBarFitsTheSmallestUsefulWindow()
    {
        Stage stage;
        core::EngineSnapshot snapshot = snapshotOn(Destination::Demo);
        snapshot.account.id = core::AccountId("demo-R261120071918076");
        snapshot.account.equity = money("12345678.90");
        snapshot.account.cash = money("12345678.90");
        const auto window = stage.open(snapshot);
        window->resize(1280, 800);
        settle();
        takePicture(*window, QStringLiteral("narrow-millions"));

        const auto *bar = window->findChild<ui::AccountBar *>();
        QVERIFY2(bar->minimumSizeHint().width() <= bar->width(),
                 qPrintable(QString::number(bar->minimumSizeHint().width())));
    }

    void titleAndFrameSayWhereOrdersGo_data()
    {
        QTest::addColumn<Destination>("destination");
        QTest::addColumn<QString>("title");
        QTest::addColumn<ui::Role>("frame");
        QTest::newRow("demo") << Destination::Demo << QStringLiteral("[DEMO] Countersign — demo")
                              << ui::Role::DemoFrame;
        QTest::newRow("replay") << Destination::Replay << QStringLiteral("[REPLAY] Countersign — demo")
                                << ui::Role::DemoFrame;
        QTest::newRow("paper") << Destination::Paper << QStringLiteral("[PAPER] Countersign — demo")
                               << ui::Role::PaperFrame;
        QTest::newRow("live") << Destination::Live << QStringLiteral("[LIVE] Countersign — demo")
                              << ui::Role::LiveFrame;
    }

    void titleAndFrameSayWhereOrdersGo()
    {
        QFETCH(Destination, destination);
        QFETCH(QString, title);
        QFETCH(ui::Role, frame);
        Stage stage;
        const auto window = stage.open(snapshotOn(destination));

        QCOMPARE(window->windowTitle(), title);
        QCOMPARE(window->accessibleName(), title);
        const QImage picture = window->grab().toImage();
        int framed = 0;
        QSet<QRgb> colours;
        for (int x = 0; x < picture.width(); ++x)
            for (int y = 0; y < ui::ModeFrame::width; ++y) {
                framed += picture.pixelColor(x, y) == ui::colour(frame);
                colours.insert(picture.pixel(x, y));
            }
        QVERIFY(framed > picture.width() * ui::ModeFrame::width / 5);
        QCOMPARE(colours.size() > 1, destination == Destination::Live); // the hatch
        QVERIFY(picture.pixelColor(picture.width() / 2, ui::ModeFrame::width) != ui::colour(frame));
    }

    void aDetachedPanelWearsTheFrameToo()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));
        ui::PanelDock *orders = window->dock(QStringLiteral("orders"));

        orders->setFloating(true);
        stage.client.show(snapshotOn(Destination::Paper));
        settle();

        QCOMPARE(orders->windowTitle(), QStringLiteral("[PAPER] Orders"));
        const QImage picture = orders->widget()->grab().toImage();
        QCOMPARE(picture.pixelColor(2, picture.height() / 2), ui::colour(ui::Role::PaperFrame));
        orders->setFloating(false);
        QCOMPARE(orders->widget()->layout()->contentsMargins().left(), 0);
    }

    void killNeedsTheKeyTwiceWithinTwoSeconds()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        const auto press = [&window] {
            QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        };

        press();
        QVERIFY(stage.client.commands.empty());
        QVERIFY(window->statusText().contains(QStringLiteral("again within 2 s")));
        stage.now += 2500;
        press(); // too late: the first press of another pair
        QVERIFY(stage.client.commands.empty());
        stage.now += 1500;
        press();
        QCOMPARE(stage.client.commands.size(), std::size_t(1));
        QVERIFY(stage.client.last<core::Halt>()->cancelOrders && stage.client.last<core::Halt>()->flatten);
    }

    void f6WalksThroughThePanels()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QSet<QWidget *> seen;
        for (int step = 0; step < 4; ++step) {
            QTest::keyClick(window.get(), Qt::Key_F6);
            QVERIFY(QApplication::focusWidget());
            seen.insert(QApplication::focusWidget());
        }
        QCOMPARE(seen.size(), 4); // chart, desk, positions, account
        QWidget *last = QApplication::focusWidget();
        QTest::keyClick(window.get(), Qt::Key_F6);
        QTest::keyClick(window.get(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), last);
    }

    void layoutAndThemeComeBack()
    {
        Stage stage;
        {
            const auto window = stage.open(snapshotOn(Destination::Demo));
            window->dock(QStringLiteral("activity"))->hide();
            actionNamed(*window, QStringLiteral("Light"))->trigger();
            QVERIFY(window->close());
        }
        ui::applyTheme(ui::ThemeChoice::Dark);

        const auto window = stage.open(snapshotOn(Destination::Demo));

        QVERIFY(window->dock(QStringLiteral("activity"))->isHidden());
        QVERIFY(!window->dock(QStringLiteral("orders"))->isHidden());
        QCOMPARE(ui::currentTheme(), ui::ThemeKind::Light);
        window->resetLayout();
        QVERIFY(!window->dock(QStringLiteral("activity"))->isHidden());
        actionNamed(*window, QStringLiteral("Dark"))->trigger();
    }

    void aDamagedFileMeansTheUsualLayout()
    {
        Stage stage;
        QFile file(stage.settingsPath());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[window]\ngeometry=@ByteArray(rubbish)\nlayout=12\ntheme=purple\ntext-scale=nan\n\0\1\2");
        file.close();

        const auto window = stage.open(snapshotOn(Destination::Demo));

        const QSize room = window->screen()->availableGeometry().size() * 0.94;
        QCOMPARE(window->size(), QSize(1600, 1000).boundedTo(room).expandedTo({1280, 800}));
        for (const char *name : {"desk", "positions", "orders", "activity"})
            QVERIFY2(!window->dock(QString::fromLatin1(name))->isHidden(), name);
        QCOMPARE(ui::currentTheme(), ui::ThemeKind::Dark);
    }

    void demoClosesWithoutAQuestion()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        QVERIFY(window->close());
        QVERIFY(!window->closeGuard());
    }

    void closingOverOrdersAsksAndStaying()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));

        QVERIFY(!window->close());
        QVERIFY(window->isVisible() && window->closeGuard());
        window->closeGuard()->stayButton().click();
        QVERIFY(window->isVisible());
        QVERIFY(stage.client.commands.empty());
        QTRY_VERIFY(!window->closeGuard());
        QVERIFY(!window->close()); // and it asks again
    }

    void closingMayKeepTheOrders()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Live));
        window->close();

        window->closeGuard()->keepButton().click();

        QVERIFY(!window->isVisible());
        QVERIFY(stage.client.commands.empty());
    }

    void closingAfterCancellingWaitsForTheVenue()
    {
        Stage stage;
        core::EngineSnapshot snapshot = snapshotOn(Destination::Paper);
        const auto window = stage.open(snapshot);
        window->close();

        window->closeGuard()->cancelButton().click();

        QCOMPARE(stage.client.commands.size(), std::size_t(1)); // the entry; protective orders stay
        QCOMPARE(stage.client.last<core::CancelOrder>()->order, core::ClientOrderId("p-0008-1-entry"));
        stage.client.show(snapshot);
        QVERIFY(window->isVisible());
        snapshot.orders[1].order.status = core::OrderStatus::Cancelled;
        stage.client.show(snapshot);
        QVERIFY(!window->isVisible());
    }

    void aLostEngineGreysWhatCannotBeVouchedFor()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));

        stage.client.lose(QStringLiteral("its thread ended."));

        QVERIFY(window->bannerText().contains(QStringLiteral("its thread ended.")));
        for (const char *name : {"desk", "positions", "orders"})
            QVERIFY2(!window->dock(QString::fromLatin1(name))->content().isEnabled(), name);
        stage.client.show(snapshotOn(Destination::Paper)); // it was only late
        QVERIFY(window->bannerText().isEmpty());
        QVERIFY(window->dock(QStringLiteral("desk"))->content().isEnabled());
    }

    void answersAreShown()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        stage.client.answer(false, QStringLiteral("The order is filled already."));
        QCOMPARE(window->statusText(), QStringLiteral("▲ The order is filled already."));
    }

    void aRefusalSaysWhyWhenAsked()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        stage.client.answer(false, QStringLiteral("quantity: the quantity must be a multiple of the lot 1"),
                            core::ErrorCode::BadInput);
        QVERIFY(window->whyButton().isVisible() && !window->refusalPanel().isVisible());

        QTest::mouseClick(&window->whyButton(), Qt::LeftButton);

        QVERIFY(window->refusalPanel().isVisible());
        QCOMPARE(window->refusalPanel().error().code, QStringLiteral("command.bad-input"));
        QVERIFY(window->refusalPanel().error().happened.contains(QStringLiteral("multiple of the lot")));
        stage.client.answer(true, QStringLiteral("done")); // what was done since is no reason to complain
        QVERIFY(!window->refusalPanel().isVisible() && !window->whyButton().isVisible());
    }

    void whatLastsStandsUnderTheMenu()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));
        core::EngineSnapshot snapshot = snapshotOn(Destination::Paper);
        snapshot.limitsProblem = "limits/demo.demo.yaml:6: limits.exposure.value: must be a number";
        stage.client.show(snapshot);
        QCOMPARE(window->troublePanel().error().code, QStringLiteral("limits.unreadable"));
        QTest::mouseClick(&window->troublePanel().actionButton(), Qt::LeftButton);
        auto *dialog = window->findChild<ui::SettingsDialog *>();
        QVERIFY(dialog && dialog->limitsPage().isVisible());

        snapshot.journalProblem = "database or disk is full Unable to fetch row";
        stage.client.show(snapshot);
        QCOMPARE(window->troublePanel().error().code, QStringLiteral("disk.full")); // the worse first
        QVERIFY(window->troublePanel().actionButton().isHidden());
        stage.client.show(snapshotOn(Destination::Paper));
        QVERIFY(window->troublePanel().isHidden());
    }

    void anEngineThatCannotStartSaysWhatToDo()
    {
        Stage stage;
        ui::MainWindow window(stage.client, stage.settingsPath());
        window.show();
        stage.client.lose(QStringLiteral("countersign.sqlite: the database was written by a newer version of this program"));
        QCOMPARE(window.troublePanel().error().code, QStringLiteral("store.newer"));
        QVERIFY(window.troublePanel().isVisible());
    }

    void anEmptyDeskSaysWhyAndWhatSolvesIt()
    {
        Stage stage;
        core::EngineSnapshot snapshot = quietSnapshot();
        const auto window = stage.open(snapshot);
        ui::EmptyState &empty = window->findChild<ui::DeskPanel *>()->emptyState();
        QVERIFY(empty.isVisible() && empty.actionButton().isHidden());

        snapshot.speed = 0;
        stage.client.show(snapshot);
        QTest::mouseClick(&empty.actionButton(), Qt::LeftButton);
        QCOMPARE(stage.client.last<core::SetSpeed>()->speed, 60.0);

        snapshot.account.mode = core::DecisionMode::Manual;
        stage.client.show(snapshot);
        QTest::mouseClick(&empty.actionButton(), Qt::LeftButton);
        auto *dialog = window->findChild<ui::SettingsDialog *>();
        QVERIFY(dialog && dialog->modePage().isVisible());

        snapshot.lamps = {{"broker", false, "timed out"}};
        stage.client.show(snapshot);
        QVERIFY(empty.why().contains(QStringLiteral("timed out")));
        QVERIFY(empty.actionButton().isHidden());
    }

    void whatIsOldSaysHowOld()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));
        stage.client.show(snapshotOn(Destination::Paper));
        stage.client.lose(QStringLiteral("its thread ended"));
        const auto clock = [&] {
            for (const QLabel *label : window->findChild<ui::AccountBar *>()->findChildren<QLabel *>())
                if (label->text().startsWith(QStringLiteral("Last heard of")))
                    return true;
            return false;
        };
        QVERIFY(clock());
        stage.client.show(snapshotOn(Destination::Paper));
        QVERIFY(!clock());
    }

    void everyPageOfTheHelpCanBeRead()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Live));
        ui::HelpWindow &help = window->openHelpAt(QStringLiteral("held-here"));
        QCOMPARE(help.windowTitle(), QStringLiteral("[LIVE] Help"));
        QVERIFY(help.pageText().contains(QStringLiteral("held here: this program watches the price")));
        QStringList pages;
        for (int row = 0; row < help.topics().count(); ++row) {
            help.topics().setCurrentRow(row);
            const QString page = help.pageText();
            QVERIFY2(page.size() > 300, qPrintable(page));
            QVERIFY(!pages.contains(page));
            pages += page;
        }
        QCOMPARE(pages.size(), 5);
        for (const char *button : {"Accept the venue's figure…", "Accept the venue's cash…", "End by hand…", "Keep these keys"})
            QVERIFY2(pages.join(QString()).contains(QString::fromUtf8(button)), button); // as they are called there
        help.openAt(QStringLiteral("no such page"));
        QCOMPARE(help.topics().currentRow(), 4);
    }

    void f1IsAboutThePanelYouAreIn()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        window->dock(QStringLiteral("orders"))->raise();
        window->findChild<ui::OrdersPanel *>()->findChild<QTableView *>()->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F1);
        auto *help = window->findChild<ui::HelpWindow *>();
        QVERIFY(help && help->isVisible() && !help->isModal());
        QVERIFY(help->pageText().startsWith(QStringLiteral("Unknown orders")));
        help->close();
        QTRY_VERIFY(!window->findChild<ui::HelpWindow *>());

        auto *desk = window->findChild<ui::DeskPanel *>();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        desk->focusDesk();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F1);
        QVERIFY(!window->findChild<ui::HelpWindow *>()); // the desk has its own
    }

    void settingsOpenByKeyAndTheLookIsOne()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto *dialog = window->findChild<ui::SettingsDialog *>();
        QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());

        actionNamed(*window, QStringLiteral("Light"))->trigger();
        QCOMPARE(dialog->lookPage().look().theme, ui::ThemeChoice::Light);
        Q_EMIT dialog->lookChosen({ui::ThemeChoice::Dark, 1.15, ui::PricePair::GreenRed});
        QVERIFY(actionNamed(*window, QStringLiteral("Dark"))->isChecked());
        QVERIFY(!actionNamed(*window, QStringLiteral("Light"))->isChecked());
        QCOMPARE(ui::colour(ui::Role::Up), ui::colourOf(ui::Role::Up, ui::ThemeKind::Dark, ui::PricePair::GreenRed));
        const ui::WindowSettings kept = ui::loadWindowSettings(stage.settingsPath());
        QVERIFY(kept.look == (ui::Look{ui::ThemeChoice::Dark, 1.15, ui::PricePair::GreenRed}));
        Q_EMIT dialog->profileChosen(QStringLiteral("ma-crossover"));
        QCOMPARE(ui::loadWindowSettings(stage.settingsPath()).profile, QStringLiteral("ma-crossover"));
        dialog->close(); // what was typed there is still there when it comes back
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(window->findChildren<ui::SettingsDialog *>().size(), 1);
        QVERIFY(dialog->isVisible());
        Q_EMIT dialog->lookChosen({});
    }

    void startingAnotherProfileClosesLikeTheOwnerDoes()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Paper));
        ui::SettingsDialog &dialog = window->openSettingsAt(ui::SettingsDialog::Profile);

        Q_EMIT dialog.restartRequested(QStringLiteral("mine"), QStringLiteral("paper"));

        QTRY_VERIFY(window->closeGuard()); // orders are open at the venue
        window->closeGuard()->stayButton().click();
        QVERIFY(window->isVisible() && !window->restartProfile());
        QTRY_VERIFY(!window->closeGuard());
        Q_EMIT dialog.restartRequested(QStringLiteral("mine"), QStringLiteral("paper"));
        QTRY_VERIFY(window->closeGuard());
        window->closeGuard()->keepButton().click();
        QVERIFY(!window->isVisible());
        QCOMPARE(window->restartProfile(), std::optional(QStringLiteral("mine")));
        QVERIFY(window->restartDestination() == core::Destination::Paper);
    }

    void aStartThatFailedOffersWaysOn()
    {
        ui::StartFailure locked({core::ErrorCode::Busy, "countersign (process 7) uses this data directory already", "/d"}, false);
        locked.show();
        QCOMPARE(locked.errorPanel().error().code, QStringLiteral("start.locked"));
        QVERIFY(!locked.demoButton().isVisible());
        QTest::mouseClick(&locked.retryButton(), Qt::LeftButton);
        QCOMPARE(locked.choice(), ui::StartFailure::Choice::Retry);
        QVERIFY(!locked.isVisible());

        ui::StartFailure profile({core::ErrorCode::BadInput, "is not a known key", "mine.yaml", 51, "riks"}, true);
        profile.show();
        takePicture(profile, QStringLiteral("start-failure"));
        QVERIFY(profile.errorPanel().error().happened.contains(QStringLiteral("mine.yaml:51: riks")));
        QTest::mouseClick(&profile.demoButton(), Qt::LeftButton);
        QCOMPARE(profile.choice(), ui::StartFailure::Choice::Demo);
        ui::StartFailure closed({core::ErrorCode::Internal, "x"}, false);
        closed.show();
        QTest::keyClick(&closed, Qt::Key_Escape);
        QCOMPARE(closed.choice(), ui::StartFailure::Choice::Quit);
    }

    void everyControlHasAName()
    {
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        for (const QWidget *widget : window->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            QAccessibleInterface *access =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY2(access && !access->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }

    void picturesForAReviewer_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QSize>("size");
        for (const char *theme : {"Dark", "Light"})
            for (const QSize size : {QSize(1600, 1000), QSize(1280, 800)})
                QTest::addRow("%s-%dx%d", theme, size.width(), size.height())
                    << QString::fromLatin1(theme) << size;
    }

    void picturesForAReviewer()
    {
        QFETCH(QString, theme);
        QFETCH(QSize, size);
        Stage stage;
        const auto window = stage.open(snapshotOn(Destination::Demo));
        actionNamed(*window, theme)->trigger();
        window->resize(size);
        window->resetLayout();
        settle();
        QCOMPARE(window->size(), size); // nothing inside asks for more room than that
        window->selection().selectProposal(core::ProposalId("p-0009"));
        QTRY_VERIFY((stage.now += 500, // the desk's guard after a card has moved
                     buttonStarting(*window, QStringLiteral("Approve BUY"))->isEnabled()));
        takePicture(*window, QStringLiteral("main-") + QString::fromLatin1(QTest::currentDataTag()));
    }

    void picturesOfStates()
    {
        Stage stage;
        core::EngineSnapshot halted = snapshotOn(Destination::Live);
        halted.account.id = core::AccountId("…1234");
        halted.isHalted = true;
        halted.haltReason = "The daily loss limit of 2,000.00 is reached.";
        const auto window = stage.open(halted);
        window->resize(1600, 1000);
        window->resetLayout();
        window->selection().selectProposal(core::ProposalId("p-0010"));
        window->dock(QStringLiteral("orders"))->raise();
        actionNamed(*window, QStringLiteral("Halt, cancel orders and close positions…"))->trigger();
        buttonStarting(*window, QStringLiteral("Resume…"))->click();
        settle();
        takePicture(*window, QStringLiteral("live-halted-orders"));

        window->dock(QStringLiteral("activity"))->raise();
        stage.client.lose(QStringLiteral("its thread ended."));
        settle();
        takePicture(*window, QStringLiteral("lost-activity"));

        stage.client.show(quietSnapshot());
        window->resize(1280, 800);
        settle();
        takePicture(*window, QStringLiteral("quiet"));
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
