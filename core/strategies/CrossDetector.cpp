#include "core/strategies/CrossDetector.h"

#include <cmath>
#include <utility>

namespace core {

namespace {

constexpr double equalWithin = 1e-11;

} // namespace

std::optional<bool> isAbove(double fast, double slow)
{
    const double difference = fast - slow;
    if (difference == 0 || std::abs(difference) < equalWithin * std::abs(slow))
        return std::nullopt;
    return difference > 0;
}

Cross CrossDetector::update(double fast, double slow)
{
    const auto now = isAbove(fast, slow);
    if (!now)
        return Cross::None;
    const auto before = std::exchange(m_wasAbove, now);
    if (!before || *before == *now)
        return Cross::None;
    return *now ? Cross::Up : Cross::Down;
}

} // namespace core
