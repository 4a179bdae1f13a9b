#include "ui/theme/Contrast.h"
#include "ui/theme/StyleSheet.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QLabel>
#include <QTest>

#include <vector>

using namespace ui;

namespace {

constexpr double textContrast = 4.5;
constexpr double strokeContrast = 3.0;

const std::vector<Role> grounds{Role::WindowBackground, Role::PanelBackground, Role::CardBackground};

/// Counts the palette changes a widget is told of.
class Listener : public QLabel {
public:
    int changes = 0;

protected:
    void changeEvent(QEvent *event) override
    {
        changes += event->type() == QEvent::PaletteChange;
        QLabel::changeEvent(event);
    }
};

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private:
    static void verify(Role front, Role back, ThemeKind theme, double least)
    {
        const double ratio = contrastRatio(colourOf(front, theme), colourOf(back, theme));
        QVERIFY2(ratio >= least, qPrintable(QStringLiteral("role %1 on %2, theme %3: %4")
                                                .arg(int(front))
                                                .arg(int(back))
                                                .arg(int(theme))
                                                .arg(ratio)));
    }

private Q_SLOTS:
    void measuresContrastAsWcagDoes()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        QVERIFY(qAbs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.478) < 0.001);
    }

    void givesTextEnoughContrast_data() { bothThemes(); }
    void givesTextEnoughContrast()
    {
        QFETCH(int, theme);
        const auto kind = ThemeKind(theme);
        for (const Role ground : grounds)
            for (const Role front : {Role::Text, Role::Muted, Role::Up, Role::Down, Role::Good,
                                     Role::Warning, Role::Alarm, Role::Accent, Role::DisabledText})
                verify(front, ground, kind, textContrast);
        verify(Role::Text, Role::HoverBackground, kind, textContrast);
        verify(Role::Muted, Role::HoverBackground, kind, textContrast);
        verify(Role::Text, Role::InputBackground, kind, textContrast);
        verify(Role::PrimaryText, Role::Primary, kind, textContrast);
        verify(Role::SelectionText, Role::SelectionBackground, kind, textContrast);
        for (const Role banner : {Role::WarningBackground, Role::AlarmBackground, Role::GoodBackground,
                                  Role::InfoBackground})
            verify(Role::Text, banner, kind, textContrast);
        for (const Role frame : {Role::DemoFrame, Role::PaperFrame, Role::LiveFrame})
            verify(Role::FrameText, frame, kind, textContrast);
    }

    void givesStrokesEnoughContrast_data() { bothThemes(); }
    void givesStrokesEnoughContrast()
    {
        QFETCH(int, theme);
        const auto kind = ThemeKind(theme);
        for (const Role ground : grounds)
            for (const Role stroke :
                 {Role::Up, Role::Down, Role::Crosshair, Role::Line1, Role::Line2, Role::Line3,
                  Role::CardSelectedBorder, Role::InputBorder, Role::DemoFrame, Role::PaperFrame,
                  Role::LiveFrame, Role::Primary})
                verify(stroke, ground, kind, strokeContrast);
    }

    void usesTheMeasuredPairForUpAndDown()
    {
        QCOMPARE(colourOf(Role::Up, ThemeKind::Dark), QColor(0x2F, 0x8F, 0xE5));
        QCOMPARE(colourOf(Role::Down, ThemeKind::Dark), QColor(0xF5, 0xA6, 0x23));
        QCOMPARE(colourOf(Role::Up, ThemeKind::Light), QColor(0x00, 0x5E, 0xA2));
        QCOMPARE(colourOf(Role::Down, ThemeKind::Light), QColor(0xA8, 0x54, 0x00));
    }

    void everyPairOfUpAndDownCanBeRead_data() { bothThemes(); }
    void everyPairOfUpAndDownCanBeRead()
    {
        QFETCH(int, theme);
        const auto kind = ThemeKind(theme);
        for (const PricePair pair : {PricePair::BlueOrange, PricePair::GreenRed, PricePair::RedGreen}) {
            for (const Role ground : grounds)
                for (const Role front : {Role::Up, Role::Down})
                    QVERIFY(contrastRatio(colourOf(front, kind, pair), colourOf(ground, kind)) >= textContrast);
            QCOMPARE(parsePricePair(pricePairName(pair)), std::optional(pair));
        }
        QCOMPARE(colourOf(Role::Up, kind, PricePair::GreenRed), colourOf(Role::Down, kind, PricePair::RedGreen));
        QVERIFY(colourOf(Role::Up, kind, PricePair::GreenRed) != colourOf(Role::Up, kind, PricePair::RedGreen));
        QVERIFY(!parsePricePair(QStringLiteral("pink")));
    }

    void thePairIsPartOfTheThemeThatIsOn()
    {
        applyTheme(ThemeChoice::Dark, 1.0, PricePair::RedGreen);
        QCOMPARE(colour(Role::Up), colourOf(Role::Up, ThemeKind::Dark, PricePair::RedGreen));
        QVERIFY(qApp->styleSheet().contains(colour(Role::Up).name()));
        applyTheme(ThemeChoice::Dark);
        QCOMPARE(colour(Role::Up), colourOf(Role::Up, ThemeKind::Dark));
    }

    void keepsEveryRoleAtItsPlaceInTheTable()
    {
        for (int role = 0; role < roleCount; ++role)
            QVERIFY(colourOf(Role(role), ThemeKind::Dark).isValid());
        QVERIFY(colourOf(Role::LiveFrame, ThemeKind::Dark) != colourOf(Role::PaperFrame, ThemeKind::Dark));
        QCOMPARE(colourOf(Role::FrameHatch, ThemeKind::Light), QColor(0x7a, 0x26, 0x06));
    }

    void switchesLive()
    {
        Listener widget;
        applyTheme(ThemeChoice::Dark);
        widget.show();
        const int before = widget.changes;

        applyTheme(ThemeChoice::Light);

        QVERIFY(widget.changes > before);
        QCOMPARE(currentTheme(), ThemeKind::Light);
        QCOMPARE(colour(Role::Text), colourOf(Role::Text, ThemeKind::Light));
        QCOMPARE(widget.palette().color(QPalette::WindowText), colourOf(Role::Text, ThemeKind::Light));
    }

    void scalesTextWithinItsBounds()
    {
        applyTheme(ThemeChoice::Dark, 1.0);
        const double normal = QApplication::font().pointSizeF();
        applyTheme(ThemeChoice::Dark, 1.5);
        QCOMPARE(QApplication::font().pointSizeF(), normal * 1.5);
        applyTheme(ThemeChoice::Dark, 9.0);
        QCOMPARE(QApplication::font().pointSizeF(), normal * 1.5);
        applyTheme(ThemeChoice::Dark, 1.0);
        QCOMPARE(QApplication::font().pointSizeF(), normal);
    }

    void followsTheSystemsLightness()
    {
        applyTheme(ThemeChoice::System); // offscreen the platform's palette is light
        QCOMPARE(currentTheme(), ThemeKind::Light);
        applyTheme(ThemeChoice::Dark);
        applyTheme(ThemeChoice::System); // and ours does not change what the system says
        QCOMPARE(currentTheme(), ThemeKind::Light);
    }

    void namesItsChoicesForASettingsFile()
    {
        for (const auto choice : {ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light})
            QCOMPARE(parseThemeChoice(themeChoiceName(choice)), std::optional(choice));
        QVERIFY(!parseThemeChoice(QStringLiteral("blue")));
    }

    void fillsEveryRoleIntoTheStyleSheet()
    {
        for (const auto theme : {ThemeKind::Dark, ThemeKind::Light}) {
            const QString sheet = styleSheet(theme, 10);
            QVERIFY(!sheet.contains(QLatin1Char('@')));
            QVERIFY(sheet.contains(colourOf(Role::CardBackground, theme).name()));
        }
    }

private:
    static void bothThemes()
    {
        QTest::addColumn<int>("theme");
        QTest::newRow("dark") << int(ThemeKind::Dark);
        QTest::newRow("light") << int(ThemeKind::Light);
    }
};

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
