#pragma once

#include "core/domain/Bar.h"
#include "core/simulation/SimVenue.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace support {

/// A seeded random walk in cents from 500, closes never below 100: each bar opens where the last one closed
/// and has wicks. Minutes from 2020-01-01.
inline std::vector<core::Bar> randomBars(std::size_t count, std::uint64_t seed = 1)
{
    constexpr std::int64_t cent = 10'000'000; // nanos
    const auto price = [](std::int64_t cents) { return core::Price(core::Decimal::fromNanos(cents * cent)); };
    core::SeededRandom random(seed);
    const auto wick = [&random] { return std::int64_t(std::abs(random.normal()) * 10); };
    core::Timestamp at(std::chrono::sys_days(std::chrono::year(2020) / 1 / 1));
    std::int64_t last = 50'000;
    std::vector<core::Bar> bars(count);
    for (core::Bar &bar : bars) {
        const std::int64_t open = last;
        last = std::max(std::int64_t(10'000), open + std::int64_t(std::llround(random.normal() * 20)));
        bar.openTime = at;
        bar.closeTime = at += std::chrono::minutes(1);
        bar.open = price(open);
        bar.close = price(last);
        bar.high = price(std::max(open, last) + wick());
        bar.low = price(std::min(open, last) - wick());
        bar.volume = std::floor(random.uniform() * 1e6) / 1e3;
    }
    return bars;
}

} // namespace support
