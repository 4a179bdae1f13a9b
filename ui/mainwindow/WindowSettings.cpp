#include "ui/mainwindow/WindowSettings.h"

#include <QSettings>

#include <algorithm>

namespace ui {

namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString layoutKey = QStringLiteral("window/layout");
const QString themeKey = QStringLiteral("window/theme");
const QString scaleKey = QStringLiteral("window/text-scale");
const QString pairKey = QStringLiteral("window/up-and-down");
const QString profileKey = QStringLiteral("start/profile");

} // namespace

WindowSettings loadWindowSettings(const QString &path)
{
    const QSettings file(path, QSettings::IniFormat);
    WindowSettings settings;
    if (file.status() != QSettings::NoError)
        return settings;
    settings.geometry = file.value(geometryKey).toByteArray();
    settings.layout = file.value(layoutKey).toByteArray();
    settings.look.theme = parseThemeChoice(file.value(themeKey).toString()).value_or(settings.look.theme);
    settings.look.pair = parsePricePair(file.value(pairKey).toString()).value_or(settings.look.pair);
    settings.profile = file.value(profileKey).toString();
    bool isNumber = false;
    const double scale = file.value(scaleKey).toDouble(&isNumber);
    if (isNumber && scale == scale) // not NaN
        settings.look.fontScale = std::clamp(scale, smallestFontScale, largestFontScale);
    return settings;
}

void saveWindowSettings(const QString &path, const WindowSettings &settings)
{
    QSettings file(path, QSettings::IniFormat);
    file.setValue(geometryKey, settings.geometry);
    file.setValue(layoutKey, settings.layout);
    file.setValue(themeKey, themeChoiceName(settings.look.theme));
    file.setValue(scaleKey, settings.look.fontScale);
    file.setValue(pairKey, pricePairName(settings.look.pair));
    if (settings.profile.isEmpty())
        file.remove(profileKey);
    else
        file.setValue(profileKey, settings.profile);
    file.sync();
}

} // namespace ui
