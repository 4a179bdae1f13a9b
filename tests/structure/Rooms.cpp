#include "tests/structure/Rooms.h"

#include <algorithm>
#include <sstream>

namespace structure {

namespace {

struct Call {
    std::string command;
    int line = 0;
    std::vector<std::string> words;
};

std::string withoutComments(const std::string &text)
{
    std::istringstream lines(text);
    std::string line;
    std::string rest;
    while (std::getline(lines, line))
        rest += line.substr(0, line.find('#')) + "\n";
    return rest;
}

int lineAt(const std::string &text, std::size_t offset)
{
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

/// The calls of the two commands that matter here; neither has brackets or quotes inside.
std::vector<Call> callsIn(const std::string &cmake)
{
    const std::string text = withoutComments(cmake);
    std::vector<Call> calls;
    for (const std::string command : {"add_room", "set"}) {
        for (std::size_t at = text.find(command + "("); at != std::string::npos; at = text.find(command + "(", at + 1)) {
            const std::size_t begin = at + command.size() + 1;
            std::istringstream words(text.substr(begin, text.find(')', begin) - begin));
            Call call{command, lineAt(text, at), {}};
            for (std::string word; words >> word;)
                call.words.push_back(word);
            calls.push_back(std::move(call));
        }
    }
    return calls;
}

/// All values that `${name}` can have in this file, whichever branch it takes.
std::vector<std::string> valuesOf(const std::string &word, const std::vector<Call> &calls)
{
    if (!word.starts_with("${"))
        return {word};
    const std::string name = word.substr(2, word.size() - 3);
    std::vector<std::string> values;
    for (const Call &call : calls)
        if (call.command == "set" && !call.words.empty() && call.words.front() == name)
            values.insert(values.end(), call.words.begin() + 1, call.words.end());
    return values;
}

Room roomOf(const Call &call, const std::string &path, const std::vector<Call> &calls)
{
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const std::string part = path.substr(0, path.find('/'));
    Room room{.name = part + "_" + call.words.front(), .cmake = path, .line = call.line};
    std::vector<std::string> unnamed;
    std::vector<std::string> *list = &unnamed;
    for (std::size_t i = 1; i < call.words.size(); ++i) {
        const std::string &word = call.words[i];
        if (word == "QT" || word == "UI")
            room.isQt = true;
        else if (word == "USES")
            list = &room.uses;
        else if (word == "LINK")
            list = &room.links;
        else if (word == "SOURCES")
            list = &room.sources;
        else
            for (const std::string &value : valuesOf(word, calls))
                list->push_back(list == &room.sources ? folder + value : value);
    }
    return room;
}

} // namespace

Rooms::Rooms(const SourceTree &tree)
{
    for (const auto &[path, text] : tree.cmakeLists())
        read(path, text);
}

void Rooms::read(const std::string &path, const std::string &text)
{
    const std::vector<Call> calls = callsIn(text);
    for (const Call &call : calls) {
        if (call.command != "add_room" || call.words.empty())
            continue;
        Room room = roomOf(call, path, calls);
        for (const std::string &source : room.sources)
            m_ownerOf[source] = room.name;
        m_rooms[room.name] = std::move(room);
    }
}

const Room *Rooms::ownerOf(const std::string &file) const
{
    const auto owner = m_ownerOf.find(file);
    return owner == m_ownerOf.end() ? nullptr : &m_rooms.at(owner->second);
}

std::set<std::string> Rooms::reach(const std::string &room) const
{
    std::set<std::string> reached;
    std::vector<std::string> open{room};
    while (!open.empty()) {
        const std::string next = open.back();
        open.pop_back();
        const auto known = m_rooms.find(next);
        if (reached.insert(next).second && known != m_rooms.end())
            open.insert(open.end(), known->second.uses.begin(), known->second.uses.end());
    }
    return reached;
}

} // namespace structure
