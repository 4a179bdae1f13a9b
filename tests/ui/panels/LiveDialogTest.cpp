#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/panels/Pictures.h"
#include "ui/format/Numbers.h"
#include "ui/mainwindow/LiveDialog.h"
#include "ui/theme/Theme.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace support;
using namespace std::chrono_literals;

namespace {

ui::LiveQuestion question()
{
    ui::LiveQuestion asked{.account = QStringLiteral("Alpaca live"), .number = QStringLiteral("123456789")};
    asked.equity = money("20000");
    asked.limits.maxOrderValue = money("4000");
    asked.limits.dayLoss = *core::Decimal::parse("0.05");
    asked.strategies = {QStringLiteral("ma-crossover: AAPL, TSLA")};
    return asked;
}

/// Shown, with the field ready for keys.
struct Stage {
    ui::LiveDialog dialog;
    QSignalSpy accepted{&dialog, &QDialog::accepted};
    QSignalSpy rejected{&dialog, &QDialog::rejected};

    explicit Stage(std::chrono::milliseconds sleeps = 0ms, const ui::LiveQuestion &asked = question())
        : dialog(asked, nullptr, sleeps)
    {
        dialog.show();
        (void)QTest::qWaitForWindowActive(&dialog);
    }
    void type(const char *text) { QTest::keyClicks(&dialog.field(), QString::fromLatin1(text)); }
    void enter() { QTest::keyClick(&dialog.field(), Qt::Key_Return); }
};

} // namespace

class LiveDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::applyTheme(ui::ThemeChoice::Dark); }

    void itSaysWhatWillTradeAndWithHowMuch()
    {
        Stage stage;
        takePicture(stage.dialog, QStringLiteral("live-question"));
        QCOMPARE(stage.dialog.windowTitle(), QStringLiteral("[LIVE] Start with real money?"));
        const QString text = stage.dialog.text();
        for (const char *said : {"real money", "Alpaca live, …6789", "20,000.00", "4,000.00", "1,000.00",
                                 "ma-crossover: AAPL, TSLA", "nothing is sent before you countersign"})
            QVERIFY2(text.contains(QString::fromUtf8(said)), said);
        QVERIFY(text.contains(ui::percentText(5.0)));
        QVERIFY(!text.contains(QStringLiteral("12345"))); // never the whole number
        QVERIFY(!text.contains(QStringLiteral("Automatic")));
    }

    void moreFreedomThanHybridIsNotTakenOver()
    {
        ui::LiveQuestion asked = question();
        asked.isModeLowered = true;
        asked.equity.reset();
        asked.limitsProblem = QStringLiteral("line 3 is damaged");
        Stage stage(0ms, asked);
        QVERIFY(stage.dialog.text().contains(QStringLiteral("Automatic is not taken over")));
        QVERIFY(stage.dialog.text().contains(QStringLiteral("not told by the venue")));
        QVERIFY(stage.dialog.text().contains(QStringLiteral("no entry leaves: line 3 is damaged")));
    }

    void onlyTheEndOfTheNumberStartsIt_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("starts");
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("too little") << QStringLiteral("789") << false;
        QTest::newRow("another") << QStringLiteral("6788") << false;
        QTest::newRow("the end") << QStringLiteral("6789") << true;
        QTest::newRow("with blanks around") << QStringLiteral(" 6789 ") << true;
        QTest::newRow("all of it") << QStringLiteral("123456789") << true;
        QTest::newRow("more than all") << QStringLiteral("0123456789") << false;
        QTest::newRow("yes") << QStringLiteral("yes") << false;
    }

    void onlyTheEndOfTheNumberStartsIt()
    {
        QFETCH(QString, typed);
        QFETCH(bool, starts);
        Stage stage;
        QTest::keyClicks(&stage.dialog.field(), typed);

        QTRY_COMPARE(stage.dialog.startButton().isEnabled(), starts);
        stage.enter();

        QCOMPARE(stage.accepted.size(), starts ? 1 : 0);
        QCOMPARE(stage.rejected.size(), 0); // Enter never means the other button either
        QCOMPARE(stage.dialog.isVisible(), !starts);
    }

    void theButtonSleepsWhateverIsTyped()
    {
        Stage stage(1h);
        stage.type("6789");
        QVERIFY(!stage.dialog.startButton().isEnabled());
        stage.enter();
        QTest::mouseClick(&stage.dialog.startButton(), Qt::LeftButton);
        QVERIFY(stage.dialog.isVisible() && stage.accepted.isEmpty());
    }

    void theButtonWakesByItself()
    {
        Stage stage(50ms);
        stage.type("6789");
        QTRY_VERIFY(stage.dialog.startButton().isEnabled());
        QTest::mouseClick(&stage.dialog.startButton(), Qt::LeftButton);
        QCOMPARE(stage.accepted.size(), 1);
        QCOMPARE(stage.dialog.typed(), QStringLiteral("6789"));
    }

    void notStartingIsWhatItStandsOn()
    {
        Stage stage;
        QVERIFY(stage.dialog.leaveButton().isDefault() && !stage.dialog.startButton().isDefault());
        QTest::keyClick(&stage.dialog.field(), Qt::Key_Escape);
        QCOMPARE(stage.rejected.size(), 1);

        Stage other;
        QTest::mouseClick(&other.dialog.leaveButton(), Qt::LeftButton);
        QCOMPARE(other.rejected.size(), 1);
        QVERIFY(other.accepted.isEmpty());
    }
};

QTEST_MAIN(LiveDialogTest)
#include "LiveDialogTest.moc"
