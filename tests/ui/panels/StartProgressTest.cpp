#include "ui/mainwindow/StartProgress.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/ModeFrame.h"

#include <QPushButton>
#include <QTest>

class StartProgressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::applyTheme(ui::ThemeChoice::Dark); }

    void itWearsTheFrameOfWhereOrdersWillGo_data()
    {
        QTest::addColumn<int>("destination");
        QTest::addColumn<QString>("title");
        QTest::newRow("paper") << int(core::Destination::Paper) << QStringLiteral("[PAPER] Countersign connects");
        QTest::newRow("live") << int(core::Destination::Live) << QStringLiteral("[LIVE] Countersign connects");
    }

    void itWearsTheFrameOfWhereOrdersWillGo()
    {
        QFETCH(int, destination);
        QFETCH(QString, title);
        ui::StartProgress window{core::Destination(destination)};
        window.show();

        QCOMPARE(window.windowTitle(), title);
        QCOMPARE(window.accessibleName(), title);
        const QImage picture = window.grab().toImage();
        const QColor frame = ui::colour(ui::modeLook(core::Destination(destination)).colour);
        int framed = 0;
        for (int y = 0; y < picture.height(); ++y)
            framed += picture.pixelColor(2, y) == frame ? 1 : 0;
        QVERIFY2(framed > picture.height() / 8, qPrintable(QString::number(framed)));
        QVERIFY(picture.pixelColor(picture.width() / 2, picture.height() / 2) != frame);
    }

    void whatIsDoneIsSaidAndCanBeGivenUp()
    {
        ui::StartProgress window(core::Destination::Paper);
        window.show();
        window.showStep(QStringLiteral("Asking Alpaca paper…"));
        QCOMPARE(window.text(), QStringLiteral("Asking Alpaca paper…"));

        QTest::mouseClick(&window.cancelButton(), Qt::LeftButton);

        QVERIFY(!window.isVisible());
    }
};

QTEST_MAIN(StartProgressTest)
#include "StartProgressTest.moc"
