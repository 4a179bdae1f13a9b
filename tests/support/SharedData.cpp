#include "tests/support/SharedData.h"

#include <QDir>
#include <QFileInfo>

namespace support {

QString sharedDataDir()
{
    const QString given = qEnvironmentVariable("COUNTERSIGN_SHARED");
    const QString place = given.isEmpty() ? QStringLiteral(COUNTERSIGN_SHARED_DIR) : given;
    const QDir data(place + QStringLiteral("/data"));
    return data.exists(QStringLiteral("bars")) ? data.canonicalPath() : QString();
}

std::string sharedFile(const char *relativePath)
{
    return (sharedDataDir() + QLatin1Char('/') + QString::fromUtf8(relativePath)).toStdString();
}

} // namespace support
