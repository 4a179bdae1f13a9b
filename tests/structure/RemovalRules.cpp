#include "tests/structure/Rules.h"

#include <cstddef>

namespace structure {

namespace {

constexpr std::string_view listFile = "tests/mutations/removals.txt";

std::vector<std::string> fieldsOf(std::string_view line)
{
    std::vector<std::string> fields;
    for (std::size_t from = 0; from <= line.size();) {
        const std::size_t tab = std::min(line.find('\t', from), line.size());
        fields.emplace_back(line.substr(from, tab - from));
        from = tab + 1;
    }
    return fields;
}

/// `\n` in the list is a line's end.
std::string unfolded(std::string text)
{
    for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at)
        text.replace(at, 2, "\n");
    return text;
}

int countOf(const std::string &text, const std::string &part)
{
    int count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
        ++count;
    return count;
}

/// What is wrong with one line; empty when it fits.
std::string wrongWith(std::string_view line, const TextOf &textOf)
{
    const std::vector<std::string> fields = fieldsOf(line);
    if (fields.size() != 4 || fields[2].empty())
        return "four fields between tabs are wanted: name, file, what stands there, what is put in its place";
    const auto text = textOf(fields[1]);
    if (!text)
        return "there is no " + fields[1];
    const int count = countOf(*text, unfolded(fields[2]));
    return count == 1 ? std::string() : fields[0] + ": stands " + std::to_string(count) + " times in " + fields[1];
}

} // namespace

std::vector<Finding> removalsThatDoNotFit(std::string_view list, const TextOf &textOf)
{
    std::vector<Finding> findings;
    int number = 0;
    for (std::size_t from = 0; from < list.size();) {
        const std::size_t end = std::min(list.find('\n', from), list.size());
        const std::string_view line = list.substr(from, end - from);
        from = end + 1;
        ++number;
        if (line.empty() || line.front() == '#')
            continue;
        if (std::string wrong = wrongWith(line, textOf); !wrong.empty())
            findings.push_back({std::string(listFile), number, std::move(wrong)});
    }
    return findings;
}

} // namespace structure
