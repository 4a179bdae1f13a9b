#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/desk/DeskCards.h"
#include "ui/desk/Card.h"
#include "ui/desk/CardList.h"
#include "ui/desk/DeskPanel.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QSet>
#include <QTest>
#include <QToolButton>

#include <functional>

using namespace support;
using namespace ui;

namespace {

/// One look of the desk worth a picture.
struct Scene {
    const char *name;
    core::EngineSnapshot snapshot;
    std::function<void(DeskPanel &)> play = [](DeskPanel &) {};
    std::function<void(DeskPanel &)> onceSettled = [](DeskPanel &) {}; ///< When the keys are heard.
    int width = 500;
};

core::EngineSnapshot withCards(std::vector<core::ProposalView> cards)
{
    core::EngineSnapshot snapshot = demoSnapshot();
    snapshot.waiting = std::move(cards);
    return snapshot;
}

core::EngineSnapshot withAside()
{
    core::EngineSnapshot snapshot = withCards({snoozedCard()});
    snapshot.bots = {{core::BotId("demo-bot"), "ema-cross", {apple()}, true}};
    snapshot.muted = {bitcoin()};
    return snapshot;
}

core::ProposalView armedLive()
{
    core::ProposalView view = liveVersion(buyCard());
    view.state = core::ProposalState::Armed;
    return view;
}

void press(DeskPanel &panel, int key)
{
    QTest::keyClick(&panel, Qt::Key(key));
}

std::vector<Scene> scenes()
{
    const auto edit = [](DeskPanel &panel) {
        press(panel, Qt::Key_E);
        auto *stop = panel.findChild<CardList *>()->selected()->findChildren<QLineEdit *>()[2];
        stop->selectAll();
        QTest::keyClicks(stop, QStringLiteral("300"));
    };
    const auto decided = [](DeskPanel &panel) {
        panel.findChild<QToolButton *>(QStringLiteral("decidedToggle"))->click();
    };
    return {{.name = "waiting", .snapshot = withCards({buyCard(), sellCard(), staleCard()})},
            {.name = "short", .snapshot = withCards({sellCard(), buyCard()})},
            {.name = "stale", .snapshot = demoSnapshot()},
            {.name = "armed", .snapshot = withCards({armedLive()})},
            {.name = "edit", .snapshot = withCards({buyCard()}), .play = edit},
            {.name = "reject",
             .snapshot = withCards({buyCard()}),
             .play = [](DeskPanel &panel) { press(panel, Qt::Key_R); }},
            {.name = "sent",
             .snapshot = withCards({buyCard()}),
             .onceSettled = [](DeskPanel &panel) { press(panel, Qt::Key_A); }},
            {.name = "keys",
             .snapshot = withCards({buyCard()}),
             .play = [](DeskPanel &panel) { press(panel, Qt::Key_F1); }},
            {.name = "narrow", .snapshot = withCards({sellCard()}), .play = edit, .width = 400},
            {.name = "open", .snapshot = withCards({waitingOpenCard(), snoozedCard(), blockedCard()})},
            {.name = "preapproved", .snapshot = withCards({preApprovedCard(), groupedCard()})},
            {.name = "grouped", .snapshot = withCards({groupedCard(), blockedCard()})},
            {.name = "blocked", .snapshot = withCards({blockedCard(), waitingOpenCard()})},
            {.name = "aside", .snapshot = withAside()},
            {.name = "price",
             .snapshot = withCards({buyCard()}),
             .play = [](DeskPanel &panel) { QTest::keyClick(&panel, Qt::Key_S, Qt::ShiftModifier); },
             .width = 420},
            {.name = "decided", .snapshot = withCards({}), .play = decided}};
}

QImage pictureOf(const Scene &scene, double scale)
{
    FakeEngineClient client;
    Selection selection;
    qint64 now = 0;
    DeskPanel panel(client, selection, nullptr, [&now] { return now; });
    panel.setAutoFillBackground(true);
    panel.resize(scene.width, 880);
    panel.show();
    panel.focusDesk();
    client.show(scene.snapshot);
    QApplication::processEvents();
    scene.play(panel);
    QApplication::processEvents();
    now += Card::settleMillis;
    panel.tick();
    scene.onceSettled(panel);
    QApplication::processEvents();
    QImage image(panel.size() * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    panel.render(&image);
    return image;
}

int coloursIn(const QImage &image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            colours.insert(image.pixel(x, y));
    return int(colours.size());
}

} // namespace

/// Paints the desk in both themes at both scales. With COUNTERSIGN_PICTURES set to a folder the
/// pictures are kept for a person to look at.
class DeskPicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void paintsEverySceneInBothThemes()
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        for (const auto theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(theme);
            for (const Scene &scene : scenes()) {
                for (const int scale : {1, 2}) {
                    const QImage image = pictureOf(scene, scale);
                    QCOMPARE(image.width(), scene.width * scale); // nothing forces it wider
                    QVERIFY2(coloursIn(image) > 20, scene.name); // not an empty page
                    if (!folder.isEmpty())
                        QVERIFY(image.save(QStringLiteral("%1/desk-%2-%3-%4x.png")
                                               .arg(folder, QString::fromLatin1(scene.name),
                                                    themeChoiceName(theme))
                                               .arg(scale)));
                }
            }
        }
    }

    void usesTheColoursOfTheThemeAndNoOther()
    {
        const Scene scene = scenes().front();
        applyTheme(ThemeChoice::Dark);
        const QImage dark = pictureOf(scene, 1);
        applyTheme(ThemeChoice::Light);
        const QImage light = pictureOf(scene, 1);

        QCOMPARE(dark.pixelColor(2, 440), colourOf(Role::WindowBackground, ThemeKind::Dark));
        QCOMPARE(light.pixelColor(2, 440), colourOf(Role::WindowBackground, ThemeKind::Light));
    }
};

QTEST_MAIN(DeskPicturesTest)
#include "DeskPicturesTest.moc"
