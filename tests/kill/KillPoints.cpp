#include "tests/kill/KillPoints.h"

#include "tests/kill/EndAtOnce.h"

#include <charconv>
#include <cstdio>

namespace support {

std::optional<KillAt> KillAt::parse(const std::string &text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos)
        return std::nullopt;
    KillAt at{text.substr(0, colon), 0};
    const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), at.pass);
    return error == std::errc() && end == text.data() + text.size() && at.pass > 0 ? std::optional(at) : std::nullopt;
}

bool KillPoints::isDue(const std::string &point)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t count = ++m_counts[point];
    return m_at && m_at->pass == count && m_at->point == point;
}

void KillPoints::die(const std::string &point)
{
    std::printf("killed %s\n", point.c_str());
    std::fflush(stdout);
    endAtOnce();
}

std::map<std::string, std::int64_t> KillPoints::counts()
{
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

} // namespace support
