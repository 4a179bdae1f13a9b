#include "app/cli/Dispatch.h"

#include "app/support/Logs.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace cli {

namespace {

using Words = std::vector<std::string>;

Words wordsOf(const char *name)
{
    std::istringstream stream(name);
    Words words;
    for (std::string word; stream >> word;)
        words.push_back(std::move(word));
    return words;
}

/// `--data-dir D data list` becomes `data list --data-dir D`. All common options but --json and
/// --help take a value.
void moveLeadingOptions(Words &words)
{
    Words options;
    std::size_t used = 0;
    while (used < words.size() && words[used].starts_with("--")) {
        const bool isAlone = words[used] == "--json" || words[used] == "--help" ||
                             words[used].find('=') != std::string::npos;
        options.push_back(words[used++]);
        if (!isAlone && used < words.size())
            options.push_back(words[used++]);
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(used));
    words.insert(words.end(), options.begin(), options.end());
}

const Command *match(const std::vector<Command> &commands, const Words &words, std::size_t &length)
{
    const Command *best = nullptr;
    length = 0;
    for (const Command &command : commands) {
        const Words name = wordsOf(command.name);
        const bool fits =
            name.size() <= words.size() && std::equal(name.begin(), name.end(), words.begin());
        if (fits && name.size() > length) {
            best = &command;
            length = name.size();
        }
    }
    return best;
}

std::string usage(const std::vector<Command> &commands)
{
    std::string text = "Usage: countersign-cli COMMAND [--json] [--data-dir DIR]\n";
    for (const Command &command : commands)
        text += std::string("  ") + command.usage + "\n";
    return text;
}

int unknown(const std::vector<Command> &commands, const Words &words)
{
    const bool wantsJson = std::ranges::find(words, "--json") != words.end();
    std::string said;
    for (const std::string &word : words) {
        if (word.starts_with("--"))
            break;
        said += (said.empty() ? "" : " ") + word;
    }
    if (!wantsJson)
        std::fputs(usage(commands).c_str(), stderr);
    return fail(wantsJson, {.code = core::ErrorCode::BadInput,
                            .message = said.empty() ? "which command?"
                                                    : "there is no command \"" + said + "\"",
                            .field = "command"});
}

} // namespace

int dispatch(const std::vector<Command> &commands, Words words)
{
    moveLeadingOptions(words);
    const bool wantsHelp = std::ranges::find(words, "--help") != words.end() ||
                           (!words.empty() && words.front() == "help");
    std::size_t length = 0;
    const Command *command = match(commands, words, length);
    if (wantsHelp) {
        const std::string text =
            command ? std::string("Usage: countersign-cli ") + command->usage + "\n"
                    : usage(commands);
        std::fputs(text.c_str(), stdout);
        return Done;
    }
    if (!command)
        return unknown(commands, words);
    const Words rest(words.begin() + static_cast<std::ptrdiff_t>(length), words.end());
    const auto arguments = Arguments::parse(rest, command->options);
    if (!arguments)
        return fail(std::ranges::find(rest, "--json") != rest.end(), arguments.error());
    if (const auto level = arguments->value("log-level"))
        if (const auto set = app::setLogLevel(*level); !set)
            return fail(arguments->wantsJson(), set.error());
    return command->run(*arguments);
}

} // namespace cli
