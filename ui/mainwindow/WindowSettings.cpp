#include "ui/mainwindow/WindowSettings.h"

#include <QSettings>

#include <algorithm>

namespace ui {

namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString layoutKey = QStringLiteral("window/layout");
const QString themeKey = QStringLiteral("window/theme");
const QString scaleKey = QStringLiteral("window/text-scale");

} // namespace

WindowSettings loadWindowSettings(const QString &path)
{
    const QSettings file(path, QSettings::IniFormat);
    WindowSettings settings;
    if (file.status() != QSettings::NoError)
        return settings;
    settings.geometry = file.value(geometryKey).toByteArray();
    settings.layout = file.value(layoutKey).toByteArray();
    settings.theme = parseThemeChoice(file.value(themeKey).toString()).value_or(settings.theme);
    bool isNumber = false;
    const double scale = file.value(scaleKey).toDouble(&isNumber);
    if (isNumber && scale == scale) // not NaN
        settings.fontScale = std::clamp(scale, 0.85, 1.5);
    return settings;
}

void saveWindowSettings(const QString &path, const WindowSettings &settings)
{
    QSettings file(path, QSettings::IniFormat);
    file.setValue(geometryKey, settings.geometry);
    file.setValue(layoutKey, settings.layout);
    file.setValue(themeKey, themeChoiceName(settings.theme));
    file.setValue(scaleKey, settings.fontScale);
    file.sync();
}

} // namespace ui
