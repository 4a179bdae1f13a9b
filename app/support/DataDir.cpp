#include "app/support/DataDir.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace app {

std::string dataDir(const std::optional<std::string> &given)
{
    if (given)
        return QDir(QString::fromStdString(*given)).absolutePath().toStdString();
    const QDir portable(QCoreApplication::applicationDirPath() + QStringLiteral("/data"));
    if (portable.exists())
        return portable.absolutePath().toStdString();
    // One place for all programs of the house, whatever the running one is called.
    const QString place = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return (place + QStringLiteral("/Countersign")).toStdString();
}

} // namespace app
