#pragma once

#include <string>
#include <utility>

namespace core {

/// Two indicator values for a sentence: at least two places and five significant digits, and as
/// many more places (to ten) as it takes to tell them apart. The decimal point is always a point.
[[nodiscard]] std::pair<std::string, std::string> distinctFigures(double first, double second);

} // namespace core
