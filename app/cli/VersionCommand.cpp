#include "app/cli/VersionCommand.h"

#include "core/base/Json.h"

#include <QSqlDatabase>
#include <QSslSocket>
#include <QtGlobal>

#include "Commit.h"

namespace cli {

namespace {

/// What this build finds on this machine, asked and not assumed.
std::vector<std::pair<const char *, bool>> components()
{
    return {{"sqlite", QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE"))},
            {"postgresql", QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL"))},
            {"tls", QSslSocket::supportsSsl()}};
}

int version(const Arguments &arguments)
{
    if (!arguments.positional().empty())
        return fail(arguments.wantsJson(), {.code = core::ErrorCode::BadInput,
                                            .message = "version takes no further word"});
    const std::string commit = COUNTERSIGN_COMMIT;
    core::JsonWriter json;
    json.beginObject().member("version", COUNTERSIGN_VERSION).key("commit");
    commit.empty() ? json.null() : json.value(commit);
    json.member("qt", qVersion()).key("components").beginObject();
    std::string text = std::string("Countersign ") + COUNTERSIGN_VERSION + " (" +
                       (commit.empty() ? "unknown commit" : commit) + "), Qt " + qVersion();
    for (const auto &[name, isPresent] : components()) {
        json.member(name, isPresent);
        text += std::string("\n") + name + ": " + (isPresent ? "present" : "absent");
    }
    json.endObject().endObject();
    print(arguments, json.text(), text);
    return Done;
}

} // namespace

std::vector<Command> versionCommands()
{
    return {{.name = "version", .usage = "version", .options = {}, .run = version}};
}

} // namespace cli
