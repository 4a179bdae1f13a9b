#pragma once

#include "ui/theme/Theme.h"

#include <QByteArray>
#include <QString>

namespace ui {

/// What a window keeps between two starts. A missing or damaged file is the same as none.
struct WindowSettings {
    QByteArray geometry;
    QByteArray layout; ///< Of the docks.
    ThemeChoice theme = ThemeChoice::Dark;
    double fontScale = 1.0;
};

[[nodiscard]] WindowSettings loadWindowSettings(const QString &path);
void saveWindowSettings(const QString &path, const WindowSettings &settings);

} // namespace ui
