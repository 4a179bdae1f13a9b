#include "app/cli/IndicatorCommand.h"

#include "core/base/Json.h"
#include "core/history/BarFile.h"
#include "core/history/FileBytes.h"
#include "core/indicators/IndicatorCatalogue.h"

namespace cli {

using core::Error;
using core::ErrorCode;
using core::failure;

namespace {

void writeParameter(core::JsonWriter &json, const core::Parameter &parameter)
{
    json.beginObject().member("name", parameter.name).key("default");
    switch (parameter.kind) {
    case core::ParameterKind::Integer:
        json.raw(parameter.defaultValue);
        json.member("min", std::int64_t(parameter.min)).member("max", std::int64_t(parameter.max));
        break;
    case core::ParameterKind::Number:
        json.raw(parameter.defaultValue).member("min", parameter.min).member("max", parameter.max);
        break;
    case core::ParameterKind::Choice:
    case core::ParameterKind::Switch: json.value(parameter.defaultValue); break;
    }
    json.member("description", parameter.sentence).endObject();
}

void writeNames(core::JsonWriter &json, const std::vector<std::string> &names)
{
    json.beginArray();
    for (const std::string &name : names)
        json.value(name);
    json.endArray();
}

std::string listAsJson()
{
    core::JsonWriter json;
    json.beginObject().key("indicators").beginArray();
    for (const core::IndicatorSpec &spec : core::indicatorCatalogue()) {
        json.beginObject().member("name", spec.name).key("parameters").beginArray();
        for (const core::Parameter &parameter : spec.parameters)
            writeParameter(json, parameter);
        json.endArray().key("outputs");
        writeNames(json, spec.outputs);
        json.endObject();
    }
    json.endArray().endObject();
    return json.take();
}

std::string listAsText()
{
    std::string text;
    for (const core::IndicatorSpec &spec : core::indicatorCatalogue()) {
        text += spec.name;
        for (const core::Parameter &parameter : spec.parameters)
            text += " " + parameter.name + "=" + parameter.defaultValue;
        text += "\n";
    }
    return text;
}

int list(const Arguments &arguments)
{
    if (!arguments.positional().empty())
        return fail(arguments.wantsJson(),
                    {.code = ErrorCode::BadInput,
                     .message = "indicator list takes no further word"});
    print(arguments, listAsJson(), listAsText());
    return Done;
}

/// What `indicator run` leaves behind.
struct Table {
    std::size_t rows = 0;
    int warmUp = 0;
    std::vector<std::string> outputs;
    std::string csv;
};

/// One row per bar; the shortest text that reads back to the same double, nothing while warming up.
Table tableOf(const core::IndicatorSpec &spec, core::BarIndicator &indicator,
              const std::vector<core::Bar> &bars)
{
    Table table{.rows = bars.size(),
                .warmUp = indicator.warmUpBars(),
                .outputs = spec.outputs,
                .csv = "timestamp_utc_ms"};
    for (const std::string &output : spec.outputs)
        table.csv += "," + output;
    for (const core::Bar &bar : bars) {
        indicator.update(bar);
        table.csv += "\n" + std::to_string(core::toMillis(bar.openTime));
        if (!indicator.ready()) {
            table.csv.append(spec.outputs.size(), ',');
            continue;
        }
        for (const double value : indicator.values())
            table.csv += "," + core::jsonNumber(value);
    }
    table.csv += "\n";
    return table;
}

core::Result<Table> computed(const Arguments &arguments)
{
    if (arguments.positional().size() != 1)
        return failure(Error{.code = ErrorCode::BadInput,
                             .message = "indicator run takes one indicator's name",
                             .field = "indicator"});
    const auto file = arguments.value("bars");
    if (!file)
        return failure(Error{.code = ErrorCode::BadInput,
                             .message = "--bars FILE is missing",
                             .field = "bars"});
    const auto spec = core::findIndicator(arguments.positional().front());
    if (!spec)
        return failure(spec.error());
    const auto parameters = arguments.parameters();
    if (!parameters)
        return failure(parameters.error());
    const auto indicator = core::makeIndicator((*spec)->name, *parameters);
    if (!indicator)
        return failure(indicator.error());
    const auto bars = core::readBars(*file);
    if (!bars)
        return failure(bars.error());
    return tableOf(**spec, **indicator, *bars);
}

std::string summaryOf(const Table &table)
{
    core::JsonWriter json;
    json.beginObject().member("rows", std::uint64_t(table.rows)).member("warm_up", table.warmUp);
    json.key("outputs");
    writeNames(json, table.outputs);
    json.endObject();
    return json.take();
}

int run(const Arguments &arguments)
{
    const auto table = computed(arguments);
    if (!table)
        return fail(arguments.wantsJson(), table.error());
    const auto output = arguments.value("output");
    if (output)
        if (const auto written = core::writeWholeFile(*output, table->csv); !written)
            return fail(arguments.wantsJson(), written.error());
    const std::string text =
        output ? std::to_string(table->rows) + " rows written to " + *output : table->csv;
    print(arguments, summaryOf(*table), text);
    return Done;
}

} // namespace

std::vector<Command> indicatorCommands()
{
    return {
        {.name = "indicator list", .usage = "indicator list", .options = {}, .run = list},
        {.name = "indicator run",
         .usage = "indicator run NAME --bars FILE [--param k=v]... [--output FILE]",
         .options = {{"bars"}, {"param", true, true}, {"output"}},
         .run = run},
    };
}

} // namespace cli
