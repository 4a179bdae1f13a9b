#include "app/cli/ProfileCommand.h"

#include "app/support/DataDir.h"
#include "app/support/ProfileStore.h"
#include "core/base/Json.h"

namespace cli {

namespace {

int list(const Arguments &arguments)
{
    if (!arguments.positional().empty())
        return fail(arguments.wantsJson(), {.code = core::ErrorCode::BadInput,
                                            .message = "profile list takes no further word"});
    core::JsonWriter json;
    std::string text;
    json.beginObject().key("profiles").beginArray();
    for (const app::ListedProfile &each :
         app::listProfiles(app::dataDir(arguments.value("data-dir")))) {
        json.beginObject()
            .member("name", each.name)
            .member("path", each.path)
            .member("ok", each.isOk)
            .member("shipped", each.isShipped)
            .endObject();
        text += each.name + "  " + each.path + (each.isOk ? "" : "  (has problems)") + "\n";
    }
    json.endArray().endObject();
    print(arguments, json.text(), text);
    return Done;
}

void writeProblem(core::JsonWriter &json, const core::ProfileProblem &problem)
{
    json.beginObject().member("file", problem.file).key("line");
    problem.line > 0 ? json.value(problem.line) : json.null();
    json.key("field");
    problem.field.empty() ? json.null() : json.value(problem.field);
    json.member("message", problem.message).endObject();
}

int check(const Arguments &arguments)
{
    if (arguments.positional().size() != 1)
        return fail(arguments.wantsJson(), {.code = core::ErrorCode::BadInput,
                                            .message = "profile check takes one name or path",
                                            .field = "profile"});
    const auto path =
        app::findProfile(arguments.positional().front(), app::dataDir(arguments.value("data-dir")));
    if (!path)
        return fail(arguments.wantsJson(), path.error());
    const core::ProfileReading reading = app::loadProfile(*path);
    core::JsonWriter json;
    json.beginObject().member("ok", reading.problems.empty()).key("problems").beginArray();
    std::string text;
    for (const core::ProfileProblem &problem : reading.problems) {
        writeProblem(json, problem);
        text += core::describe({.code = core::ErrorCode::BadInput,
                                .message = problem.message,
                                .file = problem.file,
                                .line = problem.line,
                                .field = problem.field}) +
                "\n";
    }
    json.endArray().endObject();
    print(arguments, json.text(), reading.problems.empty() ? *path + ": ok" : text);
    return reading.problems.empty() ? Done : BadUsage;
}

} // namespace

std::vector<Command> profileCommands()
{
    return {
        {.name = "profile list", .usage = "profile list", .options = {}, .run = list},
        {.name = "profile check", .usage = "profile check NAME|FILE", .options = {}, .run = check}};
}

} // namespace cli
