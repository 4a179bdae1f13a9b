#include "tests/structure/Rules.h"

#include "tests/structure/RoomTable.h"

#include <QRegularExpression>

#include <algorithm>
#include <cctype>
#include <optional>

namespace structure {

namespace {

template <class Entry>
std::optional<std::size_t> placeOf(std::span<const Entry> table, std::string_view name)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Entry &e) { return e.name == name; });
    if (found == table.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - table.begin());
}

bool isProject(const Include &include)
{
    return include.isQuoted && (include.path.starts_with("core/") || include.path.starts_with("ui/") ||
                                include.path.starts_with("app/"));
}

bool mayUseQt(const std::string &room)
{
    const auto place = placeOf(coreRooms(), room);
    return place && coreRooms()[*place].library == Library::Qt;
}

/// Empty if the table allows it.
std::string whyNot(const std::string &user, const std::string &used)
{
    if (user.starts_with("core_")) {
        const auto above = placeOf(coreRooms(), used);
        if (!above)
            return "core uses only rooms of core that the table knows";
        if (*above >= *placeOf(coreRooms(), user))
            return "a room of core uses only those above it in the table";
        return mayUseQt(used) && !mayUseQt(user) ? "a standard C++ room uses no room of Qt" : "";
    }
    if (used.starts_with("core_"))
        return placeOf(coreRooms(), used) ? "" : "the table does not know it";
    const auto above = placeOf(uiRooms(), used);
    const auto own = placeOf(uiRooms(), user);
    if (!above || *above >= *own)
        return "a room of ui uses only those above it in the table";
    return uiRooms()[*above].isPanel && uiRooms()[*own].isPanel ? "a panel uses no other panel" : "";
}

void checkLinks(const Room &room, std::vector<Finding> &findings)
{
    const bool isCore = room.name.starts_with("core_");
    for (const std::string &library : room.links) {
        const bool isQt = library.starts_with("Qt6::");
        const bool isShown = library == "Qt6::Gui" || library == "Qt6::Widgets" || library == "Qt6::Charts" ||
                             library == "Qt6::PrintSupport";
        const bool isPlot = library.find("QCustomPlot") != std::string::npos;
        if (isCore && isQt && !mayUseQt(room.name))
            findings.push_back({room.cmake, room.line, room.name + " links " + library + ": it is standard C++"});
        if (isCore && (isShown || isPlot))
            findings.push_back({room.cmake, room.line, room.name + " links " + library + ": core shows nothing"});
        if (isPlot && room.name != "ui_chart")
            findings.push_back({room.cmake, room.line, room.name + " links " + library + ": only ui/chart may"});
    }
}

/// What an include of the project must keep to; empty if it does.
std::string whyNotIncluded(const std::string &file, const Include &include, const Rooms &rooms)
{
    if (file.starts_with("app/"))
        return "";
    if (include.path.starts_with("app/"))
        return "app stands above core and ui";
    if (file.starts_with("core/") && include.path.starts_with("ui/"))
        return "ui stands above core";
    const Room *user = rooms.ownerOf(file);
    const Room *used = rooms.ownerOf(include.path);
    if (user == nullptr)
        return ""; // said once of the file, by wronglyListedFiles
    if (used == nullptr)
        return "no add_room lists it";
    if (rooms.reach(user->name).count(used->name) == 0)
        return "the USES of " + user->name + " do not reach " + used->name;
    return "";
}

bool isQtHeader(const Include &include)
{
    return !include.isQuoted && include.path.size() > 1 && include.path[0] == 'Q' &&
           (std::isupper(static_cast<unsigned char>(include.path[1])) != 0 || include.path[1] == 't');
}

bool isShownHeader(const std::string &path)
{
    static const QRegularExpression shown(QStringLiteral(
        "^Qt(Widgets|Gui|Charts|PrintSupport)(/|$)|^Q(Widget|Dialog|MainWindow|GuiApplication|Application|"
        "Color|Painter|Pixmap|Image|Icon|Font|Action|Palette|Key\\w*|Mouse\\w*|Style\\w*|Label|\\w*Layout|"
        "\\w*View|\\w*Button|\\w*Chart\\w*|Pen|Brush|Cursor|Clipboard|Screen|Window|Standard\\w*)$"));
    return shown.match(QString::fromStdString(path)).hasMatch();
}

