// Windows: the documented process functions. Its twin for Linux is ProcessReading.cpp.
#include "core/monitor/ProcessFigures.h"

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <psapi.h>
#include <tlhelp32.h>

namespace core {

namespace {

/// Counted by the system in steps of 100 ns.
Duration durationOf(const FILETIME &time)
{
    const std::uint64_t steps = (std::uint64_t(time.dwHighDateTime) << 32) | time.dwLowDateTime;
    return Duration(static_cast<std::int64_t>(steps) * 100);
}

std::optional<Duration> cpuTime()
{
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    if (!GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user))
        return std::nullopt;
    return durationOf(kernel) + durationOf(user);
}

std::optional<std::int64_t> residentBytes()
{
    PROCESS_MEMORY_COUNTERS counters{};
    if (!GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters))
        return std::nullopt;
    return static_cast<std::int64_t>(counters.WorkingSetSize);
}

/// The system lists the threads of all processes; ours are counted.
std::optional<int> threadCount()
{
    const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    if (all == INVALID_HANDLE_VALUE)
        return std::nullopt;
    const DWORD self = GetCurrentProcessId();
    THREADENTRY32 entry{};
    entry.dwSize = sizeof entry;
    int count = 0;
    for (BOOL isThere = Thread32First(all, &entry); isThere; isThere = Thread32Next(all, &entry))
        count += entry.th32OwnerProcessID == self;
    CloseHandle(all);
    return count > 0 ? std::optional(count) : std::nullopt;
}

std::optional<int> handleCount()
{
    DWORD count = 0;
    if (!GetProcessHandleCount(GetCurrentProcess(), &count))
        return std::nullopt;
    return static_cast<int>(count);
}

} // namespace

ProcessReading readProcess()
{
    return {cpuTime(), residentBytes(), threadCount(), handleCount()};
}

} // namespace core
