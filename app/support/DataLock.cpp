#include "app/support/DataLock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace app {

core::Result<std::unique_ptr<DataLock>> DataLock::take(const QString &dataDir)
{
    const bool isNew = !QFileInfo::exists(dataDir);
    if (!QDir().mkpath(dataDir))
        return core::failure({core::ErrorCode::Io, "the data directory cannot be made", dataDir.toStdString()});
    if (isNew) // a folder that was there keeps the rights its owner gave it
        QFile::setPermissions(dataDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    std::unique_ptr<DataLock> lock(new DataLock(dataDir + QStringLiteral("/engine.lock")));
    lock->m_file.setStaleLockTime(0); // only death makes a lock stale, never age
    if (lock->m_file.tryLock(0))
        return lock;
    qint64 process = 0;
    QString host;
    QString name;
    if (lock->m_file.error() == QLockFile::LockFailedError && lock->m_file.getLockInfo(&process, &host, &name))
        return core::failure({core::ErrorCode::Busy,
                              name.toStdString() + " (process " + std::to_string(process) +
                                  ") uses this data directory already",
                              dataDir.toStdString()});
    return core::failure({core::ErrorCode::Io, "the data directory cannot be locked", dataDir.toStdString()});
}

} // namespace app
