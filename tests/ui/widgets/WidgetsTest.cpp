#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/ModeFrame.h"
#include "ui/widgets/Selection.h"

#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using core::Destination;

namespace {

QImage frameOf(Destination destination)
{
    ModeFrame frame;
    frame.resize(120, 80);
    frame.setContent(new QWidget);
    frame.setMode(destination, QStringLiteral("Alpaca · …1234"));
    return frame.grab().toImage();
}

/// The colours along the top edge.
QSet<QRgb> edgeColours(const QImage &image)
{
    QSet<QRgb> colours;
    for (int x = 0; x < image.width(); ++x)
        colours.insert(image.pixel(x, 2));
    return colours;
}

} // namespace

class WidgetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Dark); }

    void framesEveryModeInItsOwnColour()
    {
        const QImage demo = frameOf(Destination::Demo);
        const QImage paper = frameOf(Destination::Paper);
        const QImage live = frameOf(Destination::Live);

        QCOMPARE(demo.pixelColor(60, 2), colour(Role::DemoFrame));
        QCOMPARE(paper.pixelColor(60, 2), colour(Role::PaperFrame));
        QCOMPARE(edgeColours(demo).size(), 1);
        QCOMPARE(edgeColours(paper).size(), 1);
        QVERIFY(edgeColours(live).size() > 2); // the hatch: not colour only
        QVERIFY(edgeColours(live).contains(colour(Role::LiveFrame).rgb()));
    }

    void framesWithSixPixelsAndLeavesTheInsideAlone()
    {
        const QImage live = frameOf(Destination::Live);

        QCOMPARE(ModeFrame::width, 6);
        QVERIFY(live.pixelColor(60, 40) != colour(Role::LiveFrame));
        QVERIFY(live.pixelColor(7, 40) != colour(Role::LiveFrame));
    }

    void saysTheModeInWords()
    {
        ModeFrame frame;
        frame.setMode(Destination::Live, QStringLiteral("Alpaca · …1234"));
        QCOMPARE(frame.windowTitle(), QStringLiteral("[LIVE · Alpaca · …1234] Countersign"));
        QCOMPARE(frame.accessibleName(), frame.windowTitle());

        ModeBadge badge;
        badge.setMode(Destination::Paper, QStringLiteral("p-1"));
        QCOMPARE(badge.accessibleName(), QStringLiteral("PAPER · p-1"));
        QVERIFY(badge.toolTip().contains(QStringLiteral("practice")));
        QVERIFY(modeLook(Destination::Replay).word != modeLook(Destination::Demo).word);
    }

    void followsTheThemeInTheFrame()
    {
        ModeFrame frame;
        frame.resize(100, 60);
        applyTheme(ThemeChoice::Light);
        frame.setMode(Destination::Demo, {});
        const QColor light = frame.grab().toImage().pixelColor(50, 2);
        QCOMPARE(light, colourOf(Role::DemoFrame, ThemeKind::Light));
        applyTheme(ThemeChoice::Dark);
    }

    void tellsChangesOfTheSelectionOnce()
    {
        Selection selection;
        QSignalSpy series(&selection, &Selection::seriesChanged);
        QSignalSpy proposals(&selection, &Selection::proposalChanged);
        const core::SeriesId apple{.instrument = {.venue = "alpaca", .symbol = "AAPL"},
                                   .timeframe = core::Timeframe::M5};

        QVERIFY(selection.isEmpty());
        selection.selectSeries(apple);
        selection.selectSeries(apple);
        selection.selectProposal(core::ProposalId("p-1"));
        selection.selectProposal(core::ProposalId("p-1"));
        selection.selectInstrument({.venue = "alpaca", .symbol = "MSFT"});

        QCOMPARE(series.count(), 2);
        QCOMPARE(proposals.count(), 1);
        QCOMPARE(selection.series().timeframe, core::Timeframe::M5);
    }

    void offersTheButtonOfAnEmptyPanelOnlyWhenThereIsOne()
    {
        EmptyState empty(QStringLiteral("No orders"), QStringLiteral("Nothing was sent yet."));
        empty.show();
        auto *button = empty.findChild<QPushButton *>();
        QSignalSpy triggered(&empty, &EmptyState::actionTriggered);

        QVERIFY(!button->isVisible());
        empty.setAction(QStringLiteral("Connect"));
        QVERIFY(button->isVisible());
        button->click();
        QCOMPARE(triggered.count(), 1);
        QCOMPARE(empty.accessibleName(), QStringLiteral("No orders"));
    }

    void showsABannerWhileThereIsSomethingToSay()
    {
        MessageBanner banner;
        QVERIFY(banner.isHidden());
        banner.showMessage(MessageBanner::Severity::Alarm, QStringLiteral("Halted."));
        QVERIFY(!banner.isHidden());
        QCOMPARE(banner.accessibleName(), QStringLiteral("Halted."));
        banner.clear();
        QVERIFY(banner.isHidden());
        QVERIFY(banner.text().isEmpty());
    }
};

QTEST_MAIN(WidgetsTest)
#include "WidgetsTest.moc"
