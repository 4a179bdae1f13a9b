#include "tests/structure/SourceTree.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace structure {

namespace fs = std::filesystem;

void SourceTree::add(const std::string &path, std::string_view text)
{
    if (path.ends_with(".h") || path.ends_with(".cpp"))
        m_sources.emplace(path, CppText(text));
    else if (path.ends_with("/CMakeLists.txt"))
        m_cmakeLists.emplace(path, std::string(text));
}

SourceTree readTree(const std::string &root)
{
    SourceTree tree;
    for (const char *part : {"core", "ui", "app"}) {
        std::error_code error;
        for (const auto &entry : fs::recursive_directory_iterator(fs::path(root) / part, error)) {
            if (!entry.is_regular_file())
                continue;
            std::ostringstream text;
            text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            tree.add(fs::relative(entry.path(), root).generic_string(), text.str());
        }
    }
    return tree;
}

} // namespace structure
