#include "core/history/BarHeader.h"

#include <algorithm>

namespace core {

namespace {

constexpr const char *usualHeader = "timestamp_utc_ms,open,high,low,close,volume";

struct Names {
    const char *usual;
    std::array<std::string_view, 5> others; ///< Understood, but reported.
};

/// In the order of BarColumn.
constexpr std::array<Names, 6> columnNames{
    Names{"timestamp_utc_ms", {"time", "ts", "t", "open_time", "opentime"}},
    Names{"open", {"o"}},
    Names{"high", {"h"}},
    Names{"low", {"l"}},
    Names{"close", {"c"}},
    Names{"volume", {"v", "vol", "base_volume"}},
};

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

bool isUsualName(std::string_view name, std::size_t column)
{
    if (column != static_cast<std::size_t>(BarColumn::Time))
        return name == columnNames[column].usual;
    return name.starts_with("timestamp") || name.starts_with("datetime") || name == "date";
}

bool isOtherName(std::string_view name, std::size_t column)
{
    const auto &others = columnNames[column].others;
    return !name.empty() && std::find(others.begin(), others.end(), name) != others.end();
}

Defect badHeader(int line, std::string detail)
{
    return {.kind = DefectKind::BadHeader,
            .line = line,
            .detail = std::move(detail) + "; the header is " + usualHeader};
}

/// The first cell that has the column's name, and whether the name is the usual one.
struct Found {
    std::size_t at = BarColumns::absent;
    bool isUsual = false;
};

Found findColumn(const std::vector<std::string> &names, std::size_t column)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        if (isUsualName(names[i], column))
            return {i, true};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (isOtherName(names[i], column))
            return {i, false};
    return {};
}

HeaderReading readNames(const std::vector<std::string> &names, int lineNumber)
{
    BarColumns columns;
    columns.width = names.size();
    std::string renamed;
    std::string missing;
    for (std::size_t column = 0; column < columnNames.size(); ++column) {
        const Found found = findColumn(names, column);
        columns.at[column] = found.at;
        if (found.at == BarColumns::absent)
            missing += std::string(missing.empty() ? "" : ", ") + columnNames[column].usual;
        else if (!found.isUsual)
            renamed += std::string(renamed.empty() ? "" : ", ") + names[found.at] + " for " +
                       columnNames[column].usual;
    }
    HeaderReading reading;
    if (missing.empty() || missing == "volume")
        reading.columns = columns;
    if (!missing.empty())
        reading.defect = badHeader(lineNumber, "missing column: " + missing);
    else if (!renamed.empty())
        reading.defect = badHeader(lineNumber, "other column names: " + renamed);
    return reading;
}

} // namespace

std::size_t BarColumns::needed() const
{
    std::size_t largest = 0;
    for (const std::size_t place : at)
        if (place != absent)
            largest = std::max(largest, place);
    return largest + 1;
}

RowCells BarColumns::cellsOf(const std::vector<std::string_view> &cells) const
{
    const auto cell = [&](BarColumn column) { return cells[of(column)]; };
    const bool hasVolume = of(BarColumn::Volume) != absent;
    return {.time = cell(BarColumn::Time),
            .open = cell(BarColumn::Open),
            .high = cell(BarColumn::High),
            .low = cell(BarColumn::Low),
            .close = cell(BarColumn::Close),
            .volume = hasVolume ? std::optional(cell(BarColumn::Volume)) : std::nullopt};
}

HeaderReading readHeader(std::string_view line, int lineNumber)
{
    std::vector<std::string_view> cells;
    splitCells(line, cells);
    if (cells.size() < 5 && line.find_first_of(";\t|") != std::string_view::npos)
        return {.columns = {},
                .defect = badHeader(lineNumber,
                                    "the cells are not separated by commas (with decimal "
                                    "points), so the rows were not read"),
                .isData = timeFormOf(line.substr(0, line.find_first_of(";\t|"))).has_value()};
    if (cells.size() >= 5 && timeFormOf(cells.front())) {
        BarColumns columns;
        columns.width = cells.size();
        if (cells.size() < 6)
            columns.at[static_cast<std::size_t>(BarColumn::Volume)] = BarColumns::absent;
        return {.columns = columns,
                .defect = badHeader(lineNumber, "the file begins with data"),
                .isData = true};
    }
    std::vector<std::string> names;
    for (const std::string_view cell : cells)
        names.push_back(lowered(cell));
    return readNames(names, lineNumber);
}

} // namespace core
