#include "core/storage/CsvCatchUp.h"

#include "core/json/Document.h"
#include "core/storage/FactFiles.h"

#include <QFile>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

namespace core {

namespace {

/// More than the longest row takes.
constexpr qint64 tailBytes = 256 * 1024;

struct CsvRow {
    QByteArray header;
    QByteArray cells;
};

/// As FactFiles writes it; empty for a text that is no record.
CsvRow rowOf(const std::string &payload)
{
    CsvRow row;
    const auto document = json::Document::parse(payload);
    if (!document)
        return row;
    bool isFirst = true;
    for (const json::Value member : document->root()) {
        const QByteArray comma = std::exchange(isFirst, false) ? "" : ",";
        row.header += comma + QByteArray::fromStdString(std::string(member.key()));
        row.cells += comma + QByteArray::fromStdString(csvCell(std::string(member.text())));
    }
    row.header += '\n';
    row.cells += '\n';
    return row;
}

/// The end of a file, and where it begins.
struct Tail {
    qint64 from = 0;
    QByteArray header;
    QByteArray bytes;
};

Tail tailOf(QFile &file)
{
    Tail tail;
    if (!file.isOpen())
        return tail; // there is none yet
    tail.from = std::max<qint64>(0, file.size() - tailBytes);
    tail.header = file.readLine();
    file.seek(tail.from);
    tail.bytes = file.readAll();
    return tail;
}

/// The rows that the file lacks, oldest first, and how much of it stays; nothing when its end is not known.
struct Missing {
    QByteArrayList rows;
    qint64 keep = 0;
    bool isKnown = false;

    [[nodiscard]] bool startsWith(const QByteArray &torn) const { return !rows.isEmpty() && rows.front().startsWith(torn); }
};

Missing missingIn(const Tail &tail, QSqlQuery &newestFirst)
{
    Missing missing;
    QByteArray header = tail.header;
    while (newestFirst.next()) {
        const CsvRow row = rowOf(newestFirst.value(0).toString().toStdString());
        if (header.isEmpty())
            header = row.header;
        if (row.header != header)
            break; // of an earlier version
        const qsizetype at = tail.bytes.lastIndexOf('\n' + row.cells);
        if (at < 0) {
            missing.rows.prepend(row.cells);
            continue;
        }
        const qsizetype end = at + 1 + row.cells.size();
        const QByteArray torn = tail.bytes.mid(end);
        missing.keep = tail.from + end;
        missing.isKnown = torn.isEmpty() || missing.startsWith(torn);
        return missing;
    }
    // None of its rows is there.
    const QByteArray torn = tail.bytes.mid(tail.header.size());
    missing.isKnown = tail.from == 0 && (torn.isEmpty() || missing.startsWith(torn));
    missing.keep = tail.header.size();
    if (tail.header.isEmpty() && !missing.rows.isEmpty())
        missing.rows.prepend(header);
    return missing;
}

void catchUp(const QSqlDatabase &database, const QString &path, const QString &kind)
{
    QSqlQuery newestFirst(database);
    newestFirst.setForwardOnly(true);
    newestFirst.prepare(QStringLiteral("SELECT payload FROM audit WHERE kind = ? ORDER BY seq DESC"));
    newestFirst.addBindValue(kind);
    QFile file(path);
    if (!newestFirst.exec() || (file.exists() && !file.open(QIODevice::ReadOnly)))
        return;
    const Missing missing = missingIn(tailOf(file), newestFirst);
    file.close();
    if (!missing.isKnown || missing.rows.isEmpty())
        return;
    if (file.open(QIODevice::ReadWrite) && file.resize(missing.keep) && file.seek(missing.keep))
        file.write(missing.rows.join());
}

} // namespace

void catchUpCsv(const QSqlDatabase &database, const QString &dataDir)
{
    for (const Table table : csvTables) {
        const QString name = QString::fromLatin1(tableName(table));
        catchUp(database, dataDir + QStringLiteral("/csv/") + name + QStringLiteral(".csv"), name);
    }
}

} // namespace core
