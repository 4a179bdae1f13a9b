#pragma once

#include "core/storage/Journal.h"

#include <QFile>
#include <QHash>
#include <QString>

#include <array>
#include <memory>

namespace core {

/// Those that have a CSV file.
inline constexpr std::array csvTables{Table::Decisions, Table::Fills, Table::Trades};

/// The same facts as lines anyone can read: `logs/app.jsonl` (all), `logs/errors.jsonl` (halts), and
/// `csv/decisions.csv`, `csv/fills.csv`, `csv/trades.csv`. Written after the commit, by the storage
/// thread. A log file over 16 MiB is rotated, five are kept. Failures to write here are counted, not
/// fatal: the database is the truth.
class FactFiles {
public:
    explicit FactFiles(const QString &dataDir);

    void write(const Record &record, const std::string &json, const std::string &wallTime);
    void flush();
    [[nodiscard]] int failures() const { return m_failures; }

private:
    void writeLine(QFile &file, const QByteArray &line);
    void writeCsv(const Record &record);
    bool openForAppend(QFile &file);

    QString m_dataDir;
    QFile m_log;
    QFile m_errors;
    QHash<int, std::shared_ptr<QFile>> m_csv;
    int m_failures = 0;
};

/// One CSV cell: quoted when it must be, and never read as a formula by a spreadsheet.
[[nodiscard]] std::string csvCell(const std::string &text);

} // namespace core
