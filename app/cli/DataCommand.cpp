#include "app/cli/DataCommand.h"

#include "core/base/Json.h"
#include "core/history/Validation.h"

namespace cli {

using core::ErrorCode;
using core::failure;

namespace {

core::Result<std::optional<core::Timeframe>> timeframeOf(const Arguments &arguments)
{
    const auto name = arguments.value("timeframe");
    if (!name)
        return std::nullopt;
    const auto timeframe = core::parseTimeframe(*name);
    if (!timeframe)
        return failure({.code = ErrorCode::BadInput,
                        .message = "\"" + *name + "\" is not one of 1m 5m 15m 30m 1h 4h 1d 1w",
                        .field = "timeframe"});
    return timeframe;
}

core::Result<std::optional<core::SessionKind>> calendarOf(const Arguments &arguments)
{
    const auto name = arguments.value("calendar");
    if (!name)
        return std::nullopt;
    if (*name == "us-equities")
        return core::SessionKind::UsEquities;
    if (*name == "always")
        return core::SessionKind::AlwaysOpen;
    return failure({.code = ErrorCode::BadInput,
                    .message = "\"" + *name + "\" is not one of us-equities, always",
                    .field = "calendar"});
}

/// What to check and how, from the words of the command line.
core::Result<core::ValidationOptions> optionsOf(const Arguments &arguments)
{
    if (arguments.positional().size() != 1)
        return failure(ErrorCode::BadInput, "data validate takes one file");
    const auto timeframe = timeframeOf(arguments);
    if (!timeframe)
        return failure(timeframe.error());
    const auto calendar = calendarOf(arguments);
    if (!calendar)
        return failure(calendar.error());
    return core::ValidationOptions{
        .timeframe = *timeframe, .calendar = *calendar, .now = core::SystemClock().now()};
}

std::string jsonOf(const core::ValidationReport &report)
{
    core::JsonWriter json;
    json.beginObject().member("rows", report.rows).member("ok", report.ok);
    json.key("defects").beginArray();
    for (const core::Defect &defect : report.defects)
        json.beginObject()
            .member("kind", core::defectKindName(defect.kind))
            .member("severity", core::severityName(core::severityOf(defect.kind)))
            .member("line", defect.line)
            .member("detail", defect.detail)
            .endObject();
    json.endArray().endObject();
    return json.take();
}

std::string textOf(const core::ValidationReport &report)
{
    std::string text = std::to_string(report.rows) + " rows, " + (report.ok ? "ok" : "not ok");
    for (const core::Defect &defect : report.defects)
        text += "\nline " + std::to_string(defect.line) + ": " +
                core::severityName(core::severityOf(defect.kind)) + ": " +
                core::defectKindName(defect.kind) + ": " + defect.detail;
    return text;
}

int validate(const Arguments &arguments)
{
    const auto options = optionsOf(arguments);
    if (!options)
        return fail(arguments.wantsJson(), options.error());
    const auto report = core::validateBarFile(arguments.positional().front(), *options);
    if (!report) {
        fail(arguments.wantsJson(), report.error());
        return BadUsage; // whatever keeps a file from being read
    }
    print(arguments, jsonOf(*report), textOf(*report));
    return report->ok ? Done : Failed;
}

} // namespace

std::vector<Command> dataCommands()
{
    return {{.name = "data validate",
             .usage = "data validate FILE [--timeframe T] [--calendar us-equities|always]",
             .options = {{"timeframe"}, {"calendar"}},
             .run = validate}};
}

} // namespace cli
