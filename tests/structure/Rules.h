#pragma once

#include "tests/structure/Rooms.h"
#include "tests/structure/SourceTree.h"

#include <functional>
#include <optional>
#include <vector>

/// The rules, each as one function from the tree to the places that break it. What is allowed stands in
/// RoomTable.
namespace structure {

/// Rooms that the table does not know, USES lines against its order, Qt and Gui where they may not be.
[[nodiscard]] std::vector<Finding> wronglyUsedRooms(const Rooms &rooms);
/// Files that no room lists, and sources listed that are not there.
[[nodiscard]] std::vector<Finding> wronglyListedFiles(const SourceTree &tree, const Rooms &rooms);
/// Includes of a room that the USES lines do not reach, and of app from below.
[[nodiscard]] std::vector<Finding> wrongRoomIncludes(const SourceTree &tree, const Rooms &rooms);
/// Includes of Qt in standard C++ rooms, of Gui in core, of QCustomPlot outside ui/chart.
[[nodiscard]] std::vector<Finding> wrongLibraryIncludes(const SourceTree &tree, const Rooms &rooms);
/// What the window sees of core beyond values, settings and clients, directly or through them.
[[nodiscard]] std::vector<Finding> windowReachingTooFar(const SourceTree &tree);
/// Words of the table of bans.
[[nodiscard]] std::vector<Finding> bannedWords(const SourceTree &tree);
/// What only one system has, outside the named pairs of files; and pairs that are not complete.
[[nodiscard]] std::vector<Finding> platformWords(const SourceTree &tree);

inline constexpr int longestBody = 60;
/// Bodies of more lines whose comment does not say "Long because …"; and files with braces that do not
/// match.
[[nodiscard]] std::vector<Finding> longFunctions(const SourceTree &tree);

/// A file's text by its path from the root; nothing where there is none.
using TextOf = std::function<std::optional<std::string>(const std::string &file)>;
/// Lines of tests/mutations/removals.txt whose guard does not stand exactly once in its file.
[[nodiscard]] std::vector<Finding> removalsThatDoNotFit(std::string_view list, const TextOf &textOf);

} // namespace structure
