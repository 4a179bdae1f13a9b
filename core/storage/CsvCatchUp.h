#pragma once

#include <QSqlDatabase>
#include <QString>

namespace core {

/// A program that is killed between the commit and the line leaves a fact in the database that its CSV file lacks.
/// Before anything new is written those rows are added, from the audit, to the end of `csv/decisions.csv`,
/// `csv/fills.csv` and `csv/trades.csv`; a line that was torn off is finished. A file that somebody has edited, so that
/// its end is no row of ours, stays as it is. On the storage thread.
void catchUpCsv(const QSqlDatabase &database, const QString &dataDir);

} // namespace core
