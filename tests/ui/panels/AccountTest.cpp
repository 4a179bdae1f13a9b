#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/panels/Pictures.h"
#include "ui/account/AccountBar.h"
#include "ui/account/HaltBanner.h"
#include "ui/account/LampRow.h"
#include "ui/account/ModeChooser.h"
#include "ui/account/QuestionBar.h"
#include "ui/account/SpeedControl.h"
#include "ui/confirm/ReasonDialog.h"
#include "ui/widgets/MessageBanner.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace support;
using core::DecisionMode;

class AccountTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<FakeEngineClient>();
        m_bar = std::make_unique<ui::AccountBar>(*m_client);
        m_bar->resize(1500, 160);
        m_snapshot = demoSnapshot();
        m_client->show(m_snapshot);
        m_bar->show();
        QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
    }

    void figuresAreTheAccounts()
    {
        QCOMPARE(m_bar->figure(QStringLiteral("equity")), QStringLiteral("100,243.18"));
        QCOMPARE(m_bar->figure(QStringLiteral("day")), QStringLiteral("+243.18"));
        QCOMPARE(m_bar->figure(QStringLiteral("room")), QStringLiteral("2,243.18"));
        QCOMPARE(m_bar->figure(QStringLiteral("heat")), QStringLiteral("188.40"));
        QCOMPARE(m_bar->figure(QStringLiteral("exposure")), QStringLiteral("6.8\u00a0% of 60\u00a0%"));
    }

    void nothingIsKnownBeforeTheFirstSnapshot()
    {
        FakeEngineClient silent;
        const ui::AccountBar bar(silent);
        QCOMPARE(bar.figure(QStringLiteral("equity")), QStringLiteral("—"));
        QVERIFY(!bar.isEnabled());
    }

    void haltIsOneClick()
    {
        click(m_bar->haltButton());
        QVERIFY(m_client->last<core::Halt>());
        QVERIFY(m_client->last<core::Halt>()->cancelOrders && !m_client->last<core::Halt>()->flatten);
    }

    void flattenAsksOnceWithItsNumbers()
    {
        m_bar->askToFlatten();
        QVERIFY(m_bar->question().isVisible());
        QVERIFY(m_client->commands.empty());
        QCOMPARE(m_bar->question().accessibleName(),
                 QStringLiteral("Halt, cancel open orders (4) and close positions (2) at market?"));

        click(m_bar->question().noButton());
        QVERIFY(m_client->commands.empty() && !m_bar->question().isVisible());

        m_bar->askToFlatten();
        click(m_bar->question().yesButton());
        QVERIFY(m_client->last<core::Halt>()->cancelOrders && m_client->last<core::Halt>()->flatten);
        QCOMPARE(m_client->commands.size(), std::size_t(1));
    }

    void enterOnAQuestionLeavesThingsAsTheyAre()
    {
        m_bar->askToFlatten();
        QVERIFY(m_bar->question().noButton().hasFocus());
        QTest::keyClick(&m_bar->question().noButton(), Qt::Key_Space);
        m_bar->askToFlatten();
        QTest::keyClick(&m_bar->question().noButton(), Qt::Key_Escape);
        QVERIFY(m_client->commands.empty() && !m_bar->question().isVisible());
    }

    void moreAutonomyNeedsASecondClickLessDoesNot()
    {
        click(m_bar->modes().button(DecisionMode::Auto));
        QVERIFY(m_client->commands.empty());
        QCOMPARE(m_bar->question().accessibleName(),
                 QStringLiteral("In Auto entries leave without asking you."));
        QVERIFY(!m_bar->modes().button(DecisionMode::Auto).isChecked()); // only the engine says what is on
        click(m_bar->question().yesButton());
        QCOMPARE(m_client->last<core::SetMode>()->mode, DecisionMode::Auto);

        click(m_bar->modes().button(DecisionMode::Manual));
        QCOMPARE(m_client->last<core::SetMode>()->mode, DecisionMode::Manual);
        QCOMPARE(m_client->commands.size(), std::size_t(2));
        QVERIFY(m_bar->modes().button(DecisionMode::Hybrid).isChecked());
        m_snapshot.account.mode = DecisionMode::Manual;
        m_client->show(m_snapshot);
        QVERIFY(m_bar->modes().button(DecisionMode::Manual).isChecked());
    }

    void lessAutonomyTakesAnOpenQuestionBack()
    {
        click(m_bar->modes().button(DecisionMode::Auto));
        click(m_bar->modes().button(DecisionMode::Manual));
        QVERIFY(!m_bar->question().isVisible());
        click(m_bar->modes().button(DecisionMode::Hybrid)); // the mode that is on: nothing to ask
        QVERIFY(!m_bar->question().isVisible());
        QCOMPARE(m_client->commands.size(), std::size_t(1));
    }

    void resumingNeedsATypedReason()
    {
        ui::HaltBanner &banner = m_bar->haltBanner();
        QVERIFY(!banner.isVisible());
        m_snapshot.isHalted = true;
        m_snapshot.haltReason = "The daily loss limit is reached.";
        m_client->show(m_snapshot);
        QVERIFY(banner.isVisible());
        QVERIFY(banner.accessibleName().contains(QStringLiteral("The daily loss limit is reached.")));
        QCOMPARE(m_bar->haltButton().text(), QStringLiteral("HALTED"));

        click(banner.openButton());
        QVERIFY(!banner.resumeButton().isEnabled());
        QTest::keyClicks(&banner.reasonField(), QStringLiteral("   "));
        QTest::keyClick(&banner.reasonField(), Qt::Key_Return);
        QVERIFY(!banner.resumeButton().isEnabled() && m_client->commands.empty());
        QTest::keyClicks(&banner.reasonField(), QStringLiteral("checked the feed "));
        click(banner.resumeButton());

        QVERIFY(m_client->last<core::Resume>());
        QCOMPARE(m_client->last<core::Resume>()->reason, std::string("checked the feed"));
        m_snapshot.isHalted = false;
        m_client->show(m_snapshot);
        QVERIFY(!banner.isVisible());
        QCOMPARE(m_bar->haltButton().text(), QStringLiteral("HALT"));
    }

    void reduceOnlyIsOneClickAndLiftedWithAReason()
    {
        m_bar->reduceOnlyAction().trigger();
        QVERIFY(m_client->last<core::SetReduceOnly>() && m_client->last<core::SetReduceOnly>()->on);

        m_snapshot.isReduceOnly = true;
        m_snapshot.haltReason = "by owner (desk)";
        m_client->show(m_snapshot);
        ui::HaltBanner &banner = m_bar->haltBanner();
        QVERIFY(banner.isVisible() && banner.openButton().isVisible());
        QVERIFY(banner.accessibleName().startsWith(QStringLiteral("Reduce-only: by owner (desk).")));
        QCOMPARE(m_bar->haltButton().text(), QStringLiteral("HALT")); // a halt is still to be had
        QVERIFY(!m_bar->reduceOnlyAction().isEnabled());

        m_snapshot.isDayLost = true; // lifts itself tomorrow, and nobody before
        m_client->show(m_snapshot);
        QVERIFY(banner.isVisible() && !banner.openButton().isVisible());
        m_snapshot.isReduceOnly = m_snapshot.isDayLost = false;
        m_client->show(m_snapshot);
        QVERIFY(!banner.isVisible() && m_bar->reduceOnlyAction().isEnabled());
    }

    void aKillThatIsNotDoneYetSaysSo()
    {
        m_snapshot.isHalted = m_snapshot.isFlattening = true;
        m_snapshot.haltReason = "by owner (cli)";
        m_client->show(m_snapshot);
        QVERIFY(m_bar->haltBanner().accessibleName().contains(QStringLiteral("until the venue confirms it")));
    }

    void theVenuesCashIsAcceptedAsOneOfTwoThings()
    {
        QVERIFY(!m_bar->cashBanner().isVisible());
        m_snapshot.account.cashDifference = money("-1000.50");
        m_client->show(m_snapshot);
        QVERIFY(m_bar->cashBanner().isVisible());
        QVERIFY(m_bar->cashBanner().text().startsWith(QStringLiteral("The venue has 1,000.50 less cash")));
        for (const bool isCharge : {false, true}) {
            Q_EMIT m_bar->cashBanner().actionTriggered();
            auto *dialog = m_bar->findChild<ui::ReasonDialog *>();
            takePicture(*dialog, QStringLiteral("accept-cash"));
            QCOMPARE(dialog->windowTitle(), QStringLiteral("[DEMO] Accept the venue's cash"));
            dialog->reasonField().setText(QStringLiteral("looked at the statement"));
            QVERIFY(!dialog->yesButton().isEnabled()); // what it was is not said yet
            dialog->choiceButton(isCharge ? 1 : 0).setChecked(true);
            click(dialog->yesButton());
            const auto *sent = m_client->last<core::AcceptDifference>();
            QVERIFY(sent && !sent->instrument && !sent->adopts);
            QCOMPARE(sent->isCharge, isCharge);
            QCOMPARE(sent->reason, std::string("looked at the statement"));
            QTRY_VERIFY(!m_bar->findChild<ui::ReasonDialog *>());
        }
        Q_EMIT m_bar->cashBanner().actionTriggered();
        m_snapshot.account.cashDifference = money("3");
        m_client->show(m_snapshot); // another difference: the question goes
        QTRY_VERIFY(!m_bar->findChild<ui::ReasonDialog *>());
        m_snapshot.account.cashDifference.reset();
        m_client->show(m_snapshot);
        QVERIFY(!m_bar->cashBanner().isVisible());
    }

    void speedIsForDemoAndReplayOnly()
    {
        click(*m_bar->speeds().button(60));
        QCOMPARE(m_client->last<core::SetSpeed>()->speed, 60.0);
        click(*m_bar->speeds().button(0));
        QCOMPARE(m_client->last<core::SetSpeed>()->speed, 0.0);
        QVERIFY(m_bar->speeds().button(1)->isChecked());

        m_snapshot.speed = 300;
        m_client->show(m_snapshot);
        QVERIFY(m_bar->speeds().button(300)->isChecked() && !m_bar->speeds().button(1)->isChecked());
        m_snapshot.account.destination = core::Destination::Paper;
        m_client->show(m_snapshot);
        QVERIFY(!m_bar->speeds().isVisible());
    }

    void lampsSayInWordsWhatIsWrong()
    {
        ui::LampRow row;
        row.showLamps(m_snapshot.lamps);
        QCOMPARE(row.texts(), (QStringList{QStringLiteral("● Feed"), QStringLiteral("● Broker"),
                                           QStringLiteral("● Journal"),
                                           QStringLiteral("▲ Clock: 310 ms behind the venue")}));
        row.showLamps({m_snapshot.lamps[0]});
        QCOMPARE(row.texts(), QStringList{QStringLiteral("● Feed")});
    }

    void theClockSaysHowFarItIsAndWhatHelps()
    {
        using namespace std::chrono_literals;
        ui::LampRow row;
        const auto shown = [&](core::ClockJudged clock) {
            row.showLamps({{"clock", clock.isGood && clock.allowsEntries, clock.detail}}, clock);
            return row.toolTipOf(QStringLiteral("Clock")).split(QLatin1Char('\n'));
        };

        const QStringList good = shown({true, true, -12ms, "Our clock agrees with Alpaca's."});
        QCOMPARE(row.texts(), QStringList{QStringLiteral("● Clock")});
        QCOMPARE(good, (QStringList{QStringLiteral("Our clock agrees with Alpaca's."),
                                    QStringLiteral("When it was last judged, this computer was 12 ms ahead.")}));

        const QStringList far = shown({false, false, 3s, "This computer's clock is 3000 ms behind Bybit's."});
        QVERIFY(row.texts().at(0).startsWith(QStringLiteral("▲ Clock: This computer's clock is 3000 ms")));
        QCOMPARE(far.size(), 4);
        QCOMPARE(far[1], QStringLiteral("When it was last judged, this computer was 3000 ms behind."));
        QVERIFY(far[2].contains(QStringLiteral("No entry leaves")));
        QVERIFY(far[3].contains(QStringLiteral("Date & time")));

        const QStringList unknown = shown({false, false, {}, "Bybit's clock is not known yet."});
        QCOMPARE(unknown.size(), 2); // nothing to set while nothing is known
    }

    void aLongDetailDoesNotWidenTheWindow()
    {
        ui::LampRow row;
        row.showLamps({{"broker", false, std::string(300, 'x')}});
        QVERIFY(row.sizeHint().width() < row.fontMetrics().averageCharWidth() * 70);
        QCOMPARE(row.toolTipOf(QStringLiteral("Broker")).size(), 300);
    }

private:
    static void click(QWidget &widget) { QTest::mouseClick(&widget, Qt::LeftButton); }

    std::unique_ptr<FakeEngineClient> m_client;
    std::unique_ptr<ui::AccountBar> m_bar;
    core::EngineSnapshot m_snapshot;
};

QTEST_MAIN(AccountTest)
#include "AccountTest.moc"
