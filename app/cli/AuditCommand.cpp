#include "app/cli/AuditCommand.h"

#include "app/support/DataDir.h"
#include "core/base/Json.h"
#include "core/storage/AuditExport.h"
#include "core/storage/SqliteJournal.h"

namespace cli {

using namespace core;

namespace {

QString databaseOf(const Arguments &arguments)
{
    return SqliteJournal::databasePath(QString::fromStdString(app::dataDir(arguments.value("data-dir"))));
}

Result<AuditReport> verified(const Arguments &arguments)
{
    const auto from = arguments.value("from");
    const auto into = arguments.value("export");
    if (from && into)
        return failure({ErrorCode::BadInput, "an export is verified where it lies: --from or --export, not both",
                        {}, 0, "from"});
    if (from)
        return verifyAuditExport(QString::fromStdString(*from));
    if (into)
        return exportAudit(databaseOf(arguments), QString::fromStdString(*into));
    return verifyAudit(databaseOf(arguments));
}

std::string sentence(const AuditReport &report, const std::optional<std::string> &exported)
{
    if (report.firstBadRow)
        return "the chain breaks at row " + std::to_string(*report.firstBadRow);
    std::string text = std::to_string(report.rows) + " rows, the chain holds";
    if (exported)
        text += "; exported to " + *exported + "\nkeep the head hash elsewhere: " + report.headHash;
    return text;
}

int auditVerify(const Arguments &arguments)
{
    const auto report = verified(arguments);
    if (!report)
        return fail(arguments.wantsJson(), report.error());
    // A chain that does not hold proves nothing: it is reported, not exported.
    const auto exported = report->firstBadRow ? std::nullopt : arguments.value("export");
    JsonWriter json;
    json.beginObject().member("rows", report->rows).member("ok", !report->firstBadRow);
    json.member("first_bad_row", report->firstBadRow).member("head_hash", report->headHash);
    json.member("exported", exported).endObject();
    print(arguments, json.text(), sentence(*report, exported));
    return report->firstBadRow ? Failed : Done;
}

} // namespace

std::vector<Command> auditCommands()
{
    return {{"audit verify", "audit verify [--export DIR | --from DIR]", {{"export"}, {"from"}}, auditVerify}};
}

} // namespace cli
