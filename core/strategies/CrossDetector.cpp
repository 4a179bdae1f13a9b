#include "core/strategies/CrossDetector.h"

#include <cmath>
#include <utility>

namespace core {

namespace {

constexpr double equalWithin = 1e-11;

} // namespace

Cross CrossDetector::update(double fast, double slow)
{
    const double difference = fast - slow;
    if (difference == 0 || std::abs(difference) < equalWithin * std::abs(slow))
        return Cross::None;

    const bool isAbove = difference > 0;
    const auto wasAbove = std::exchange(m_wasAbove, isAbove);
    if (!wasAbove || *wasAbove == isAbove)
        return Cross::None;
    return isAbove ? Cross::Up : Cross::Down;
}

} // namespace core
