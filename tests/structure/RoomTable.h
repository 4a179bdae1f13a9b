#pragma once

#include <span>
#include <string_view>

/// The architecture in one place: what house-style section 1 says, and the exceptions with their reasons.
namespace structure {

enum class Library { Standard, Qt };

/// A library of core, as `add_room` names it. It may use those above it in the table.
struct CoreRoom {
    std::string_view name;
    Library library = Library::Standard;
    std::string_view remark = {};
};
[[nodiscard]] std::span<const CoreRoom> coreRooms();

/// A library of the window. It may use those above it, but a panel never another panel.
struct UiRoom {
    std::string_view name;
    bool isPanel = false;
};
[[nodiscard]] std::span<const UiRoom> uiRooms();

/// A header of core that the window may see, or a folder of them (with a slash at the end): values,
/// settings and clients. All they include must be in this list too.
struct UiHeader {
    std::string_view path;
    std::string_view why;
};
[[nodiscard]] std::span<const UiHeader> uiHeaders();

/// A need that every system meets in its own way: one file for each. `windows` is empty where one
/// file serves both behind an #ifdef.
struct PlatformPair {
    std::string_view file;
    std::string_view windows;
    std::string_view need;
};
[[nodiscard]] std::span<const PlatformPair> platformPairs();

/// A word that is forbidden somewhere.
struct Ban {
    std::string_view pattern;                 ///< A regular expression over code without comments and texts.
    std::span<const std::string_view> where;  ///< Beginnings of paths.
    std::span<const std::string_view> except; ///< Beginnings of paths.
    std::string_view why;
};
[[nodiscard]] std::span<const Ban> bans();

} // namespace structure
