#include "app/cli/DataStoreCommand.h"

#include "app/support/DataDir.h"
#include "core/base/Json.h"
#include "core/history/BarStore.h"

namespace cli {

using core::ErrorCode;
using core::failure;

namespace {

core::Result<core::SeriesId> seriesOf(const Arguments &arguments)
{
    core::SeriesId series;
    for (const auto &[name, out] : {std::pair("venue", &series.instrument.venue),
                                    std::pair("instrument", &series.instrument.symbol)}) {
        const std::string value = arguments.valueOr(name, "");
        if (value.empty())
            return failure(
                {ErrorCode::BadInput, std::string("--") + name + " is missing", {}, 0, name});
        *out = value;
    }
    const std::string name = arguments.valueOr("timeframe", "");
    const auto timeframe = core::parseTimeframe(name);
    if (!timeframe)
        return failure(
            {ErrorCode::BadInput,
             "--timeframe must be one of 1m 5m 15m 30m 1h 4h 1d 1w, not \"" + name + "\"",
             {},
             0,
             "timeframe"});
    series.timeframe = *timeframe;
    return series;
}

std::string jsonOf(const core::ImportReport &report)
{
    core::JsonWriter json;
    json.beginObject()
        .member("added", report.added)
        .member("replaced", report.replaced)
        .member("unchanged", report.unchanged)
        .member("rejected", report.rejected)
        .member("path", report.path);
    json.key("defects").beginArray();
    for (const core::Defect &defect : report.defects)
        json.beginObject()
            .member("kind", core::defectKindName(defect.kind))
            .member("line", defect.line)
            .member("detail", defect.detail)
            .endObject();
    json.endArray().endObject();
    return json.take();
}

std::string textOf(const core::ImportReport &report)
{
    std::string text = std::to_string(report.added) + " added, " + std::to_string(report.replaced) +
                       " replaced, " + std::to_string(report.unchanged) + " unchanged, " +
                       std::to_string(report.rejected) + " rejected: " + report.path;
    for (const core::Defect &defect : report.defects)
        text += "\nline " + std::to_string(defect.line) + ": " + core::defectKindName(defect.kind) +
                ": " + defect.detail;
    return text;
}

int import(const Arguments &arguments)
{
    if (arguments.positional().size() != 1)
        return fail(arguments.wantsJson(),
                    {.code = ErrorCode::BadInput, .message = "data import takes one file"});
    const auto series = seriesOf(arguments);
    if (!series)
        return fail(arguments.wantsJson(), series.error());
    const core::BarStore store(app::dataDir(arguments.value("data-dir")));
    const auto report =
        store.import(arguments.positional().front(), *series, core::SystemClock().now());
    if (!report)
        return fail(arguments.wantsJson(), report.error());
    print(arguments, jsonOf(*report), textOf(*report));
    return Done;
}

void write(core::JsonWriter &json, const core::StoredSeries &series)
{
    const bool isRead = series.problem.empty();
    json.beginObject()
        .member("venue", series.id.instrument.venue)
        .member("instrument", series.id.instrument.symbol)
        .member("timeframe", core::timeframeName(series.id.timeframe))
        .member("first", series.first)
        .member("last", series.last)
        .member("rows", isRead ? std::optional(series.rows) : std::nullopt)
        .member("repaired", isRead ? std::optional(series.repaired) : std::nullopt)
        .member("path", series.path);
    if (!isRead)
        json.member("problem", series.problem);
    json.endObject();
}

int list(const Arguments &arguments)
{
    if (!arguments.positional().empty())
        return fail(arguments.wantsJson(),
                    {.code = ErrorCode::BadInput, .message = "data list takes no further word"});
    const auto all = core::BarStore(app::dataDir(arguments.value("data-dir"))).list();
    if (!all)
        return fail(arguments.wantsJson(), all.error());
    core::JsonWriter json;
    json.beginObject().key("series").beginArray();
    std::string text = all->empty() ? "nothing is stored" : "";
    for (const core::StoredSeries &each : *all) {
        write(json, each);
        text += each.id.instrument.text() + " " + core::timeframeName(each.id.timeframe) + "  ";
        text += each.problem.empty() ? std::to_string(each.rows) + " bars\n" : each.problem + "\n";
    }
    json.endArray().endObject();
    print(arguments, json.text(), text);
    return Done;
}

} // namespace

std::vector<Command> dataStoreCommands()
{
    return {{.name = "data import",
             .usage = "data import FILE --venue V --instrument I --timeframe T",
             .options = {{"venue"}, {"instrument"}, {"timeframe"}},
             .run = import},
            {.name = "data list", .usage = "data list", .options = {}, .run = list}};
}

} // namespace cli
