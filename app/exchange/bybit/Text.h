#pragma once

#include "core/base/SeededRandom.h"
#include "core/base/Timestamp.h"

#include <cstdio>
#include <string>

namespace app::bybit {

/// Milliseconds as a text, as they come inside objects.
[[nodiscard]] inline std::string millisText(core::Timestamp at)
{
    return std::to_string(core::toMillis(at));
}

/// Version 4.
[[nodiscard]] inline std::string uuid(core::SeededRandom &random)
{
    const auto high = (random.next() & ~0xf000ULL) | 0x4000ULL;
    const auto low = (random.next() & ~(3ULL << 62)) | (2ULL << 62);
    char text[40];
    std::snprintf(text, sizeof text, "%08llx-%04llx-%04llx-%04llx-%012llx",
                  static_cast<unsigned long long>(high >> 32),
                  static_cast<unsigned long long>((high >> 16) & 0xffff),
                  static_cast<unsigned long long>(high & 0xffff),
                  static_cast<unsigned long long>(low >> 48),
                  static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return text;
}

/// A statistic (volume, turnover) as the venue writes it: never with an exponent.
[[nodiscard]] inline std::string statisticText(double value)
{
    char text[400];
    std::snprintf(text, sizeof text, "%.6f", value);
    std::string all = text;
    all.erase(all.find_last_not_of('0') + 1);
    if (all.ends_with('.'))
        all.pop_back();
    return all;
}

}  // namespace app::bybit
