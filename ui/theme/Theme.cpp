#include "ui/theme/Theme.h"

#include "ui/theme/StyleSheet.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>
#ifdef Q_OS_WIN
#include <QSettings>
#endif

#include <algorithm>
#include <array>
#include <utility>

namespace ui {

namespace {

// Like QApplication's palette: one per process, GUI thread.
ThemeKind shownTheme = ThemeKind::Dark;
PricePair shownPair = PricePair::BlueOrange;

constexpr std::array choiceNames{
    std::pair{ThemeChoice::System, "system"},
    std::pair{ThemeChoice::Dark, "dark"},
    std::pair{ThemeChoice::Light, "light"},
};

constexpr std::array pairNames{
    std::pair{PricePair::BlueOrange, "blue-orange"},
    std::pair{PricePair::GreenRed, "green-red"},
    std::pair{PricePair::RedGreen, "red-green"},
};

template <class Names, class Value>
QString nameOf(const Names &names, Value value)
{
    for (const auto &[known, name] : names)
        if (known == value)
            return QString::fromLatin1(name);
    return {};
}

/// Windows tells Qt before 6.5 nothing about its dark mode, the registry does. Elsewhere the
/// platform's own palette, as it was before we put ours on, shows it.
ThemeKind systemTheme()
{
#ifdef Q_OS_WIN
    const QSettings personal(QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\"
                                            "CurrentVersion\\Themes\\Personalize"),
                             QSettings::NativeFormat);
    return personal.value(QStringLiteral("AppsUseLightTheme"), 1).toInt() == 0 ? ThemeKind::Dark
                                                                              : ThemeKind::Light;
#else
    static const QPalette platform = QGuiApplication::palette();
    const bool isDark = platform.color(QPalette::Window).lightness() <
                        platform.color(QPalette::WindowText).lightness();
    return isDark ? ThemeKind::Dark : ThemeKind::Light;
#endif
}

QPalette paletteOf(ThemeKind theme)
{
    const auto of = [theme](Role role) { return colourOf(role, theme); };
    QPalette palette(of(Role::CardBackground), of(Role::WindowBackground));
    palette.setColor(QPalette::WindowText, of(Role::Text));
    palette.setColor(QPalette::Base, of(Role::PanelBackground));
    palette.setColor(QPalette::AlternateBase, of(Role::CardBackground));
    palette.setColor(QPalette::Text, of(Role::Text));
    palette.setColor(QPalette::ButtonText, of(Role::Text));
    palette.setColor(QPalette::BrightText, of(Role::Alarm));
    palette.setColor(QPalette::PlaceholderText, of(Role::Muted));
    palette.setColor(QPalette::ToolTipBase, of(Role::HoverBackground));
    palette.setColor(QPalette::ToolTipText, of(Role::Text));
    palette.setColor(QPalette::Highlight, of(Role::SelectionBackground));
    palette.setColor(QPalette::HighlightedText, of(Role::SelectionText));
    palette.setColor(QPalette::Link, of(Role::Accent));
    palette.setColor(QPalette::LinkVisited, of(Role::Accent));
    for (const auto part : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, part, of(Role::DisabledText));
    return palette;
}

/// The platform's size, but never under the size that can be read at a glance.
double normalPointSize()
{
    static const double platformSize = QApplication::font().pointSizeF();
    return std::max(platformSize, 9.5);
}

} // namespace

QString themeChoiceName(ThemeChoice choice)
{
    return nameOf(choiceNames, choice);
}

QString pricePairName(PricePair pair)
{
    return nameOf(pairNames, pair);
}

std::optional<PricePair> parsePricePair(const QString &name)
{
    for (const auto &[value, known] : pairNames)
        if (name == QLatin1String(known))
            return value;
    return std::nullopt;
}

std::optional<ThemeChoice> parseThemeChoice(const QString &name)
{
    for (const auto &[value, known] : choiceNames)
        if (name == QLatin1String(known))
            return value;
    return std::nullopt;
}

void applyTheme(ThemeChoice choice, double fontScale, PricePair pair)
{
    const ThemeKind system = systemTheme(); // asked first: it may look at the untouched palette
    const double pointSize = normalPointSize() * std::clamp(fontScale, smallestFontScale, largestFontScale);
    shownPair = pair;
    shownTheme = choice == ThemeChoice::System ? system
                 : choice == ThemeChoice::Dark ? ThemeKind::Dark
                                               : ThemeKind::Light;
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    font.setPointSizeF(pointSize);
    QApplication::setFont(font);
    QApplication::setPalette(paletteOf(shownTheme));
    qApp->setStyleSheet(styleSheet(shownTheme, pointSize, pair));
}

ThemeKind currentTheme()
{
    return shownTheme;
}

QColor colour(Role role)
{
    return colourOf(role, shownTheme, shownPair);
}

QFont figureFont(double scale, bool isBold)
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(isBold);
    font.setStyleHint(QFont::SansSerif);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

} // namespace ui
