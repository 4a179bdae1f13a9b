#include "ui/settings/SettingsDialog.h"

#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/panels/Pictures.h"
#include "ui/settings/DataPage.h"
#include "ui/settings/LimitEditor.h"
#include "ui/settings/LimitsPage.h"
#include "ui/settings/ModePage.h"
#include "ui/settings/ProfilesPage.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/ErrorPanel.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace support;
using namespace std::chrono_literals;
using core::DecisionMode;

namespace {

constexpr ui::ConfirmButton::Times quick{5000ms, 0ms};

core::RiskLimits demoLimits()
{
    core::RiskLimits limits;
    limits.riskPerTrade = core::Decimal::parse("0.02").value();
    limits.exposure = core::Decimal::parse("0.6").value();
    limits.dayLoss = core::Decimal::parse("0.05").value();
    limits.maxOrderValue = money("30000");
    limits.maxOrderQuantity = quantity("1000");
    limits.maxPositions = 3;
    limits.priceCollar = core::Decimal::parse("0.01").value();
    limits.maxQuoteAge = 60s;
    limits.needsStop = true;
    limits.overnight = core::Decimal::parse("0.05").value();
    limits.drawdown = core::Decimal::parse("1").value();
    limits.maxOrdersPerMinute = 10;
    limits.duplicateWindow = 3s;
    limits.lossStreak = 3;
    limits.coolDown = 30min;
    limits.stopOutBars = 2;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 20;
    return limits;
}

core::EngineSnapshot snapshotIn(DecisionMode mode)
{
    core::EngineSnapshot snapshot = demoSnapshot();
    snapshot.account.mode = mode;
    snapshot.limits = demoLimits();
    snapshot.profileLimits = demoLimits();
    return snapshot;
}

class FakeProfiles final : public ui::ProfileSource {
public:
    void refresh() override
    {
        ++asked;
        Q_EMIT listed(profiles);
    }
    int asked = 0;
    std::vector<ui::ProfileChoice> profiles{
        {.name = QStringLiteral("demo"), .path = QStringLiteral(":/profiles/demo.yaml"),
         .description = QStringLiteral("A seeded synthetic market to learn the desk with."),
         .facts = QStringLiteral("Orders go to: demo. Mode: hybrid. Trades: AAPL, TSLA, BTCUSDT."), .isShipped = true, .problems = {}},
        {.name = QStringLiteral("ma-crossover"), .path = QStringLiteral(":/profiles/ma-crossover.yaml"),
         .description = QStringLiteral("Two US stocks on hour bars."), .facts = {}, .isShipped = true, .problems = {}},
        {.name = QStringLiteral("mine"), .path = QStringLiteral("/data/profiles/mine.yaml"), .description = {}, .facts = {},
         .isShipped = false,
         .problems = {{"/data/profiles/mine.yaml", 44, "risk.exposure", "must be above 0 and at most 1, not 3"},
                      {"/data/profiles/mine.yaml", 51, "riks", "is not a known key"}}}};
};

void choose(ui::ProfilesPage &page, const QString &name)
{
    for (int row = 0; row < page.view().model()->rowCount(); ++row)
        if (page.view().model()->index(row, 0).data().toString() == name) {
            QTest::mouseClick(page.view().viewport(), Qt::LeftButton, {},
                              page.view().visualRect(page.view().model()->index(row, 0)).center());
            return;
        }
    QFAIL(qPrintable(name));
}

struct Stage {
    FakeEngineClient client;
    FakeProfiles profiles;
    std::unique_ptr<ui::SettingsDialog> dialog;

