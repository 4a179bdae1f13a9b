#pragma once

#include <QString>
#include <QWidget>

namespace support {

/// Where pictures for a reviewer go; empty unless COUNTERSIGN_PICTURES names a folder.
[[nodiscard]] QString picturesDir();
/// Grabs the widget into `<name>.png`, if pictures are wanted.
void takePicture(QWidget &widget, const QString &name);

} // namespace support
