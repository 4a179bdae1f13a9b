#pragma once

#include "core/base/Error.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace app {

/// The claim of one engine on a data directory: two programs never trade from the same one.
class DataLock {
public:
    /// Creates the directory, if it is new readable by its owner only, and takes the lock. Busy, with who holds
    /// it, when another program does; a lock left by a program that has died is taken over.
    [[nodiscard]] static core::Result<std::unique_ptr<DataLock>> take(const QString &dataDir);

private:
    explicit DataLock(const QString &path) : m_file(path) {}
    QLockFile m_file;
};

} // namespace app
