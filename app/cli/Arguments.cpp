#include "app/cli/Arguments.h"

#include "core/base/Json.h"

#include <cstdio>

namespace cli {

using core::ErrorCode;
using core::failure;

namespace {

const std::vector<OptionSpec> commonOptions{{"json", false},     {"data-dir"}, {"log-level"},
                                            {"endpoint", true, true}, {"seed"}};

const OptionSpec *find(const std::vector<OptionSpec> &specs, std::string_view name)
{
    for (const OptionSpec &spec : specs)
        if (name == spec.name)
            return &spec;
    return nullptr;
}

} // namespace

core::Result<Arguments> Arguments::parse(const std::vector<std::string> &words,
                                         const std::vector<OptionSpec> &understood)
{
    Arguments result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (word == "--") {
            result.m_positional.insert(result.m_positional.end(), words.begin() + long(i) + 1, words.end());
            break;
        }
        if (!word.starts_with("--")) {
            result.m_positional.push_back(word);
            continue;
        }
        const auto equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        const OptionSpec *spec = find(understood, name);
        if (!spec)
            spec = find(commonOptions, name);
        if (!spec)
            return failure(ErrorCode::BadInput, "unknown option --" + name);
        if (!spec->takesValue) {
            if (equals != std::string::npos)
                return failure(ErrorCode::BadInput, "--" + name + " takes no value");
            result.m_options.emplace(name, "");
            continue;
        }
        if (equals != std::string::npos) {
            result.m_options.emplace(name, word.substr(equals + 1));
        } else {
            if (i + 1 >= words.size() || words[i + 1].starts_with("--"))
                return failure(ErrorCode::BadInput, "--" + name + " needs a value");
            result.m_options.emplace(name, words[++i]);
            while (spec->isRepeatable && i + 1 < words.size() && !words[i + 1].starts_with("--"))
                result.m_options.emplace(name, words[++i]);
        }
        if (!spec->isRepeatable && result.m_options.count(name) > 1)
            return failure(ErrorCode::BadInput, "--" + name + " was given twice");
    }
    return result;
}

bool Arguments::has(std::string_view name) const
{
    return m_options.find(name) != m_options.end();
}

std::optional<std::string> Arguments::value(std::string_view name) const
{
    const auto found = m_options.find(name);
    return found == m_options.end() ? std::nullopt : std::optional(found->second);
}

std::string Arguments::valueOr(std::string_view name, std::string fallback) const
{
    return value(name).value_or(std::move(fallback));
}

std::vector<std::string> Arguments::values(std::string_view name) const
{
    std::vector<std::string> all;
    const auto [first, last] = m_options.equal_range(name);
    for (auto it = first; it != last; ++it)
        all.push_back(it->second);
    return all;
}

core::Result<std::map<std::string, std::string>> Arguments::parameters() const
{
    std::map<std::string, std::string> pairs;
    for (const std::string &text : values("param")) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return failure(ErrorCode::BadInput, "--param needs name=value, not \"" + text + "\"");
        if (!pairs.emplace(text.substr(0, equals), text.substr(equals + 1)).second)
            return failure(ErrorCode::BadInput, "--param " + text.substr(0, equals) + " was given twice");
    }
    return pairs;
}

void print(const Arguments &arguments, const std::string &json, const std::string &text)
{
    const std::string &shown = arguments.wantsJson() ? json : text;
    std::fwrite(shown.data(), 1, shown.size(), stdout);
    if (shown.empty() || shown.back() != '\n')
        std::fputc('\n', stdout);
    std::fflush(stdout);
}

int fail(bool wantsJson, const core::Error &error)
{
    if (wantsJson) {
        core::JsonWriter json;
        json.beginObject().key("error").beginObject();
        json.member("code", core::errorCodeName(error.code)).member("message", error.message);
        json.key("file");
        error.file.empty() ? json.null() : json.value(error.file);
        json.key("line");
        error.line > 0 ? json.value(error.line) : json.null();
        json.key("field");
        error.field.empty() ? json.null() : json.value(error.field);
        json.endObject().endObject();
        std::puts(json.text().c_str());
    } else {
        std::fprintf(stderr, "countersign-cli: %s\n", core::describe(error).c_str());
    }
    const bool isBadInput = error.code == ErrorCode::BadInput || error.code == ErrorCode::NotFound ||
                            error.code == ErrorCode::Unsupported;
    return isBadInput ? BadUsage : Failed;
}

} // namespace cli
