#include "core/strategies/Figures.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace core {

namespace {

constexpr int leastPlaces = 2;
constexpr int mostPlaces = 10;

std::string fixedText(double value, int places)
{
    std::array<char, 400> text; // the longest double has 309 digits before the point
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                            std::chars_format::fixed, places);
    return {text.data(), error == std::errc() ? end : text.data()};
}

int placesFor(double value)
{
    if (value == 0 || !std::isfinite(value))
        return leastPlaces;
    const int exponent = int(std::floor(std::log10(std::abs(value))));
    return std::clamp(4 - exponent, leastPlaces, mostPlaces);
}

} // namespace

std::pair<std::string, std::string> distinctFigures(double first, double second)
{
    int places = std::max(placesFor(first), placesFor(second));
    while (places < mostPlaces && fixedText(first, places) == fixedText(second, places))
        ++places;
    return {fixedText(first, places), fixedText(second, places)};
}

} // namespace core
