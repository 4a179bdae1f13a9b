#pragma once

#include "core/base/Error.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// An option a command understands, without its dashes.
struct OptionSpec {
    const char *name;
    bool takesValue = true;
    bool isRepeatable = false;
};

/// The words after the command's name, checked against what the command understands. The common
/// options (--json, --data-dir, --log-level, --endpoint, --seed) are always understood.
class Arguments {
public:
    /// `--name value`, `--name=value`, flags and positional words; `--` ends the options. A
    /// repeatable option takes every following word up to the next option. BadInput names the word.
    [[nodiscard]] static core::Result<Arguments> parse(const std::vector<std::string> &words,
                                                       const std::vector<OptionSpec> &understood);

    [[nodiscard]] const std::vector<std::string> &positional() const { return m_positional; }
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
    [[nodiscard]] std::string valueOr(std::string_view name, std::string fallback) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
    /// The repeatable `--param k=v` as pairs; BadInput without the equals sign or when given twice.
    [[nodiscard]] core::Result<std::map<std::string, std::string>> parameters() const;
    [[nodiscard]] bool wantsJson() const { return has("json"); }

private:
    std::vector<std::string> m_positional;
    std::multimap<std::string, std::string, std::less<>> m_options;
};

/// What a command leaves behind: 0 done, 1 failed, 2 bad usage or input.
enum ExitCode { Done = 0, Failed = 1, BadUsage = 2 };

/// Prints one JSON document (json) or the plain text on stdout.
void print(const Arguments &arguments, const std::string &json, const std::string &text);

/// Prints the error: with --json as {"error":{…}} on stdout, else as a sentence on stderr.
/// Returns the exit code: 2 for bad input, not found and unsupported, 1 otherwise.
int fail(bool wantsJson, const core::Error &error);

} // namespace cli
