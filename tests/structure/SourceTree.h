#pragma once

#include "tests/structure/CppText.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace structure {

/// One place that breaks a rule.
struct Finding {
    std::string file; ///< From the repository's root.
    int line = 0;
    std::string what; ///< A sentence.

    [[nodiscard]] std::string text() const { return file + ":" + std::to_string(line) + ": " + what; }
};

/// core/…, ui/… and app/… as they lie there: C++ taken apart, and the CMakeLists.txt files. Paths are
/// relative to the root, with slashes.
class SourceTree {
public:
    void add(const std::string &path, std::string_view text);

    [[nodiscard]] const std::map<std::string, CppText> &sources() const { return m_sources; }
    [[nodiscard]] const std::map<std::string, std::string> &cmakeLists() const { return m_cmakeLists; }
    [[nodiscard]] bool has(const std::string &path) const { return m_sources.count(path) > 0; }

private:
    std::map<std::string, CppText> m_sources;
    std::map<std::string, std::string> m_cmakeLists;
};

/// Reads the checked-out tree; empty where `root` has no core, ui and app.
[[nodiscard]] SourceTree readTree(const std::string &root);

} // namespace structure
