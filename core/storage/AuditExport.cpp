#include "core/storage/AuditExport.h"

#include "core/base/Json.h"
#include "core/storage/AuditExportGuide.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QTemporaryDir>

#include <algorithm>

namespace core {

namespace {

constexpr char rowsFile[] = "audit.jsonl";
constexpr char headFile[] = "head.json";

Error fileError(ErrorCode code, const std::string &what, const QString &path)
{
    return {code, what, path.toStdString()};
}

/// The one way to write a row: a line that reads back to the same values but is spelled differently
/// has been touched.
QByteArray lineOf(const AuditRow &row, const std::string &hash)
{
    JsonWriter json;
    json.beginObject().member("seq", row.seq).member("ts_wall", row.wallTime);
    json.member("market_time", row.marketTime).member("kind", row.kind).member("payload", row.payload);
    json.member("prev_hash", row.previousHash).member("hash", hash).endObject();
    return QByteArray::fromStdString(json.text()) + '\n';
}

QByteArray headOf(const AuditReport &report)
{
    JsonWriter json;
    json.beginObject().member("format", "countersign-audit").member("version", 1);
    json.member("rows", report.rows).member("head_hash", report.headHash).endObject();
    return QByteArray::fromStdString(json.text()) + '\n';
}

Result<> writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return failure(fileError(ErrorCode::Io, "the export cannot be written: " + file.errorString().toStdString(), path));
    return {};
}

Result<> checkFree(const QString &folder)
{
    const QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return failure(fileError(ErrorCode::BadInput, "this is a file, not a folder", folder));
    if (info.exists() && !QDir(folder).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System))
        return failure(fileError(ErrorCode::BadInput, "the folder for the export is not empty", folder));
    return {};
}

Result<AuditReport> writeRows(const QString &databasePath, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failure(fileError(ErrorCode::Io, "the export cannot be written", path));
    const auto report = verifyAudit(databasePath, [&file](const AuditRow &row, const std::string &hash) {
        file.write(lineOf(row, hash)); // an error stays with the file and fails its commit
    });
    if (report && !file.commit())
        return failure(fileError(ErrorCode::Io, "the export cannot be written: " + file.errorString().toStdString(), path));
    return report;
}

/// The finished folder takes the place of nothing or of an empty one.
Result<> moveInto(QTemporaryDir &made, const QString &folder)
{
    const QString path = QDir(folder).absolutePath();
    if (QFileInfo::exists(path) && !QDir().rmdir(path))
        return failure(fileError(ErrorCode::Io, "the folder cannot be replaced", path));
    if (!QDir().rename(made.path(), path))
        return failure(fileError(ErrorCode::Io, "the export cannot be moved to its place", path));
    made.setAutoRemove(false);
    return {};
}

/// The row of a line; nothing when the line is not one, byte for byte.
std::optional<std::pair<AuditRow, std::string>> rowOf(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const auto text = [&object](const char *key) {
        return object.value(QLatin1String(key)).toString().toStdString();
    };
    const AuditRow row{object.value(QLatin1String("seq")).toInteger(), text("ts_wall"), text("market_time"),
                       text("kind"), text("payload"), text("prev_hash")};
    const std::string hash = text("hash");
    if (lineOf(row, hash) != line)
        return std::nullopt;
    return std::pair(row, hash);
}

Result<AuditReport> readRows(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(fileError(ErrorCode::NotFound, "there is no audit export", path));
    AuditReport report;
    while (!file.atEnd()) {
        const auto row = rowOf(file.readLine());
        ++report.rows;
        const bool fits = row && row->first.seq == report.rows && row->first.previousHash == report.headHash &&
                          auditHash(row->first) == row->second;
        if (!fits && !report.firstBadRow)
            report.firstBadRow = report.rows;
        report.headHash = row ? row->second : std::string();
    }
    if (file.error() != QFile::NoError)
        return failure(fileError(ErrorCode::Io, file.errorString().toStdString(), path));
    return report;
}

Result<AuditReport> readHead(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(fileError(ErrorCode::NotFound, "the export's head is not there", path));
    const QByteArray content = file.readAll();
    const QJsonObject object = QJsonDocument::fromJson(content).object();
    const AuditReport head{object.value(QLatin1String("rows")).toInteger(), std::nullopt,
                           object.value(QLatin1String("head_hash")).toString().toStdString()};
    if (headOf(head) != content)
        return failure(fileError(ErrorCode::BadInput, "the export's head is not what this program writes", path));
    return head;
}

} // namespace

Result<AuditReport> exportAudit(const QString &databasePath, const QString &folder)
{
    if (const auto isFree = checkFree(folder); !isFree)
        return failure(isFree.error());
    const QString parent = QFileInfo(QDir(folder).absolutePath()).path();
    if (!QDir().mkpath(parent))
        return failure(fileError(ErrorCode::Io, "the folder cannot be made", parent));
    QTemporaryDir made(parent + QStringLiteral("/.audit-export-XXXXXX"));
    if (!made.isValid())
        return failure(fileError(ErrorCode::Io, made.errorString().toStdString(), parent));
    const auto report = writeRows(databasePath, made.filePath(QString::fromLatin1(rowsFile)));
    if (!report || report->firstBadRow)
        return report;
    for (const auto &[name, content] :
         {std::pair(QString::fromLatin1(headFile), headOf(*report)),
          std::pair(QStringLiteral("README.txt"), QByteArray(auditExportReadme)),
          std::pair(QStringLiteral("verify.py"), QByteArray(auditExportProgram))})
        if (const auto written = writeFile(made.filePath(name), content); !written)
            return failure(written.error());
    if (const auto moved = moveInto(made, folder); !moved)
        return failure(moved.error());
    return report;
}

Result<AuditReport> verifyAuditExport(const QString &folder)
{
    const auto head = readHead(QDir(folder).filePath(QString::fromLatin1(headFile)));
    if (!head)
        return failure(head.error());
    auto report = readRows(QDir(folder).filePath(QString::fromLatin1(rowsFile)));
    if (!report || report->firstBadRow)
        return report;
    if (report->rows != head->rows)
        report->firstBadRow = std::min(report->rows, head->rows) + 1;
    else if (report->headHash != head->headHash)
        report->firstBadRow = std::max<std::int64_t>(report->rows, 1);
    return report;
}

} // namespace core
