#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace core {

/// One value of a YAML document with its place, free of the library that read it.
struct YamlValue {
    enum class Kind { Nothing, Scalar, List, Map };
    struct Member;

    Kind kind = Kind::Nothing;
    std::string text{};     ///< Of a scalar, as written.
    bool isQuoted = false;  ///< "text": never anything but text.
    int line = 1;           ///< 1-based.
    std::vector<YamlValue> items{};
    std::vector<Member> members; ///< In the order of the file, repetitions included.
};

struct YamlValue::Member {
    std::string key;
    int line = 1;
    YamlValue value;
};

/// Why a text is not a document that can be read.
struct YamlProblem {
    int line = 1;
    std::string message;
};

/// Reads exactly one document; a byte order mark and CRLF are fine. Refuses tabs as indentation,
/// keys that are not plain text, and more than 20,000 values (references counted as often as they
/// are used).
[[nodiscard]] tl::expected<YamlValue, YamlProblem> parseYaml(std::string_view text);

} // namespace core
