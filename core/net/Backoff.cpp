#include "core/net/Backoff.h"

#include <algorithm>
#include <utility>

namespace core::net {

void Backoff::worked(Duration at)
{
    if (!m_worksSince)
        m_worksSince = at;
}

Duration Backoff::longest() const
{
    Duration longest = m_limits.base;
    for (int i = 0; i < m_failures && longest < m_limits.cap; ++i)
        longest *= 2;
    return std::min(longest, m_limits.cap);
}

Duration Backoff::failed(Duration at)
{
    const auto worksSince = std::exchange(m_worksSince, std::nullopt);
    if (worksSince && at - *worksSince >= m_limits.healthy)
        m_failures = 0;
    const double ceiling = static_cast<double>(longest().count());
    ++m_failures;
    return Duration(static_cast<Duration::rep>(m_random.uniform() * ceiling));
}

} // namespace core::net
