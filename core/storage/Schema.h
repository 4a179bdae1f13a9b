#pragma once

#include "core/base/Error.h"

#include <QSqlDatabase>
#include <QString>

namespace core {

/// Opens the database with the settings every connection needs (WAL, full sync, one writer), checks
/// it and brings it to the newest migration. Io when it is damaged, newer than this program, or
/// cannot be written.
[[nodiscard]] Result<QSqlDatabase> openForWriting(const QString &path, const QString &connectionName);
/// For readers beside the writer: query only.
[[nodiscard]] Result<QSqlDatabase> openForReading(const QString &path, const QString &connectionName);

/// The number of the newest migration.
[[nodiscard]] int schemaVersion();

} // namespace core
