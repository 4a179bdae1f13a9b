// Linux: /proc/self, as proc(5) describes it. Its twin for Windows is ProcessReadingWindows.cpp.
#include "core/monitor/ProcessFigures.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>

namespace core {

namespace {

/// The fields of /proc/self/stat behind the program's name, which may hold spaces and brackets: the
/// first one here is number 3 of the manual page.
std::istringstream statBehindTheName()
{
    std::ifstream file("/proc/self/stat");
    const std::string line((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::size_t end = line.rfind(')');
    return std::istringstream(end == std::string::npos ? std::string() : line.substr(end + 1));
}

void readStat(ProcessReading &reading)
{
    constexpr int userTime = 14;
    constexpr int systemTime = 15;
    constexpr int threadCount = 20;
    std::istringstream fields = statBehindTheName();
    std::string word;
    std::int64_t ticks = 0;
    for (int number = 3; number <= threadCount && fields >> word; ++number) {
        if (number == userTime || number == systemTime)
            ticks += std::stoll(word);
        if (number == threadCount) {
            const std::int64_t perSecond = sysconf(_SC_CLK_TCK);
            reading.cpuTime = Duration(ticks * (1'000'000'000 / perSecond));
            reading.threads = std::stoi(word);
        }
    }
}

std::optional<std::int64_t> residentBytes()
{
    std::ifstream file("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    if (!(file >> total >> resident))
        return std::nullopt;
    return resident * sysconf(_SC_PAGESIZE);
}

std::optional<int> openDescriptors()
{
    std::error_code error;
    const std::filesystem::directory_iterator open("/proc/self/fd", error);
    if (error)
        return std::nullopt;
    // The listing itself holds one open.
    return int(std::distance(begin(open), std::filesystem::directory_iterator())) - 1;
}

} // namespace

ProcessReading readProcess()
{
    ProcessReading reading;
    readStat(reading);
    reading.residentBytes = residentBytes();
    reading.handles = openDescriptors();
    return reading;
}

} // namespace core
