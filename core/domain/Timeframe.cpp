#include "core/domain/Timeframe.h"

#include <array>
#include <utility>

namespace core {

using namespace std::chrono_literals;

namespace {

struct Row {
    Timeframe timeframe;
    const char *name;
    Duration length;
};

constexpr std::array rows{Row{Timeframe::M1, "1m", 1min},   Row{Timeframe::M5, "5m", 5min},
                          Row{Timeframe::M15, "15m", 15min}, Row{Timeframe::M30, "30m", 30min},
                          Row{Timeframe::H1, "1h", 1h},      Row{Timeframe::H4, "4h", 4h},
                          Row{Timeframe::D1, "1d", 24h},     Row{Timeframe::W1, "1w", 168h}};

const Row &rowOf(Timeframe timeframe)
{
    return rows.at(static_cast<std::size_t>(timeframe));
}

} // namespace

Duration lengthOf(Timeframe timeframe)
{
    return rowOf(timeframe).length;
}

const char *timeframeName(Timeframe timeframe)
{
    return rowOf(timeframe).name;
}

std::optional<Timeframe> parseTimeframe(std::string_view name)
{
    for (const Row &row : rows)
        if (name == row.name)
            return row.timeframe;
    return std::nullopt;
}

std::optional<Timeframe> timeframeOfStep(Duration step)
{
    std::optional<Timeframe> found;
    for (const Row &row : rows)
        if (row.length <= step)
            found = row.timeframe;
    return found;
}

} // namespace core
