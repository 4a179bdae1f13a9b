#include "core/storage/AuditChain.h"

#include "core/base/Sha256.h"
#include "core/storage/Schema.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace core {

namespace {

Result<AuditReport> walk(const QSqlDatabase &database, const AuditVisitor &visit)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral(
            "SELECT seq, ts_wall, market_time, kind, payload, prev_hash, hash FROM audit ORDER BY seq")))
        return failure(ErrorCode::Io, query.lastError().text().toStdString());
    AuditReport report;
    while (query.next()) {
        ++report.rows;
        const auto text = [&query](int column) { return query.value(column).toString().toStdString(); };
        const AuditRow row{query.value(0).toLongLong(), text(1), text(2), text(3), text(4), text(5)};
        const bool fits = row.seq == report.rows && row.previousHash == report.headHash && auditHash(row) == text(6);
        if (!fits && !report.firstBadRow)
            report.firstBadRow = row.seq;
        report.headHash = text(6);
        if (visit)
            visit(row, report.headHash);
    }
    return report;
}

} // namespace

std::string auditHash(const AuditRow &row)
{
    Sha256 hash;
    for (const std::string &part : {std::to_string(row.seq), row.wallTime, row.marketTime, row.kind, row.payload,
                                    row.previousHash})
        hash.add(std::to_string(part.size()) + ":" + part + "\n");
    return hash.hex();
}

Result<AuditReport> verifyAudit(const QString &databasePath, const AuditVisitor &visit)
{
    const QString connection = QStringLiteral("audit-verify");
    Result<AuditReport> report = failure(ErrorCode::Io, "not read");
    {
        auto database = openForReading(databasePath, connection);
        report = database ? walk(*database, visit) : Result<AuditReport>(failure(database.error()));
    }
    QSqlDatabase::removeDatabase(connection);
    return report;
}

} // namespace core
