#pragma once

#include "ui/settings/LookPage.h"

#include <QByteArray>
#include <QString>

namespace ui {

/// What a window keeps between two starts. A missing or damaged file is the same as none.
struct WindowSettings {
    QByteArray geometry;
    QByteArray layout; ///< Of the docks.
    Look look;
    QString profile; ///< By name, for the next start; empty = nobody has chosen.
};

[[nodiscard]] WindowSettings loadWindowSettings(const QString &path);
void saveWindowSettings(const QString &path, const WindowSettings &settings);

} // namespace ui