bool isUiHeader(const std::string &path)
{
    const auto headers = uiHeaders();
    return std::any_of(headers.begin(), headers.end(), [&](const UiHeader &header) {
        return header.path.ends_with('/') ? path.starts_with(header.path) : path == header.path;
    });
}

} // namespace

std::vector<Finding> wronglyUsedRooms(const Rooms &rooms)
{
    std::vector<Finding> findings;
    for (const auto &[name, room] : rooms.all()) {
        const bool isCore = name.starts_with("core_");
        if (!(isCore ? placeOf(coreRooms(), name) : placeOf(uiRooms(), name))) {
            findings.push_back({room.cmake, room.line, name + " is not in the table of rooms"});
            continue;
        }
        if (isCore && room.isQt && !mayUseQt(name))
            findings.push_back({room.cmake, room.line, name + " is QT, but the table says standard C++"});
        for (const std::string &used : room.uses)
            if (const std::string why = whyNot(name, used); !why.empty())
                findings.push_back({room.cmake, room.line, name + " USES " + used + ": " + why});
        checkLinks(room, findings);
    }
    return findings;
}

std::vector<Finding> wronglyListedFiles(const SourceTree &tree, const Rooms &rooms)
{
    std::vector<Finding> findings;
    for (const auto &[path, text] : tree.sources())
        if (!path.starts_with("app/") && rooms.ownerOf(path) == nullptr)
            findings.push_back({path, 1, "no add_room lists this file"});
    for (const auto &[name, room] : rooms.all())
        for (const std::string &source : room.sources)
            if (!tree.has(source))
                findings.push_back({room.cmake, room.line, name + " lists " + source + ", which is not there"});
    return findings;
}

std::vector<Finding> wrongRoomIncludes(const SourceTree &tree, const Rooms &rooms)
{
    std::vector<Finding> findings;
    for (const auto &[path, text] : tree.sources())
        for (const Include &include : text.includes())
            if (isProject(include))
                if (const std::string why = whyNotIncluded(path, include, rooms); !why.empty())
                    findings.push_back({path, include.line, include.path + ": " + why});
    return findings;
}

std::vector<Finding> wrongLibraryIncludes(const SourceTree &tree, const Rooms &rooms)
{
    std::vector<Finding> findings;
    for (const auto &[path, text] : tree.sources()) {
        const Room *room = rooms.ownerOf(path);
        const bool isCore = path.starts_with("core/");
        for (const Include &include : text.includes()) {
            if (isCore && isQtHeader(include) && (room == nullptr || !mayUseQt(room->name)))
                findings.push_back({path, include.line, "<" + include.path + ">: this room is standard C++"});
            if (isCore && isShownHeader(include.path))
                findings.push_back({path, include.line, "<" + include.path + ">: core has no Widgets and no Gui"});
            if (include.path.starts_with("qcustomplot") && !path.starts_with("ui/chart/"))
                findings.push_back({path, include.line, include.path + ": only ui/chart draws with QCustomPlot"});
        }
    }
    return findings;
}

std::vector<Finding> windowReachingTooFar(const SourceTree &tree)
{
    std::vector<Finding> findings;
    const auto check = [&](const std::string &path, std::string_view means) {
        for (const Include &include : tree.sources().at(path).includes())
            if (include.path.starts_with("core/") && !isUiHeader(include.path))
                findings.push_back({path, include.line, include.path + ": " + std::string(means)});
    };
    for (const auto &[path, text] : tree.sources()) {
        if (path.starts_with("ui/"))
            check(path, "the window sees only values, settings and clients of core");
        else if (path.starts_with("core/") && isUiHeader(path))
            check(path, "the window sees this file, and through it more than values, settings and clients");
    }
    return findings;
}

} // namespace structure
