#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace support {

/// A number with eighteen places in plain integers: whole + atto · 1e-18, with 0 ≤ atto < 1e18. For the
/// books that stand beside the program's own: it shares no line with core's decimals.
class Exact {
public:
    constexpr Exact() = default;
    [[nodiscard]] static constexpr Exact ofNanos(std::int64_t nanos)
    {
        std::int64_t whole = nanos / giga;
        std::int64_t rest = nanos % giga;
        if (rest < 0) {
            rest += giga;
            --whole;
        }
        return Exact(whole, rest * giga);
    }
    /// The exact product of two numbers with nine places each.
    [[nodiscard]] static constexpr Exact product(std::int64_t aNanos, std::int64_t bNanos)
    {
        const bool isNegative = (aNanos < 0) != (bNanos < 0);
        const std::int64_t a = aNanos < 0 ? -aNanos : aNanos;
        const std::int64_t b = bNanos < 0 ? -bNanos : bNanos;
        const std::int64_t middle = (a / giga) * (b % giga) + (a % giga) * (b / giga); // in 1e-9
        const Exact sum = Exact((a / giga) * (b / giga), (a % giga) * (b % giga)) + ofNanos(middle);
        return isNegative ? -sum : sum;
    }
    /// Reads `-12.5`; other characters are not looked for, because the text comes from the program.
    [[nodiscard]] static constexpr Exact parse(std::string_view text)
    {
        const bool isNegative = text.starts_with('-');
        if (isNegative)
            text.remove_prefix(1);
        const std::size_t point = text.find('.');
        Exact value;
        for (const char digit : text.substr(0, point))
            value.m_whole = value.m_whole * 10 + (digit - '0');
        std::int64_t place = exa;
        if (point != std::string_view::npos)
            for (const char digit : text.substr(point + 1))
                value.m_atto += (digit - '0') * (place /= 10);
        return isNegative ? -value : value;
    }

    constexpr Exact operator+(Exact other) const
    {
        Exact sum(m_whole + other.m_whole, m_atto + other.m_atto);
        if (sum.m_atto >= exa) {
            sum.m_atto -= exa;
            ++sum.m_whole;
        }
        return sum;
    }
    constexpr Exact operator-() const { return m_atto == 0 ? Exact(-m_whole, 0) : Exact(-m_whole - 1, exa - m_atto); }
    constexpr Exact operator-(Exact other) const { return *this + -other; }
    constexpr Exact &operator+=(Exact other) { return *this = *this + other; }
    constexpr Exact &operator-=(Exact other) { return *this = *this - other; }
    constexpr auto operator<=>(const Exact &) const = default;

    [[nodiscard]] constexpr int sign() const { return m_whole < 0 ? -1 : (m_whole > 0 || m_atto > 0); }
    [[nodiscard]] constexpr bool isZero() const { return sign() == 0; }
    [[nodiscard]] constexpr Exact abs() const { return sign() < 0 ? -*this : *this; }
    [[nodiscard]] double toDouble() const { return double(m_whole) + double(m_atto) * 1e-18; }
    [[nodiscard]] std::string text() const
    {
        const Exact positive = abs();
        std::string places = std::to_string(positive.m_atto);
        places.insert(0, 18 - places.size(), '0');
        places.erase(places.find_last_not_of('0') + 1);
        return (sign() < 0 ? "-" : "") + std::to_string(positive.m_whole) + (places.empty() ? "" : "." + places);
    }

private:
    static constexpr std::int64_t giga = 1'000'000'000;
    static constexpr std::int64_t exa = giga * giga;

    constexpr Exact(std::int64_t whole, std::int64_t atto) : m_whole(whole), m_atto(atto) {}
    std::int64_t m_whole = 0;
    std::int64_t m_atto = 0;
};

} // namespace support
