#include "core/base/Timestamp.h"
#include "core/history/BarFile.h"
#include "core/history/Validation.h"
#include "tests/fuzz/Feed.h"

#include <cstdlib>
#include <fstream>

using namespace core;

namespace fuzz {

namespace {

/// Bar files come from a disk, so they are read from one: in the working folder, which is this program's.
std::string onDisk(const std::string &bytes)
{
    std::string path = "bars-being-read.csv";
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
}

/// What is read as trustworthy has no error for whoever validates it.
bool reads(const std::string &bytes, const BarFileOptions &options)
{
    const std::string path = onDisk(bytes);
    const auto bars = readBars(path, options);
    const auto report = validateBarFile(
        path, {.timeframe = options.timeframe, .calendar = {}, .now = timestampFromMillis(1'800'000'000'000)});
    if (bars && !report)
        std::abort();
    for (const Bar &bar : bars.value_or(std::vector<Bar>()))
        if (bar.low > bar.high || bar.low.sign() <= 0 || bar.closeTime <= bar.openTime)
            std::abort();
    return bars.has_value();
}

constexpr Reader all[] = {
    {"crypto", [](const std::string &bytes) { return reads(bytes, {}); }},
    {"stocks", [](const std::string &bytes) { return reads(bytes, {.session = SessionKind::UsEquities}); }},
    {"stocks, by the hour",
     [](const std::string &bytes) {
         return reads(bytes, {.timeframe = Timeframe::H1, .session = SessionKind::UsEquities});
     }},
};

} // namespace

std::span<const Reader> readers()
{
    return all;
}

} // namespace fuzz
