#include "tests/ui/panels/Pictures.h"

#include <QDir>
#include <QPixmap>

namespace support {

QString picturesDir()
{
    return qEnvironmentVariable("COUNTERSIGN_PICTURES");
}

void takePicture(QWidget &widget, const QString &name)
{
    if (picturesDir().isEmpty() || !QDir().mkpath(picturesDir()))
        return;
    widget.grab().save(picturesDir() + QLatin1Char('/') + name + QStringLiteral(".png"));
}

} // namespace support
