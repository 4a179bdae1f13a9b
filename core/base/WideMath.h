#pragma once

#include <cstdint>

/// The few operations on whole numbers of 128 and 192 bits that money needs all the time, in 64-bit steps
/// that every compiler has. What does not fit them goes the long way (Decimal.cpp).
namespace core::wide {

struct Number128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

struct Number192 {
    std::uint64_t high = 0;
    std::uint64_t middle = 0;
    std::uint64_t low = 0;

    constexpr bool operator==(const Number192 &) const = default;
    constexpr bool operator<(const Number192 &other) const
    {
        if (high != other.high)
            return high < other.high;
        return middle != other.middle ? middle < other.middle : low < other.low;
    }
};

[[nodiscard]] constexpr Number128 product(std::uint64_t a, std::uint64_t b)
{
    constexpr std::uint64_t mask = 0xffffffffU;
    const std::uint64_t low = (a & mask) * (b & mask);
    const std::uint64_t cross = (a >> 32) * (b & mask) + (low >> 32);
    const std::uint64_t other = (a & mask) * (b >> 32) + (cross & mask);
    return {(a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32), (other << 32) | (low & mask)};
}

[[nodiscard]] constexpr Number192 product(Number128 a, std::uint64_t b)
{
    const Number128 low = product(a.low, b);
    const Number128 high = product(a.high, b);
    const std::uint64_t middle = low.high + high.low;
    return {high.high + (middle < low.high ? 1 : 0), middle, low.low};
}

/// Modulo 2^192.
[[nodiscard]] constexpr Number192 difference(Number192 a, Number192 b)
{
    const std::uint64_t borrowLow = a.low < b.low ? 1 : 0;
    const std::uint64_t middle = a.middle - b.middle;
    const std::uint64_t borrowMiddle = a.middle < b.middle || middle < borrowLow ? 1 : 0;
    return {a.high - b.high - borrowMiddle, middle - borrowLow, a.low - b.low};
}

/// Divides in place and returns the remainder.
template <std::uint32_t divisor>
constexpr std::uint32_t divide(Number192 &number)
{
    std::uint64_t rest = 0;
    for (std::uint64_t *limb : {&number.high, &number.middle, &number.low}) {
        if (rest == 0 && *limb == 0)
            continue;
        const std::uint64_t upper = (rest << 32) | (*limb >> 32);
        const std::uint64_t lower = ((upper % divisor) << 32) | (*limb & 0xffffffffU);
        *limb = ((upper / divisor) << 32) | (lower / divisor);
        rest = lower % divisor;
    }
    return static_cast<std::uint32_t>(rest);
}

} // namespace core::wide
