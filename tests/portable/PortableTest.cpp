#include "core/backtest/Backtest.h"
#include "core/base/Sha256.h"
#include "core/base/Timestamp.h"
#include "core/history/BarFile.h"
#include "core/monitor/ProcessFigures.h"
#include "core/simulation/DemoMarket.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

/// What can differ between systems below the window: times, exact numbers, files with names beyond ASCII,
/// packing, what the process uses, and one run of the engine. A program without a test library, because the cross build has none.

using namespace core;

namespace {

int failures = 0;

void check(bool isTrue, const char *sentence)
{
    std::printf("%s  %s\n", isTrue ? "ok    " : "FAILED", sentence);
    failures += isTrue ? 0 : 1;
}

const SeriesId hourly{{"alpaca", "DEMO"}, Timeframe::H1};

void checkTimes()
{
    const auto summer = parseIsoText("2261-07-31T23:59:59.987Z");
    check(summer && toIsoText(*summer) == "2261-07-31T23:59:59.987Z", "a far time survives text");
    const auto past = parseIsoText("1969-12-31T19:00:00-05:00");
    check(past && past->time_since_epoch().count() == 0, "a time with a zone is the same moment");
}

void checkNumbers()
{
    const auto large = Decimal::parse("9223372036.854775807");
    check(large && large->toString() == "9223372036.854775807", "64 bits of nano-units survive text");
    const auto wide = WideDecimal::parse("170141183460469231.731687303");
    check(wide && wide->toString() == "170141183460469231.731687303", "wide sums survive text");
    check(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          "SHA-256 of the standard's example");
}

void checkFiles(const std::vector<Bar> &bars)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / fs::path(u8"countersign żółw €");
    fs::create_directories(folder);
    for (const char8_t *name : {u8"ceny.csv", u8"ceny-ź.csv.gz"}) {
        const std::u8string utf8 = (folder / fs::path(name)).u8string();
        const std::string path(utf8.begin(), utf8.end());
        check(writeBars(path, bars).has_value(), "bars are written");
        check(writeBars(path, bars).has_value(), "and replace the file that is there");
        const auto read = readBars(path, {.timeframe = Timeframe::H1, .session = SessionKind::UsEquities});
        check(read && *read == bars, "and read back as they were");
    }
    fs::remove_all(folder);
}

void checkProcess()
{
    const ProcessReading reading = readProcess();
    check(reading.cpuTime && *reading.cpuTime >= Duration::zero(), "the system says what time it took");
    check(reading.residentBytes && *reading.residentBytes > 500'000, "and what memory");
    check(reading.threads && *reading.threads >= 1 && reading.handles, "and how many threads and handles");
}

BacktestSettings settingsOf(const std::vector<Bar> &bars)
{
    BacktestSettings settings;
    settings.engine = bareEngine(hourly, "ma-crossover", {{"fast", "3"}, {"slow", "8"}},
                                 Money(Decimal::fromInteger(100'000)), Decimal::parse("0.001").value(),
                                 SizeRule::AllIn, {});
    settings.series.push_back({hourly, bars});
    return settings;
}

void checkEngine(const std::vector<Bar> &bars)
{
    const auto first = runBacktest(settingsOf(bars));
    const auto second = runBacktest(settingsOf(bars));
    check(first && first->bars == std::int64_t(bars.size()), "a backtest plays every bar");
    check(first && first->roundTrips > 0, "and trades");
    check(first && second && first->digest == second->digest, "and says the same twice");
    if (first)
        std::printf("        %zu bars, %d round trips, final equity %s, digest %s\n", bars.size(),
                    int(first->roundTrips), first->finalEquity.toString().c_str(), first->digest.c_str());
}

} // namespace

int main()
{
    const std::vector<Bar> bars = DemoMarket(1, {hourly}).history(hourly);
    checkTimes();
    checkNumbers();
    checkFiles(bars);
    checkProcess();
    checkEngine(bars);
    std::printf("%d failed\n", failures);
    return failures == 0 ? 0 : 1;
}
