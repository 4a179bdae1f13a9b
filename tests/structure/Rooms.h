#pragma once

#include "tests/structure/SourceTree.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace structure {

/// One `add_room` of a CMakeLists.txt.
struct Room {
    std::string name;              ///< core_engine_host, ui_desk
    std::string cmake;             ///< The file that says so.
    int line = 0;                  ///< Of `add_room`.
    bool isQt = false;             ///< QT or UI is given.
    std::vector<std::string> uses{};
    std::vector<std::string> links{};
    std::vector<std::string> sources{}; ///< From the root.
};

/// The rooms as CMake is told of them, and which file is whose.
class Rooms {
public:
    explicit Rooms(const SourceTree &tree);

    [[nodiscard]] const std::map<std::string, Room> &all() const { return m_rooms; }
    /// Null for a file that no room lists.
    [[nodiscard]] const Room *ownerOf(const std::string &file) const;
    /// `room` itself and all that it uses, directly or not.
    [[nodiscard]] std::set<std::string> reach(const std::string &room) const;

private:
    void read(const std::string &path, const std::string &text);

    std::map<std::string, Room> m_rooms;
    std::map<std::string, std::string> m_ownerOf;
};

} // namespace structure
