#pragma once

#include "core/base/Error.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace core {

enum class Rounding { Floor, Ceiling, HalfEven };

/// An exact decimal with nine places: a 64-bit count of 1e-9. Range about ±9.2e9.
/// Overflow is a bug and stops. The width of the number is known in this file only.
class Decimal {
public:
    static constexpr int places = 9;
    static constexpr std::int64_t one = 1'000'000'000;

    constexpr Decimal() = default;
    [[nodiscard]] static constexpr Decimal fromNanos(std::int64_t count) { return Decimal(count); }
    [[nodiscard]] static Decimal fromInteger(std::int64_t value);
    /// Nearest nine-place decimal of a finite double (ties to even); for statistics crossing back
    /// into prices, visibly. NaN, infinity and out of range are a bug.
    [[nodiscard]] static Decimal fromDouble(double value);
    /// Reads `-12.5`, `+3`, `1.05e+05`. More than nine places that are not zero, other characters,
    /// NaN and out of range give BadInput: never rounded silently.
    [[nodiscard]] static Result<Decimal> parse(std::string_view text);
    /// As `parse`, but places beyond nine are rounded half to even.
    [[nodiscard]] static Result<Decimal> parseRounded(std::string_view text);

    [[nodiscard]] constexpr std::int64_t nanos() const { return m_nanos; }
    [[nodiscard]] double toDouble() const { return static_cast<double>(m_nanos) / 1e9; }
    /// Shortest exact text: `-12.5`, `3`, `0.000000001`.
    [[nodiscard]] std::string toString() const;

    [[nodiscard]] constexpr bool isZero() const { return m_nanos == 0; }
    [[nodiscard]] constexpr int sign() const { return (m_nanos > 0) - (m_nanos < 0); }
    [[nodiscard]] Decimal abs() const;
    /// To a whole multiple of a positive step.
    [[nodiscard]] Decimal roundedTo(Decimal step, Rounding rounding) const;

    Decimal operator+(Decimal other) const;
    Decimal operator-(Decimal other) const;
    Decimal operator-() const;
    constexpr auto operator<=>(const Decimal &) const = default;

private:
    constexpr explicit Decimal(std::int64_t nanos) : m_nanos(nanos) {}
    std::int64_t m_nanos = 0;
};

/// A wide exact decimal with eighteen places: a 128-bit two's complement count of 1e-18, range
/// about ±1.7e20. The product of two Decimals is exact. Overflow is a bug and stops.
class WideDecimal {
public:
    constexpr WideDecimal() = default;
    WideDecimal(Decimal value); // NOLINT: widening is exact, so implicit
    [[nodiscard]] static Result<WideDecimal> parse(std::string_view text);
    [[nodiscard]] static WideDecimal product(Decimal a, Decimal b);

    [[nodiscard]] double toDouble() const;
    [[nodiscard]] std::string toString() const;
    [[nodiscard]] constexpr bool isZero() const { return m_high == 0 && m_low == 0; }
    [[nodiscard]] constexpr int sign() const { return m_high < 0 ? -1 : (isZero() ? 0 : 1); }
    [[nodiscard]] WideDecimal abs() const;
    /// To nine places.
    [[nodiscard]] Decimal narrowed(Rounding rounding) const;

    WideDecimal operator+(WideDecimal other) const;
    WideDecimal operator-(WideDecimal other) const;
    WideDecimal operator-() const;
    /// Rounded half to even at the eighteenth place.
    [[nodiscard]] WideDecimal times(WideDecimal factor) const;
    /// The same, much faster: a factor of nine places needs no number of any length.
    [[nodiscard]] WideDecimal times(Decimal factor) const;
    /// Rounded half to even at the eighteenth place; division by zero is a bug.
    [[nodiscard]] WideDecimal over(WideDecimal divisor) const;
    /// this * part / whole, rounded once, half to even at the eighteenth place; a whole of zero is a bug.
    [[nodiscard]] WideDecimal share(Decimal part, Decimal whole) const;
    /// Exact floor (towards minus infinity) of this / divisor at nine places.
    [[nodiscard]] Decimal overFloored(WideDecimal divisor) const;

    constexpr std::strong_ordering operator<=>(const WideDecimal &other) const
    {
        if (const auto high = m_high <=> other.m_high; high != 0)
            return high;
        return m_low <=> other.m_low;
    }
    constexpr bool operator==(const WideDecimal &) const = default;

private:
    friend struct WideDecimalBits;
    std::int64_t m_high = 0;
    std::uint64_t m_low = 0;
};

} // namespace core
