#include "app/exchange/bybit/RateWindows.h"

#include <algorithm>

namespace app::bybit {

using namespace core;
using namespace std::chrono_literals;

namespace {

void forget(std::deque<Timestamp> &taken, Timestamp before)
{
    while (!taken.empty() && taken.front() <= before)
        taken.pop_front();
}

}  // namespace

bool RateWindows::takeOfAddress(Timestamp now)
{
    forget(m_all, now - 5s);
    m_all.push_back(now);
    if (m_all.size() > std::size_t(2 * m_perAddress))  // as good as any more
        m_all.pop_front();
    return m_all.size() <= std::size_t(m_perAddress);
}

RateWindows::Taken RateWindows::take(const std::string &endpoint, int quota, Timestamp now, int units)
{
    std::deque<Timestamp> &taken = m_taken[endpoint];
    forget(taken, now - 1s);
    const bool isLeft = taken.size() < std::size_t(quota);
    if (isLeft)
        taken.insert(taken.end(), std::size_t(units), now);
    const Timestamp reset = isLeft ? now : taken.front() + 1s;
    const int left = std::max(quota - int(taken.size()), 0);
    return {isLeft,
            {{"X-Bapi-Limit", std::to_string(quota)},
             {"X-Bapi-Limit-Status", std::to_string(left)},
             {"X-Bapi-Limit-Reset-Timestamp", std::to_string(toMillis(reset))}}};
}

}  // namespace app::bybit