    explicit Stage(DecisionMode mode = DecisionMode::Hybrid)
    {
        client.show(snapshotIn(mode));
        ui::SettingsContext context{.profiles = &profiles, .runningProfile = QStringLiteral(":/profiles/demo.yaml"),
                                    .nextProfile = QStringLiteral("demo"), .dataDir = QStringLiteral("/home/ada/trading")};
        dialog = std::make_unique<ui::SettingsDialog>(client, context, ui::Look{}, nullptr, quick);
        dialog->show();
    }
    [[nodiscard]] bool activate() const { return QTest::qWaitForWindowActive(dialog.get()); }
};

void press(ui::ConfirmButton &button)
{
    QTest::mouseClick(&button, Qt::LeftButton);
    QTRY_VERIFY(button.isListening());
    QTest::mouseClick(&button, Qt::LeftButton);
}

} // namespace

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        ui::applyTheme(ui::ThemeChoice::Dark);
    }

    void itIsNotModalAndSaysWhereOrdersGo()
    {
        Stage stage;
        QVERIFY(!stage.dialog->isModal());
        QCOMPARE(stage.dialog->windowTitle(), QStringLiteral("[DEMO] Settings"));
        core::EngineSnapshot live = snapshotIn(DecisionMode::Hybrid);
        live.account.destination = core::Destination::Live;
        stage.client.show(live);
        QCOMPARE(stage.dialog->windowTitle(), QStringLiteral("[LIVE] Settings"));
        QCOMPARE(stage.dialog->grab().toImage().pixelColor(2, 300) == ui::colour(ui::Role::DemoFrame), false);
    }

    void theSectionsAreReachedByKeys()
    {
        Stage stage;
        QVERIFY(stage.activate());
        stage.dialog->sections().setFocus();
        QTest::keyClick(&stage.dialog->sections(), Qt::Key_Home);
        QVERIFY(stage.dialog->profilesPage().isVisible());
        QTest::keyClick(&stage.dialog->sections(), Qt::Key_Down);
        QVERIFY(stage.dialog->modePage().isVisible());
        QTest::keyClick(&stage.dialog->sections(), Qt::Key_End);
        QVERIFY(stage.dialog->dataPage().isVisible());
    }

    // --- profile -----------------------------------------------------------------------------------

    void profilesAreListedWithTheirState()
    {
        Stage stage;
        QAbstractItemModelTester tester(&stage.dialog->profilesPage().model());
        stage.dialog->openAt(ui::SettingsDialog::Profile);
        QCOMPARE(stage.profiles.asked, 1);
        ui::ProfilesModel &model = stage.dialog->profilesPage().model();
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("● Running"));
        QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("▲ Problems: 2"));
        QCOMPARE(model.index(2, 2).data().toString(), QStringLiteral("Your own"));
        QVERIFY(stage.dialog->profilesPage().detailText().contains(QStringLiteral("AAPL"))); // the running one
        stage.profiles.profiles.pop_back();
        stage.profiles.refresh();
        QCOMPARE(model.rowCount(), 2);
    }

    void aProfileIsKeptForTheNextStart()
    {
        Stage stage;
        stage.dialog->openAt(ui::SettingsDialog::Profile);
        QSignalSpy chosen(stage.dialog.get(), &ui::SettingsDialog::profileChosen);
        ui::ProfilesPage &page = stage.dialog->profilesPage();
        QVERIFY(!page.nextStartButton().isEnabled()); // demo is next already
        choose(page, QStringLiteral("ma-crossover"));

        QTest::mouseClick(&page.nextStartButton(), Qt::LeftButton);

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("ma-crossover"));
        QVERIFY(!page.nextStartButton().isEnabled());
    }

    void startingNowAsksBack()
    {
        Stage stage;
        stage.dialog->openAt(ui::SettingsDialog::Profile);
        QSignalSpy restart(stage.dialog.get(), &ui::SettingsDialog::restartRequested);
        ui::ProfilesPage &page = stage.dialog->profilesPage();
        choose(page, QStringLiteral("ma-crossover"));

        QTest::mouseClick(&page.startNowButton(), Qt::LeftButton);
        QCOMPARE(restart.size(), 0);
        choose(page, QStringLiteral("demo")); // another question: the first click is taken back
        QVERIFY(!page.startNowButton().isArmed());
        choose(page, QStringLiteral("ma-crossover"));
        press(page.startNowButton());
        QCOMPARE(restart.size(), 1);
        QCOMPARE(restart[0][0].toString(), QStringLiteral("ma-crossover"));
        QVERIFY(restart[0][1].toString().isEmpty()); // where the profile says
        page.destinations().setCurrentIndex(page.destinations().findData(QStringLiteral("paper")));
        QVERIFY(page.startNowButton().question().contains(QStringLiteral("PAPER")));
        press(page.startNowButton());
        QCOMPARE(restart.size(), 2);
        QCOMPARE(restart[1][1].toString(), QStringLiteral("paper"));
        page.destinations().setCurrentIndex(page.destinations().findData(QStringLiteral("live")));
        QVERIFY(page.startNowButton().question().contains(QStringLiteral("REAL MONEY")));
    }

    void aProfileWithProblemsSaysWhichAndCannotBeStarted()
    {
        Stage stage;
        stage.dialog->openAt(ui::SettingsDialog::Profile);
        ui::ProfilesPage &page = stage.dialog->profilesPage();
        choose(page, QStringLiteral("mine"));
        QVERIFY(!page.startNowButton().isEnabled() && !page.nextStartButton().isEnabled());
        QVERIFY(page.errorPanel().isVisible());
        const QString text = page.errorPanel().error().happened;
        QVERIFY2(text.contains(QStringLiteral("Line 44: risk.exposure must be above 0")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("Line 51: riks is not a known key")));
        choose(page, QStringLiteral("demo"));
        QVERIFY(!page.errorPanel().isVisible());
    }

    // --- mode --------------------------------------------------------------------------------------

    void lessAutonomyIsOneStepAndMoreIsTwo()
    {
        Stage stage;
        stage.dialog->openAt(ui::SettingsDialog::Mode);
        ui::ModePage &page = stage.dialog->modePage();
        QCOMPARE(page.buttonFor(DecisionMode::Hybrid), nullptr);

        QTest::mouseClick(page.buttonFor(DecisionMode::Manual), Qt::LeftButton);
        QCOMPARE(stage.client.last<core::SetMode>()->mode, DecisionMode::Manual);
        QCOMPARE(page.inForceText(), QStringLiteral("Hybrid")); // only the engine changes the mode

        auto *more = qobject_cast<ui::ConfirmButton *>(page.buttonFor(DecisionMode::Auto));
        QVERIFY(more);
        QTest::mouseClick(more, Qt::LeftButton);
        QCOMPARE(stage.client.commands.size(), std::size_t(1));
        QTRY_VERIFY(more->isListening());
        QTest::mouseClick(more, Qt::LeftButton);
        QCOMPARE(stage.client.last<core::SetMode>()->mode, DecisionMode::Auto);
        stage.client.show(snapshotIn(DecisionMode::Auto));
        QCOMPARE(page.inForceText(), QStringLiteral("Auto"));
        QCOMPARE(page.buttonFor(DecisionMode::Auto), nullptr);
    }

    void aQuestionAboutAnotherModeIsTakenBack()
    {
        Stage stage(DecisionMode::Manual);
        stage.dialog->openAt(ui::SettingsDialog::Mode);
        auto *more = qobject_cast<ui::ConfirmButton *>(stage.dialog->modePage().buttonFor(DecisionMode::Auto));
        QTest::mouseClick(more, Qt::LeftButton);
        QVERIFY(more->isArmed());
        stage.client.show(snapshotIn(DecisionMode::Hybrid));
        QVERIFY(!more->isArmed());
    }

    void aLostEngineTakesNoMode()
    {
        Stage stage;
        stage.dialog->openAt(ui::SettingsDialog::Mode);
        stage.client.lose(QStringLiteral("gone"));
        QVERIFY(!stage.dialog->modePage().buttonFor(DecisionMode::Manual)->isEnabled());
        stage.client.show(snapshotIn(DecisionMode::Hybrid));
        QVERIFY(stage.dialog->modePage().buttonFor(DecisionMode::Manual)->isEnabled());
    }

    // --- look and data -----------------------------------------------------------------------------

    void theLookIsChosenLive()
    {
        Stage stage;
        stage.dialog->openAt(ui::SettingsDialog::Appearance);
        QSignalSpy look(stage.dialog.get(), &ui::SettingsDialog::lookChosen);
        ui::LookPage &page = stage.dialog->lookPage();
        const auto button = [&](const char *name) -> QPushButton * {
            for (QPushButton *each : page.findChildren<QPushButton *>())
                if (each->text() == QString::fromLatin1(name))
                    return each;
            return nullptr;
        };
        QTest::mouseClick(button("Light"), Qt::LeftButton);
        QTest::mouseClick(button("Green, red"), Qt::LeftButton);
        page.sizeSlider().setFocus();
        QTest::keyClick(&page.sizeSlider(), Qt::Key_Right);
        QTest::keyClick(&page.sizeSlider(), Qt::Key_End);

        QCOMPARE(look.size(), 4);
        const auto last = look.back()[0].value<ui::Look>();
        QVERIFY(last == (ui::Look{ui::ThemeChoice::Light, 1.5, ui::PricePair::GreenRed}));
        page.setLook({}); // as told by the menu: no echo
        QCOMPARE(look.size(), 4);
    }

    void theFolderIsOpenedOrTheErrorSaysWhatToDo()
    {
        QStringList opened;
        bool works = true;
        ui::DataPage page(QStringLiteral("/home/ada/trading"), [&](const QString &folder) {
            opened += folder;
            return works;
        });
        page.show();
        QTest::mouseClick(&page.openButton(), Qt::LeftButton);
        QCOMPARE(opened, QStringList{QStringLiteral("/home/ada/trading")});
        QVERIFY(!page.errorPanel().isVisible());
        works = false;
        QTest::mouseClick(&page.openButton(), Qt::LeftButton);
        QVERIFY(page.errorPanel().isVisible());
        QTest::mouseClick(&page.copyButton(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/home/ada/trading"));
    }

    void everyControlHasAName()
    {
        Stage stage;
        for (int section = 0; section < stage.dialog->sections().count(); ++section) {
            stage.dialog->sections().setCurrentRow(section);
            for (QWidget *widget : stage.dialog->findChildren<QWidget *>()) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                    continue;
                QAccessibleInterface *access = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(access && !access->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
        }
    }

    // --- pictures ----------------------------------------------------------------------------------

    void picturesForAReviewer_data()
    {
        QTest::addColumn<ui::ThemeChoice>("theme");
        QTest::addColumn<double>("scale");
        for (const double scale : {1.0, 1.5}) {
            QTest::addRow("dark-%d", int(scale * 100)) << ui::ThemeChoice::Dark << scale;
            QTest::addRow("light-%d", int(scale * 100)) << ui::ThemeChoice::Light << scale;
        }
    }

    void picturesForAReviewer()
    {
        QFETCH(ui::ThemeChoice, theme);
        QFETCH(double, scale);
        ui::applyTheme(theme, scale);
        Stage stage;
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        const std::array names{"profile", "mode", "limits", "look", "data"};
        for (std::size_t section = 0; section < names.size(); ++section) {
            stage.dialog->sections().setCurrentRow(int(section));
            if (section == 0)
                choose(stage.dialog->profilesPage(), QStringLiteral("mine"));
            if (section == 2) {
                auto *exposure = static_cast<QLineEdit *>(&stage.dialog->limitsPage().editor(QStringLiteral("exposure"))->field());
                exposure->selectAll();
                QTest::keyClicks(exposure, QStringLiteral("80"));
                auto *risk = static_cast<QLineEdit *>(&stage.dialog->limitsPage().editor(QStringLiteral("risk-per-trade"))->field());
                risk->selectAll();
                QTest::keyClicks(risk, QStringLiteral("200"));
            }
            QApplication::processEvents();
            QVERIFY2(stage.dialog->minimumSizeHint().width() <= stage.dialog->width(), names[section]);
            for (const QScrollArea *area : stage.dialog->findChildren<QScrollArea *>())
                QVERIFY2(area->widget()->width() <= area->viewport()->width(), names[section]); // nothing cut off
            takePicture(*stage.dialog, QStringLiteral("settings-%1-%2").arg(QString::fromLatin1(names[section]), tag));
        }
        ui::applyTheme(ui::ThemeChoice::Dark);
    }
};

QTEST_MAIN(SettingsTest)
#include "SettingsTest.moc"
