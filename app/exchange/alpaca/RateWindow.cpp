#include "app/exchange/alpaca/RateWindow.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

bool RateWindow::take(Timestamp now)
{
    const std::int64_t minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count();
    if (minute != m_minute)
        m_used = 0;
    m_minute = minute;
    return m_used++ < m_limit;
}

std::vector<HttpHeader> RateWindow::headers() const
{
    return {{"X-RateLimit-Limit", std::to_string(m_limit)},
            {"X-RateLimit-Remaining", std::to_string(std::max(m_limit - m_used, 0))},
            {"X-RateLimit-Reset", std::to_string((m_minute + 1) * 60)}};
}

} // namespace app::alpaca
