#include "app/cli/MetricsCommand.h"

#include "app/support/DataDir.h"
#include "core/base/Json.h"
#include "core/engine/ControlClient.h"

#include <QJsonDocument>

#include <cstdio>

namespace cli {

using namespace core;

namespace {

/// The figures are of a run: without a running engine there are none, and an older run's would look
/// like this one's on a graph. So that is an error, and its reader sees a gap.
int metrics(const Arguments &arguments)
{
    const QString dataDir = QString::fromStdString(app::dataDir(arguments.value("data-dir")));
    const auto answer = askEngine(dataDir, QStringLiteral("metrics"), {});
    if (!answer)
        return fail(arguments.wantsJson(), answer.error());
    const std::string page = QJsonDocument::fromJson(QByteArray::fromStdString(*answer))
                                 .object()
                                 .value(QLatin1String("text"))
                                 .toString()
                                 .toStdString();
    if (!arguments.wantsJson()) {
        std::fputs(page.c_str(), stdout); // it ends with its own line feed
        return Done;
    }
    JsonWriter json;
    json.beginObject().member("content_type", "text/plain; version=0.0.4; charset=utf-8");
    json.member("text", page).endObject();
    print(arguments, json.text(), page);
    return Done;
}

} // namespace

std::vector<Command> metricsCommands()
{
    return {{"metrics", "metrics", {}, metrics}};
}

} // namespace cli
